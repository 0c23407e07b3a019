// How a purchase order looks in an answer.
import type { PurchaseOrder } from './records.ts';
import type { Trading } from './contact-view.ts';
import type { XeroState } from './xero-state.ts';
import { centsNumber } from './decimal.ts';
import { contactShown } from './contact-view.ts';
import { dayString, dayToWire, instantToWire } from './dates.ts';
import { lineShown } from './line-items.ts';
import { rateNumber } from './exchange.ts';

export function orderShown(
  state: XeroState,
  order: PurchaseOrder,
  trading: Trading,
): Record<string, unknown> {
  const contact = state.contacts.get(order.contactId);
  if (contact === undefined) throw new Error(`Order ${order.purchaseOrderId} has no contact`);
  const { deliveryDate, expectedArrivalDate } = order;
  return {
    PurchaseOrderID: order.purchaseOrderId,
    PurchaseOrderNumber: order.purchaseOrderNumber,
    DateString: dayString(order.date),
    Date: dayToWire(order.date),
    ...(deliveryDate === null
      ? {}
      : { DeliveryDateString: dayString(deliveryDate), DeliveryDate: dayToWire(deliveryDate) }),
    ...(expectedArrivalDate === null
      ? {}
      : { ExpectedArrivalDate: dayToWire(expectedArrivalDate) }),
    ...order.texts,
    HasErrors: false,
    IsDiscounted: false,
    TotalDiscount: 0,
    SentToContact: order.sentToContact,
    Type: 'PURCHASEORDER',
    Reference: order.reference,
    CurrencyRate: rateNumber(state, order.currencyRate ?? null),
    CurrencyCode: order.currencyCode,
    Contact: contactShown(contact, trading),
    Status: order.status,
    LineAmountTypes: order.lineAmountTypes,
    LineItems: order.lines.map((line) => lineShown(state, line, 4)),
    SubTotal: centsNumber(order.totals.subTotal),
    TotalTax: centsNumber(order.totals.totalTax),
    Total: centsNumber(order.totals.total),
    HasAttachments: false,
    UpdatedDateUTC: instantToWire(order.updatedAtMs),
  };
}
