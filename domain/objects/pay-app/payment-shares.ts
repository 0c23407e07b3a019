// What each Xero payment of a bill is worth in Procore: net of tax, rounded cumulatively, so that the last closes to the cent.
import { fromMinor, scaleMinor, toMinor } from '../../money/amount.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';

/** Payments that stand, in the order they count: those posted first, then by date and id, so that a late find moves nothing. */
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
 * A payment already in Procore keeps the amount it was posted with; the n-th new one is the rounded net of all paid so
 * far minus what was given before. A share of nothing is carried into the next, and so is what was given too much:
 * once a payment is removed, the cents its neighbours were rounded up by can exceed what is due.
 * 100.00 net of 115.00, paid 38.33 + 38.33 + 38.34 → 33.33 + 33.33 + 33.34.
 */
export function paymentShares(
  bill: Pick<XeroBill, 'total' | 'subTotal'>,
  payments: readonly XeroPayment[],
  posted: ReadonlyMap<string, { amount: string }>,
): { payment: XeroPayment; share: string }[] {
  const [gross, net] = [toMinor(bill.total), toMinor(bill.subTotal)];
  let paidSoFar = 0n;
  let givenSoFar = 0n;
  return paymentsInOrder(payments, new Set(posted.keys())).map((payment) => {
    paidSoFar += toMinor(payment.amount);
    const already = posted.get(payment.id);
    const due = gross > 0n ? scaleMinor(paidSoFar, net, gross) : 0n;
    const left = due > givenSoFar ? due - givenSoFar : 0n;
    const share = already ? toMinor(already.amount) : left;
    givenSoFar += share;
    return { payment, share: fromMinor(share) };
  });
}
