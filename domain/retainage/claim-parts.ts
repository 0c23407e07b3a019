// What a claim bills line by line: gross, held and released for the period, proved against its own header.
import type { Amount } from '../money/amount.ts';
import { NotAnAmountError, fromMinor, sumMinor, toMinor } from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import type { ClaimItem, ClaimSummary } from '../records/procore/claim-figures.ts';

/** One leaf line's movement this period, in minor units, tax exclusive. */
export type ClaimPart = {
  item: ClaimItem;
  /** Δ completed and stored to date. */
  gross: bigint;
  /** Retainage newly held: Δ balance + released. */
  held: bigint;
  released: bigint;
};

/** Why the parts do not make the whole. The figures are amounts a person can look up in Procore; `header` of none is 0.00. */
export type PartsProblem = {
  check: 'gross' | 'retainage' | 'paymentDue' | 'partsOfACent';
  parts: Amount;
  header: Amount;
};

export type ClaimParts = {
  parts: ClaimPart[];
  gross: bigint;
  held: bigint;
  released: bigint;
  /** Σ gross − Σ held + Σ released. */
  net: bigint;
};

/** What the lines add up to, and what the header says it should be. */
type PartsCheck = { parts: bigint; header: bigint };
export type PartsWorking = {
  parts: ClaimPart[];
  checks: Record<'gross' | 'retainage' | 'paymentDue', PartsCheck>;
};

export type ClaimPartsResult =
  { ok: true; value: ClaimParts } | { ok: false; problem: PartsProblem };

/** Whether materials retainage carried into work is already inside the retained figure, or comes on top. */
type MovedRule = 'inside' | 'onTop';

/** What of a claim of either side its parts are made of. */
export type ClaimFigures = { summary: ClaimSummary; items: readonly ClaimItem[] };

/** Never a parent and what it is made of both: a line with details, and a change order with lines, are billed through those. */
export function leafItems(items: readonly ClaimItem[]): ClaimItem[] {
  const idsOf = (type: ClaimItem['itemType'], by: 'sovLineId' | 'changeOrderId') =>
    new Set(items.filter((item) => item.itemType === type).map((item) => item[by]));
  const detailed = idsOf('contract_detail_item', 'sovLineId');
  const split = idsOf('change_order_item', 'changeOrderId');
  return items.filter(
    ({ itemType, sovLineId, changeOrderId }) =>
      (itemType !== 'contract_item' || !detailed.has(sovLineId)) &&
      (itemType !== 'whole_change_order_item' || !split.has(changeOrderId)),
  );
}

/** Items that bill the same thing as far as their words go: details of one SOV line share its id. */
function stemOf({ itemType, sovLineId, changeOrderId, description }: ClaimItem): string {
  const isTold = itemType !== 'contract_detail_item' && sovLineId !== null;
  return `${itemType}:${changeOrderId ?? ''}:${sovLineId ?? ''}:${isTold ? '' : description}`;
}

/**
 * The line of the earlier claim that each line continues. Of several with the same words each belongs to the one whose
 * total it carries forward, then to the next in order.
 */
function continued(now: readonly HeldLine[], before: readonly HeldLine[]): (HeldLine | null)[] {
  const left = before.map((line) => ({ line, stem: stemOf(line.item) }));
  const found: (HeldLine | null)[] = now.map(() => null);
  const stems = now.map(({ item }) => stemOf(item));
  const isAmbiguous = (stem: string): boolean =>
    stems.filter((other) => other === stem).length > 1 ||
    left.filter((other) => other.stem === stem).length > 1;
  const carries = ({ item }: HeldLine, { completed }: HeldLine): boolean =>
    item.totalFromPrevious !== null && toMinor(item.totalFromPrevious) === completed;
  const pass = (fits: (index: number, held: HeldLine) => boolean): void => {
    for (const [index, stem] of stems.entries()) {
      if (found[index] !== null) continue;
      const at = left.findIndex((held) => held.stem === stem && fits(index, held.line));
      if (at >= 0) found[index] = left.splice(at, 1)[0]?.line ?? null;
    }
  };
  const ambiguous = stems.map(isAmbiguous);
  pass((index, held) => {
    const line = now[index];
    return ambiguous[index] === true && line !== undefined && carries(line, held);
  });
  pass(() => true);
  return found;
}

/** Retainage held on a line after its claim. Identity: balance = from previous + retained − released. */
function retainageBalance(item: ClaimItem, moved: MovedRule): bigint {
  const carried = moved === 'onTop' ? toMinor(item.materialsRetainageMoved) : 0n;
  return (
    toMinor(item.workRetainageFromPrevious) +
    toMinor(item.workRetainageRetainedThisPeriod) +
    carried -
    toMinor(item.workRetainageReleasedThisPeriod) +
    toMinor(item.materialsRetainageBalance)
  );
}

/** A claim's lines with what each has come to and the balance it holds. */
type HeldLine = { item: ClaimItem; completed: bigint; balance: bigint };
type HeldLines = { lines: HeldLine[]; balance: bigint };

function held(lines: HeldLine[]): HeldLines {
  return { lines, balance: sumMinor(lines.map((line) => line.balance)) };
}

function heldUnder(items: readonly ClaimItem[], moved: MovedRule): HeldLines {
  return held(
    items.map((item) => ({
      item,
      completed: toMinor(item.totalCompletedAndStoredToDate),
      balance: retainageBalance(item, moved),
    })),
  );
}

/** The balances under the rule that the claim's own header proves; under `inside` where neither does. */
function heldLines(items: readonly ClaimItem[], { totalRetainage }: ClaimSummary): HeldLines {
  const inside = heldUnder(items, 'inside');
  const total = toMinor(totalRetainage);
  if (inside.balance === total) return inside;
  const onTop = heldUnder(items, 'onTop');
  return onTop.balance === total ? onTop : inside;
}

/** A line that vanished since the previous claim has no part here, so the header's check finds it. */
function partsBetween(now: HeldLines, before: HeldLines): ClaimPart[] {
  const earlier = continued(now.lines, before.lines);
  return now.lines.map(({ item, completed, balance }, index) => {
    const previous = earlier[index] ?? null;
    const released =
      toMinor(item.workRetainageReleasedThisPeriod) +
      toMinor(item.materialsRetainageReleasedThisPeriod);
    return {
      item,
      gross: completed - (previous?.completed ?? 0n),
      held: balance - (previous?.balance ?? 0n) + released,
      released,
    };
  });
}

/**
 * Splits a claim into its parts against the contract's previous one and proves them: Σ gross and
 * Σ (held − released) must equal the header's movements, and Σ net the payment due. Parts of a cent, or of one yen, are
 * nothing that a document in the currency can say.
 *
 * Example: 10,000.00 of work at 10 % retained: gross 10,000.00, held 1,000.00, net 9,000.00.
 */
export function claimParts(
  now: ClaimFigures,
  before: ClaimFigures | null,
  currency: string,
): ClaimPartsResult {
  try {
    const working = claimWorking(now, before);
    return partOfAUnit(working, currency) ?? provedParts(working);
  } catch (error) {
    if (!(error instanceof NotAnAmountError)) throw error;
    return { ok: false, problem: { check: 'partsOfACent', parts: error.text, header: '0.00' } };
  }
}

/**
 * The lines of a claim and the sums they are held against: what the proof rests on, for a person to follow.
 * Throws where an amount has parts of a cent.
 */
export function claimWorking(now: ClaimFigures, before: ClaimFigures | null): PartsWorking {
  const earlier = before ? heldLines(leafItems(before.items), before.summary) : held([]);
  const parts = partsBetween(heldLines(leafItems(now.items), now.summary), earlier);
  const gross = sumMinor(parts.map((part) => part.gross));
  const kept = sumMinor(parts.map((part) => part.held - part.released));
  const completedBefore = toMinor(before?.summary.totalCompletedAndStoredToDate ?? '0.00');
  const retainedBefore = toMinor(before?.summary.totalRetainage ?? '0.00');
  const { totalCompletedAndStoredToDate, totalRetainage, currentPaymentDue } = now.summary;
  return {
    parts,
    checks: {
      gross: { parts: gross, header: toMinor(totalCompletedAndStoredToDate) - completedBefore },
      retainage: { parts: kept, header: toMinor(totalRetainage) - retainedBefore },
      paymentDue: { parts: gross - kept, header: toMinor(currentPaymentDue) },
    },
  };
}

/** The first line with parts of what the currency has no parts of. */
function partOfAUnit({ parts }: PartsWorking, currency: string): ClaimPartsResult | null {
  const step = stepOf(currency);
  const amounts = parts.flatMap(({ gross, held, released }) => [gross, held, released]);
  const odd = amounts.find((amount) => amount % step !== 0n);
  if (odd === undefined) return null;
  return { ok: false, problem: { check: 'partsOfACent', parts: fromMinor(odd), header: '0.00' } };
}

function provedParts({ parts, checks }: PartsWorking): ClaimPartsResult {
  for (const check of ['gross', 'retainage', 'paymentDue'] as const) {
    const sums = checks[check];
    if (sums.parts !== sums.header) return problem(check, sums.parts, sums.header);
  }
  const held = sumMinor(parts.map((part) => part.held));
  const released = sumMinor(parts.map((part) => part.released));
  const { gross, paymentDue } = checks;
  return { ok: true, value: { parts, gross: gross.parts, held, released, net: paymentDue.parts } };
}

function problem(check: PartsProblem['check'], parts: bigint, header: bigint): ClaimPartsResult {
  return { ok: false, problem: { check, parts: fromMinor(parts), header: fromMinor(header) } };
}
