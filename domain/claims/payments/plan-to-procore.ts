// The plans of a document's payments back in Procore: each Xero payment by itself, so that no question holds up another.
import type { Amount } from '../../money/amount.ts';
import { fromMinor, groupedAmount, isGreater, sameAmount, sumAmounts } from '../../money/amount.ts';
import type { Finding, Verdict } from '../../plan/verdict.ts';
import { adoption, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import type { ProcoreContractPayment } from '../../records/procore/contract-payment.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type {
  ClaimObservation,
  PostedPayment,
  ProcoreClaim,
  XeroInvoice,
} from '../claim-observation.ts';
import { areNear } from './near-in-time.ts';
import { isPaidBefore } from './paid-before.ts';
import { payableOf, paymentShares, toldInProcore } from './shares-in-procore.ts';
import {
  notesWhenCleared,
  paymentChange,
  paymentCreation,
  paymentDeletion,
  stringsOf,
} from './writes-to-procore.ts';

export function planPayments(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  invoice: XeroInvoice,
): Verdict[] {
  const posted = new Map(observation.postedPayments.map((one) => [one.xeroPaymentId, one]));
  const standing = new Set(
    observation.payments.filter(({ status }) => status === 'AUTHORISED').map(({ id }) => id),
  );
  const { sent, recorded } = recordedBefore(observation);
  const payable = toldInProcore(payableOf(invoice, observation), observation);
  const shares = paymentShares(payable, observation.payments, new Map([...sent, ...posted]));
  const typed = new Map(
    observation.typedPayments
      .filter(({ id, date }) => !recorded.has(id) && !isPaidBefore(observation, claim, date))
      .map((payment) => [payment.id, payment]),
  );
  const given = observation.postedPayments.filter(({ isGone }) => !isGone);
  let inProcore = sumAmounts([...given, ...observation.typedPayments].map(({ amount }) => amount));
  const verdicts: Verdict[] = [];
  for (const { payment, share } of shares) {
    if (sent.has(payment.id)) continue;
    const already = posted.get(payment.id);
    if (already) {
      verdicts.push(postedVerdict({ observation, claim, payment, already }));
      continue;
    }
    if (isPaidBefore(observation, claim, payment.date)) {
      verdicts.push(unchanged(`payment/${payment.id}`));
      continue;
    }
    const verdict = newVerdict({
      observation,
      claim,
      due: fromMinor(payable.net),
      payment,
      share,
      typed,
      inProcore,
    });
    if (verdict.outcome === 'create') inProcore = sumAmounts([inProcore, share]);
    verdicts.push(verdict);
  }
  return [
    ...verdicts,
    ...observation.postedPayments
      .filter(({ xeroPaymentId }) => !standing.has(xeroPaymentId))
      .map((already) => removedVerdict(observation, claim, already)),
    ...observation.doublePayments.map((double) => doubleVerdict(claim, double)),
  ];
}

/**
 * Of a firm that recorded its payments in Procore before: those in Xero came from there, and are never told back. Once
 * one of the two is gone the other is like any that stands alone.
 */
function recordedBefore({ paymentsSent }: ClaimObservation) {
  const both = paymentsSent.sent.filter(
    ({ record, sourceIsGone }) => record?.status === 'AUTHORISED' && !sourceIsGone,
  );
  return {
    sent: new Map(both.map((one) => [one.xeroPaymentId, { amount: one.part }])),
    recorded: new Set(both.map((one) => one.contractPaymentId)),
  };
}

type NewPayment = {
  observation: ClaimObservation;
  claim: ProcoreClaim;
  /** What cash is to come to in Procore, without tax unless set otherwise. */
  due: Amount;
  payment: XeroPayment;
  share: string;
  /** Contract payments of this claim that are nobody's yet; the one taken here is removed. */
  typed: Map<string, ProcoreContractPayment>;
  /** What Procore already holds for this claim. */
  inProcore: Amount;
};

function newVerdict(ask: NewPayment): Verdict {
  const { observation, claim, due, payment, share, typed, inProcore } = ask;
  const role = `payment/${payment.id}` as const;
  // A share of nothing is carried into the next; and into a list that others write too nothing goes before it was read.
  if (sameAmount(share, '0.00') || observation.paymentListIsDue) return unchanged(role);
  const alike = [...typed.values()].filter(
    ({ amount }) => sameAmount(amount, share) || amount === payment.amount,
  );
  const [same, another] = alike;
  if (same) {
    typed.delete(same.id);
    const isSure =
      !another && same.amount === share && same.date !== null && areNear(same.date, payment.date);
    return adoption(role, {
      targetId: same.id,
      targetVersion: same.updatedAt,
      changes: [
        { path: 'amount', base: null, procore: same.amount, xero: share, proposed: same.amount },
        { path: 'date', base: null, procore: same.date, xero: payment.date, proposed: same.date },
      ],
      findings: isSure ? [] : [typedFinding(payment, share, same)],
    });
  }
  const total = sumAmounts([inProcore, share]);
  const isBeyond = observation.typedPayments.length > 0 && isGreater(total, due);
  return proposal(role, {
    outcome: 'create',
    changes: stringsOf({ amount: share, date: payment.date }),
    findings: isBeyond ? [beyondFinding(payment, { share, total, due })] : [],
    write: paymentCreation(observation, claim, { payment, share }),
  });
}

function typedFinding(payment: XeroPayment, share: string, typed: ProcoreContractPayment): Finding {
  const detail = `the payment of ${groupedAmount(payment.amount)} on ${payment.date} may be the contract payment of ${groupedAmount(typed.amount)} of ${typed.date ?? 'no date'} that was typed there; approve to take it for this one`;
  return finding('paymentTypedInProcore', detail, {
    payment: payment.id,
    share,
    contractPayment: typed.id,
    typed: typed.amount,
  });
}

function beyondFinding(
  payment: XeroPayment,
  { share, total: sum, due }: { share: string; total: Amount; due: string },
): Finding {
  const detail = `with the payment of ${groupedAmount(payment.amount)} on ${payment.date} its contract payments would come to ${groupedAmount(sum)}, and ${groupedAmount(due)} is due; approve to add it all the same`;
  return finding('paymentTypedInProcore', detail, { payment: payment.id, share, sum, due });
}

type Posted = {
  observation: ClaimObservation;
  claim: ProcoreClaim;
  payment: XeroPayment;
  already: PostedPayment;
};

/** A contract payment of ours that a person changed or deleted in Procore is a question, never put back unasked. */
function postedVerdict({ observation, claim, payment, already }: Posted): Verdict {
  const role = `payment/${payment.id}` as const;
  const { amount, record, isGone } = already;
  const date = already.date ?? payment.date;
  if (isGone) {
    const detail = `the contract payment of ${groupedAmount(amount)} on ${date} is gone from Procore`;
    return proposal(role, {
      outcome: 'conflict',
      changes: [
        { path: 'amount', base: amount, procore: null, xero: payment.amount, proposed: amount },
      ],
      findings: [
        finding('paymentChangedInProcore', detail, { contractPayment: already.contractPaymentId }),
      ],
      write: paymentCreation(observation, claim, { payment, share: amount }),
    });
  }
  if (!record) return unchanged(role);
  const amountMoved = !sameAmount(record.amount, amount);
  const dateMoved = already.date !== null && record.date !== already.date;
  if (!amountMoved && !dateMoved) return clearedVerdict({ observation, claim, payment, already });
  const was = `${groupedAmount(amount)} on ${date}`;
  const is = `${groupedAmount(record.amount)} on ${record.date ?? 'no date'}`;
  return proposal(role, {
    outcome: 'conflict',
    changes: [
      ...(amountMoved
        ? [{ path: 'amount', base: amount, procore: record.amount, xero: amount, proposed: amount }]
        : []),
      ...(dateMoved
        ? [{ path: 'date', base: date, procore: record.date, xero: payment.date, proposed: date }]
        : []),
    ],
    findings: [
      finding('paymentChangedInProcore', `it says ${is} and was ${was}`, {
        contractPayment: record.id,
      }),
    ],
    write: paymentChange(claim, {
      ...{ record, amount, date, xeroPaymentId: payment.id, cleared: already.cleared },
      told: already.told,
    }),
  });
}

/** What cleared in the bank is said in the notes of its contract payment, once, where those are ours. */
function clearedVerdict({ observation, claim, payment, already }: Posted): Verdict {
  const role = `payment/${payment.id}` as const;
  const day = observation.cleared[payment.id];
  const { record, amount } = already;
  if (day === undefined || already.cleared !== null || !record) return unchanged(role);
  const notes = notesWhenCleared(record.notes, day);
  if (notes === null) return unchanged(role);
  const date = already.date ?? payment.date;
  return proposal(role, {
    outcome: 'update',
    changes: [{ path: 'cleared', base: null, procore: null, xero: day, proposed: day }],
    write: paymentChange(claim, {
      ...{ record, amount, date, xeroPaymentId: payment.id, cleared: day, notes },
      told: already.told,
    }),
  });
}

function removedVerdict(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  already: PostedPayment,
): Verdict {
  const role = `payment/${already.xeroPaymentId}` as const;
  // Gone on both sides: nothing is left to be sent, only the link ends.
  if (already.isGone) {
    return proposal(role, {
      outcome: 'delete',
      write: null,
      changes: [],
      targetId: already.contractPaymentId,
    });
  }
  const removed = observation.payments.find(({ id }) => id === already.xeroPaymentId);
  const date = removed?.date ?? already.date ?? 'an unknown day';
  const withoutTax = removed && sameAmount(removed.amount, already.amount) ? '' : ' (without tax)';
  const detail = `the payment of ${groupedAmount(removed?.amount ?? already.amount)} on ${date} was removed in Xero, and Procore still has ${groupedAmount(already.amount)}${withoutTax} for it`;
  return proposal(role, {
    outcome: 'delete',
    changes: [
      { path: 'amount', base: already.amount, procore: already.amount, xero: null, proposed: null },
    ],
    findings: [
      finding('paymentRemoved', detail, {
        payment: already.xeroPaymentId,
        contractPayment: already.contractPaymentId,
        amount: already.amount,
      }),
    ],
    write: paymentDeletion(claim, {
      paymentId: already.contractPaymentId,
      version: already.record?.updatedAt ?? null,
      marker: already.record?.notes ?? null,
    }),
  });
}

function doubleVerdict(claim: ProcoreClaim, double: ProcoreContractPayment): Verdict {
  const detail = `the contract payment of ${groupedAmount(double.amount)} on ${double.date ?? 'no date'} stands twice in Procore`;
  return proposal(`doublePayment/${double.id}`, {
    outcome: 'delete',
    changes: [{ path: 'amount', base: null, procore: double.amount, xero: null, proposed: null }],
    findings: [
      finding('doubleTarget', detail, { contractPayment: double.id, amount: double.amount }),
    ],
    write: paymentDeletion(claim, {
      paymentId: double.id,
      version: double.updatedAt,
      marker: double.notes,
    }),
  });
}
