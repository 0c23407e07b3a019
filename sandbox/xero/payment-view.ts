// How payments and batches of payments look in an answer.
import type { BatchPayment, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { centsNumber, sumOf } from './decimal.ts';
import { codeShown } from './line-items.ts';
import { contactStub } from './contact-view.ts';
import { dayString, dayToWire, instantString, instantToWire } from './dates.ts';

export function paymentShown(state: XeroState, payment: Payment): Record<string, unknown> {
  const invoice = state.invoices.get(payment.invoiceId);
  const account = state.accounts.get(payment.accountCode);
  const contact = invoice === undefined ? undefined : state.contacts.get(invoice.contactId);
  if (invoice === undefined || account === undefined || contact === undefined) {
    throw new Error(`Payment ${payment.paymentId} lacks its document, contact or account`);
  }
  const batch =
    payment.batchPaymentId === null ? undefined : state.batchPayments.get(payment.batchPaymentId);
  return {
    PaymentID: payment.paymentId,
    ...(batch === undefined
      ? {}
      : { BatchPaymentID: batch.batchPaymentId, BatchPayment: batchHead(state, batch) }),
    Date: dayToWire(payment.date),
    BankAmount: centsNumber(payment.amount),
    Amount: centsNumber(payment.amount),
    Reference: payment.reference,
    CurrencyRate: 1,
    PaymentType: `${invoice.type}PAYMENT`,
    Status: payment.status,
    UpdatedDateUTC: instantToWire(payment.updatedAtMs),
    UpdatedDateUTCString: instantString(payment.updatedAtMs),
    HasAccount: true,
    IsReconciled: payment.isReconciled,
    Account: { AccountID: account.accountId, ...codeShown(account, 'Code'), Name: account.name },
    Invoice: {
      Type: invoice.type,
      InvoiceID: invoice.invoiceId,
      InvoiceNumber: invoice.invoiceNumber,
      Payments: [],
      CreditNotes: [],
      Prepayments: [],
      Overpayments: [],
      IsDiscounted: false,
      HasErrors: false,
      Contact: contactStub(contact),
      LineItems: [],
      CurrencyCode: invoice.currencyCode,
    },
    HasValidationErrors: false,
  };
}

export function batchShown(state: XeroState, batch: BatchPayment): Record<string, unknown> {
  const payments = batch.paymentIds.flatMap((id) => state.payments.get(id) ?? []);
  return {
    ...batchHead(state, batch),
    ...Object.fromEntries(Object.entries(batch.texts).filter(([, value]) => value !== '')),
    DateString: dayString(batch.date),
    Payments: payments.map((payment) => ({
      PaymentID: payment.paymentId,
      Invoice: {
        InvoiceID: payment.invoiceId,
        Payments: [],
        CreditNotes: [],
        Prepayments: [],
        Overpayments: [],
        HasErrors: false,
        IsDiscounted: false,
        LineItems: [],
      },
      Amount: centsNumber(payment.amount),
      BankAmount: centsNumber(payment.amount),
      ...(payment.reference === '' ? {} : { Reference: payment.reference }),
    })),
  };
}

function batchHead(state: XeroState, batch: BatchPayment): Record<string, unknown> {
  const payments = batch.paymentIds.flatMap((id) => state.payments.get(id) ?? []);
  const account = state.accounts.get(batch.accountCode);
  return {
    Account: { AccountID: account?.accountId ?? '' },
    BatchPaymentID: batch.batchPaymentId,
    Date: dayToWire(batch.date),
    Type: batch.type,
    Status: batch.status,
    TotalAmount: centsNumber(sumOf(payments.map(({ amount }) => amount))),
    UpdatedDateUTC: instantToWire(batch.updatedAtMs),
    IsReconciled: payments.length > 0 && payments.every(({ isReconciled }) => isReconciled),
  };
}
