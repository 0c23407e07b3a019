// What each Xero payment is worth in Procore: net of tax, rounded cumulatively, so that the last closes to the cent.
import { fromMinor, shareMinor, toMinor } from '../../money/amount.ts';
import { stepOf } from '../../money/decimals.ts';
import { isStanding } from '../../records/xero/standing.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { ClaimObservation, XeroInvoice } from '../claim-observation.ts';

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

/** What cash settles of a document: with tax as it is paid, without tax as Procore counts it. In minor units, rounded to a step. */
export type Payable = { gross: bigint; net: bigint; step: bigint };

/**
 * A deduction withheld for the tax office counts as settled with the cash it comes with, so that cash of what is left
 * settles all of the net. What our own credit note takes off never was to be paid at all.
 */
export function payableOf(
  invoice: Pick<XeroInvoice, 'id' | 'total' | 'subTotal' | 'deducted' | 'currency'>,
  { creditNote }: Pick<ClaimObservation, 'creditNote'>,
): Payable {
  const own = creditOn(invoice.id, creditNote.target);
  return {
    gross: toMinor(invoice.total) - toMinor(invoice.deducted) - own.gross,
    net: toMinor(invoice.subTotal) - own.net,
    step: stepOf(invoice.currency),
  };
}

function creditOn(
  invoiceId: string,
  note: ClaimObservation['creditNote']['target'],
): Pick<Payable, 'gross' | 'net'> {
  if (!note || !isStanding(note)) return { gross: 0n, net: 0n };
  const onIt = note.allocations.filter((one) => one.invoiceId === invoiceId);
  const gross = onIt.reduce((sum, { amount }) => sum + toMinor(amount), 0n);
  const total = toMinor(note.total);
  if (gross === 0n || total <= 0n) return { gross: 0n, net: 0n };
  const step = stepOf(note.currency);
  return { gross, net: shareMinor(gross, { of: total, whole: toMinor(note.subTotal), step }) };
}

/**
 * What Procore is told payments come to: without tax unless set otherwise. A document whose first payments were told
 * one way is told the rest of them so too, whatever was set since.
 */
export function toldInProcore(
  payable: Payable,
  { mapping, postedPayments }: ClaimObservation,
): Payable {
  return waysTold(mapping, postedPayments) === 'withTax'
    ? { ...payable, net: payable.gross }
    : payable;
}

/** What a person typed and Tieout took over binds nobody: it may be either. */
export function waysTold(
  { payments }: ClaimObservation['mapping'],
  posted: ClaimObservation['postedPayments'],
): 'withTax' | 'withoutTax' {
  return posted.find(({ told }) => told !== null)?.told ?? payments.amounts;
}

/**
 * A payment already in Procore keeps the amount it was posted with; the n-th new one is the rounded net of all paid so
 * far minus what was given before. A share of nothing is carried into the next, and so is what was given too much:
 * once a payment is removed, the cents its neighbours were rounded up by can exceed what is due.
 * 100.00 net of 115.00, paid 38.33 + 38.33 + 38.34 → 33.33 + 33.33 + 33.34.
 */
export function paymentShares(
  { gross, net, step }: Payable,
  payments: readonly XeroPayment[],
  posted: ReadonlyMap<string, { amount: string }>,
): { payment: XeroPayment; share: string }[] {
  let paidSoFar = 0n;
  let givenSoFar = 0n;
  return paymentsInOrder(payments, new Set(posted.keys())).map((payment) => {
    paidSoFar += toMinor(payment.amount);
    const already = posted.get(payment.id);
    const due = gross > 0n ? shareMinor(paidSoFar, { of: gross, whole: net, step }) : 0n;
    const left = due > givenSoFar ? due - givenSoFar : 0n;
    const share = already ? toMinor(already.amount) : left;
    givenSoFar += share;
    return { payment, share: fromMinor(share) };
  });
}
