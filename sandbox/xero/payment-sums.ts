// What has been paid on a document, and the status that follows from it.
import type { Cents } from './decimal.ts';
import type { Invoice, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { sumOf } from './decimal.ts';

export type Settlement = {
  payments: Payment[];
  amountPaid: Cents;
  amountDue: Cents;
  fullyPaidOn: string | null;
};

/** Payments by document, for lists: one pass over all payments. */
export function paymentsByInvoice(state: XeroState): (invoiceId: string) => Payment[] {
  const byInvoice = new Map<string, Payment[]>();
  for (const payment of state.payments.values()) {
    if (payment.status !== 'AUTHORISED') continue;
    const list = byInvoice.get(payment.invoiceId) ?? [];
    list.push(payment);
    byInvoice.set(payment.invoiceId, list);
  }
  return (invoiceId) => byInvoice.get(invoiceId) ?? [];
}

export function settlementOf(invoice: Invoice, payments: Payment[]): Settlement {
  const amountPaid = sumOf(payments.map(({ amount }) => amount));
  const isOwing = invoice.status !== 'VOIDED' && invoice.status !== 'DELETED';
  const amountDue = isOwing ? invoice.totals.total - amountPaid : 0n;
  const dates = payments.map(({ date }) => date).sort();
  const fullyPaidOn = invoice.status === 'PAID' ? (dates.at(-1) ?? invoice.date) : null;
  return { payments, amountPaid, amountDue, fullyPaidOn };
}

export function settlementIn(state: XeroState, invoice: Invoice): Settlement {
  const own = state.payments
    .values()
    .filter((one) => one.status === 'AUTHORISED' && one.invoiceId === invoice.invoiceId);
  return settlementOf(invoice, own);
}

/** An approved document with nothing left to pay is PAID; Xero sets it, never a caller. */
export function statusAfterPayments(state: XeroState, invoice: Invoice): Invoice['status'] {
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') return invoice.status;
  if (invoice.totals.total === 0n && state.rule('zeroTotal') === 'authorised') return 'AUTHORISED';
  const { amountPaid } = settlementIn(state, invoice);
  return invoice.totals.total === amountPaid ? 'PAID' : 'AUTHORISED';
}
