// How payments are read; none is ever written.
import { z } from 'zod';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import {
  amount,
  dateOfEither,
  idField,
  optionalDate,
  optionalFlag,
  optionalText,
  text,
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
    reference: payment.Reference,
    status: payment.Status,
    isReconciled: payment.IsReconciled,
    batchPaymentId: payment.BatchPayment?.BatchPaymentID ?? payment.BatchPaymentID,
    updatedAt: versionOf(payment),
  };
}
