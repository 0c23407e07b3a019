// The plans of payments that stand in Xero for contract payments: both as they were, or a question about the one that is not.
import { groupedAmount, sameAmount } from '../../money/amount.ts';
import { paymentAccountOf } from '../../mapping/mapping.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { finding, proposal, unchanged } from '../../plan/verdicts.ts';
import type {
  ClaimObservation,
  ProcoreClaim,
  SentPayment,
  XeroInvoice,
} from '../claim-observation.ts';
import { sideOf } from '../sides.ts';
import { namesClaim } from './shares-in-xero.ts';
import { whyNotDeletable } from './deletable.ts';
import { markerOfPayment, xeroPaymentCreation, xeroPaymentDeletion } from './writes-to-xero.ts';

export function planSentPayments(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  invoice: XeroInvoice,
): Verdict[] {
  return observation.paymentsSent.sent.map((sent) => {
    const moved = howItMoved(claim, sent);
    const stands = sent.record?.status === 'AUTHORISED';
    if (moved !== null) return noLongerSo(observation, claim, { sent, moved, stands });
    return stands ? unchanged(roleOf(sent)) : deletedInXero(observation, claim, { sent, invoice });
  });
}

function roleOf({ contractPaymentId }: SentPayment): `xeroPayment/${string}` {
  return `xeroPayment/${contractPaymentId}`;
}

/** What became of it in Procore since, in half a sentence; null while it says what it said. */
function howItMoved(claim: ProcoreClaim, sent: SentPayment): string | null {
  const { source, sourceIsGone, whole, date } = sent;
  if (sourceIsGone) return 'is gone from Procore';
  if (!source) return null;
  if (!namesClaim(source, claim)) return 'names another claim, or none, in Procore now';
  if (sameAmount(source.amount, whole) && source.date === date) return null;
  return `says ${groupedAmount(source.amount)} of ${source.date ?? 'no date'} in Procore now`;
}

type Moved = { sent: SentPayment; moved: string; stands: boolean };

function noLongerSo(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { sent, moved, stands }: Moved,
): Verdict {
  const { record, xeroPaymentId, contractPaymentId, whole, date, paid } = sent;
  // Gone on both sides: nothing is left to be sent, only the link ends.
  if (!stands || !record) {
    const targetId = xeroPaymentId;
    return proposal(roleOf(sent), { outcome: 'delete', write: null, changes: [], targetId });
  }
  const detail = `the contract payment of ${groupedAmount(whole)} of ${date} ${moved}, and Xero has a payment of ${groupedAmount(paid)} for it`;
  return proposal(roleOf(sent), {
    outcome: 'delete',
    changes: [
      {
        ...{ path: 'amount', base: whole, xero: record.amount, proposed: null },
        procore: sent.source?.amount ?? null,
      },
    ],
    findings: [
      finding('paymentGoneFromProcore', detail, {
        contractPayment: contractPaymentId,
        payment: xeroPaymentId,
        ...{ whole, paid, now: sent.sourceIsGone ? null : (sent.source?.amount ?? null) },
      }),
    ],
    write: xeroPaymentDeletion(record, markerOfPayment(observation, claim, contractPaymentId)),
    impossible: whyNotDeletable(record),
  });
}

function deletedInXero(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { sent, invoice }: { sent: SentPayment; invoice: XeroInvoice },
): Verdict {
  const { source, paid, part, date, contractPaymentId } = sent;
  const accountCode = paymentAccountOf(observation.mapping, sideOf(observation).books);
  if (!source || accountCode === null) return unchanged(roleOf(sent));
  const detail = `the payment of ${groupedAmount(paid)} on ${date} is not in Xero any more, and Procore still has ${groupedAmount(source.amount)}`;
  return proposal(roleOf(sent), {
    outcome: 'conflict',
    changes: [{ path: 'amount', base: paid, procore: source.amount, xero: null, proposed: paid }],
    findings: [
      finding('paymentDeletedInXero', detail, {
        contractPayment: contractPaymentId,
        ...{ payment: sent.xeroPaymentId, paid },
      }),
    ],
    write: xeroPaymentCreation(observation, claim, {
      payment: { ...source, date },
      ...{ part, amount: paid, invoice, accountCode },
    }),
  });
}
