// The United Kingdom: VAT of 20 %, the domestic reverse charge on construction services, the Construction Industry Scheme,
// and the names and books of the firm that is there.
// Source of the tax types: Xero developer docs, Accounting API types, United Kingdom tax types, read 2026-11-26. They give
// DRCHARGESUPPLY20 to expenses and DRCHARGE20 to income; public code disagrees about which is which, so a mapping is
// checked against the chart.
import type { Country } from './country.ts';
import { appliesTo } from './country.ts';
import { ukLives } from './uk-lives.ts';
import { cisSubcontractor, ukNames } from './uk-names.ts';

const chart: Country['books']['chart'] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'NONE', null],
  ['200', 'Contract Revenue', 'REVENUE', 'REVENUE', 'OUTPUT2', null],
  ['205', 'Markup and Fees', 'REVENUE', 'REVENUE', 'OUTPUT2', null],
  ['260', 'Other Revenue', 'REVENUE', 'REVENUE', 'OUTPUT2', null],
  ['321', 'Subcontractors', 'DIRECTCOSTS', 'EXPENSE', 'DRCHARGESUPPLY20', null],
  ['322', 'Materials', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['323', 'Direct Labour', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['324', 'Plant Hire', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  ['325', 'Direct Expenses', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', null],
  // Xero gives a UK organisation these; their codes are the firm's own.
  ['326', 'CIS Labour Expense', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', 'CISLABOUREXPENSE'],
  ['327', 'CIS Materials Purchased', 'DIRECTCOSTS', 'EXPENSE', 'INPUT2', 'CISMATERIALS'],
  ['404', 'Bank Fees', 'OVERHEADS', 'EXPENSE', 'NONE', null],
  ['445', 'Light, Power, Heating', 'OVERHEADS', 'EXPENSE', 'INPUT2', null],
  ['469', 'Rent', 'OVERHEADS', 'EXPENSE', 'INPUT2', null],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'NONE', 'DEBTORS'],
  ['617', 'Retentions Receivable', 'CURRENT', 'ASSET', 'OUTPUT2', null],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'NONE', 'CREDITORS'],
  ['820', 'VAT', 'CURRLIAB', 'LIABILITY', 'NONE', 'GST'],
  ['825', 'Retentions Payable', 'CURRLIAB', 'LIABILITY', 'INPUT2', null],
  ['827', 'CIS Liability', 'CURRLIAB', 'LIABILITY', 'NONE', 'CISLIABILITY'],
  ['860', 'Rounding', 'OVERHEADS', 'EXPENSE', 'NONE', 'ROUNDING'],
  ['960', 'Retained Earnings', 'EQUITY', 'EQUITY', 'NONE', 'RETAINEDEARNINGS'],
];

/** The customer accounts for the VAT: none is added to the bill, whatever rate its name says. */
const reverseCharged = { rate: '0.0000', displayRate: '20.0000' };

const books: Country['books'] = {
  organisation: {
    version: 'UK',
    countryCode: 'GB',
    baseCurrency: 'GBP',
    timezone: 'GMTSTANDARDTIME',
    ianaTimezone: 'Europe/London',
    // Source: Xero OpenAPI 16.1.0, enums of Organisation, read 2026-11-26: "ACCRUAL" stands beside the flat-rate kinds,
    // which only the United Kingdom has.
    salesTaxBasis: 'ACCRUAL',
    salesTaxPeriod: 'QUARTERLY',
    taxNumber: '000 1234 56',
    financialYearEndDay: 31,
    financialYearEndMonth: 3,
    periodLockDate: '2026-03-31',
    endOfYearLockDate: null,
  },
  chart,
  bankNumbers: { '090': '00000000000001' },
  taxRates: [
    { taxType: 'INPUT2', name: '20% (VAT on Expenses)', rate: '20.0000', on: appliesTo.purchases },
    { taxType: 'OUTPUT2', name: '20% (VAT on Income)', rate: '20.0000', on: appliesTo.sales },
    { taxType: 'RRINPUT', name: '5% (VAT on Expenses)', rate: '5.0000', on: appliesTo.purchases },
    { taxType: 'RROUTPUT', name: '5% (VAT on Income)', rate: '5.0000', on: appliesTo.sales },
    {
      taxType: 'ZERORATEDINPUT',
      name: 'Zero Rated Expenses',
      rate: '0.0000',
      on: appliesTo.purchases,
    },
    { taxType: 'ZERORATEDOUTPUT', name: 'Zero Rated Income', rate: '0.0000', on: appliesTo.sales },
    { taxType: 'EXEMPTINPUT', name: 'Exempt Expenses', rate: '0.0000', on: appliesTo.purchases },
    { taxType: 'EXEMPTOUTPUT', name: 'Exempt Income', rate: '0.0000', on: appliesTo.sales },
    {
      taxType: 'CAPEXINPUT2',
      name: '20% (VAT on Capital Purchases)',
      rate: '20.0000',
      on: appliesTo.assetsOnly,
    },
    {
      taxType: 'DRCHARGESUPPLY20',
      name: 'Domestic Reverse Charge @ 20% (VAT on Expenses)',
      ...reverseCharged,
      on: appliesTo.purchases,
    },
    {
      taxType: 'DRCHARGE20',
      name: 'Domestic Reverse Charge @ 20% (VAT on Income)',
      ...reverseCharged,
      on: appliesTo.sales,
    },
    { taxType: 'NONE', name: 'No VAT', rate: '0.0000', on: appliesTo.either },
  ],
  overheadContacts: [
    { name: 'Pennine Power', email: 'billing@pennine-power.example.com' },
    { name: 'Lock Keeper Estates', email: 'leases@lock-keeper.example.com' },
    { name: 'Weir & Wold Insurance Brokers', email: 'accounts@weir-wold.example.com' },
    { name: 'Foolscap Stationers', email: null },
  ],
  overheadBills: [
    {
      contact: 0,
      number: 'PP-20418',
      date: '2026-09-10',
      amount: '604.17',
      account: '445',
      text: 'Power, site office, August',
    },
    {
      contact: 0,
      number: 'PP-21330',
      date: '2026-10-12',
      amount: '655.92',
      account: '445',
      text: 'Power, site office, September',
    },
    {
      contact: 1,
      number: 'RENT OCT',
      date: '2026-10-01',
      amount: '5400.00',
      account: '469',
      text: 'Yard and office rent, October',
    },
    {
      contact: 3,
      number: '7714',
      date: '2026-10-20',
      amount: '88.60',
      account: '325',
      text: 'Drawing paper',
    },
  ],
  overheadTax: { taxType: 'INPUT2', basisPoints: 2_000n },
  claims: { account: '321', taxType: 'DRCHARGESUPPLY20', basisPoints: 0n },
  retentionsPayable: '825',
};

/** Design and surveying are no construction operations. Source: Finance Act 2004, section 74(3). */
const PRELIMINARIES = '01-100';

export const uk: Country = {
  code: 'GB',
  currency: 'GBP',
  timeZone: 'Europe/London',
  firm: {
    legalName: 'Thornbury & Vale Construction Ltd',
    mailDomain: 'thornbury-vale.example.com',
  },
  names: ukNames,
  streets: ['High Street', 'Station Road', 'Victoria Road', 'Mill Lane', 'Church Street'],
  cities: ['London', 'Leeds', 'Bristol', 'Birmingham', 'Cardiff', 'Manchester'],
  inFull: (name) => name.replace(/ Ltd$/, ' Limited'),
  // Kept free for fiction. Source: from memory of Ofcom's list of numbers for drama.
  phoneOf: (index) => `020 7946 0${String(100 + index)}`,
  // Procore's register knows ABN and EIN alone.
  registerOf: () => null,
  taxCodes: [
    { code: 'VAT20', description: 'VAT 20 %', rate: '20.0' },
    // The subcontractor charges nothing, so Procore adds nothing to what is due.
    { code: 'DRC20', description: 'Domestic reverse charge 20 %', rate: '0.0' },
    { code: 'VAT0', description: 'Zero rated', rate: '0.0' },
  ],
  /** Services of construction are reverse charged, goods alone are not. Source: HMRC VAT notice 735, from memory. */
  taxCodeOf: (kind, trade) => (kind === 'wo' && trade !== PRELIMINARIES ? 'DRC20' : 'VAT20'),
  ownersTaxCode: 'VAT20',
  lives: ukLives,
  cisVendor: cisSubcontractor,
  books,
};
