// How a pay app's summary follows from its items: parents sum up their parts, and each amount is counted once.
import {
  addedUp,
  figuresOf,
  itemAmounts,
  movementOf,
  summaryOf,
} from '../company/billing-arithmetic.ts';
import {
  basisPointsOf,
  centsOf,
  nearestCentsOf,
  percentText,
  sum,
  textOf,
} from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';
import { unprocessable } from './procore-call.ts';
import type { CommitmentRow, RequisitionRow } from './procore-state.ts';
import { leavesOf, partsOf, sameLine } from './requisition-leaves.ts';

export type Recalculation = {
  header: Omit<RequisitionRow, 'summary'>;
  items: RequisitionItem[];
  previous: RequisitionRow | null;
  commitment: CommitmentRow;
  formattedPeriod: string;
};

/** The pay app with its summary and header figures worked out again from `items`. */
export function withItems(input: Recalculation): RequisitionRow {
  const { header, previous, commitment } = input;
  const items = input.items.map((item) => withParts(item, input));
  const leaves = leavesOf(items);
  refuseAgainstType(header.invoice_type, leaves);
  const figures = leaves.map((item) => figuresOf(item, sameLine(previous, item)));
  const summary = summaryOf({
    items: leaves.map((item, index) => ({
      figures: figures[index] ?? figuresOf(item, null),
      taxRateBasisPoints: sum(item.taxes.map((tax) => centsOf(tax.tax_code_rate))),
    })),
    originalContractSum: sum(commitment.lines.map((line) => nearestCentsOf(line.amount))),
    changeOrders: sum(leaves.filter(isOfChangeOrder).map(scheduledOf)),
    retainagePercent: commitment.retainage_percent,
    previousCertificates:
      previous === null ? 0n : centsOf(previous.summary.total_earned_less_retainage),
    formattedPeriod: input.formattedPeriod,
  });
  const total = centsOf(summary.total_completed_and_stored_to_date);
  return {
    ...header,
    items,
    summary,
    percent_complete: `${percentText(total, centsOf(summary.contract_sum_to_date))}%`,
    total_claimed_amount: textOf(sum(figures.map((figure) => movementOf(figure).gross))),
  };
}

/** "progress forbids" a release and retainage_release only releases. Source: REST reference of 2026, read 2026-11-23. */
export function refuseAgainstType(
  type: RequisitionRow['invoice_type'],
  items: readonly RequisitionItem[],
): void {
  const some = (name: keyof RequisitionItem): boolean =>
    leavesOf(items).some((item) => item[name] !== '0.00');
  for (const kind of ['work_completed', 'materials_stored'] as const) {
    const name = `${kind}_retainage_released_this_period` as const;
    if (type !== 'progress' || !some(name)) continue;
    throw unprocessable({ [name]: ["can't be released on a progress invoice"] });
  }
  if (type === 'retainage_release' && some('gross_amount')) {
    const name = 'work_completed_this_period';
    throw unprocessable({ [name]: ["can't be billed on a retainage release invoice"] });
  }
}

export function isOfChangeOrder({ change_order_package_id }: RequisitionItem): boolean {
  return change_order_package_id !== undefined;
}

function scheduledOf({ scheduled_value }: RequisitionItem): Cents {
  return centsOf(scheduled_value);
}

/** A parent shows the sum of its parts, and a contract's line the value it was let for. */
function withParts(item: RequisitionItem, { items, previous }: Recalculation): RequisitionItem {
  const parts = partsOf(items, item);
  if (parts.length === 0) return item;
  const added = addedUp(parts.map((part) => figuresOf(part, sameLine(previous, part))));
  const scheduledValue =
    item.item_type === 'contract_item' ? scheduledOf(item) : added.scheduledValue;
  const percent = basisPointsOf(item.materials_stored_retainage_percent_this_period);
  return {
    ...item,
    ...itemAmounts({ ...added, scheduledValue }, percent),
    subcontractor_claimed_amount: textOf(
      sum(parts.map((part) => centsOf(part.subcontractor_claimed_amount))),
    ),
  };
}

/** What change orders add and take away, on this pay app for the first time or from earlier ones. */
export function changeOrderTotals(
  items: readonly RequisitionItem[],
  previous: RequisitionRow | null,
): Record<string, string> {
  const own = leavesOf(items).filter(isOfChangeOrder);
  const total = (sign: 1 | -1, of: 'all' | 'new' | 'previous'): string =>
    textOf(
      sum(
        own
          .filter((item) => of === 'all' || (sameLine(previous, item) === null) === (of === 'new'))
          .map(scheduledOf)
          .filter((amount) => (sign === 1 ? amount > 0n : amount < 0n)),
      ),
    );
  return {
    positive_change_order_item_total: total(1, 'all'),
    positive_new_change_order_item_total: total(1, 'new'),
    positive_previous_change_order_item_total: total(1, 'previous'),
    negative_change_order_item_total: total(-1, 'all'),
    negative_new_change_order_item_total: total(-1, 'new'),
    negative_previous_change_order_item_total: total(-1, 'previous'),
  };
}
