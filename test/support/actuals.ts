// Xero's documents, chart and reports as actuals are worked out from, small enough to be reckoned by hand.
import type { ActualsFacts } from '../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../domain/actuals/cost-lines.ts';
import type { OptionCode } from '../../domain/mapping/option-codes.ts';
import type { XeroAccount, XeroChart } from '../../domain/records/xero/chart.ts';
import type { PostedLine } from '../../domain/records/xero/posted-line.ts';
import { account } from './domain-builders.ts';
import { keptRecords } from './kept-records.ts';

const option = (optionId: string, category: string, name: string): OptionCode => ({
  ...{ categoryId: `c-${category}`, optionId, category, option: name },
  ...{ status: 'ACTIVE', formerly: [] },
});

export const options = {
  quay: option('o-quay', 'Project', '26-001 Quay'),
  mill: option('o-mill', 'Project', '26-002 Mill'),
  office: option('o-office', 'Project', 'Office'),
  concrete: option('o-concrete', 'Cost code', '03-100 Concrete'),
  skips: option('o-skips', 'Cost code', '01-500 Skips'),
  held: option('o-held', 'Cost code', 'Retention held'),
} as const;
export type OptionName = keyof typeof options;

export const accounts: readonly XeroAccount[] = [
  account('310'),
  account('318'),
  account('200', { type: 'SALES', accountClass: 'REVENUE' }),
  account('630', { type: 'CURRENT', accountClass: 'ASSET' }),
  account('825', { type: 'CURRLIAB', accountClass: 'LIABILITY' }),
  account('826', { type: 'CURRENT', accountClass: 'ASSET' }),
  account('860', { systemAccount: 'ROUNDING' }),
];

const category = (name: 'Project' | 'Cost code') => ({
  ...{ id: `c-${name}`, name, status: 'ACTIVE' },
  options: Object.values(options)
    .filter((one) => one.category === name)
    .map(({ optionId, option: called, status }) => ({ id: optionId, name: called, status })),
});
export const chart: XeroChart = {
  ...{ kind: 'xeroChart', accounts: [...accounts], taxRates: [] },
  trackingCategories: [category('Project'), category('Cost code')],
};

export function line(
  amount: string,
  over: Partial<Omit<PostedLine, 'tracking'>> & { on?: readonly OptionName[] } = {},
): PostedLine {
  const { on = ['quay', 'concrete'], ...rest } = over;
  return {
    ...{ description: 'Work', lineAmount: amount, taxType: 'INPUT2', taxAmount: '0.00' },
    accountCode: '310',
    tracking: on.map((name) => {
      const { category, option: called, categoryId } = options[name];
      return { category, option: called, categoryId, optionId: null };
    }),
    ...rest,
  };
}

const inFull = (one: PostedLine) => ({
  ...{ lineId: null, quantity: '1', unitAmount: one.lineAmount },
  ...one,
});
type Over = { status?: string; date?: string; updatedAt?: string; url?: string | null };
type Foreign = { currency?: string; currencyRate?: string | null };

export function bill(
  id: string,
  lines: PostedLine[],
  over: Over & Foreign & { lineAmountTypes?: 'Inclusive' } = {},
) {
  const of = { id, number: id, url: null, status: 'AUTHORISED', date: '2026-06-01' } as const;
  const own = { currency: 'NZD', currencyRate: '1', lineAmountTypes: 'Exclusive' } as const;
  return { ...keptRecords.xeroBill, ...of, ...own, lines: lines.map(inFull), ...over };
}

export function creditNote(id: string, lines: PostedLine[], side: 'payable' | 'receivable') {
  const of = { id, number: id, side, status: 'PAID', date: '2026-06-02' } as const;
  const own = { currency: 'NZD', currencyRate: '1', lineAmountTypes: 'Exclusive' } as const;
  return {
    ...keptRecords.xeroCreditNote,
    ...of,
    ...own,
    reference: null,
    lines: lines.map(inFull),
  };
}

export function salesInvoice(id: string, lines: PostedLine[]) {
  const of = { id, number: id, url: null, status: 'AUTHORISED', date: '2026-06-03' } as const;
  const own = { currency: 'NZD', currencyRate: '1', lineAmountTypes: 'Exclusive' } as const;
  return { ...keptRecords.xeroSalesInvoice, ...of, ...own, lines: lines.map(inFull) };
}

export function spent(id: string, type: string, lines: PostedLine[], over: Over = {}) {
  return { ...keptRecords.xeroBankTransaction, id, type, lines, date: '2026-06-04', ...over };
}

export function journal(id: string, lines: PostedLine[], over: Over = {}) {
  return { ...keptRecords.xeroManualJournal, id, lines, date: '2026-06-05', ...over };
}

export function facts(
  documents: readonly CostDocument[],
  over: Partial<ActualsFacts> = {},
): ActualsFacts {
  return {
    ...{ baseCurrency: 'NZD', accounts, retentionAccounts: ['825', '826'] },
    categories: { project: 'Project', code: 'Cost code' },
    options: Object.values(options),
    projects: [
      { id: '1', name: '26-001 Quay', optionIds: ['o-quay'] },
      { id: '2', name: '26-002 Mill', optionIds: ['o-mill'] },
    ],
    codesOf: new Map([['o-concrete', ['03-100']]]),
    onCommitments: new Set(),
    documents,
    ...over,
  };
}
