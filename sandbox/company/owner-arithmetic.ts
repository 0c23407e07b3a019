// How the lines of a payment application (G703) follow one another and how its summary (G702) follows from them: exact cents,
// each percentage rounded once, amounts of either sign.
import type { PaymentApplicationLine, PaymentApplicationSummary } from './owner-records.ts';
import {
  basisPointsOf,
  centsOf,
  divideRounded,
  percentOf,
  percentText,
  sum,
  textOf,
} from './cents.ts';
import type { Cents } from './cents.ts';

/** The figures of one line, in cents, with what follows from them. */
export type LineAmounts = {
  scheduled: Cents;
  completed: Cents;
  stored: Cents;
  total: Cents;
  /** Claimed by this application alone, before retainage. */
  gross: Cents;
  workRetainage: Cents;
  materialsRetainage: Cents;
  retainage: Cents;
  retainageFromPrevious: Cents;
};

/**
 * Worked example: 1,000.00 of work was certified at 10 % and 200.00 lay stored (20.00 held); now 150.00 of the store
 * moves with 15.00 of its retainage, 500.00 is worked at 5 % and 40.00 is released:
 * work 1,150.00 + 500.00, stored 50.00, total 1,700.00; held 115.00 + 25.00 − 40.00 and 5.00, together 105.00;
 * gross 500.00, held before 120.00, so 515.00 is due.
 */
export function amountsOf(line: PaymentApplicationLine): LineAmounts {
  const completed =
    centsOf(line.work_completed_from_previous_application) +
    centsOf(line.work_completed_this_period);
  const stored = centsOf(line.materials_presently_stored);
  const total = completed + stored;
  const workBefore = centsOf(line.work_completed_retainage_from_previous_application);
  const materialsBefore = centsOf(line.materials_stored_retainage_from_previous_application);
  const workRetainage =
    workBefore +
    centsOf(line.work_completed_retainage_retained_this_period) -
    centsOf(line.work_completed_retainage_released_this_period);
  const materialsRetainage =
    materialsBefore +
    centsOf(line.materials_stored_retainage_retained_this_period) -
    centsOf(line.materials_stored_retainage_released_this_period);
  return {
    scheduled: centsOf(line.scheduled_value),
    completed,
    stored,
    total,
    gross: total - centsOf(line.total_from_previous),
    workRetainage,
    materialsRetainage,
    retainage: workRetainage + materialsRetainage,
    // What moved left the one and came to the other.
    retainageFromPrevious: workBefore + materialsBefore,
  };
}

export type LineOrigin = Pick<
  PaymentApplicationLine,
  | 'type'
  | 'origin_type'
  | 'origin_id'
  | 'description_of_work'
  | 'cost_code_id'
  | 'wbs_code_id'
  | 'scheduled_value'
>;

/** A line that was never billed. */
export function newLine(
  origin: LineOrigin,
  place: Pick<PaymentApplicationLine, 'id' | 'item_number' | 'first_number'>,
  retainagePercent: string,
): PaymentApplicationLine {
  return {
    ...place,
    ...origin,
    ...nothingYet,
    work_completed_retainage_percent_this_period: retainagePercent,
    materials_stored_retainage_percent_this_period: retainagePercent,
  };
}

const nothingYet = {
  work_completed_from_previous_application: '0.00',
  work_completed_this_period: '0.00',
  materials_moved: '0.00',
  materials_presently_stored: '0.00',
  work_completed_retainage_from_previous_application: '0.00',
  work_completed_retainage_retained_this_period: '0.00',
  work_completed_retainage_released_this_period: '0.00',
  materials_retainage_retained_moved: '0.00',
  materials_stored_retainage_from_previous_application: '0.00',
  materials_stored_retainage_retained_this_period: '0.00',
  materials_stored_retainage_released_this_period: '0.00',
  total_from_previous: '0.00',
  stored_from_previous: '0.00',
} as const;

/**
 * The line as the next application begins with it: nothing claimed yet, and `moved` of what is stored gone into earlier
 * work, with its part of the retainage. All of it takes all of the retainage along, so no cent stays behind.
 */
export function carriedLine(
  before: PaymentApplicationLine,
  moved: Cents,
  retainagePercent: string,
): PaymentApplicationLine {
  const { completed, stored, total, workRetainage, materialsRetainage } = amountsOf(before);
  const retainageMoved = partOf(materialsRetainage, moved, stored);
  return {
    ...before,
    ...nothingYet,
    work_completed_from_previous_application: textOf(completed + moved),
    materials_moved: textOf(moved),
    materials_presently_stored: textOf(stored - moved),
    stored_from_previous: textOf(stored - moved),
    work_completed_retainage_from_previous_application: textOf(workRetainage + retainageMoved),
    materials_retainage_retained_moved: textOf(retainageMoved),
    materials_stored_retainage_from_previous_application: textOf(
      materialsRetainage - retainageMoved,
    ),
    total_from_previous: textOf(total),
    work_completed_retainage_percent_this_period: retainagePercent,
    materials_stored_retainage_percent_this_period: retainagePercent,
  };
}

function partOf(amount: Cents, part: Cents, whole: Cents): Cents {
  if (whole === 0n || part === 0n) return 0n;
  const sign = whole < 0n ? -1n : 1n;
  return divideRounded(amount * part * sign, whole * sign);
}

/** Work of this period, held at the line's percentage. */
export function withWork(line: PaymentApplicationLine, work: Cents): PaymentApplicationLine {
  const percent = basisPointsOf(line.work_completed_retainage_percent_this_period);
  return {
    ...line,
    work_completed_this_period: textOf(work),
    work_completed_retainage_retained_this_period: textOf(percentOf(work, percent)),
  };
}

/**
 * What now lies stored. What came is held at the line's percentage; what went (used up by this period's work) takes its
 * part of the retainage along, and the last of it all that is left.
 */
export function withStored(line: PaymentApplicationLine, stored: Cents): PaymentApplicationLine {
  const before = centsOf(line.stored_from_previous);
  const heldBefore = centsOf(line.materials_stored_retainage_from_previous_application);
  const percent = basisPointsOf(line.materials_stored_retainage_percent_this_period);
  const isMore = before < 0n ? stored <= before : stored >= before;
  const movement = isMore
    ? percentOf(stored - before, percent)
    : partOf(heldBefore, stored, before) - heldBefore;
  return {
    ...line,
    materials_presently_stored: textOf(stored),
    materials_stored_retainage_retained_this_period: textOf(movement),
  };
}

/** The G702 over the lines of one application. */
export function summaryOfLines(
  lines: readonly PaymentApplicationLine[],
  number: number,
): PaymentApplicationSummary {
  const amounts = lines.map(amountsOf);
  const over = (read: (line: LineAmounts) => Cents): Cents => sum(amounts.map(read));
  const changes = lines
    .filter(({ origin_type }) => origin_type === 'ChangeOrderPackage')
    .map(({ scheduled_value, first_number }) => ({
      value: centsOf(scheduled_value),
      isNew: first_number === number,
    }));
  const changed = sum(changes.map(({ value }) => value));
  const contractSum = over(({ scheduled }) => scheduled);
  const total = over((line) => line.total);
  const work = over((line) => line.workRetainage);
  const materials = over((line) => line.materialsRetainage);
  const earned = total - work - materials;
  const certified =
    sum(lines.map((line) => centsOf(line.total_from_previous))) -
    over((line) => line.retainageFromPrevious);
  return {
    original_contract_sum: textOf(contractSum - changed),
    net_change_by_change_orders: textOf(changed),
    contract_sum_to_date: textOf(contractSum),
    total_completed_and_stored_to_date: textOf(total),
    completed_work_retainage_percent: percentText(
      work,
      over(({ completed }) => completed),
    ),
    completed_work_retainage_amount: textOf(work),
    stored_materials_retainage_percent: percentText(
      materials,
      over(({ stored }) => stored),
    ),
    stored_materials_retainage_amount: textOf(materials),
    total_retainage: textOf(work + materials),
    total_earned_less_retainage: textOf(earned),
    less_previous_certificates_for_payment: textOf(certified),
    current_payment_due: textOf(earned - certified),
    balance_to_finish_including_retainage: textOf(contractSum - earned),
    ...changeTotals(changes),
  };
}

type ChangeTotals = Pick<
  PaymentApplicationSummary,
  Extract<keyof PaymentApplicationSummary, `${'positive' | 'negative'}_${string}`>
>;

/** Additions and deductions of the change orders: of this application, of earlier ones, and together. */
function changeTotals(changes: readonly { value: Cents; isNew: boolean }[]): ChangeTotals {
  const of = (isPositive: boolean, isNew: readonly boolean[]): string => {
    const counted = changes.filter((change) => {
      return change.value > 0n === isPositive && isNew.includes(change.isNew);
    });
    return textOf(sum(counted.map(({ value }) => value)));
  };
  return {
    positive_change_order_item_total: of(true, [true, false]),
    positive_new_change_order_item_total: of(true, [true]),
    positive_previous_change_order_item_total: of(true, [false]),
    negative_change_order_item_total: of(false, [true, false]),
    negative_new_change_order_item_total: of(false, [true]),
    negative_previous_change_order_item_total: of(false, [false]),
  };
}
