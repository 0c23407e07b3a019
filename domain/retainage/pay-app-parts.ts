// What a pay app bills line by line: gross, held and released for the period, proved against its own header.
import type { Amount } from '../money/amount.ts';
import { NotAnAmountError, fromMinor, sumMinor, toMinor } from '../money/amount.ts';
import type { ProcoreRequisition, RequisitionItem } from '../records/procore/requisition.ts';

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

/** What the lines add up to, and what the header says it should be. */
type PartsCheck = { parts: bigint; header: bigint };
export type PartsWorking = {
  parts: PayAppPart[];
  checks: Record<'gross' | 'retainage' | 'paymentDue', PartsCheck>;
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

/**
 * The items by what they bill. Details of one SOV line share its id and differ by description; the
 * same description twice is told apart by its place.
 */
function byWhatTheyBill(items: readonly RequisitionItem[]): Map<string, RequisitionItem> {
  const keyed = new Map<string, RequisitionItem>();
  for (const item of leafItems(items)) {
    const isDetail = item.itemType === 'contract_detail_item' || item.sovLineId === null;
    const stem = `${item.itemType}:${item.sovLineId ?? ''}:${isDetail ? item.description : ''}`;
    let place = 1;
    while (keyed.has(`${stem}:${place}`)) place += 1;
    keyed.set(`${stem}:${place}`, item);
  }
  return keyed;
}

/** Retainage held on a line after its pay app. Identity: balance = from previous + retained − released. */
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

/** A pay app's lines with the balance each holds. */
type HeldLines = {
  lines: Map<string, { item: RequisitionItem; balance: bigint }>;
  balance: bigint;
};

function heldUnder(payApp: ProcoreRequisition, moved: MovedRule): HeldLines {
  const lines = new Map(
    [...byWhatTheyBill(payApp.items)].map(([key, item]) => [
      key,
      { item, balance: retainageBalance(item, moved) },
    ]),
  );
  return { lines, balance: sumMinor([...lines.values()].map((line) => line.balance)) };
}

/** The balances under the rule that the pay app's own header proves; under `inside` where neither does. */
function heldLines(payApp: ProcoreRequisition | null): HeldLines {
  if (!payApp) return { lines: new Map(), balance: 0n };
  const inside = heldUnder(payApp, 'inside');
  const total = toMinor(payApp.summary.totalRetainage);
  if (inside.balance === total) return inside;
  const onTop = heldUnder(payApp, 'onTop');
  return onTop.balance === total ? onTop : inside;
}

/** A line that vanished since the previous pay app has no part here, so the header's check finds it. */
function partsBetween(now: HeldLines, before: HeldLines): PayAppPart[] {
  return [...now.lines].map(([key, { item, balance }]) => {
    const previous = before.lines.get(key);
    const completedBefore = previous ? toMinor(previous.item.totalCompletedAndStoredToDate) : 0n;
    const released =
      toMinor(item.workRetainageReleasedThisPeriod) +
      toMinor(item.materialsRetainageReleasedThisPeriod);
    return {
      item,
      gross: toMinor(item.totalCompletedAndStoredToDate) - completedBefore,
      held: balance - (previous?.balance ?? 0n) + released,
      released,
    };
  });
}

function headerDelta(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
  field: 'totalCompletedAndStoredToDate' | 'totalRetainage',
): bigint {
  return toMinor(now.summary[field]) - (before ? toMinor(before.summary[field]) : 0n);
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
    return provedParts(payAppWorking(now, before));
  } catch (error) {
    if (!(error instanceof NotAnAmountError)) throw error;
    return { ok: false, problem: { check: 'partsOfACent', parts: error.text, header: '0.00' } };
  }
}

/**
 * The lines of a pay app and the sums they are held against: what the proof rests on, for a person to follow.
 * Throws where an amount has parts of a cent.
 */
export function payAppWorking(
  now: ProcoreRequisition,
  before: ProcoreRequisition | null,
): PartsWorking {
  const parts = partsBetween(heldLines(now), heldLines(before));
  const gross = sumMinor(parts.map((part) => part.gross));
  const kept = sumMinor(parts.map((part) => part.held - part.released));
  return {
    parts,
    checks: {
      gross: { parts: gross, header: headerDelta(now, before, 'totalCompletedAndStoredToDate') },
      retainage: { parts: kept, header: headerDelta(now, before, 'totalRetainage') },
      paymentDue: { parts: gross - kept, header: toMinor(now.summary.currentPaymentDue) },
    },
  };
}

function provedParts({ parts, checks }: PartsWorking): PayAppPartsResult {
  for (const check of ['gross', 'retainage', 'paymentDue'] as const) {
    const sums = checks[check];
    if (sums.parts !== sums.header) return problem(check, sums.parts, sums.header);
  }
  const held = sumMinor(parts.map((part) => part.held));
  const released = sumMinor(parts.map((part) => part.released));
  const { gross, paymentDue } = checks;
  return { ok: true, value: { parts, gross: gross.parts, held, released, net: paymentDue.parts } };
}

function problem(check: PartsProblem['check'], parts: bigint, header: bigint): PayAppPartsResult {
  return { ok: false, problem: { check, parts: fromMinor(parts), header: fromMinor(header) } };
}
