// How this firm's Procore records are posted to Xero. Checked against the live chart at every start.
import type { MappingFile } from './domain/mapping/mapping.ts';

export const config = {
  version: 1,
  connection: 'demo',
  accounts: {
    // Procore cost type → Xero account.
    byCostType: { S: '310', M: '312', L: '314', E: '316' },
    // Any other cost type. null makes it an exception instead.
    fallback: '318',
    retentionPayable: '825',
    // What owners are billed, by cost type; null leaves owner invoices to people.
    revenue: { byCostType: {}, fallback: '200' },
    // Their markup, which has no cost code, and what they retain.
    revenueMarkup: '205',
    retentionReceivable: '826',
  },
  // Procore tax code → Xero tax type; "none" is for lines without a tax code.
  taxTypes: { GST15: 'INPUT2', none: 'NONE' },
  // The same for owner invoices, whose lines have no tax code of their own.
  salesTaxTypes: { GST15: 'OUTPUT2', none: 'OUTPUT2' },
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
} satisfies MappingFile;
