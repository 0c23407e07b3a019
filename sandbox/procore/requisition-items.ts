// What a bulk item update does to a pay app: entered amounts in, every derived figure of G703 and G702 out.
import { figuresOf, itemAmounts, movementOf, summaryOf } from '../company/billing-arithmetic.ts';
import type { ItemFigures } from '../company/billing-arithmetic.ts';
import {
  basisPointsOf,
  centsOf,
  nearestCentsOf,
  percentOf,
  percentText,
  sum,
  textOf,
} from '../company/cents.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';
import { amountField, choiceField, given, nullableText } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { CommitmentRow, RequisitionRow } from './procore-state.ts';

export type ItemChange = {
  item: RequisitionItem;
  previous: RequisitionItem | null;
  body: Body;
  isAdmin: boolean;
  invoiceType: RequisitionRow['invoice_type'];
};

/**
 * Retainage follows the line's percentage unless an admin enters the amount, which then stands and shows its own
 * percentage. Source: Procore OpenAPI 2024-10, RequisitionBulkItemUpdate field notes, read 2026-11-23.
 */
export function changedItem(change: ItemChange): RequisitionItem {
  const { item, previous, body } = change;
  const before = figuresOf(item, previous);
  const workThisPeriod = entered(
    body,
    'work_completed_this_period',
    item.work_completed_this_period,
  );
  const materialsStored = entered(
    body,
    'materials_presently_stored',
    item.materials_presently_stored,
  );
  const work = workRetainage(change, workThisPeriod);
  const materials = materialsRetainage(change, materialsStored);
  const figures: ItemFigures = {
    ...before,
    workThisPeriod,
    materialsStored,
    materialsFromPrevious:
      before.materialsFromPrevious < materialsStored
        ? before.materialsFromPrevious
        : materialsStored,
    workRetained: work.amount,
    workReleased: releasedWork(change, before),
    materialsRetainage: materials.amount,
  };
  return {
    ...item,
    ...itemAmounts(figures, basisPointsOf(item.materials_stored_retainage_percent_this_period)),
    work_completed_retainage_percent_this_period: work.percent,
    materials_stored_retainage_percent_this_period: materials.percent,
    status: choiceField(body, 'status', item.status, ['approved', 'rejected', 'no_action']),
    comment: nullableText(body, 'comment', item.comment),
    subcontractor_claimed_amount: amountField(
      body,
      'subcontractor_claimed_amount',
      item.subcontractor_claimed_amount,
    ),
  };
}

function entered(body: Body, name: string, current: string): bigint {
  return centsOf(amountField(body, name, current));
}

type Retainage = { amount: bigint; percent: string };

function workRetainage({ item, body, isAdmin }: ItemChange, work: bigint): Retainage {
  const name = 'work_completed_retainage_retained_this_period';
  const percent = item.work_completed_retainage_percent_this_period;
  if (given(body, name)) {
    requireAdmin(isAdmin, name);
    const amount = entered(body, name, '0.00');
    if (amount !== 0n && work === 0n) {
      throw unprocessable({ [name]: ['needs work completed this period'] });
    }
    return { amount, percent: amount === 0n ? '0.00' : percentText(amount, work) };
  }
  if (!given(body, 'work_completed_this_period')) return { amount: centsOf(item[name]), percent };
  return { amount: percentOf(work, basisPointsOf(percent)), percent };
}

function materialsRetainage({ item, body, isAdmin }: ItemChange, stored: bigint): Retainage {
  const name = 'materials_stored_retainage_currently_retained';
  const percent = item.materials_stored_retainage_percent_this_period;
  if (given(body, name)) {
    requireAdmin(isAdmin, name);
    const amount = entered(body, name, '0.00');
    if (amount !== 0n && stored === 0n) {
      throw unprocessable({ [name]: ['needs materials presently stored'] });
    }
    return { amount, percent: amount === 0n ? '0.00' : percentText(amount, stored) };
  }
  if (!given(body, 'materials_presently_stored')) return { amount: centsOf(item[name]), percent };
  return { amount: percentOf(stored, basisPointsOf(percent)), percent };
}

/** A progress invoice forbids a release; nobody releases more than is held. */
function releasedWork({ body, invoiceType }: ItemChange, before: ItemFigures): bigint {
  const name = 'work_completed_retainage_released_this_period';
  if (!given(body, name)) return before.workReleased;
  const released = entered(body, name, '0.00');
  if (released !== 0n && invoiceType === 'progress') {
    throw unprocessable({ [name]: ["can't be released on a progress invoice"] });
  }
  if (released < 0n || released > before.workRetainageFromPrevious) {
    throw unprocessable({ [name]: ['must be between zero and the retainage held before'] });
  }
  return released;
}

function requireAdmin(isAdmin: boolean, field: string): void {
  if (isAdmin) return;
  throw new ProcoreRefusal(403, `Only an invoice administrator may set ${field}`);
}

export type Recalculation = {
  header: Omit<RequisitionRow, 'summary'>;
  items: RequisitionItem[];
  previous: RequisitionRow | null;
  commitment: CommitmentRow;
  formattedPeriod: string;
};

/** The pay app with its summary and header figures worked out again from `items`. */
export function withItems(input: Recalculation): RequisitionRow {
  const { header, items, previous, commitment } = input;
  const figures = items.map((item) => figuresOf(item, sameLine(previous, item)));
  const summary = summaryOf({
    items: items.map((item, index) => ({
      figures: figures[index] ?? figuresOf(item, null),
      taxRateBasisPoints: sum(item.taxes.map((tax) => centsOf(tax.tax_code_rate))),
    })),
    originalContractSum: sum(commitment.lines.map((line) => nearestCentsOf(line.amount))),
    changeOrders: 0n,
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

export function sameLine(
  requisition: RequisitionRow | null,
  item: RequisitionItem,
): RequisitionItem | null {
  return requisition?.items.find(({ line_item_id }) => line_item_id === item.line_item_id) ?? null;
}
