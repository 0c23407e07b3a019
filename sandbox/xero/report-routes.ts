// The reports that an app can ask for: profit and loss, balance sheet and trial balance, out of the journals alone.
import type { Column } from './report-sums.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { Route } from '../kit/router.ts';
import type { Section } from './report-rows.ts';
import type { XeroState } from './xero-state.ts';
import { accountRow, headerRow, resultRow, sectionRows, summary } from './report-rows.ts';
import { columnsOf, filtered, optionAsked } from './report-columns.ts';
import { answered, dayAsked, monthEnd } from './report-answer.ts';
import { dayInWords } from './dates.ts';
import { isTrue } from './listing.ts';
import { queryParse } from './failures.ts';
import { sumOf } from './decimal.ts';
import { sumsByAccount } from './report-sums.ts';

const INCOME: Section = { title: 'Income', types: ['SALES', 'REVENUE'], sign: -1n };
const OTHER_INCOME: Section = { title: 'Other Income', types: ['OTHERINCOME'], sign: -1n };
const COST_OF_SALES: Section = { title: 'Less Cost of Sales', types: ['DIRECTCOSTS'], sign: 1n };
const EXPENSES: Section = {
  title: 'Less Operating Expenses',
  types: ['EXPENSE', 'OVERHEADS', 'DEPRECIATN'],
  sign: 1n,
};
const PROFIT_AND_LOSS = [INCOME, COST_OF_SALES, OTHER_INCOME, EXPENSES];

const BANK: Section = { title: 'Bank', types: ['BANK'], sign: 1n };
const ASSETS: Section[] = [
  BANK,
  { title: 'Current Assets', types: ['CURRENT', 'INVENTORY', 'PREPAYMENT'], sign: 1n },
  { title: 'Fixed Assets', types: ['FIXED'], sign: 1n },
  { title: 'Non-current Assets', types: ['NONCURRENT'], sign: 1n },
];
const LIABILITIES: Section[] = [
  { title: 'Current Liabilities', types: ['CURRLIAB', 'PAYG'], sign: -1n },
  { title: 'Non-current Liabilities', types: ['LIABILITY', 'TERMLIAB'], sign: -1n },
];
const EQUITY: Section = { title: 'Equity', types: ['EQUITY'], sign: -1n };
const DAY_MS = 86_400_000;

export function reportRoutes({ state }: Books, base: string): Route[] {
  const report = (name: string, answer: (state: XeroState, asked: SandboxRequest) => Answer) => ({
    method: 'GET',
    path: `${base}/Reports/${name}`,
    handle: (request: SandboxRequest) => answer(state, request),
  });
  return [
    report('ProfitAndLoss', profitAndLoss),
    report('BalanceSheet', balanceSheet),
    report('TrialBalance', trialBalance),
  ];
}

/** Without dates, this month. */
function profitAndLoss(state: XeroState, { query }: SandboxRequest): Answer {
  checkPlayed(query);
  const today = state.today();
  const from = dayAsked(query, 'fromDate') ?? `${today.slice(0, 7)}-01`;
  const to = dayAsked(query, 'toDate') ?? monthEnd(today);
  checkSpan(state, from, to);
  const title = `${dayInWords(from)} to ${dayInWords(to)}`;
  const columns = columnsOf(state, query, title);
  const sums = sumsByAccount(state, { from, to }, columns);
  const income = sectionRows(sums, INCOME);
  const costs = sectionRows(sums, COST_OF_SALES);
  const gross = earned(columns, [income.totals, costs.totals]);
  const net = earned(
    columns,
    PROFIT_AND_LOSS.map((section) => sectionRows(sums, section).totals),
  );
  return answered(state, {
    ...titled(state, 'Profit and Loss', 'ProfitAndLoss', title),
    rows: [
      headerRow(['', ...columns.map((column) => column.title)]),
      ...income.rows,
      ...costs.rows,
      resultRow('Gross Profit', gross),
      ...sectionRows(sums, OTHER_INCOME).rows,
      ...sectionRows(sums, EXPENSES).rows,
      resultRow('Net Profit', net),
    ],
  });
}

/** Without a day, today. An option of each of two categories may be asked for; nothing asks for a category alone. */
function balanceSheet(state: XeroState, { query }: SandboxRequest): Answer {
  checkPlayed(query);
  const to = dayAsked(query, 'date') ?? state.today();
  const options = ['trackingOptionID1', 'trackingOptionID2'].flatMap(
    (name) => optionAsked(state, query, name) ?? [],
  );
  const title = dayInWords(to);
  const column = filtered(state, options, title);
  const sums = sumsByAccount(state, { from: null, to }, [column]);
  const assets = ASSETS.map((section) => sectionRows(sums, section));
  const liabilities = LIABILITIES.map((section) => sectionRows(sums, section));
  const equity = sectionRows(sums, EQUITY);
  const whole = (parts: { totals: Cents[] | null }[]): Cents =>
    sumOf(parts.map(({ totals }) => totals?.[0] ?? 0n));
  const earnings = earned(
    [column],
    PROFIT_AND_LOSS.map((section) => sectionRows(sums, section).totals),
  );
  return answered(state, {
    ...titled(state, 'Balance Sheet', 'BalanceSheet', `As at ${title}`),
    rows: [
      headerRow(['', title]),
      ...assets.flatMap(({ rows }) => rows),
      resultRow('Total Assets', [whole(assets)]),
      ...liabilities.flatMap(({ rows }) => rows),
      resultRow('Total Liabilities', [-whole(liabilities)]),
      resultRow('Net Assets', [whole(assets) + whole(liabilities)]),
      ...equity.rows,
      resultRow('Earnings', earnings),
    ],
  });
}

/** It takes no tracking. Source: Xero OpenAPI 16.1.0, GET /Reports/TrialBalance, read 2026-11-27. */
function trialBalance(state: XeroState, { query }: SandboxRequest): Answer {
  checkPlayed(query);
  const to = dayAsked(query, 'date') ?? state.today();
  const column: Column = { title: '', counts: () => true };
  const sums = sumsByAccount(state, { from: null, to }, [column]);
  const sides = sums.map(({ account, sums: [balance = 0n] }) => ({ account, ...sidesOf(balance) }));
  const rows = sides.map(({ account, debit, credit }) => accountRow(account, [debit, credit]));
  const totals = [sumOf(sides.map(({ debit }) => debit)), sumOf(sides.map(({ credit }) => credit))];
  return answered(state, {
    ...titled(state, 'Trial Balance', 'TrialBalance', `As at ${dayInWords(to)}`),
    rows: [
      headerRow(['Account', 'Debit', 'Credit']),
      { RowType: 'Section', Title: '', Rows: rows },
      { RowType: 'Section', Title: '', Rows: [summary('Total', totals)] },
    ],
  });
}

function sidesOf(balance: Cents): { debit: Cents; credit: Cents } {
  return balance > 0n ? { debit: balance, credit: 0n } : { debit: 0n, credit: -balance };
}

/** What each column earned: credits above zero. */
function earned(columns: readonly Column[], sections: readonly (Cents[] | null)[]): Cents[] {
  return columns.map((_, at) => -sumOf(sections.map((totals) => totals?.[at] ?? 0n)));
}

/** Comparing periods, cash basis and the layout a person saved are refused rather than answered otherwise than Xero would. */
function checkPlayed(query: URLSearchParams): void {
  for (const name of ['periods', 'timeframe']) {
    if (query.has(name)) throw queryParse(`Reports with ${name} are not played here`);
  }
  if (isTrue(query, 'paymentsOnly')) throw queryParse('Cash basis is not played here');
}

/** Source: cdn.cdata.com, ProfitAndLoss: the two days must be within a year of each other, read 2026-11-23. */
function checkSpan(state: XeroState, from: Day, to: Day): void {
  if (to < from) throw queryParse('The toDate is before the fromDate');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days > 365 && state.rule('reportSpan') === 'year') {
    throw queryParse('The fromDate and toDate must be within 365 days of each other');
  }
}

function titled(
  state: XeroState,
  name: string,
  type: string,
  title: string,
): { name: string; type: string; titles: string[] } {
  return { name, type, titles: [name, state.organisation().name, title] };
}
