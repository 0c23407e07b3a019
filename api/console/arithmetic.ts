// A pay app's own arithmetic, line by line against its summary, for when the parts are not the whole.
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import { leafItems } from '../../domain/retainage/pay-app-parts.ts';

export type ArithmeticLine = { description: string; completed: string; retained: string };
export type Arithmetic = {
  lines: ArithmeticLine[];
  /** `null` where an amount has parts of a cent, so that no sum is shown that could be wrong. */
  sums: ArithmeticTotals | null;
  summary: ArithmeticTotals;
  difference: ArithmeticTotals | null;
};
export type ArithmeticTotals = { completed: string; retained: string };

export function arithmeticOf(requisition: ProcoreRequisition): Arithmetic {
  const items = leafItems(requisition.items);
  const lines = items.map((item): ArithmeticLine => {
    const held = [
      item.workRetainageFromPrevious,
      item.workRetainageRetainedThisPeriod,
      item.materialsRetainageBalance,
    ];
    const isWhole = [...held, item.workRetainageReleasedThisPeriod].every(isWholeMinor);
    const balance = isWhole
      ? fromMinor(sumMinor(held.map(toMinor)) - toMinor(item.workRetainageReleasedThisPeriod))
      : 'parts of a cent';
    return {
      description: item.description,
      completed: item.totalCompletedAndStoredToDate,
      retained: balance,
    };
  });
  const summary = {
    completed: requisition.summary.totalCompletedAndStoredToDate,
    retained: requisition.summary.totalRetainage,
  };
  const isWhole = lines.every((line) => /\d$/.test(line.retained) && isWholeMinor(line.completed));
  if (!isWhole) return { lines, sums: null, summary, difference: null };
  const sums = {
    completed: fromMinor(sumMinor(lines.map((line) => toMinor(line.completed)))),
    retained: fromMinor(sumMinor(lines.map((line) => toMinor(line.retained)))),
  };
  const difference = {
    completed: fromMinor(toMinor(summary.completed) - toMinor(sums.completed)),
    retained: fromMinor(toMinor(summary.retained) - toMinor(sums.retained)),
  };
  return { lines, sums, summary, difference };
}
