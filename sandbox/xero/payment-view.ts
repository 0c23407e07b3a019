// How payments and batches of payments look in an answer.
import type { BatchPayment, Payment } from './records.ts';
import type { Cents } from './decimal.ts';
import type { PaymentTarget } from './payment-target.ts';
import type { XeroState } from './xero-state.ts';
import { CREDIT_NAMES, documentStub } from './credit-view.ts';
import { centsNumber, sumOf } from './decimal.ts';
import { codeShown } from './line-items.ts';
import { contactStub } from './contact-view.ts';
import { CREDIT_TYPES, paymentTypeOf, targetOf } from './payment-target.ts';
import { dayString, dayToWire, instantString, instantToWire } from './dates.ts';
import { rateNumber } from './exchange.ts';

export function paymentShown(state: XeroState, payment: Payment): Record<string, unknown> {
  const target = targetOf(state, payment);
  const account = state.accounts.get(payment.accountCode);
  if (account === undefined) throw new Error(`Payment ${payment.paymentId} lacks its account`);
  const batch =
    payment.batchPaymentId === null ? undefined : state.batchPayments.get(payment.batchPaymentId);
  return {
    PaymentID: payment.paymentId,
    ...(batch === undefined
      ? {}
      : { BatchPaymentID: batch.batchPaymentId, BatchPayment: batchHead(state, batch) }),
    Date: dayToWire(payment.date),
    BankAmount: centsNumber(bankAmountOf(payment)),
    Amount: centsNumber(payment.amount),
    Reference: payment.reference,
    CurrencyRate: rateNumber(state, payment.exchange?.currencyRate ?? null),
    PaymentType: paymentTypeOf(target),
    Status: payment.status,
    UpdatedDateUTC: instantToWire(payment.updatedAtMs),
    UpdatedDateUTCString: instantString(payment.updatedAtMs),
    HasAccount: true,
    IsReconciled: payment.isReconciled,
    Account: { AccountID: account.accountId, ...codeShown(account, 'Code'), Name: account.name },
    ...targetShown(state, target),
    HasValidationErrors: false,
  };
}

/**
 * The refund of a credit shows the credit as an Invoice whose type is the credit's, or as what it is.
 * Source: Xero OpenAPI 16.1.0, example of GET /Payments (a refund of CN-0005), read 2026-11-26.
 */
function targetShown(state: XeroState, target: PaymentTarget): Record<string, unknown> {
  if (target.kind === 'invoice') {
    const { type, invoiceId, invoiceNumber, contactId, currencyCode } = target.invoice;
    const head = { Type: type, InvoiceID: invoiceId, InvoiceNumber: invoiceNumber };
    return { Invoice: documentShown(state, head, contactId, currencyCode) };
  }
  const { ref, side, number, contactId, currencyCode } = target.credit;
  if (state.rule('refundTarget') === 'asItself') {
    const { id, one } = CREDIT_NAMES[ref.kind];
    const named = ref.kind === 'creditNote' ? { CreditNoteNumber: number } : {};
    return { [one]: { [id]: ref.id, ID: ref.id, ...named, LineItems: [] } };
  }
  const head = { Type: CREDIT_TYPES[ref.kind][side], InvoiceID: ref.id, InvoiceNumber: number };
  return { Invoice: documentShown(state, head, contactId, currencyCode) };
}

function documentShown(
  state: XeroState,
  head: Record<string, unknown>,
  contactId: string,
  currencyCode: string,
): Record<string, unknown> {
  const contact = state.contacts.get(contactId);
  if (contact === undefined) throw new Error('A paid document has no contact');
  return { ...documentStub(head), Contact: contactStub(contact), CurrencyCode: currencyCode };
}

export function batchShown(state: XeroState, batch: BatchPayment): Record<string, unknown> {
  const payments = batch.paymentIds.flatMap((id) => state.payments.get(id) ?? []);
  return {
    ...batchHead(state, batch),
    ...Object.fromEntries(Object.entries(batch.texts).filter(([, value]) => value !== '')),
    DateString: dayString(batch.date),
    Payments: payments.map((payment) => ({
      PaymentID: payment.paymentId,
      Invoice: documentStub({
        InvoiceID: payment.invoiceId,
        // Source: Xero OpenAPI 16.1.0, example of GET /BatchPayments, read 2026-11-27.
        CurrencyCode: payment.exchange?.currencyCode ?? state.organisation().baseCurrency,
      }),
      Amount: centsNumber(payment.amount),
      BankAmount: centsNumber(bankAmountOf(payment)),
      ...(payment.reference === '' ? {} : { Reference: payment.reference }),
    })),
  };
}

function bankAmountOf({ exchange, amount }: Payment): Cents {
  return exchange?.bankAmount ?? amount;
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
    // What the bank moved: 913.55, 540 and 3080 are 4533.55 there, though 540 paid 495 of an invoice in AUD.
    // Source: Xero OpenAPI 16.1.0, example of GET /BatchPayments/{id}, read 2026-11-27.
    TotalAmount: centsNumber(sumOf(payments.map(bankAmountOf))),
    UpdatedDateUTC: instantToWire(batch.updatedAtMs),
    IsReconciled: payments.length > 0 && payments.every(({ isReconciled }) => isReconciled),
  };
}
