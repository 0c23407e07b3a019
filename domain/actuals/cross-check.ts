// Whether Xero's own reports say the same of a project as its documents do; where not, which documents or causes the difference is.
import { causeWords } from './causes.ts';
import type { Cause } from './causes.ts';
import type { Amount } from '../money/amount.ts';
import { fromMinor, sumMinor, toMinor } from '../money/amount.ts';
import type { XeroAccount } from '../records/xero/chart.ts';
import type { XeroBalanceSheet, XeroProfitAndLoss } from '../records/xero/reports.ts';
import type { ActualsFacts } from './actuals.ts';
import { isOf, linesUpTo } from './actuals.ts';
import type { CostLine } from './cost-lines.ts';

/** A report with the moment at which its reading began. */
export type Reading<R> = { report: R; readAt: Date };

export type ReportsRead = {
  /** By year. */
  profitAndLoss: readonly Reading<XeroProfitAndLoss>[];
  /** Of the project's options. */
  balanceSheets: readonly Reading<XeroBalanceSheet>[];
};

export type Compared = {
  account: { code: string; name: string };
  /** By the documents, and by Xero's report; above zero as Xero shows the account. */
  documents: Amount;
  report: Amount;
  difference: Amount;
  /** None where they are the same. */
  causes: { cause: Cause; words: string; documents: CostLine['document'][] }[];
};

export type Check = {
  /**
   * `notRead` = no report is here yet; `otherDay` = Xero's reports are of whole years, and the day asked for cuts one;
   * `differs` holds at least one account whose sums are not the same.
   */
  state: 'same' | 'differs' | 'notRead' | 'otherDay';
  readAt: string | null;
  accounts: Compared[];
};

export type CrossCheck = {
  /** The project's cost against profit and loss by tracking. */
  cost: Check;
  /** Its retention against the balance sheet by tracking. */
  retention: Check;
  /** What is tracked by no project against the column of profit and loss that says so. */
  untracked: Check;
};

type Asked = { projectId: string; asOf: string | null };

export function crossCheck(facts: ActualsFacts, reports: ReportsRead, ask: Asked): CrossCheck {
  const project = facts.projects.find(({ id }) => id === ask.projectId);
  const optionIds = project?.optionIds ?? [];
  const { lines } = linesUpTo(facts, null);
  const own = lines.filter(({ project: option }) => isOf({ optionIds }, option));
  const untracked = lines.filter(({ project: option }) => option === null);
  const isCut = (of: readonly CostLine[]): boolean =>
    ask.asOf !== null && of.some(({ document }) => document.date > (ask.asOf ?? ''));
  return {
    cost: isCut(own) ? otherDay : costCheck(facts, reports, { optionIds, own }),
    retention: isCut(own) ? otherDay : retentionCheck(facts, reports, { optionIds, own }),
    untracked: isCut(untracked) ? otherDay : untrackedCheck(facts, reports, untracked),
  };
}

const otherDay: Check = { state: 'otherDay', readAt: null, accounts: [] };

type Own = { optionIds: readonly string[]; own: readonly CostLine[] };

function costCheck(
  facts: ActualsFacts,
  { profitAndLoss }: ReportsRead,
  { optionIds, own }: Own,
): Check {
  const names = optionNames(facts, optionIds);
  return profitAndLossCheck(facts, profitAndLoss, {
    ...{ lines: own, optionIds },
    isColumn: (option) => option !== null && names.has(option.toLowerCase()),
  });
}

/** Where Xero's report has no such column, there is nothing to compare with. */
function untrackedCheck(
  facts: ActualsFacts,
  { profitAndLoss }: ReportsRead,
  lines: readonly CostLine[],
): Check {
  const told = profitAndLoss.filter(({ report }) =>
    report.columns.some(({ option }) => option === null),
  );
  const isColumn = (option: string | null): boolean => option === null;
  return profitAndLossCheck(facts, told, { lines, optionIds: [], isColumn });
}

function profitAndLossCheck(
  facts: ActualsFacts,
  readings: ReportsRead['profitAndLoss'],
  of: {
    lines: readonly CostLine[];
    optionIds: readonly string[];
    isColumn: (option: string | null) => boolean;
  },
): Check {
  const amounts = readings.flatMap(({ report }) =>
    report.columns.filter(({ option }) => of.isColumn(option)).flatMap((column) => column.amounts),
  );
  const years = new Map(readings.map(({ report, readAt }) => [report.id, readAt]));
  return checked(facts, {
    ...{ amounts, optionIds: of.optionIds },
    lines: of.lines.filter(({ on }) => on === 'cost'),
    uncoded: of.lines.filter(({ on }) => on === 'unknownAccount'),
    readAts: readings.map(({ readAt }) => readAt),
    readAtOf: ({ document }) => years.get(document.date.slice(0, 4)) ?? null,
    isAsked: ({ accountClass, code }) =>
      accountClass === 'EXPENSE' && !facts.retentionAccounts.includes(code ?? ''),
  });
}

function retentionCheck(
  facts: ActualsFacts,
  { balanceSheets }: ReportsRead,
  { optionIds, own }: Own,
): Check {
  const held = own.filter(({ on }) => on === 'retention');
  const sheets = balanceSheets.filter(({ report }) => optionIds.includes(report.id));
  const [sheet] = sheets;
  if (!sheet && held.length === 0) return { state: 'same', readAt: null, accounts: [] };
  const to = sheet?.report.date ?? '';
  return checked(facts, {
    ...{ lines: held, uncoded: [], optionIds },
    amounts: sheets.flatMap(({ report }) => report.amounts),
    readAts: sheets.map(({ readAt }) => readAt),
    readAtOf: ({ document }) => (document.date <= to ? (sheet?.readAt ?? null) : null),
    isAsked: ({ code }) => code !== null && facts.retentionAccounts.includes(code),
  });
}

function optionNames({ options }: ActualsFacts, optionIds: readonly string[]): Set<string> {
  const own = options.filter(({ optionId }) => optionIds.includes(optionId));
  return new Set(own.flatMap(({ option, formerly }) => [option, ...formerly]).map(lower));
}

function lower(text: string): string {
  return text.toLowerCase();
}

type Sides = {
  lines: readonly CostLine[];
  /** Lines of it whose account cannot be told. */
  uncoded: readonly CostLine[];
  amounts: readonly { accountId: string; amount: Amount }[];
  optionIds: readonly string[];
  readAts: readonly Date[];
  /** When the report that should hold the line was read; null where none was. */
  readAtOf: (line: CostLine) => Date | null;
  isAsked: (account: XeroAccount) => boolean;
};

function checked(facts: ActualsFacts, sides: Sides): Check {
  const { lines, amounts, readAts } = sides;
  if (readAts.length === 0) return { state: 'notRead', readAt: null, accounts: [] };
  const readAt = new Date(Math.min(...readAts.map((at) => at.getTime()))).toISOString();
  const accounts = facts.accounts.filter(sides.isAsked).flatMap((account): Compared[] => {
    const own = lines.filter((line) => line.account?.id === account.id);
    const told = amounts.filter(({ accountId }) => accountId === account.id);
    if (own.length === 0 && told.length === 0) return [];
    const documents = signOf(account) * sumMinor(own.map(({ minor }) => minor));
    const report = sumMinor(told.map(({ amount }) => toMinor(amount)));
    const causes = documents === report ? [] : causesOf(facts, sides, { account, own });
    return [
      {
        account: { code: account.code ?? '', name: account.name },
        ...{ documents: fromMinor(documents), report: fromMinor(report) },
        ...{ difference: fromMinor(report - documents), causes },
      },
    ];
  });
  const differs = accounts.some(({ documents, report }) => documents !== report);
  return { state: differs ? 'differs' : 'same', readAt, accounts };
}

/** Xero shows costs and assets above zero where they are debits, what is owed where it is credits. */
function signOf({ accountClass }: XeroAccount): 1n | -1n {
  return accountClass === 'EXPENSE' || accountClass === 'ASSET' ? 1n : -1n;
}

type Differing = { account: XeroAccount; own: readonly CostLine[] };

function causesOf(facts: ActualsFacts, sides: Sides, { account, own }: Differing) {
  const { optionIds, readAtOf, uncoded } = sides;
  const unread = own.filter((line) => readAtOf(line) === null);
  const moved = own.filter((line) => {
    const readAt = readAtOf(line);
    return readAt !== null && Date.parse(line.updatedAt) >= readAt.getTime();
  });
  const isArchived = facts.options.some(
    ({ optionId, status }) => optionIds.includes(optionId) && status !== 'ACTIVE',
  );
  const known = [
    ...(unread.length > 0 ? [named('yearNotRead', unread)] : []),
    ...(moved.length > 0 ? [named('changedSince', moved)] : []),
    ...(isArchived ? [named('optionArchived', [])] : []),
    ...(account.code === null ? [named('accountUncoded', uncoded)] : []),
    ...(account.systemAccount === null ? [] : [named('postedByXero', [])]),
  ];
  return known.length > 0 ? known : [named('notInDocuments', [])];
}

function named(cause: Cause, lines: readonly CostLine[]): Compared['causes'][number] {
  const documents = [...new Map(lines.map(({ document }) => [document.id, document])).values()];
  return { cause, words: causeWords[cause], documents };
}

/** Whether every difference there is has documents or a cause of its own. */
export function isExplained({ cost, retention, untracked }: CrossCheck): boolean {
  return [cost, retention, untracked].every(({ accounts }) =>
    accounts.every(({ causes }) => causes.every(({ cause }) => cause !== 'notInDocuments')),
  );
}
