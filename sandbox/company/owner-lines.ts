// Which lines a payment application has: one per line of the prime contract, one per approved change order, one per markup.
import type {
  PaymentApplicationLine,
  SeededMarkup,
  SeededPrimeChangeOrder,
  SeededPrimeContract,
} from './owner-records.ts';
import type { SeededLine } from './schedule-line.ts';
import { basisPointsOf, nearestCentsOf, percentOf, sum, textOf } from './cents.ts';
import type { Cents } from './cents.ts';
import { amountsOf, carriedLine, newLine, withWork } from './owner-arithmetic.ts';
import type { LineOrigin } from './owner-arithmetic.ts';

type LineOf<T extends { lines: unknown }> = Omit<T, 'lines'> & {
  lines: readonly (Pick<SeededLine, 'id' | 'description' | 'amount'> & {
    cost_code_id: number;
    wbs_code_id: number;
  })[];
};
export type BilledContract = LineOf<Pick<SeededPrimeContract, 'lines' | 'markups'>>;
export type BilledChangeOrder = LineOf<
  Pick<SeededPrimeChangeOrder, 'legacy_package_id' | 'number' | 'title' | 'lines'>
>;

export function linesTotal(lines: readonly { amount: string }[]): Cents {
  return sum(lines.map(({ amount }) => nearestCentsOf(amount)));
}

/** A markup is a percentage of all lines of its contract: 5 % of 123,456.78 is 6,172.84. */
export function markupAmount(
  lines: readonly { amount: string }[],
  { percentage }: Pick<SeededMarkup, 'percentage'>,
): Cents {
  return percentOf(linesTotal(lines), basisPointsOf(percentage));
}

/** Where the lines of a new application come from, in the order of a G703: the contract, its markups, its change orders. */
export function lineOrigins(
  contract: BilledContract,
  changeOrders: readonly BilledChangeOrder[],
): LineOrigin[] {
  const item = 'payment_application_line_item';
  const ofContract = contract.lines.map((line): LineOrigin => ({
    type: item,
    origin_type: 'LineItem',
    origin_id: line.id,
    description_of_work: line.description,
    cost_code_id: line.cost_code_id,
    wbs_code_id: line.wbs_code_id,
    scheduled_value: textOf(nearestCentsOf(line.amount)),
  }));
  const ofMarkups = contract.markups.map((markup): LineOrigin => ({
    type: 'payment_application_markup_line_item',
    origin_type: 'Markup',
    origin_id: markup.id,
    description_of_work: `${markup.name} (${markup.percentage} %)`,
    cost_code_id: null,
    wbs_code_id: null,
    scheduled_value: textOf(markupAmount(contract.lines, markup)),
  }));
  const ofChanges = changeOrders.map((change): LineOrigin => {
    const [first, ...others] = change.lines;
    const isAlike = others.every(({ wbs_code_id }) => wbs_code_id === first?.wbs_code_id);
    return {
      type: item,
      origin_type: 'ChangeOrderPackage',
      origin_id: change.legacy_package_id,
      description_of_work: `${change.number}: ${change.title}`,
      // A change order over several codes has none of its own.
      cost_code_id: isAlike ? (first?.cost_code_id ?? null) : null,
      wbs_code_id: isAlike ? (first?.wbs_code_id ?? null) : null,
      scheduled_value: textOf(linesTotal(change.lines)),
    };
  });
  return [...ofContract, ...ofMarkups, ...ofChanges];
}

export type Place = Pick<PaymentApplicationLine, 'id' | 'item_number' | 'first_number'>;

/** A line as the next application begins with it: carried from the one before, or new; `moved` of its store is now work. */
export function nextLine(
  origin: LineOrigin,
  before: PaymentApplicationLine | undefined,
  place: Place,
  { moved, percent }: { moved: Cents; percent: string },
): PaymentApplicationLine {
  if (before === undefined) return newLine(origin, place, percent);
  const { first_number } = before;
  return { ...carriedLine(before, moved, percent), ...origin, ...place, first_number };
}

/** The line of the same origin. */
export function sameOrigin<T extends Pick<LineOrigin, 'origin_type' | 'origin_id'>>(
  lines: readonly T[],
  { origin_type, origin_id }: Pick<LineOrigin, 'origin_type' | 'origin_id'>,
): T | undefined {
  return lines.find((line) => line.origin_type === origin_type && line.origin_id === origin_id);
}

/** The markups as they follow the contract's lines; those of `entered` stay as they were typed. */
export function withMarkups(
  lines: readonly PaymentApplicationLine[],
  markups: readonly SeededMarkup[],
  entered: readonly number[] = [],
): PaymentApplicationLine[] {
  return lines.map((line) => {
    const markup = markups.find(({ id }) => id === line.origin_id);
    if (line.origin_type !== 'Markup' || markup === undefined) return line;
    if (entered.includes(markup.id)) return line;
    return withWork(line, markupWork(line, markup.percentage, lines));
  });
}

/**
 * What a markup comes to by now, so that its rounding never adds up: its percentage of all that the contract's lines have
 * completed and stored, less what was claimed of it before.
 */
function markupWork(
  markup: PaymentApplicationLine,
  percentage: string,
  lines: readonly PaymentApplicationLine[],
): Cents {
  const marked = sum(
    lines
      .filter(({ origin_type }) => origin_type === 'LineItem')
      .map((line) => amountsOf(line).total),
  );
  const before = amountsOf({ ...markup, work_completed_this_period: '0.00' }).total;
  return percentOf(marked, basisPointsOf(percentage)) - before;
}
