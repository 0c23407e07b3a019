// The payments of a posted bill that Procore does not know yet, net of tax, closing to the cent.
import { markerOf } from '../identity/markers.ts';
import { fromMinor, scaleMinor, toMinor } from '../money/amount.ts';
import type { ProcoreRequisition } from '../records/procore-records.ts';
import type { XeroBill, XeroPayment } from '../records/xero-records.ts';
import { stateOf } from './bill-state.ts';
import { blocked, proposal, unchanged } from './make-plan.ts';
import type { PayAppObservation } from './observation.ts';
import type { Plan, PlannedWrite } from './plan.ts';

/** Payments of a bill in the order they count: by date, then by id, so that a late find never reorders what was posted. */
export function paymentsInOrder(
  payments: readonly XeroPayment[],
  posted: ReadonlySet<string>,
): XeroPayment[] {
  const rank = (payment: XeroPayment): string =>
    `${posted.has(payment.id) ? '0' : '1'} ${payment.date} ${payment.id}`;
  return payments
    .filter((payment) => payment.status === 'AUTHORISED')
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/**
 * The contract payments still to be written. A payment already in Procore keeps the amount it was
 * posted with. Net-of-tax amounts are rounded cumulatively: the n-th is the rounded net of all paid
 * so far minus what was given before, so that a fully paid bill's parts add up to its net exactly.
 * 100.00 net of 115.00, paid 38.33 + 38.33 + 38.34 → 33.33 + 33.33 + 33.34.
 */
export function paymentWrites(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  bill: XeroBill,
): PlannedWrite[] {
  const posted = new Map(
    observation.postedPayments.map((payment) => [payment.xeroPaymentId, payment]),
  );
  const ordered = paymentsInOrder(observation.payments, new Set(posted.keys()));
  const gross = toMinor(bill.total);
  const net = toMinor(bill.subTotal);
  let paidSoFar = 0n;
  let givenSoFar = 0n;
  const writes: PlannedWrite[] = [];
  for (const payment of ordered) {
    paidSoFar += toMinor(payment.amount);
    const already = posted.get(payment.id);
    const share = already
      ? toMinor(already.amount)
      : (gross > 0n ? scaleMinor(paidSoFar, net, gross) : 0n) - givenSoFar;
    givenSoFar += share;
    if (!already) writes.push(paymentWrite(observation, requisition, payment, share));
  }
  return writes;
}

function paymentWrite(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  payment: XeroPayment,
  net: bigint,
): PlannedWrite {
  const role = `payment-${payment.id}` as const;
  const id = {
    type: 'payApp' as const,
    connection: observation.connection,
    requisitionId: requisition.id,
  };
  const marker = markerOf(id, role);
  const reference = payment.reference ? `Xero payment ${payment.reference}` : 'Paid in Xero';
  return {
    endpoint: 'procore/contract_payments',
    operation: 'create',
    role,
    marker,
    targetId: null,
    targetVersion: null,
    body: {
      kind: 'procoreContractPayment',
      projectId: requisition.projectId,
      contractId: requisition.commitmentId,
      requisitionId: requisition.id,
      amount: fromMinor(net),
      date: payment.date,
      invoiceNumber: observation.target?.number ?? null,
      notes: `${reference} ${payment.id} ${marker}`,
    },
  };
}

/** The plan of a posted bill's payments, once the bill itself is as it should be. */
export function planPayments(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  bill: XeroBill,
  money: { amount: string; currency: string },
): Plan {
  const posted = new Set(observation.postedPayments.map((payment) => payment.xeroPaymentId));
  const undone = observation.payments.find(
    (payment) => payment.status === 'DELETED' && posted.has(payment.id),
  );
  if (undone) {
    const detail = `the payment of ${undone.amount} on ${undone.date} was removed in Xero`;
    return blocked(observation, 'notYetHandled', detail, { payment: undone.id }, money);
  }
  const writes = paymentWrites(observation, requisition, bill);
  if (writes.length > 0) {
    return proposal(observation, {
      outcome: 'create',
      waits: null,
      detail: 'payments made in Xero',
      changes: [],
      writes,
      cause: null,
      ...money,
    });
  }
  const held = toMinor(requisition.summary.totalRetainage) !== 0n;
  const live = observation.payments.filter((payment) => payment.status === 'AUTHORISED');
  const final =
    bill.status === 'PAID' &&
    !held &&
    live.length > 0 &&
    live.every((payment) => payment.isReconciled);
  return unchanged(observation, stateOf(bill), money, final);
}
