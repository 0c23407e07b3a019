// New Zealand: GST of 15 %, GST numbers, and the names and books of the firm that is there.
// Source of the tax types: Xero developer docs, Accounting API types, New Zealand tax types, read 2026-11-23.
import type { Country } from './country.ts';
import { abnFrom, appliesTo } from './country.ts';
import { nzLives } from './nz-lives.ts';
import { nzNames } from './nz-names.ts';

const chart: Country['books']['chart'] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'NONE', null],
  ['091', 'Retention Trust Account', 'BANK', 'ASSET', 'NONE', null],
  ['200', 'Sales', 'SALES', 'REVENUE', 'OUTPUT2', null],
  ['205', 'Markup and Fees', 'SALES', 'REVENUE', 'OUTPUT2', null],
  ['310', 'Subcontractors', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['312', 'Materials', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['314', 'Site Labour', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['316', 'Plant & Equipment', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['318', 'Other Job Costs', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['404', 'Bank Fees', 'EXPENSE', 'EXPENSE', 'NONE', null],
  ['445', 'Light, Power, Heating', 'EXPENSE', 'EXPENSE', 'INPUT2', null],
  ['469', 'Rent', 'EXPENSE', 'EXPENSE', 'INPUT2', null],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'NONE', 'DEBTORS'],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'NONE', 'CREDITORS'],
  ['820', 'GST', 'CURRLIAB', 'LIABILITY', 'NONE', 'GST'],
  ['825', 'Retentions Payable', 'CURRLIAB', 'LIABILITY', 'INPUT2', null],
  ['826', 'Retentions Receivable', 'CURRENT', 'ASSET', 'OUTPUT2', null],
  ['860', 'Rounding', 'EXPENSE', 'EXPENSE', 'NONE', 'ROUNDING'],
  ['960', 'Retained Earnings', 'EQUITY', 'EQUITY', 'NONE', 'RETAINEDEARNINGS'],
];

const overheadContacts: Country['books']['overheadContacts'] = [
  { name: 'Aotea Energy', email: 'billing@aotea-energy.example.com' },
  { name: 'Quayside Property Trust', email: 'leases@quayside.example.com' },
  { name: 'Inland Insurance Brokers', email: 'accounts@inland-insurance.example.com' },
  { name: 'Paperclip Stationers', email: null },
];

const overheadBills: Country['books']['overheadBills'] = [
  {
    contact: 0,
    number: 'AE-88120',
    date: '2026-09-11',
    amount: '842.35',
    account: '445',
    text: 'Power, site office, August',
  },
  {
    contact: 0,
    number: 'AE-88954',
    date: '2026-10-12',
    amount: '867.10',
    account: '445',
    text: 'Power, site office, September',
  },
  {
    contact: 1,
    number: 'RENT OCT',
    date: '2026-10-01',
    amount: '6500.00',
    account: '469',
    text: 'Yard and office rent, October',
  },
  {
    contact: 1,
    number: 'RENT NOV',
    date: '2026-11-01',
    amount: '6500.00',
    account: '469',
    text: 'Yard and office rent, November',
  },
  {
    contact: 3,
    number: '5521',
    date: '2026-10-19',
    amount: '143.90',
    account: '318',
    text: 'Drawing paper',
  },
];

const gst = { taxType: 'INPUT2', basisPoints: 1_500n };

export const nz: Country = {
  code: 'NZ',
  currency: 'NZD',
  timeZone: 'Pacific/Auckland',
  firm: { legalName: 'Harbour & Ridge Construction Ltd', mailDomain: 'harbour-ridge.example.com' },
  names: nzNames,
  streets: ['Great South Road', 'Cameron Road', 'Victoria Street', 'Main Road', 'Tremaine Avenue'],
  cities: ['Auckland', 'Tauranga', 'Hamilton', 'Wellington', 'Christchurch', 'Napier'],
  inFull: (name) => name.replace(/ Ltd$/, ' Limited'),
  phoneOf: (index) => `09 555 0${String(100 + index)}`,
  // Some vendors of a New Zealand firm trade under an ABN.
  registerOf: (random) => (random.chance(30) ? abnFrom(random) : null),
  taxCodes: [
    { code: 'GST15', description: 'GST 15 %', rate: '15.0' },
    { code: 'GST0', description: 'Zero rated', rate: '0.0' },
  ],
  taxCodeOf: () => 'GST15',
  ownersTaxCode: 'GST15',
  lives: nzLives,
  cisVendor: null,
  books: {
    organisation: {
      version: 'NZ',
      countryCode: 'NZ',
      baseCurrency: 'NZD',
      timezone: 'NEWZEALANDSTANDARDTIME',
      ianaTimezone: 'Pacific/Auckland',
      salesTaxBasis: 'INVOICE',
      salesTaxPeriod: 'TWOMONTHS',
      taxNumber: '123-456-789',
      financialYearEndDay: 31,
      financialYearEndMonth: 3,
      periodLockDate: '2026-03-31',
      endOfYearLockDate: null,
    },
    chart,
    bankNumbers: {
      '090': '01-0000-0000001-000',
      '091': '01-0000-0000001-091',
    },
    taxRates: [
      { taxType: 'INPUT2', name: '15% GST on Expenses', rate: '15.0000', on: appliesTo.purchases },
      { taxType: 'OUTPUT2', name: '15% GST on Income', rate: '15.0000', on: appliesTo.sales },
      { taxType: 'NONE', name: 'No GST', rate: '0.0000', on: appliesTo.either },
      { taxType: 'ZERORATED', name: 'Zero Rated', rate: '0.0000', on: appliesTo.incomeOnly },
      { taxType: 'GSTONIMPORTS', name: 'GST on Imports', rate: '0.0000', on: appliesTo.purchases },
    ],
    overheadContacts,
    overheadBills,
    overheadTax: gst,
    claims: { account: '310', ...gst },
    retentionsPayable: '825',
  },
};
