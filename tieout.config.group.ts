// How the demo group's Procore records are posted: one company, whose projects two organisations in Xero keep the books of.
// Checked against each one's live chart at every start.
import type { MappingFile } from './domain/mapping/mapping.ts';

const shared = {
  version: 1,
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
} satisfies Partial<MappingFile>;

const accounts = {
  // Procore cost type → Xero account.
  byCostType: { S: '310', M: '312', L: '314', E: '316' },
  // What owners are billed, by cost type; null leaves owner invoices to people.
  revenue: { byCostType: {}, fallback: '200' },
  // Their markup, which has no cost code, and what they retain.
  revenueMarkup: '205',
  retentionReceivable: '826',
};

const north = {
  ...shared,
  connection: 'north',
  // Every project that no other connection names.
  projects: 'rest',
  accounts: { ...accounts, fallback: '318', retentionPayable: '825' },
} satisfies MappingFile;

const south = {
  ...shared,
  connection: 'south',
  // By their ids in Procore: S-201 Foveaux Street Offices, S-202 Leith Valley Library.
  projects: ['562949951000004', '562949951000005'],
  accounts: { ...accounts, fallback: '319', retentionPayable: '836' },
} satisfies MappingFile;

export const config = [north, south];
