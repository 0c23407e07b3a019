// The plans of payments that a firm records in Procore: each in Xero once, by itself, made and deleted and never changed.
import type { Amount } from '../../money/amount.ts';
import {
  groupedAmount,
  fromMinor,
  isGreater,
  sameAmount,
  subtractAmounts,
  sumAmounts,
} from '../../money/amount.ts';
import { paymentAccountOf } from '../../mapping/mapping.ts';
import type { Finding, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import type { ProcoreContractPayment } from '../../records/procore/contract-payment.ts';
import { advanceType } from '../../records/xero/advance.ts';
import { markerIn } from '../../identity/markers.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { ClaimObservation, ProcoreClaim, XeroInvoice } from '../claim-observation.ts';
import { lockedUntil } from '../lock-dates.ts';
import { areNear } from './near-in-time.ts';
import type { Oddity, Recordable } from './shares-in-xero.ts';
import { amountsToXero, sharesToXero, unrecorded } from './shares-in-xero.ts';
import { planSentPayments } from './plan-recorded.ts';
import { isPaidBefore } from './paid-before.ts';
import { sideOf } from '../sides.ts';
import { whyNotDeletable } from './deletable.ts';
import type { ToXero } from './writes-to-xero.ts';
import { markerOfPayment, xeroPaymentCreation, xeroPaymentDeletion } from './writes-to-xero.ts';

/** A document in Xero and the claim it stands for. */
type Place = { observation: ClaimObservation; claim: ProcoreClaim; invoice: XeroInvoice };

export function planXeroPayments(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  invoice: XeroInvoice,
): Verdict[] {
  const place = { observation, claim, invoice };
  const { strangers, doubles } = unlinkedIn(place);
  const isNews = ({ date }: { date: string | null }) => !isPaidBefore(observation, claim, date);
  return [
    ...planSentPayments(observation, claim, invoice),
    ...newPayments(place, strangers),
    ...observation.paymentsSent.unnamed.filter(isNews).map(withoutClaim),
    ...doubles.map(doubleVerdict),
    ...[...strangers.values()].filter(isNews).map((payment) => onlyInXero(observation, payment)),
  ];
}

type Unlinked = {
  /** Live payments of the document that no record of ours knows, by id. */
  strangers: Map<string, XeroPayment>;
  /** Other live ones that carry the marker of one that is linked. */
  doubles: XeroPayment[];
};

function unlinkedIn({ observation, claim }: Place): Unlinked {
  const { payments, paymentsSent, postedPayments } = observation;
  const linked = new Set([
    ...paymentsSent.sent.map(({ xeroPaymentId }) => xeroPaymentId),
    ...postedPayments.filter(({ isGone }) => !isGone).map(({ xeroPaymentId }) => xeroPaymentId),
  ]);
  const markers = new Set(
    paymentsSent.sent.map((one) => markerOfPayment(observation, claim, one.contractPaymentId)),
  );
  const isDouble = ({ reference }: XeroPayment): boolean => markers.has(markerIn(reference) ?? '');
  const live = payments.filter(({ id, status }) => status === 'AUTHORISED' && !linked.has(id));
  return {
    strangers: new Map(live.filter((one) => !isDouble(one)).map((one) => [one.id, one])),
    doubles: live.filter(isDouble),
  };
}

function newPayments(place: Place, strangers: Map<string, XeroPayment>): Verdict[] {
  const { observation, claim, invoice } = place;
  const { recordable, odd } = unrecorded(observation, claim);
  const shares = sharesToXero(observation, claim, recordable);
  let due = invoice.amountDue;
  const verdicts = amountsToXero(observation, invoice, shares).map(({ share, amount }) => {
    const { payment, part, beyond } = share;
    const role = `xeroPayment/${payment.id}` as const;
    if (isPaidBefore(observation, claim, payment.date)) return unchanged(role);
    if (beyond > 0n) return beyondDue(observation, payment, { beyond: fromMinor(beyond) });
    if (part === 0n || sameAmount(amount, '0.00')) return unchanged(role);
    const made = { payment, part: fromMinor(part), amount };
    const verdict = recorded(place, made, { due, strangers });
    if (verdict.outcome === 'create') due = subtractAmounts(due, amount);
    return verdict;
  });
  const oddOnes = odd.filter(({ payment }) => !isPaidBefore(observation, claim, payment.date));
  return [...oddOnes.map(({ payment, why }) => oddPayment(payment, why)), ...verdicts];
}

/** What Xero would not take whatever is due. */
function oddPayment({ id, amount, date }: ProcoreContractPayment, why: Oddity): Verdict {
  const role = `xeroPayment/${id}` as const;
  const figures = { contractPayment: id, amount, date };
  if (typeof why === 'object') return waitsFor(role, why.elsewhere);
  switch (why) {
    case 'nothing':
      return unchanged(role);
    case 'partsOfACent':
      return blocked(role, 'notWritable', `its payment of ${amount} has parts of a cent`, figures);
    case 'belowZero': {
      const detail = `its payment of ${groupedAmount(amount)} is below zero, and Xero takes none`;
      return blocked(role, 'notWritable', detail, figures);
    }
    case 'undated': {
      const detail = `its payment of ${groupedAmount(amount)} has no date`;
      return blocked(role, 'incomplete', detail, figures);
    }
  }
}

function recorded(
  place: Place,
  made: ToXero,
  { due, strangers }: { due: Amount; strangers: Map<string, XeroPayment> },
): Verdict {
  const { observation, claim, invoice } = place;
  const { payment, amount } = made;
  const role = `xeroPayment/${payment.id}` as const;
  const taken = takenFor(place, made, strangers);
  if (taken) return taken;
  // Xero counts a payment that is not known here yet: it may be this one.
  if (hasUnknownPayments(observation, invoice)) return unchanged(role);
  const stop = whyNotYet(place, made, due);
  if (stop) return stop;
  const { books } = sideOf(observation);
  const accountCode = paymentAccountOf(observation.mapping, books);
  if (accountCode === null) {
    const key = books === 'payable' ? 'paidFrom' : 'receivedInto';
    const detail = `payments.${key} in tieout.config.ts names no account for its payment of ${groupedAmount(payment.amount)}`;
    return blocked(role, 'unmappedCode', detail, { contractPayment: payment.id });
  }
  return proposal(role, {
    outcome: 'create',
    changes: Object.entries({ amount, date: payment.date }).map(([path, value]) => ({
      ...{ path, base: null, xero: null, proposed: value },
      procore: path === 'amount' ? payment.amount : value,
    })),
    write: xeroPaymentCreation(observation, claim, { ...made, invoice, accountCode }),
  });
}

/** A payment that stands in Xero already: ours by its marker, or a bookkeeper's that says the same. */
function takenFor(
  { observation, claim }: Place,
  { payment, amount }: ToXero,
  strangers: Map<string, XeroPayment>,
): Verdict | null {
  const role = `xeroPayment/${payment.id}` as const;
  const marker = markerOfPayment(observation, claim, payment.id);
  const cash = [...strangers.values()].filter(({ paymentType }) => paymentType !== advanceType);
  const own = cash.filter(({ reference }) => markerIn(reference) === marker);
  const alike =
    own.length > 0
      ? own
      : cash.filter(
          (one) => sameAmount(one.amount, amount) || sameAmount(one.amount, payment.amount),
        );
  const [same, another] = alike;
  if (!same) return null;
  strangers.delete(same.id);
  const isSure =
    own.length > 0 ||
    (!another && sameAmount(same.amount, amount) && areNear(same.date, payment.date));
  return adoption(role, {
    targetId: same.id,
    targetVersion: same.updatedAt,
    changes: [
      {
        path: 'amount',
        base: null,
        procore: payment.amount,
        xero: same.amount,
        proposed: same.amount,
      },
      { path: 'date', base: null, procore: payment.date, xero: same.date, proposed: same.date },
    ],
    findings: isSure ? [] : [typedFinding(payment, same)],
  });
}

function typedFinding(payment: Recordable, typed: XeroPayment): Finding {
  const detail = `the contract payment of ${groupedAmount(payment.amount)} of ${payment.date} may be the payment of ${groupedAmount(typed.amount)} on ${typed.date} that was typed there`;
  return finding('paymentTypedInXero', detail, {
    contractPayment: payment.id,
    amount: payment.amount,
    payment: typed.id,
    typed: typed.amount,
  });
}

function hasUnknownPayments({ payments }: ClaimObservation, { amountPaid }: XeroInvoice): boolean {
  const cash = payments.filter(
    ({ status, paymentType }) => status === 'AUTHORISED' && paymentType !== advanceType,
  );
  return isGreater(amountPaid, sumAmounts(cash.map(({ amount }) => amount)));
}

function whyNotYet({ observation, invoice }: Place, made: ToXero, due: Amount): Verdict | null {
  const { payment, amount } = made;
  const role = `xeroPayment/${payment.id}` as const;
  const { document } = sideOf(observation).words;
  const which = `${document} ${invoice.number ?? '(no number)'}`;
  const what = `its payment of ${groupedAmount(payment.amount)} of ${payment.date}`;
  const figures = { contractPayment: payment.id, amount: payment.amount, date: payment.date };
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') {
    const detail = `${what} is recorded in Procore, and ${which} is ${invoice.status} in Xero`;
    return blocked(role, 'paymentBeforeApproval', detail, { ...figures, status: invoice.status });
  }
  if (isGreater(amount, due)) {
    const detail = `${what} comes to ${groupedAmount(amount)} with tax, and ${groupedAmount(due)} of ${which} is due in Xero`;
    return blocked(role, 'paymentBeyondDue', detail, { ...figures, withTax: amount, due });
  }
  const lock = lockedUntil(observation.organisation);
  if (lock !== null && payment.date <= lock) {
    const detail = `${what} lies in the period up to ${lock}`;
    return blocked(role, 'lockedPeriod', detail, { ...figures, lock });
  }
  return null;
}

function beyondDue(
  observation: ClaimObservation,
  payment: Recordable,
  { beyond }: { beyond: Amount },
): Verdict {
  const role = `xeroPayment/${payment.id}` as const;
  // Of a claim with two documents the claim's own asks.
  if (observation.type === 'retainageRelease' && observation.sibling?.target)
    return unchanged(role);
  const { claim } = sideOf(observation).words;
  const detail = `with its payment of ${groupedAmount(payment.amount)} of ${payment.date} Procore has ${groupedAmount(beyond)} more for the ${claim} than is due`;
  const figures = { contractPayment: payment.id, amount: payment.amount, beyond };
  return blocked(role, 'paymentBeyondDue', detail, figures);
}

function onlyInXero(observation: ClaimObservation, payment: XeroPayment): Verdict {
  const { id, amount, date } = payment;
  const what =
    payment.paymentType === advanceType ? `${payment.reference ?? 'credit'} set off` : 'payment';
  const { claim } = sideOf(observation).words;
  const detail = `the ${what} of ${groupedAmount(amount)} on ${date} stands in Xero, and Procore has none for the ${claim} that it could be`;
  return blocked(`payment/${id}`, 'paymentOnlyInXero', detail, { payment: id, amount, date });
}

function withoutClaim({ id, amount, date }: ProcoreContractPayment): Verdict {
  const detail = `the contract payment of ${groupedAmount(amount)} of ${date ?? 'no date'} names no claim of its contract`;
  const figures = { contractPayment: id, amount, date };
  return blocked(`xeroPayment/${id}`, 'paymentWithoutClaim', detail, figures);
}

function doubleVerdict(double: XeroPayment): Verdict {
  const detail = `the payment of ${groupedAmount(double.amount)} on ${double.date} stands twice in Xero`;
  return proposal(`doubleXeroPayment/${double.id}`, {
    outcome: 'delete',
    changes: [{ path: 'amount', base: null, procore: null, xero: double.amount, proposed: null }],
    findings: [finding('doubleTarget', detail, { payment: double.id, amount: double.amount })],
    write: xeroPaymentDeletion(double, markerIn(double.reference) ?? double.id),
    impossible: whyNotDeletable(double),
  });
}
