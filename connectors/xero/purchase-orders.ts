// How purchase orders are read and written.
import { PurchaseOrder } from 'xero-node';
import { z } from 'zod';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import type {
  PurchaseOrderBody,
  PurchaseOrderDeleteBody,
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
  dateOfEither,
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
  PurchaseOrderID: idField,
  Contact: z.looseObject({ ContactID: idField }),
  PurchaseOrderNumber: text,
  Reference: optionalText,
  Date: optionalDate,
  DateString: optionalDate,
  CurrencyCode: text,
  LineAmountTypes: lineAmountTypesField,
  Status: text,
  SubTotal: amount,
  TotalTax: amount,
  Total: amount,
  LineItems: z.array(lineItemSchema),
  ...versionFields,
});

export function readPurchaseOrder(element: unknown): XeroPurchaseOrder {
  const order = schema.parse(element);
  return {
    kind: 'xeroPurchaseOrder',
    id: order.PurchaseOrderID,
    contactId: order.Contact.ContactID,
    number: order.PurchaseOrderNumber,
    reference: order.Reference,
    date: dateOfEither('Date', order.DateString, order.Date),
    currency: order.CurrencyCode,
    lineAmountTypes: order.LineAmountTypes,
    status: order.Status,
    subTotal: order.SubTotal,
    totalTax: order.TotalTax,
    total: order.Total,
    lines: order.LineItems.map(toLine),
    updatedAt: versionOf(order),
  };
}

export function toPurchaseOrder(body: PurchaseOrderBody, index: number): PurchaseOrder {
  return {
    ...(body.orderId === null ? {} : { purchaseOrderID: body.orderId }),
    contact: { contactID: body.contactId },
    purchaseOrderNumber: body.number,
    ...given('reference', body.reference),
    date: body.date,
    currencyCode: outgoingCurrency(body.currency, index),
    lineAmountTypes: lineAmountTypesSent,
    ...(body.status === null ? {} : { status: PurchaseOrder.StatusEnum[body.status] }),
    lineItems: body.lines.map((line, lineIndex) => toLineItem(line, lineIndex, index)),
  };
}

/** DELETED is an order's only end; other fields are not sent and keep their value (developer docs, Purchase Orders, read 2026-11-23). */
export function toDeletedPurchaseOrder({ orderId }: PurchaseOrderDeleteBody): PurchaseOrder {
  return { purchaseOrderID: orderId, status: PurchaseOrder.StatusEnum.DELETED };
}

export function purchaseOrderIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'PurchaseOrderID'),
    number: textMember(element, 'PurchaseOrderNumber'),
    url: null,
    reference: textMember(element, 'Reference'),
    contactNumber: null,
  };
}
