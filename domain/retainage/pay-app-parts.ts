// What a pay app bills line by line: gross, held and released for the period, proved against its own header.
import type { Amount } from '../money/amount.ts';
import { NotAnAmountError, fromMinor, sumMinor, toMinor } from '../money/amount.ts';
import type { ProcoreRequisition, RequisitionItem } from '../records/procore-records.ts';

/** One leaf line's movement this period, in minor units, tax exclusive. */
export type PayAppPart = {
  item: RequisitionItem;
  /** Δ completed and stored to date. */
  gross: bigint;
  /** Retainage newly held: Δ balance + released. */
  held: bigint;
  released: bigint;
};

/** Why the parts do not make the whole. The figures are amounts a person can look up in Procore. */
export type PartsProblem = {
  check: 'gross' | 'retainage' | 'paymentDue' | 'partsOfACent';
  parts: Amount;
  header: Amount;
};

export type PayAppParts = {
  parts: PayAppPart[];
  gross: bigint;
  held: bigint;
  released: bigint;
  /** Σ gross − Σ held + Σ released. */
  net: bigint;
};

export type PayAppPartsResult =
  { ok: true; value: PayAppParts } | { ok: false; problem: PartsProblem };

/** Whether materials retainage carried into work is already inside the retained figure, or comes on top. */
type MovedRule = 'inside' | 'onTop';

/** Never a parent and its details both: a line that has details is billed through them. */
export function leafItems(items: readonly RequisitionItem[]): RequisitionItem[] {
  const detailed = new Set(
    items.filter((item) => item.itemType === 'contract_detail_item').map((item) => item.sovLineId),
  );
  return items.filter((item) => item.itemType !== 'contract_item' || !detailed.has(item.sovLineId));
}

function keyOf(item: RequisitionItem): string {
  return `${item.itemType}:${item.sovLineId ?? item.description}`;
}

/** Retainage held on a line after this pay app. Identity: balance = from previous + retained − released. */
function retainageBalance(item: RequisitionItem, moved: MovedRule): bigint {
  const carried = moved === 'onTop' ? toMinor(item.materialsRetainageMoved) : 0n;
  return (
    toMinor(item.workRetainageFromPrevious) +
    toMinor(item.workRetainageRetainedThisPeriod) +
    carried -
    toMinor(item.workRetainageReleasedThisPeriod) +
    toMinor(item.materialsRetainageBalance)
  );
}

function partOf(
  item: RequisitionItem,
  before: RequisitionItem | undefined,
  moved: MovedRule,
): PayAppPart {
  const released =
    toMinor(item.workRetainageReleasedThisPeriod) +
    toMinor(item.materialsRetainageReleasedThisPeriod);
  // The previous pay app's work balance is what this one carries forward; its materials balance stands only there.
  const balanceBefore =
    toMinor(item.workRetainageFromPrevious) +
    (before ? toMinor(before.materialsRetainageBalance) : 0n);
  const completedBefore = before ? toMinor(before.totalCompletedAndStoredToDate) : 0n;
  return {
    item,
    gross: toMinor(item.totalCompletedAndStoredToDate) - completedBefore,
    held: retainageBalance(item, moved) - balanceBefore + released,
    released,
  };
}

function headerDelta(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
  field: 'totalCompletedAndStoredToDate' | 'totalRetainage',
): bigint {
  return toMinor(now.summary[field]) - (before ? toMinor(before.summary[field]) : 0n);
}

/** A line that vanished since the previous pay app has no part here, so the header's check finds it. */
function partsUnder(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
  moved: MovedRule,
): PayAppPart[] {
  const previous = new Map(leafItems(before?.items ?? []).map((item) => [keyOf(item), item]));
  return leafItems(now.items).map((item) => partOf(item, previous.get(keyOf(item)), moved));
}

/**
 * Splits a pay app into its parts against the contract's previous one and proves them: Σ gross and
 * Σ (held − released) must equal the header's movements, and Σ net the payment due.
 *
 * Example: 10,000.00 of work at 10 % retained: gross 10,000.00, held 1,000.00, net 9,000.00.
 */
export function payAppParts(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
): PayAppPartsResult {
  try {
    return provedParts(now, before);
  } catch (error) {
    if (!(error instanceof NotAnAmountError)) throw error;
    return { ok: false, problem: { check: 'partsOfACent', parts: error.text, header: '0.00' } };
  }
}

function provedParts(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
): PayAppPartsResult {
  const retainageMoved = headerDelta(now, before, 'totalRetainage');
  const heldLessReleased = (parts: readonly PayAppPart[]): bigint =>
    sumMinor(parts.map((part) => part.held - part.released));
  const inside = partsUnder(now, before, 'inside');
  const parts =
    heldLessReleased(inside) === retainageMoved ? inside : partsUnder(now, before, 'onTop');

  const gross = sumMinor(parts.map((part) => part.gross));
  const grossMoved = headerDelta(now, before, 'totalCompletedAndStoredToDate');
  if (gross !== grossMoved) return problem('gross', gross, grossMoved);
  if (heldLessReleased(parts) !== retainageMoved) {
    return problem('retainage', heldLessReleased(inside), retainageMoved);
  }
  const held = sumMinor(parts.map((part) => part.held));
  const released = sumMinor(parts.map((part) => part.released));
  const net = gross - held + released;
  const due = toMinor(now.summary.currentPaymentDue);
  if (net !== due) return problem('paymentDue', net, due);
  return { ok: true, value: { parts, gross, held, released, net } };
}

function problem(check: PartsProblem['check'], parts: bigint, header: bigint): PayAppPartsResult {
  return { ok: false, problem: { check, parts: fromMinor(parts), header: fromMinor(header) } };
}
