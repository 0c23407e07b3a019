// What a claim comes to in Xero: proved against Procore's own figures before anything is said about it, then split into its documents.
import { wordsOfProblem } from '../mapping/coded-line.ts';
import type { RetainageMode } from '../mapping/mapping.ts';
import { fromMinor, groupedAmount, sameAmount, sumMinor, toMinor } from '../money/amount.ts';
import { smallestIn } from '../money/decimals.ts';
import type { OwnedLine } from '../plan/owned.ts';
import type { QuestionKind } from '../plan/question-kinds.ts';
import type { PostedGround } from '../plan/posted-coding.ts';
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import type { ClaimParts, PartsProblem } from '../retainage/claim-parts.ts';
import { claimParts } from '../retainage/claim-parts.ts';
import type { TaxedLine } from '../tax/tax-tie.ts';
import { tieTax, xeroTaxOf } from '../tax/tax-tie.ts';
import type { ClaimLines, Lines, Moved } from './claim-lines.ts';
import { claimLines, movesThisPeriod } from './claim-lines.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { currencyOf } from './in-the-way.ts';
import { taxOfRetainage } from './retainage-tax.ts';
import { modeOf } from './retainage-mode.ts';
import { sideOf } from './sides.ts';

/** One document in Xero: its lines and what they come to, in minor units, without and with tax. */
export type ClaimedDocument = { lines: OwnedLine[]; net: bigint; total: bigint };

export type ProvedClaim = {
  mode: RetainageMode;
  /** What is billed for the period; null where nothing but retainage is let go. */
  progress: ClaimedDocument | null;
  /** It comes to less than nothing, so that it is a credit note with every sign reversed. */
  isCredit: boolean;
  /** What is held, where that is a credit note set off against the bill of the full amount; null in every other mode. */
  heldBack: ClaimedDocument | null;
  release: ClaimedDocument | null;
  /** What it holds and lets go by tax type, in minor units, whichever way that is posted. */
  retention: { taxType: string; held: bigint; released: bigint }[];
  /** What of it is materials by its lines' cost types, and what is not. */
  materials: Moved;
  labour: Moved;
  /** Of the whole claim. */
  net: bigint;
  total: bigint;
  /** Of the work alone, before anything is held. */
  gross: bigint;
  grossTotal: bigint;
};
export type ClaimResult = { ok: true; claim: ProvedClaim } | { ok: false; stop: Finding };
/** Ends with the thing that stands in the way. */
type Stop = (
  kind: QuestionKind,
  detail: string,
  figures?: Finding['figures'],
) => { ok: false; stop: Finding };

/** The lines its documents were posted with; none where they are not. */
export type PostedLines = { progress: readonly OwnedLine[]; release: readonly OwnedLine[] };

const checkWords: Record<Exclude<PartsProblem['check'], 'partsOfACent'>, string> = {
  gross: 'completed and stored',
  retainage: 'retainage',
  paymentDue: 'payment due',
};

/** The proved parts as coded lines, or the first thing that stands in the way. */
export function provedClaim(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posted: PostedLines,
): ClaimResult {
  const due = claim.summary.currentPaymentDue;
  const stop: Stop = (kind, detail, figures = {}) => ({
    ok: false,
    stop: finding(kind, detail, { due, ...figures }),
  });
  const before = earlierOf(observation, claim, stop);
  if (!before.ok) return before;
  const currency = currencyOf(observation, claim);
  const split = claimParts(claim, before.previous, currency);
  if (!split.ok) {
    const { check, parts, header } = split.problem;
    if (check === 'partsOfACent') {
      const detail = `an amount of ${parts} has parts of ${smallestIn(currency)}`;
      return stop('partsNotWhole', detail, { check, parts, header });
    }
    const [lines, summary] = [groupedAmount(parts), groupedAmount(header)];
    const detail = `${checkWords[check]}: the lines say ${lines}, the summary says ${summary}`;
    return stop('partsNotWhole', detail, { check, parts, header });
  }
  const unseen = changeOrderUnseen(observation, split.value);
  if (unseen !== null) {
    const detail = `Procore does not show change order ${unseen}, which says how its lines are coded`;
    return stop('accessLost', detail, { changeOrder: unseen });
  }
  const made = linesOf(observation, claim, { split: split.value, posted });
  if (!made.ok) {
    const { problem } = made;
    return stop(problem.kind, wordsOfProblem(problem), { code: problem.detail });
  }
  const untied = tied(claim, made, stop);
  if (untied) return untied;
  return documentsOf(observation, { split: split.value, made, stop });
}

type Earlier = { ok: true; previous: ProcoreClaim | null } | { ok: false; stop: Finding };

/**
 * A claim is measured against the one before it: without that one nobody can say what is new in it. A contract's first
 * claim in Procore, whatever its number, carries nothing forward.
 */
function earlierOf({ previous }: ClaimObservation, claim: ProcoreClaim, stop: Stop): Earlier {
  if (previous) return { ok: true, previous };
  const named = claim.kind === 'procoreRequisition' ? claim.previousId : null;
  if (named !== null) {
    const detail =
      "Procore does not show the contract's previous claim, which this one is measured against";
    return stop('accessLost', detail, { previous: named });
  }
  const { lessPreviousCertificates } = claim.summary;
  if (sameAmount(lessPreviousCertificates, '0.00')) return { ok: true, previous: null };
  const detail = `it carries ${groupedAmount(lessPreviousCertificates)} forward from claims that Procore does not have`;
  return stop('incomplete', detail, {
    number: String(claim.number),
    carried: lessPreviousCertificates,
  });
}

/** A change order that the claim bills and that was not read; null where all were. One that was undone may stay listed. */
function changeOrderUnseen(
  { changeOrders }: ClaimObservation,
  { parts }: ClaimParts,
): string | null {
  const known = new Set(changeOrders.map(({ id }) => id));
  const billed = parts
    .filter(movesThisPeriod)
    .map(({ item }) => item)
    .filter(
      ({ itemType, costCode }) => itemType.endsWith('change_order_item') && costCode === null,
    );
  const unseen = billed.find(({ changeOrderId }) => !known.has(changeOrderId ?? ''));
  if (!unseen || (unseen.changeOrderId === null && changeOrders.length > 0)) return null;
  return unseen.changeOrderId ?? unseen.description;
}

function linesOf(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { split, posted }: { split: ClaimParts; posted: PostedLines },
): ClaimLines {
  const { mapping, project, taxCodes, chart, contract, changeOrders } = observation;
  const { books } = sideOf(observation);
  const coding: PostedGround = project
    ? { side: books, mapping, project, taxCodes, chart }
    : { chart, project: null };
  return claimLines(
    {
      coding,
      currency: currencyOf(observation, claim),
      contract,
      changeOrders,
      posted,
      treatment: taxOfRetainage(observation, claim).treatment,
      materials: mapping.cis.materials,
      saysFullPrice: books === 'receivable',
    },
    split,
  );
}

type Made = Extract<ClaimLines, { ok: true }>;

/** Σ lines of what is posted, held back and released = current_payment_due; the tax is compared apart. */
function tied(claim: ProcoreClaim, made: Made, stop: Stop) {
  const { summary } = claim;
  const { work, held, released } = made;
  if (work.lines.length + held.lines.length + released.lines.length === 0) {
    return stop('partsNotWhole', 'it has no lines');
  }
  const net = netOf(work) + netOf(held) + netOf(released);
  if (!sameAmount(fromMinor(net), summary.currentPaymentDue)) {
    const [lines, said] = [fromMinor(net), summary.currentPaymentDue].map(groupedAmount);
    return stop('partsNotWhole', `the lines to be posted say ${lines}, Procore says ${said}`);
  }
  const tax = summary.taxApplicableToThisPayment;
  if (tax === null || (taxIsOurs(claim) && sameAmount(tax, '0.00'))) return null;
  const untaxed = [...held.untaxed, ...released.untaxed];
  const tie = tieTax(work.taxed, [...held.taxed, ...released.taxed], tax, untaxed);
  if (tie.cause !== 'unexplained') return null;
  const { difference } = tie;
  const detail = `tax differs by ${groupedAmount(difference)} from Procore's ${groupedAmount(tax)}`;
  return stop('partsNotWhole', detail, { tax, difference });
}

/**
 * Procore taxes an owner invoice only where its lines carry tax codes; without them `salesTaxTypes` says what Xero
 * adds, and there is nothing to compare it with.
 */
function taxIsOurs({ kind, items }: ProcoreClaim): boolean {
  return kind === 'procorePaymentApplication' && items.every(({ tax }) => tax === null);
}

function netOf({ lines }: Pick<Lines, 'lines'>): bigint {
  return sumMinor(lines.map((line) => toMinor(line.unitAmount)));
}

function documentOf(...parts: readonly Omit<Lines, 'untaxed'>[]): ClaimedDocument {
  const lines = parts.flatMap((part) => part.lines);
  const taxed: TaxedLine[] = parts.flatMap((part) => part.taxed);
  const net = netOf({ lines });
  return { lines, net, total: net + xeroTaxOf(taxed) };
}

/** The same lines with their signs reversed: a credit note counts the other way. */
export function reversed({ lines, net, total }: ClaimedDocument): ClaimedDocument {
  const minus = (amount: string): string => fromMinor(-toMinor(amount));
  return {
    lines: lines.map((line) => ({
      ...line,
      unitAmount: minus(line.unitAmount),
      taxAmount: minus(line.taxAmount),
    })),
    net: -net,
    total: -total,
  };
}

/** Held is a negative line, released a positive one. */
function retentionOf({ held, released }: Made): ProvedClaim['retention'] {
  const taxTypes = new Set([...held.lines, ...released.lines].map(({ taxType }) => taxType));
  const sum = ({ lines }: Lines, of: string): bigint =>
    sumMinor(
      lines.filter(({ taxType }) => taxType === of).map(({ unitAmount }) => toMinor(unitAmount)),
    );
  return [...taxTypes].map((taxType) => ({
    taxType,
    held: -sum(held, taxType),
    released: sum(released, taxType),
  }));
}

function lessOf(whole: Moved, part: Moved): Moved {
  return {
    gross: whole.gross - part.gross,
    held: whole.held - part.held,
    released: whole.released - part.released,
  };
}

function documentsOf(
  observation: ClaimObservation,
  { split, made, stop }: { split: ClaimParts; made: Made; stop: Stop },
): ClaimResult {
  const { work, held, released } = made;
  const asked = modeOf(observation);
  const whole = documentOf(work, held, released);
  const full = documentOf(work);
  const withHeld = documentOf(work, held);
  // Xero takes nothing below zero with tax, be it a bill or a credit note.
  const isCredit = (asked === 'manual' ? full : withHeld).total < 0n;
  const back = documentOf(held);
  // What is not held but given back belongs on the bill, and a credit note holds nothing back.
  const isHeld = back.net < 0n && back.total < 0n;
  const mode = asked === 'creditNote' && (isCredit || !isHeld) ? 'ledger' : asked;
  const progress = mode === 'ledger' ? withHeld : full;
  const hasProgress = progress.lines.length > 0;
  const isLetGoByHand =
    mode === 'manual' || observation.mapping.directions.retainageRelease === 'off';
  const release = released.lines.length > 0 && !isLetGoByHand ? documentOf(released) : null;
  if (release && (release.net < 0n || release.total < 0n)) {
    const amount = fromMinor(release.net);
    const detail = `it releases ${groupedAmount(amount)} of retainage, which is below zero`;
    return stop('partsNotWhole', detail, { release: amount });
  }
  return {
    ok: true,
    claim: {
      mode,
      progress: hasProgress ? progress : null,
      isCredit: hasProgress && isCredit,
      heldBack: mode === 'creditNote' ? reversed(back) : null,
      release,
      retention: retentionOf(made),
      materials: made.materials,
      labour: lessOf(split, made.materials),
      net: whole.net,
      total: whole.total,
      gross: split.gross,
      grossTotal: full.total,
    },
  };
}
