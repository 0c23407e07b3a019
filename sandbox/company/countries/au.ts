// Australia: GST of 10 %, ABNs, a year that ends in June, and the names and books of the firm that is there.
// Source of the tax types: Xero developer docs, Accounting API types, Australian tax types, and Xero OpenAPI 16.1.0, enum
// TaxType, read 2026-11-26.
import type { Country } from './country.ts';
import { abnFrom, appliesTo } from './country.ts';
import { auLives } from './au-lives.ts';
import { auNames } from './au-names.ts';

const chart: Country['books']['chart'] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'BASEXCLUDED', null],
  ['091', 'Retention Trust Account', 'BANK', 'ASSET', 'BASEXCLUDED', null],
  ['200', 'Contract Revenue', 'REVENUE', 'REVENUE', 'OUTPUT', null],
  ['205', 'Markup and Fees', 'REVENUE', 'REVENUE', 'OUTPUT', null],
  ['260', 'Other Revenue', 'REVENUE', 'REVENUE', 'OUTPUT', null],
  ['311', 'Subcontractors', 'DIRECTCOSTS', 'EXPENSE', 'INPUT', null],
  ['313', 'Materials', 'DIRECTCOSTS', 'EXPENSE', 'INPUT', null],
  ['315', 'Site Labour', 'DIRECTCOSTS', 'EXPENSE', 'INPUT', null],
  ['317', 'Plant Hire', 'DIRECTCOSTS', 'EXPENSE', 'INPUT', null],
  ['319', 'Other Job Costs', 'DIRECTCOSTS', 'EXPENSE', 'INPUT', null],
  ['404', 'Bank Fees', 'EXPENSE', 'EXPENSE', 'EXEMPTEXPENSES', null],
  ['445', 'Light, Power, Heating', 'EXPENSE', 'EXPENSE', 'INPUT', null],
  ['469', 'Rent', 'EXPENSE', 'EXPENSE', 'INPUT', null],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'BASEXCLUDED', 'DEBTORS'],
  ['617', 'Retentions Receivable', 'CURRENT', 'ASSET', 'OUTPUT', null],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', 'CREDITORS'],
  ['820', 'GST', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', 'GST'],
  ['825', 'Retentions Payable', 'CURRLIAB', 'LIABILITY', 'INPUT', null],
  ['860', 'Rounding', 'EXPENSE', 'EXPENSE', 'BASEXCLUDED', 'ROUNDING'],
  ['960', 'Retained Earnings', 'EQUITY', 'EQUITY', 'BASEXCLUDED', 'RETAINEDEARNINGS'],
];

const gst = { taxType: 'INPUT', basisPoints: 1_000n };

const books: Country['books'] = {
  organisation: {
    version: 'AU',
    countryCode: 'AU',
    baseCurrency: 'AUD',
    timezone: 'AUSEASTERNSTANDARDTIME',
    ianaTimezone: 'Australia/Sydney',
    // Source: Xero OpenAPI 16.1.0, enums of Organisation, read 2026-11-26: what is not cash is "ACCRUALS" here.
    salesTaxBasis: 'ACCRUALS',
    salesTaxPeriod: 'QUARTERLY1',
    taxNumber: '99 000 111 222',
    financialYearEndDay: 30,
    financialYearEndMonth: 6,
    periodLockDate: '2026-03-31',
    endOfYearLockDate: null,
  },
  chart,
  bankNumbers: { '090': '000000000000001', '091': '000000000000091' },
  taxRates: [
    { taxType: 'INPUT', name: 'GST on Expenses', rate: '10.0000', on: appliesTo.purchases },
    { taxType: 'OUTPUT', name: 'GST on Income', rate: '10.0000', on: appliesTo.sales },
    {
      taxType: 'EXEMPTEXPENSES',
      name: 'GST Free Expenses',
      rate: '0.0000',
      on: appliesTo.purchases,
    },
    { taxType: 'EXEMPTOUTPUT', name: 'GST Free Income', rate: '0.0000', on: appliesTo.sales },
    { taxType: 'CAPEXINPUT', name: 'GST on Capital', rate: '10.0000', on: appliesTo.purchases },
    { taxType: 'INPUTTAXED', name: 'Input Taxed', rate: '0.0000', on: appliesTo.sales },
    { taxType: 'BASEXCLUDED', name: 'BAS Excluded', rate: '0.0000', on: appliesTo.either },
    { taxType: 'GSTONIMPORTS', name: 'GST on Imports', rate: '0.0000', on: appliesTo.purchases },
  ],
  overheadContacts: [
    { name: 'Southern Grid Energy', email: 'billing@southern-grid.example.com' },
    { name: 'Foundry Yard Property Trust', email: 'leases@foundry-yard.example.com' },
    { name: 'Plateau Insurance Brokers', email: 'accounts@plateau-insurance.example.com' },
    { name: 'Ream & Ruler Stationers', email: null },
  ],
  overheadBills: [
    {
      contact: 0,
      number: 'SG-40117',
      date: '2026-09-14',
      amount: '911.48',
      account: '445',
      text: 'Power, site office, August',
    },
    {
      contact: 0,
      number: 'SG-41026',
      date: '2026-10-13',
      amount: '938.06',
      account: '445',
      text: 'Power, site office, September',
    },
    {
      contact: 1,
      number: 'RENT OCT',
      date: '2026-10-01',
      amount: '7200.00',
      account: '469',
      text: 'Yard and office rent, October',
    },
    {
      contact: 3,
      number: '30981',
      date: '2026-10-21',
      amount: '126.35',
      account: '319',
      text: 'Drawing paper',
    },
  ],
  overheadTax: gst,
  claims: { account: '311', ...gst },
  retentionsPayable: '825',
};

export const au: Country = {
  code: 'AU',
  currency: 'AUD',
  timeZone: 'Australia/Sydney',
  firm: {
    legalName: 'Bluegum & Bay Constructions Pty Ltd',
    mailDomain: 'bluegum-bay.example.com',
  },
  names: auNames,
  streets: ['Princes Highway', 'George Street', 'Station Street', 'Industrial Drive', 'Mill Road'],
  cities: ['Sydney', 'Parramatta', 'Newcastle', 'Wollongong', 'Albury', 'Dubbo'],
  inFull: (name) => name.replace(/ Pty Ltd$/, ' Pty Limited'),
  // Kept free for fiction. Source: from memory of ACMA's list of numbers for creative works.
  phoneOf: (index) => `02 5550 0${String(100 + index)}`,
  // Nobody in Australia invoices a builder without an ABN: tax would be withheld.
  registerOf: abnFrom,
  taxCodes: [
    { code: 'GST10', description: 'GST 10 %', rate: '10.0' },
    { code: 'GSTFREE', description: 'GST free', rate: '0.0' },
  ],
  taxCodeOf: () => 'GST10',
  ownersTaxCode: 'GST10',
  lives: auLives,
  cisVendor: null,
  books,
};
