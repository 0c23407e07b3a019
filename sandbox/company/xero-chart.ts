// The chart of accounts and tax rates that every seeded Xero organisation starts with.
import type { XeroAccount, XeroTaxRate } from './seeded-company.ts';
import { uuidFrom } from './random.ts';

type Row = readonly [
  code: string,
  name: string,
  type: string,
  accountClass: XeroAccount['class'],
  taxType: string,
  systemAccount: string | null,
];

const CHART: readonly Row[] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'NONE', null],
  ['091', 'Retention Trust Account', 'BANK', 'ASSET', 'NONE', null],
  ['200', 'Sales', 'SALES', 'REVENUE', 'OUTPUT2', null],
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

const BANK_NUMBERS: Record<string, string> = {
  '090': '01-0000-0000001-000',
  '091': '01-0000-0000001-091',
};

export function xeroChart(seed: string): XeroAccount[] {
  return CHART.map(([code, name, type, accountClass, taxType, systemAccount]) => ({
    accountId: uuidFrom(seed, `account/${code}`),
    code,
    name,
    type,
    class: accountClass,
    taxType,
    systemAccount,
    bankAccountNumber: BANK_NUMBERS[code] ?? null,
    enablePaymentsToAccount: false,
  }));
}

const purchases = {
  canApplyToAssets: true,
  canApplyToEquity: true,
  canApplyToExpenses: true,
  canApplyToLiabilities: true,
  canApplyToRevenue: false,
};
const sales = { ...purchases, canApplyToExpenses: false, canApplyToRevenue: true };
const either = { ...purchases, canApplyToRevenue: true };
const incomeOnly = {
  canApplyToAssets: false,
  canApplyToEquity: false,
  canApplyToExpenses: false,
  canApplyToLiabilities: false,
  canApplyToRevenue: true,
};

/** Source: Xero developer docs, Accounting API types, New Zealand tax types, read 2026-11-23. */
export const XERO_TAX_RATES: readonly XeroTaxRate[] = [
  {
    taxType: 'INPUT2',
    name: '15% GST on Expenses',
    rate: '15.0000',
    status: 'ACTIVE',
    ...purchases,
  },
  { taxType: 'OUTPUT2', name: '15% GST on Income', rate: '15.0000', status: 'ACTIVE', ...sales },
  { taxType: 'NONE', name: 'No GST', rate: '0.0000', status: 'ACTIVE', ...either },
  { taxType: 'ZERORATED', name: 'Zero Rated', rate: '0.0000', status: 'ACTIVE', ...incomeOnly },
  {
    taxType: 'GSTONIMPORTS',
    name: 'GST on Imports',
    rate: '0.0000',
    status: 'ACTIVE',
    ...purchases,
  },
];
