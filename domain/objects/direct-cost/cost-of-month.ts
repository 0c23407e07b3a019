// What a month of a project in Xero Projects cost: its time at what an hour of each person costs, and what its expenses rose by.
import type { LabourSettings } from '../../mapping/labour.ts';
import { costRateOf } from '../../mapping/labour.ts';
import type { Amount } from '../../money/amount.ts';
import { fromMinor, sumMinor, toMinor } from '../../money/amount.ts';
import { costOfMinutes } from '../../money/cost-of-time.ts';
import { stepOf } from '../../money/decimals.ts';
import type { CostOfProject } from './observation.ts';

/** What was logged on one task by each user within the month. */
export type TimeOnTask = {
  task: { id: string; name: string };
  users: {
    id: string;
    name: string;
    email: string | null;
    minutes: number;
    /** Xero never showed them: whether a rate names them cannot be told by their address. */
    isUnknown?: true;
  }[];
};

export type MonthOfTime = {
  time: readonly TimeOnTask[];
  labour: LabourSettings;
  /** By user: what the month was costed at before, which it keeps. */
  ratesBefore: Readonly<Record<string, string>>;
  /** The organisation's own. */
  currency: string;
};

/**
 * One line a task: of each user the minutes times what an hour costs, rounded half up to the cent, and the sum of those. Names and
 * rates are left out of the words: what people earn is nobody's business in Procore.
 */
export function linesOfTime({ time, labour, ratesBefore, currency }: MonthOfTime): {
  lines: CostOfProject[];
  rates: Record<string, string>;
} {
  const rates: Record<string, string> = {};
  const lines = time.map(({ task, users }): CostOfProject => {
    const lacking: string[] = [];
    const parts = users.map((user) => {
      const kept = Object.hasOwn(ratesBefore, user.id) ? ratesBefore[user.id] : undefined;
      const named = costRateOf(user.isUnknown ? { ...labour, costRate: null } : labour, user);
      const rate = kept ?? named;
      if (rate === null) {
        lacking.push(user.name);
        return 0n;
      }
      rates[user.id] = rate;
      return costOfMinutes(user.minutes, rate, stepOf(currency));
    });
    return {
      ...lineOf(labour.costType, { optionId: task.id, name: task.name }),
      description: hoursInWords(users.reduce((sum, { minutes }) => sum + minutes, 0)),
      amount: fromMinor(sumMinor(parts)),
      lacks:
        lacking.length === 0
          ? null
          : `labour.costRates names nothing for an hour of ${lacking.join(', ')}`,
    };
  });
  return { lines, rates };
}

function lineOf(costType: string, code: NonNullable<CostOfProject['code']>) {
  return { account: { code: '', name: '' }, costType, code, projectOptionId: null };
}

/** "112 h 30 min". */
function hoursInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** What stands for the code of expenses, whichever the mapping file names: Xero has nothing of its own that does. */
export const expensesOption = 'expenses';

/** What stood on a day: all expenses ever entered by then. */
export type ExpenseTotal = { day: string; total: Amount };

/**
 * What the total rose by within the month, counted on the project's days here. What it was when it was first
 * read is of unknown days, and is no month's. One line, or none where it did not move; less than nothing where it fell.
 */
export function linesOfExpenses(
  totals: readonly ExpenseTotal[],
  ask: {
    month: string;
    postFrom: string;
    until: string | null;
    expenses: NonNullable<LabourSettings['expenses']>;
  },
): { lines: CostOfProject[]; date: string | null } {
  const { month, postFrom, until, expenses } = ask;
  let rise = 0n;
  let date: string | null = null;
  for (const [index, { day, total }] of totals.entries()) {
    const before = totals[index - 1];
    if (until !== null && day >= until) continue;
    if (before === undefined || day < postFrom || !day.startsWith(`${month}-`)) continue;
    if (toMinor(total) === toMinor(before.total)) continue;
    rise += toMinor(total) - toMinor(before.total);
    date = day;
  }
  if (rise === 0n) return { lines: [], date };
  const { costCode, costType } = expenses;
  const line = {
    ...lineOf(costType, { optionId: expensesOption, name: costCode }),
    ...{ description: 'Expenses', amount: fromMinor(rise), lacks: null },
  };
  return { lines: [line], date };
}
