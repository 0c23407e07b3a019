// How payments are read, and how those recorded in Procore are written: made or deleted, never changed.
import type { Payment } from 'xero-node';
import { z } from 'zod';
import type { XeroPaymentBody } from '../../domain/records/write-bodies.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import { isRateOfOne } from '../../domain/currency/foreign.ts';
import { outgoingNumber } from './outgoing-number.ts';
import type { ElementIdentifiers } from './xero-api.ts';
import {
  amount,
  dateOfEither,
  decimal,
  idField,
  optionalDate,
  optionalFlag,
  optionalText,
  text,
  textMember,
  versionFields,
  versionOf,
} from './xero-fields.ts';

const schema = z.looseObject({
  PaymentID: idField,
  Invoice: z.looseObject({ InvoiceID: idField }),
  PaymentType: text,
  Date: optionalDate,
  DateString: optionalDate,
  Amount: amount,
  CurrencyRate: decimal.nullish(),
  Reference: optionalText,
  Status: text,
  IsReconciled: optionalFlag,
  BatchPaymentID: optionalText,
  BatchPayment: z.looseObject({ BatchPaymentID: optionalText }).nullish(),
  ...versionFields,
});

/** Refunds of credit notes, prepayments and overpayments pay no invoice and have none. */
export function paysAnInvoice(element: unknown): boolean {
  const named = z.looseObject({ Invoice: z.looseObject({ InvoiceID: idField }) });
  return named.safeParse(element).success;
}

export function readPayment(element: unknown): XeroPayment {
  const payment = schema.parse(element);
  return {
    kind: 'xeroPayment',
    id: payment.PaymentID,
    invoiceId: payment.Invoice.InvoiceID,
    paymentType: payment.PaymentType,
    date: dateOfEither('Date', payment.DateString, payment.Date),
    amount: payment.Amount,
    ...foreignRate(payment.CurrencyRate),
    reference: payment.Reference,
    status: payment.Status,
    isReconciled: payment.IsReconciled,
    batchPaymentId: payment.BatchPayment?.BatchPaymentID ?? payment.BatchPaymentID,
    updatedAt: versionOf(payment),
  };
}

/** 1 is what Xero says of a payment in the organisation's own currency. */
function foreignRate(rate: string | null | undefined): { currencyRate?: string } {
  return !rate || isRateOfOne(rate) ? {} : { currencyRate: rate };
}

/** By the ids of what it pays and of nothing else: a bill's number is not unique in Xero. */
export function toPayment(body: XeroPaymentBody, index: number): Payment {
  return {
    invoice: { invoiceID: body.invoiceId },
    account: { code: body.accountCode },
    date: body.date,
    amount: outgoingNumber({ value: body.amount, index, field: 'amount' }),
    reference: body.reference,
  };
}

export function paymentIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'PaymentID'),
    number: null,
    url: null,
    reference: textMember(element, 'Reference'),
    contactNumber: null,
  };
}
