// What an update does to one item of a pay app: entered amounts in, every derived figure of its G703 line out.
import { figuresOf, itemAmounts } from '../company/billing-arithmetic.ts';
import type { ItemFigures } from '../company/billing-arithmetic.ts';
import { basisPointsOf, centsOf, percentOf, percentText } from '../company/cents.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';
import { amountField, choiceField, given, nullableText, percentField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { RequisitionRow } from './procore-state.ts';
import { withMaterials } from './requisition-materials.ts';
import type { LineChange } from './requisition-materials.ts';

type ItemChange = LineChange & {
  isAdmin: boolean;
  invoiceType: RequisitionRow['invoice_type'];
  /** Whether a lower retainage percentage counts for what was held before, too. */
  slides: boolean;
};

/**
 * Retainage follows the line's percentage unless an admin enters the amount, which then stands and shows its own
 * percentage. Source: Procore OpenAPI 2024-10, RequisitionBulkItemUpdate field notes, read 2026-11-23.
 */
export function changedItem(change: ItemChange): RequisitionItem {
  const { item, previous, body } = change;
  const before = withMaterials(change, figuresOf(item, previous));
  const workThisPeriod = entered(
    body,
    'work_completed_this_period',
    item.work_completed_this_period,
  );
  const work = workRetainage(change, { ...before, workThisPeriod });
  const materials = materialsRetainage(change, before);
  const figures: ItemFigures = {
    ...before,
    workThisPeriod,
    workRetained: work.amount,
    workReleased: releasedWork(change, before),
    materialsRetainage: materials.amount,
    materialsReleased: releasedMaterials(change, before, materials.amount),
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

/**
 * A line's percentage is taken only while the line has no amount. Source: Procore OpenAPI 2024-10, items of a
 * requisition: "this field is only persisted if work_completed_this_period is zero or nil", read 2026-11-23.
 */
function percentNow(body: Body, name: string, current: string, amount: bigint): string {
  return amount === 0n ? percentField(body, name, current) : current;
}

function workRetainage(change: ItemChange, figures: ItemFigures): Retainage {
  const { item, previous, body, isAdmin } = change;
  const work = figures.workThisPeriod;
  const name = 'work_completed_retainage_retained_this_period';
  const percentName = 'work_completed_retainage_percent_this_period';
  const percent = percentNow(body, percentName, item[percentName], work);
  if (given(body, name)) {
    requireAdmin(isAdmin, name);
    const amount = entered(body, name, '0.00');
    if (amount !== 0n && work === 0n) {
      throw unprocessable({ [name]: ['needs work completed this period'] });
    }
    return { amount, percent: amount === 0n ? '0.00' : percentText(amount, work) };
  }
  const isMoved = given(body, 'work_completed_this_period') || percent !== item[percentName];
  if (!isMoved) return { amount: centsOf(item[name]), percent };
  const catchUp = change.slides ? catchUpOf(figures, previous, percent) : 0n;
  return { amount: percentOf(work, basisPointsOf(percent)) + catchUp, percent };
}

/**
 * What a percentage lower than the previous pay app's gives back of the retainage held before, as a negative amount.
 * Worked example: 1,000.00 at 10 % holds 100.00; at 5 % it is 50.00, so -50.00.
 */
export function catchUpOf(
  figures: ItemFigures,
  previous: RequisitionItem | null,
  percent: string,
): bigint {
  const before = previous?.work_completed_retainage_percent_this_period ?? percent;
  if (basisPointsOf(percent) >= basisPointsOf(before)) return 0n;
  return (
    percentOf(figures.workFromPrevious, basisPointsOf(percent)) - figures.workRetainageFromPrevious
  );
}

function materialsRetainage(change: ItemChange, figures: ItemFigures): Retainage {
  const { item, body, isAdmin } = change;
  const stored = figures.materialsStored;
  const name = 'materials_stored_retainage_currently_retained';
  const percentName = 'materials_stored_retainage_percent_this_period';
  const percent = percentNow(body, percentName, item[percentName], stored);
  if (given(body, name)) {
    requireAdmin(isAdmin, name);
    const amount = entered(body, name, '0.00');
    if (amount !== 0n && stored === 0n) {
      throw unprocessable({ [name]: ['needs materials presently stored'] });
    }
    return { amount, percent: amount === 0n ? '0.00' : percentText(amount, stored) };
  }
  if (given(body, 'materials_presently_stored')) {
    return { amount: percentOf(stored, basisPointsOf(percent)), percent };
  }
  return { amount: figures.materialsRetainage, percent };
}

/** A progress invoice forbids a release; nobody releases more than is held, of a deduction neither. */
function releasedWork({ body, invoiceType }: ItemChange, before: ItemFigures): bigint {
  const name = 'work_completed_retainage_released_this_period';
  if (!given(body, name)) return before.workReleased;
  const released = entered(body, name, '0.00');
  if (released !== 0n && invoiceType === 'progress') {
    throw unprocessable({ [name]: ["can't be released on a progress invoice"] });
  }
  const held = before.workRetainageFromPrevious;
  const isWithin =
    held < 0n ? released <= 0n && released >= held : released >= 0n && released <= held;
  if (isWithin) return released;
  throw unprocessable({ [name]: ['must be between zero and the retainage held before'] });
}

/**
 * No write model has a release of materials' retainage, so it is what an admin takes off the balance of materials that
 * were stored before, on an invoice that may release. UNCONFIRMED; the read model has the field (OpenAPI 2024-10).
 */
function releasedMaterials(
  { body, previous, invoiceType }: ItemChange,
  figures: ItemFigures,
  balance: bigint,
): bigint {
  const isLeftAlone =
    !given(body, 'materials_stored_retainage_currently_retained') &&
    !given(body, 'materials_presently_stored');
  if (isLeftAlone) return figures.materialsReleased;
  if (previous === null || invoiceType === 'progress') return 0n;
  if (figures.materialsStored !== figures.materialsFromPrevious) return 0n;
  const held =
    centsOf(previous.materials_stored_retainage_currently_retained) -
    figures.materialsRetainageMoved;
  return balance < held ? held - balance : 0n;
}

function requireAdmin(isAdmin: boolean, field: string): void {
  if (isAdmin) return;
  throw new ProcoreRefusal(403, `Only an invoice administrator may set ${field}`);
}
