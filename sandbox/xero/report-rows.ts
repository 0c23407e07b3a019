// How a report is laid out: a header, sections of accounts with their totals, and the rows between them. Source: Xero OpenAPI 16.1.0, examples of the reports, read 2026-11-27.
import type { Account } from './records.ts';
import type { AccountSums } from './report-sums.ts';
import type { Cents } from './decimal.ts';
import { centsText } from './decimal.ts';

export type Section = {
  title: string;
  types: readonly string[];
  /** What is shown above zero: debits, or credits. */
  sign: 1n | -1n;
};

type Cell = { Value: string; Attributes?: { Id: string; Value: string }[] };
type Row = { RowType: string; Title?: string; Cells?: Cell[]; Rows?: Row[] };

export function headerRow(titles: readonly string[]): Row {
  return { RowType: 'Header', Cells: titles.map((Value) => ({ Value })) };
}

/** A section with its total; without an account it is left out. */
export function sectionRows(
  sums: readonly AccountSums[],
  { title, types, sign }: Section,
): { rows: Row[]; totals: Cents[] | null } {
  const own = sums.filter(({ account }) => types.includes(account.type));
  const [first] = own;
  if (first === undefined) return { rows: [], totals: null };
  const totals = first.sums.map((_, at) =>
    own.reduce((sum, one) => sum + (one.sums[at] ?? 0n), 0n),
  );
  const rows = own.map(({ account, sums: amounts }) =>
    accountRow(
      account,
      amounts.map((amount) => sign * amount),
    ),
  );
  const last = summary(
    `Total ${title.replace('Less ', '')}`,
    totals.map((total) => sign * total),
  );
  return { rows: [{ RowType: 'Section', Title: title, Rows: [...rows, last] }], totals };
}

/** A row of its own, such as what was earned. */
export function resultRow(title: string, amounts: readonly Cents[]): Row {
  const Cells = [{ Value: title }, ...amounts.map((amount) => ({ Value: centsText(amount) }))];
  return { RowType: 'Section', Title: '', Rows: [{ RowType: 'Row', Cells }] };
}

export function accountRow(account: Account, amounts: readonly Cents[]): Row {
  const Attributes = [{ Value: account.accountId, Id: 'account' }];
  const cells = amounts.map((amount): Cell => ({ Value: centsText(amount), Attributes }));
  return { RowType: 'Row', Cells: [{ Value: account.name, Attributes }, ...cells] };
}

export function summary(title: string, amounts: readonly Cents[]): Row {
  const Cells = [{ Value: title }, ...amounts.map((amount) => ({ Value: centsText(amount) }))];
  return { RowType: 'SummaryRow', Cells };
}
