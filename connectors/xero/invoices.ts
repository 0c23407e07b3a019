// How bills (invoices of type ACCPAY) and sales invoices (ACCREC) are read and written.
import { Invoice } from 'xero-node';
import { z } from 'zod';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroSalesInvoice } from '../../domain/records/xero/sales-invoice.ts';
import type {
  BillBody,
  BillVoidBody,
  SalesInvoiceBody,
  SalesInvoiceVoidBody,
} from '../../domain/records/write-bodies.ts';
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
  Type: z.enum(['ACCPAY', 'ACCREC']),
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
  // Only of an organisation in the United Kingdom, and of a CIS subcontractor there (OpenAPI 16.1.0, Invoice).
  CISDeduction: amountOrNothing,
  LineItems: z.array(lineItemSchema),
  ...versionFields,
});

export function readBill(element: unknown): XeroBill {
  const bill = schema.extend({ Type: z.literal('ACCPAY') }).parse(element);
  return { kind: 'xeroBill', ...fieldsOf(bill) };
}

export function readSalesInvoice(element: unknown): XeroSalesInvoice {
  const invoice = schema.extend({ Type: z.literal('ACCREC') }).parse(element);
  return { kind: 'xeroSalesInvoice', ...fieldsOf(invoice) };
}

function fieldsOf(invoice: z.infer<typeof schema>) {
  return {
    id: invoice.InvoiceID,
    contactId: invoice.Contact.ContactID,
    number: invoice.InvoiceNumber,
    url: invoice.Url,
    date: dateOfEither('Date', invoice.DateString, invoice.Date),
    dueDate: invoice.DueDateString ?? invoice.DueDate,
    currency: invoice.CurrencyCode,
    currencyRate: invoice.CurrencyRate ?? null,
    lineAmountTypes: invoice.LineAmountTypes,
    status: invoice.Status,
    subTotal: invoice.SubTotal,
    totalTax: invoice.TotalTax,
    total: invoice.Total,
    amountDue: invoice.AmountDue,
    amountPaid: invoice.AmountPaid,
    amountCredited: invoice.AmountCredited,
    deducted: invoice.CISDeduction,
    lines: invoice.LineItems.map(toLine),
    updatedAt: versionOf(invoice),
  };
}

/**
 * The contact is named by its id and nothing else: any other field would change the contact, and drop the contact
 * persons that were not listed. Status and due date only where the body has them: afterwards they are Xero's.
 */
export function toInvoice(body: BillBody | SalesInvoiceBody, index: number): Invoice {
  const id = body.kind === 'xeroBill' ? body.billId : body.invoiceId;
  const type = body.kind === 'xeroBill' ? Invoice.TypeEnum.ACCPAY : Invoice.TypeEnum.ACCREC;
  return {
    ...(id === null ? {} : { invoiceID: id }),
    type,
    contact: { contactID: body.contactId },
    invoiceNumber: body.number,
    ...given('url', body.url),
    date: body.date,
    ...(body.dueDate === null ? {} : { dueDate: body.dueDate }),
    currencyCode: outgoingCurrency(body.currency, index),
    // Six decimals of a rate come back from a double as they went in.
    ...(body.currencyRate === undefined ? {} : { currencyRate: Number(body.currencyRate) }),
    lineAmountTypes: lineAmountTypesSent,
    ...(body.status === null ? {} : { status: Invoice.StatusEnum[body.status] }),
    lineItems: body.lines.map((line, lineIndex) => toLineItem(line, lineIndex, index)),
  };
}

/** Its status and nothing else: a field that is not sent keeps its value (developer docs, Invoices, read 2026-11-23). */
export function toVoidedInvoice(body: BillVoidBody | SalesInvoiceVoidBody): Invoice {
  const id = body.kind === 'xeroBillVoid' ? body.billId : body.invoiceId;
  return { invoiceID: id, status: Invoice.StatusEnum[body.status] };
}

export function invoiceIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'InvoiceID'),
    number: textMember(element, 'InvoiceNumber'),
    url: textMember(element, 'Url'),
    reference: null,
    contactNumber: null,
  };
}
