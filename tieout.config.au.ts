// How the Australian demo company's Procore records are posted to Xero. Checked against the live chart at every start.
import type { MappingFile } from './domain/mapping/mapping.ts';

export const config = {
  version: 1,
  connection: 'demo',
  accounts: {
    // Procore cost type → Xero account.
    byCostType: { S: '311', M: '313', L: '315', E: '317' },
    // Any other cost type. null makes it an exception instead.
    fallback: '319',
    retentionPayable: '825',
    // What owners are billed, by cost type; null leaves owner invoices to people.
    revenue: { byCostType: {}, fallback: '200' },
    // Their markup, which has no cost code, and what they retain.
    revenueMarkup: '205',
    retentionReceivable: '617',
  },
  // Procore tax code → Xero tax type; "none" is for lines without a tax code, which no activity statement counts.
  taxTypes: { GST10: 'INPUT', GSTFREE: 'EXEMPTEXPENSES', none: 'BASEXCLUDED' },
  // The same for owner invoices, whose lines have no tax code of their own.
  salesTaxTypes: { GST10: 'OUTPUT', GSTFREE: 'EXEMPTOUTPUT', none: 'OUTPUT' },
  tracking: {
    projectCategory: 'Project',
    projectOption: '{number} {name}',
    costCodeCategory: 'Cost code',
    costCodeOption: '{code} {name}',
    retentionOption: 'Retention held',
  },
  postedStatuses: {
    commitment: ['Approved', 'Complete'],
    payApp: ['approved', 'approved_as_noted'],
  },
  // Whose law says when tax on what is held falls due.
  retainage: { jurisdiction: 'AU' },
} satisfies MappingFile;
