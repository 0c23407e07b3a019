// What the journals say of each account, for a report: between two days, and of one tracking option or of each.
import type { Account, Tracked } from './records.ts';
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { XeroState } from './xero-state.ts';

/** Which lines a column of a report counts. */
export type Column = { title: string; counts: (tracking: readonly Tracked[]) => boolean };

/** An account with its sum in each column, debits above zero. */
export type AccountSums = { account: Account; sums: Cents[] };

/** Accounts on which nothing stands in any column are left out. */
export function sumsByAccount(
  state: XeroState,
  { from, to }: { from: Day | null; to: Day },
  columns: readonly Column[],
): AccountSums[] {
  const sums = new Map<string, Cents[]>();
  for (const journal of state.journals.values()) {
    if (journal.date > to || (from !== null && journal.date < from)) continue;
    for (const { accountCode, amount, tracking } of journal.lines) {
      const of = sums.get(accountCode) ?? columns.map(() => 0n);
      sums.set(
        accountCode,
        of.map((sum, at) => (columns[at]?.counts(tracking) === true ? sum + amount : sum)),
      );
    }
  }
  return state.accounts.values().flatMap((account) => {
    const of = sums.get(account.code);
    return of?.some((sum) => sum !== 0n) === true ? [{ account, sums: of }] : [];
  });
}
