// What has been paid and credited on a document, and the status that follows from it.
import type { Allocation, Invoice, Payment } from './records.ts';
import type { Cents } from './decimal.ts';
import type { XeroState } from './xero-state.ts';
import { groupedBy } from './grouping.ts';
import { sumOf } from './decimal.ts';

export type Settlement = {
  payments: Payment[];
  allocations: Allocation[];
  amountPaid: Cents;
  /** By credit notes, prepayments and overpayments. Source: Xero OpenAPI 16.1.0, AmountCredited, read 2026-11-26. */
  amountCredited: Cents;
  amountDue: Cents;
  fullyPaidOn: string | null;
};

/** For lists: one pass over all payments and allocations. */
export function settlementsOf(state: XeroState): (invoice: Invoice) => Settlement {
  const paid = groupedBy(
    state.payments.values().filter(({ status }) => status === 'AUTHORISED'),
    ({ invoiceId }) => invoiceId,
  );
  const credited = groupedBy(state.allocations.values(), ({ invoiceId }) => invoiceId);
  return (invoice) =>
    settled(invoice, paid.get(invoice.invoiceId) ?? [], credited.get(invoice.invoiceId) ?? []);
}

export function settlementIn(state: XeroState, invoice: Invoice): Settlement {
  const { invoiceId } = invoice;
  return settled(
    invoice,
    state.payments
      .values()
      .filter((one) => one.status === 'AUTHORISED' && one.invoiceId === invoiceId),
    state.allocations.values().filter((one) => one.invoiceId === invoiceId),
  );
}

function settled(invoice: Invoice, payments: Payment[], allocations: Allocation[]): Settlement {
  const amountPaid = sumOf(payments.map(({ amount }) => amount));
  const amountCredited = sumOf(allocations.map(({ amount }) => amount));
  const isOwing = invoice.status !== 'VOIDED' && invoice.status !== 'DELETED';
  const owed = invoice.totals.total - (invoice.cis?.withheld ?? 0n);
  const amountDue = isOwing ? owed - amountPaid - amountCredited : 0n;
  const dates = [...payments, ...allocations].map(({ date }) => date).sort();
  const fullyPaidOn = invoice.status === 'PAID' ? (dates.at(-1) ?? invoice.date) : null;
  return { payments, allocations, amountPaid, amountCredited, amountDue, fullyPaidOn };
}

/** An approved document with nothing left to pay is PAID; Xero sets it, never a caller. */
export function statusAfterPayments(state: XeroState, invoice: Invoice): Invoice['status'] {
  if (invoice.status !== 'AUTHORISED' && invoice.status !== 'PAID') return invoice.status;
  if (invoice.totals.total === 0n && state.rule('zeroTotal') === 'authorised') return 'AUTHORISED';
  return settlementIn(state, invoice).amountDue === 0n ? 'PAID' : 'AUTHORISED';
}
