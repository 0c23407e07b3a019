// What of each contract payment falls on a document in Xero: the claim's own is paid first, what it lets go last.
import { markerIn } from '../../identity/markers.ts';
import type { Amount } from '../../money/amount.ts';
import {
  fromMinor,
  isGreater,
  isWholeMinor,
  sameAmount,
  shareMinor,
  sumMinor,
  toMinor,
} from '../../money/amount.ts';
import type { ProcoreContractPayment } from '../../records/procore/contract-payment.ts';
import type { ClaimObservation, ProcoreClaim, XeroInvoice } from '../claim-observation.ts';
import type { Payable } from './shares-in-procore.ts';
import type { SentPaymentBase } from '../../plan/owned.ts';
import { payableOf, toldInProcore } from './shares-in-procore.ts';

/** What stands in Xero for payments of a document, tax included, and as Procore counts it; in minor units. */
type Standing = { paid: bigint; given: bigint };

/** A contract payment that Xero could take. */
export type Recordable = ProcoreContractPayment & { date: string };

/** Why one cannot be recorded whatever is due; `elsewhere` is the document that still has it. */
export type Oddity = { elsewhere: string } | 'partsOfACent' | 'nothing' | 'belowZero' | 'undated';

/** Of one contract payment, as Procore counts it, in minor units. */
export type Share = {
  payment: Recordable;
  /** What falls on this document and does not stand in Xero yet. */
  part: bigint;
  /** What neither document of the claim can take. */
  beyond: bigint;
};

/** What can still be paid of the claim's two documents, as Procore counts it, in minor units. */
type Left = { own: bigint; other: bigint };

/**
 * The parts that are still to be recorded, oldest first. What stands in Xero already keeps what it was recorded with;
 * a document never gets two parts of one payment.
 */
export function sharesToXero(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  payments: readonly Recordable[],
): Share[] {
  const { sentBySibling } = observation.paymentsSent;
  const otherParts = new Map(
    sentBySibling.map(({ contractPaymentId, part }) => [contractPaymentId, part]),
  );
  const left = leftToPay(observation, claim);
  const shares: Share[] = [];
  for (const payment of inOrder(payments)) {
    const recorded = otherParts.get(payment.id);
    let rest = toMinor(payment.amount) - toMinor(recorded ?? '0.00');
    const taken: Left = { own: 0n, other: 0n };
    for (const whose of paidInTurn(observation)) {
      if ((whose === 'other' && recorded !== undefined) || rest <= 0n) continue;
      taken[whose] = rest < left[whose] ? rest : left[whose];
      left[whose] -= taken[whose];
      rest -= taken[whose];
    }
    shares.push({ payment, part: taken.own, beyond: rest > 0n ? rest : 0n });
  }
  return shares;
}

type Unrecorded = {
  recordable: Recordable[];
  odd: { payment: ProcoreContractPayment; why: Oddity }[];
};

/** Contract payments of this claim that nothing in Xero stands for yet and that nobody carried over before. */
export function unrecorded(observation: ClaimObservation, claim: ProcoreClaim): Unrecorded {
  const known = new Set(observation.paymentsSent.sent.map((one) => one.contractPaymentId));
  const found: Unrecorded = { recordable: [], odd: [] };
  for (const payment of observation.typedPayments) {
    const isOurs = known.has(payment.id) || markerIn(payment.notes) !== null;
    if (isOurs || !namesClaim(payment, claim)) continue;
    const { date } = payment;
    const why = oddityOf(observation, payment) ?? (date === null ? 'undated' : null);
    if (why !== null) found.odd.push({ payment, why });
    else if (date !== null) found.recordable.push({ ...payment, date });
  }
  return found;
}

function oddityOf(
  { paymentsSent }: ClaimObservation,
  { id, amount }: ProcoreContractPayment,
): Oddity | null {
  const elsewhere = paymentsSent.sentElsewhere[id];
  if (elsewhere !== undefined) return { elsewhere };
  if (!isWholeMinor(amount)) return 'partsOfACent';
  if (isGreater(amount, '0.00')) return null;
  return sameAmount(amount, '0.00') ? 'nothing' : 'belowZero';
}

/** One that names no claim may be of any: it is a question of its own, and never taken for this one's. */
export function namesClaim(
  { requisitionId, claimNumber }: ProcoreContractPayment,
  claim: ProcoreClaim,
): boolean {
  return claim.kind === 'procoreRequisition'
    ? requisitionId === claim.id
    : claimNumber === claim.number;
}

function paidInTurn({ type }: ClaimObservation): readonly (keyof Left)[] {
  return type === 'retainageRelease' ? ['other', 'own'] : ['own', 'other'];
}

function inOrder(payments: readonly Recordable[]): Recordable[] {
  const rank = ({ date, id }: Recordable): string => `${date} ${id.padStart(20, '0')}`;
  return [...payments].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** What is posted says what it takes; of a document that is still to come Procore does, by what is due in all. */
function leftToPay(observation: ClaimObservation, claim: ProcoreClaim): Left {
  const { target, sibling, paymentsSent } = observation;
  const due = dueInProcore(observation, claim);
  const whole = (document: XeroInvoice | null, rest: bigint): bigint =>
    document ? toldPayable(observation, document).net : rest;
  const own = whole(target, due);
  const other = whole(sibling?.target ?? null, due > own ? due - own : 0n);
  const bySibling = paymentsSent.sentBySibling.map(({ part }) => toMinor(part));
  return {
    own: atLeastNothing(own - standingInXero(observation).given),
    other: atLeastNothing(other - sumMinor(bySibling)),
  };
}

/** Payments that went from Xero to Procore before, where the direction was another, count as well. */
function standingInXero({ paymentsSent, postedPayments, payments }: ClaimObservation): Standing {
  const before = postedPayments.filter(({ isGone }) => !isGone);
  const inXero = before.flatMap(({ xeroPaymentId }) =>
    payments.filter(({ id, status }) => id === xeroPaymentId && status === 'AUTHORISED'),
  );
  const { sent } = paymentsSent;
  return {
    paid: sumMinor(
      [...sent.map(({ paid }) => paid), ...inXero.map(({ amount }) => amount)].map(toMinor),
    ),
    given: sumMinor(
      [...sent.map(({ part }) => part), ...before.map(({ amount }) => amount)].map(toMinor),
    ),
  };
}

function atLeastNothing(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}

/** What the claim says is due, as payments are told in Procore. */
function dueInProcore({ mapping }: ClaimObservation, { summary }: ProcoreClaim): bigint {
  const net = toMinor(summary.currentPaymentDue);
  if (mapping.payments.amounts === 'withoutTax') return net;
  return net + toMinor(wholeCents(summary.taxApplicableToThisPayment ?? '0.00'));
}

/** Procore sums the unrounded taxes of lines, so that its sum may have parts of a cent. */
function wholeCents(amount: string): string {
  return /^-?\d+\.\d{2}$/.test(amount) ? amount : amount.replace(/(\.\d{2})\d*$/, '$1');
}

function toldPayable(observation: ClaimObservation, document: XeroInvoice): Payable {
  return toldInProcore(payableOf(document, observation), observation);
}

/**
 * What to pay in Xero for each part, tax included: the rounded whole of all parts so far less what was paid before, so
 * that the last closes to the cent. Net 100.00 of 115.00, paid 33.33 + 33.33 + 33.34 → 38.33 + 38.33 + 38.34.
 */
export function amountsToXero(
  observation: ClaimObservation,
  invoice: XeroInvoice,
  shares: readonly Share[],
): { share: Share; amount: Amount }[] {
  const { gross, net, step } = toldPayable(observation, invoice);
  let { paid, given } = standingInXero(observation);
  return shares.map((share) => {
    given += share.part;
    const amount = net > 0n ? shareMinor(given, { of: net, whole: gross, step }) - paid : 0n;
    paid += amount;
    return { share, amount: fromMinor(amount) };
  });
}

/** What is agreed on when a payment that a bookkeeper typed is taken for a contract payment. */
export function adoptedPaymentBase(
  observation: ClaimObservation,
  { contractPaymentId, targetId }: { contractPaymentId: string; targetId: string },
): SentPaymentBase | null {
  const { claim, payments } = observation;
  const paid = payments.find(({ id }) => id === targetId);
  if (!claim || !paid) return null;
  const shares = sharesToXero(observation, claim, unrecorded(observation, claim).recordable);
  const own = shares.find(({ payment }) => payment.id === contractPaymentId);
  if (!own) return null;
  const { amount, date } = own.payment;
  return { paid: paid.amount, part: fromMinor(own.part), whole: amount, date };
}
