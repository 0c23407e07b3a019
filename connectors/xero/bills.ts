// How bills (invoices of type ACCPAY) are read and written.
import { Invoice } from 'xero-node';
import { z } from 'zod';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { BillBody, BillVoidBody } from '../../domain/records/write-bodies.ts';
import {
  lineAmountTypesField,
  lineAmountTypesSent,
  lineItemSchema,
  toLine,
  toLineItem,
} from './line-items.ts';
import { outgoingCurrency } from './sendable.ts';
import type { ElementIdentifiers } from './xero-api.ts';
import {
  amount,
  amountOrNothing,
  dateOfEither,
  decimal,
  given,
  idField,
  optionalDate,
  optionalText,
  text,
  textMember,
  versionFields,
  versionOf,
} from './xero-fields.ts';

const schema = z.looseObject({
  Type: z.literal('ACCPAY'),
  InvoiceID: idField,
  Contact: z.looseObject({ ContactID: idField }),
  InvoiceNumber: optionalText,
  Url: optionalText,
  Date: optionalDate,
  DateString: optionalDate,
  DueDate: optionalDate,
  DueDateString: optionalDate,
  CurrencyCode: text,
  CurrencyRate: decimal.nullish(),
  LineAmountTypes: lineAmountTypesField,
  Status: text,
  SubTotal: amount,
  TotalTax: amount,
  Total: amount,
  AmountDue: amount,
  AmountPaid: amountOrNothing,
  AmountCredited: amountOrNothing,
  LineItems: z.array(lineItemSchema),
  ...versionFields,
});

export function readBill(element: unknown): XeroBill {
  const bill = schema.parse(element);
  return {
    kind: 'xeroBill',
    id: bill.InvoiceID,
    contactId: bill.Contact.ContactID,
    number: bill.InvoiceNumber,
    url: bill.Url,
    date: dateOfEither('Date', bill.DateString, bill.Date),
    dueDate: bill.DueDateString ?? bill.DueDate,
    currency: bill.CurrencyCode,
    currencyRate: bill.CurrencyRate ?? null,
    lineAmountTypes: bill.LineAmountTypes,
    status: bill.Status,
    subTotal: bill.SubTotal,
    totalTax: bill.TotalTax,
    total: bill.Total,
    amountDue: bill.AmountDue,
    amountPaid: bill.AmountPaid,
    amountCredited: bill.AmountCredited,
    lines: bill.LineItems.map(toLine),
    updatedAt: versionOf(bill),
  };
}

/**
 * The contact is named by its id and nothing else: any other field would change the contact, and drop the contact
 * persons that were not listed. Status and due date only where the body has them: afterwards they are Xero's.
 */
export function toInvoice(body: BillBody, index: number): Invoice {
  return {
    ...(body.billId === null ? {} : { invoiceID: body.billId }),
    type: Invoice.TypeEnum.ACCPAY,
    contact: { contactID: body.contactId },
    invoiceNumber: body.number,
    ...given('url', body.url),
    date: body.date,
    ...(body.dueDate === null ? {} : { dueDate: body.dueDate }),
    currencyCode: outgoingCurrency(body.currency, index),
    lineAmountTypes: lineAmountTypesSent,
    ...(body.status === null ? {} : { status: Invoice.StatusEnum[body.status] }),
    lineItems: body.lines.map((line, lineIndex) => toLineItem(line, lineIndex, index)),
  };
}

/** Its status and nothing else: a field that is not sent keeps its value (developer docs, Invoices, read 2026-11-23). */
export function toVoidedInvoice({ billId, status }: BillVoidBody): Invoice {
  return { invoiceID: billId, status: Invoice.StatusEnum[status] };
}

export function billIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'InvoiceID'),
    number: textMember(element, 'InvoiceNumber'),
    url: textMember(element, 'Url'),
    reference: null,
    contactNumber: null,
  };
}
