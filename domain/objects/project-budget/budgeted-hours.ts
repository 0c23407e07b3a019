// What the hours of budget lines come to in the whole minutes of an estimate.
import { sumAmounts, timesWhole } from '../../money/amount.ts';
import type { BudgetLine } from '../../records/procore/budget.ts';

/** Units of measure that are hours, in whatever case. A company's list of units is its own: any other is no time. */
const hourUnits = ['h', 'hr', 'hrs', 'hour', 'hours'];

export type Estimate = { hours: string; minutes: number; isExact: boolean };

/**
 * The sum over the lines whose unit is hours, rounded half up once: 1.333 h and 1 h are 139.98, so 140 minutes. Null where no
 * line is in hours or they come to nothing: that is no estimate of nought, since a view that shows no hours says the same.
 */
export function estimateOf(lines: readonly BudgetLine[]): Estimate | null {
  const inHours = lines.flatMap(({ quantity, unit }) =>
    quantity !== undefined && isHours(unit) ? [quantity] : [],
  );
  if (inHours.length === 0) return null;
  const hours = sumAmounts(inHours);
  const { rounded, isExact } = timesWhole(hours, 60n);
  return rounded < 1n ? null : { hours, minutes: Number(rounded), isExact };
}

function isHours(unit: string | undefined): boolean {
  return unit !== undefined && hourUnits.includes(unit.trim().toLowerCase().replace(/\.$/, ''));
}
