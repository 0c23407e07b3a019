// How the British demo company's Procore records are posted to Xero. Checked against the live chart at every start.
import type { MappingFile } from './domain/mapping/mapping.ts';

export const config = {
  version: 1,
  connection: 'demo',
  accounts: {
    // Procore cost type → Xero account.
    byCostType: { S: '321', M: '322', L: '323', E: '324' },
    // Any other cost type. null makes it an exception instead.
    fallback: '325',
    retentionPayable: '825',
    // What owners are billed, by cost type; null leaves owner invoices to people.
    revenue: { byCostType: {}, fallback: '200' },
    // Their markup, which has no cost code, and what they retain.
    revenueMarkup: '205',
    retentionReceivable: '617',
  },
  // Procore tax code → Xero tax type; "none" is for lines without a tax code. DRC20 is the domestic reverse charge on
  // purchases, whose VAT the firm accounts for itself.
  taxTypes: {
    VAT20: 'INPUT2',
    DRC20: 'DRCHARGESUPPLY20',
    VAT0: 'ZERORATEDINPUT',
    none: 'NONE',
  },
  // The same for owner invoices, whose lines have no tax code of their own.
  salesTaxTypes: { VAT20: 'OUTPUT2', VAT0: 'ZERORATEDOUTPUT', none: 'OUTPUT2' },
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
  retainage: { jurisdiction: 'UK' },
  // From materials the Construction Industry Scheme deducts nothing.
  cis: { materials: ['M'] },
} satisfies MappingFile;
