// How a purchase order is made and changed; orders post nothing to the ledger.
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService } from './contacts.ts';
import type { JsonObject } from './json-input.ts';
import type { OrderStatus, PurchaseOrder } from './records.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { currencyFrom, limitedText, lineAmountTypesFrom } from './document-fields.ts';
import { day, flag, guid, object, objects, text } from './json-input.ts';
import { changeInWords, note } from './history.ts';
import { linesFrom, linesKept } from './line-items.ts';
import { rateWarnings } from './rate-warnings.ts';
import { stepOf } from './currencies.ts';
import { texts } from './texts.ts';
import { totalsOf } from './tax.ts';

/**
 * Xero publishes no table; only DRAFT to DELETED is documented (Purchase Orders, read 2026-11-23). This is the
 * narrowest reading that lets an order live its life; BILLED is set by a person, or by an app where the setting says so.
 */
const TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'DRAFT', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'BILLED', 'DELETED'],
  BILLED: ['BILLED'],
  DELETED: [],
};
const TEXT_FIELDS: Record<string, number> = {
  DeliveryAddress: 500,
  AttentionTo: 255,
  Telephone: 50,
  DeliveryInstructions: 500,
};

/** Not in the OpenAPI file; what an invoice's number may have. */
const NUMBER_MAX = 255;

/** A kept order and what Xero remarks about it without refusing. */
export type OrderOutcome = { order: PurchaseOrder; warnings: string[] };

export class PurchaseOrderService {
  readonly #state: XeroState;
  readonly #contacts: ContactService;

  constructor(state: XeroState, contacts: ContactService) {
    this.#state = state;
    this.#contacts = contacts;
  }

  /** With an id of its own only when it is seeded. */
  create(input: JsonObject, caller: Caller, id?: string): OrderOutcome {
    if (guid(input, 'PurchaseOrderID') !== undefined) {
      throw new ValidationFailure([texts.elementExists]);
    }
    const number = text(input, 'PurchaseOrderNumber') ?? '';
    if (number !== '' && this.#byNumber(number) !== undefined) {
      throw new ValidationFailure([texts.orderNumberTaken]);
    }
    return this.#keep(null, input, caller, id);
  }

  /** POST: by PurchaseOrderID, else by its unique number. */
  upsert(input: JsonObject, caller: Caller): OrderOutcome {
    const id = guid(input, 'PurchaseOrderID');
    if (id !== undefined) {
      const order = this.#state.purchaseOrders.get(id);
      if (order === undefined) throw new ValidationFailure([texts.documentNotFound]);
      return this.#keep(order, input, caller);
    }
    const same = this.#byNumber(text(input, 'PurchaseOrderNumber') ?? '');
    return same === undefined ? this.create(input, caller) : this.#keep(same, input, caller);
  }

  update(id: string, input: JsonObject, caller: Caller): OrderOutcome {
    const order = this.#state.purchaseOrders.get(id.toLowerCase());
    if (order === undefined) throw notFound();
    return this.#keep(order, input, caller);
  }

  byIdOrNumber(idOrNumber: string): PurchaseOrder | null {
    return (
      this.#state.purchaseOrders.get(idOrNumber.toLowerCase()) ?? this.#byNumber(idOrNumber) ?? null
    );
  }

  #keep(
    before: PurchaseOrder | null,
    input: JsonObject,
    caller: Caller,
    id?: string,
  ): OrderOutcome {
    const problems = new Problems();
    if (before?.status === 'DELETED') {
      throw new ValidationFailure([
        texts.orderStatus('DELETED', text(input, 'Status') ?? 'DELETED'),
      ]);
    }
    const current = before ?? this.#blank(input, caller, id);
    const order = this.#merged(current, before, input, caller, problems);
    order.status = this.#status(before, text(input, 'Status'), caller, problems);
    const isEdit =
      before?.status === 'BILLED' && contentDiffers({ ...before, status: order.status }, order);
    problems.addIf(isEdit, texts.orderStatus('BILLED', order.status));
    const other = this.#byNumber(order.purchaseOrderNumber);
    const isTaken = other !== undefined && other.purchaseOrderId !== order.purchaseOrderId;
    problems.addIf(isTaken, texts.orderNumberTaken);
    problems.addIf(order.totals.total < 0n, texts.negativeTotal);
    problems.throwIfAny();
    const warnings = rateWarnings(this.#state, input, order);
    if (flag(input, 'SentToContact') === true) {
      if (order.status === 'AUTHORISED' || order.status === 'BILLED') order.sentToContact = true;
      else warnings.push(texts.sentToContact);
    }
    const isRelined = before !== null && objects(input, 'LineItems') !== undefined;
    if (isRelined) order.lines = linesKept(this.#state, order.lines);
    const kept = { ...order, editedBy: caller.app, updatedAtMs: this.#state.stamp() };
    this.#state.purchaseOrders.set(kept.purchaseOrderId, kept);
    const what = changeInWords(before?.status ?? null, kept.status);
    note(this.#state, kept.purchaseOrderId, caller, what);
    return { order: kept, warnings };
  }

  #blank(input: JsonObject, caller: Caller, id = this.#state.newId()): PurchaseOrder {
    const number = text(input, 'PurchaseOrderNumber') ?? '';
    return {
      purchaseOrderId: id,
      purchaseOrderNumber: number === '' ? this.#nextNumber() : number,
      contactId: '',
      reference: '',
      date: this.#state.today(),
      deliveryDate: null,
      expectedArrivalDate: null,
      status: 'DRAFT',
      lineAmountTypes: 'Exclusive',
      currencyCode: '',
      sentToContact: false,
      texts: {},
      lines: [],
      totals: { subTotal: 0n, totalTax: 0n, total: 0n },
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: 0,
    };
  }

  #merged(
    current: PurchaseOrder,
    before: PurchaseOrder | null,
    input: JsonObject,
    caller: Caller,
    problems: Problems,
  ): PurchaseOrder {
    const owner = before?.contactId ?? null;
    const contact = object(input, 'Contact');
    const contactId = this.#contacts.ofDocument(contact, owner, caller, false, problems);
    const earlierTypes = before === null ? null : current.lineAmountTypes;
    const lineAmountTypes = lineAmountTypesFrom(input, earlierTypes, problems);
    const date = day(input, 'Date') ?? current.date;
    const currency = currencyFrom(this.#state, input, before, date, problems);
    const given = objects(input, 'LineItems');
    problems.addIf((given ?? current.lines).length === 0, texts.lineItemsMissing);
    // Orders have no unitdp: always four places. Source: Xero developer docs, Purchase Orders, read 2026-11-23.
    const step = stepOf(this.#state, currency.currencyCode);
    const rules = { unitPlaces: 4, lineAmountTypes, step, mustBeCoded: false } as const;
    const lines =
      given === undefined
        ? current.lines
        : linesFrom(this.#state, given, current.lines, rules, problems);
    const fields = Object.entries(TEXT_FIELDS).map(([field, most]) => {
      const earlier = current.texts[field] ?? '';
      return [field, limitedText(input, field, most, earlier, problems)] as const;
    });
    const number = limitedText(input, 'PurchaseOrderNumber', NUMBER_MAX, '', problems);
    return {
      ...current,
      ...currency,
      contactId: contactId ?? current.contactId,
      purchaseOrderNumber: number === '' ? current.purchaseOrderNumber : number,
      reference: limitedText(input, 'Reference', 255, current.reference, problems),
      date,
      deliveryDate: day(input, 'DeliveryDate') ?? current.deliveryDate,
      expectedArrivalDate: day(input, 'ExpectedArrivalDate') ?? current.expectedArrivalDate,
      lineAmountTypes,
      texts: Object.fromEntries(fields),
      lines,
      totals: totalsOf(lines, lineAmountTypes),
    };
  }

  #status(
    before: PurchaseOrder | null,
    given: string | undefined,
    caller: Caller,
    problems: Problems,
  ): OrderStatus {
    const from = before?.status ?? 'DRAFT';
    const to = given ?? from;
    if (!isOrderStatus(to)) {
      problems.add(texts.statusInvalid(to));
      return from;
    }
    const isFirst = before === null && (to === 'BILLED' || to === 'DELETED');
    const isByApp = caller.role === 'tieout' && this.#state.rule('billedByApi') === 'refuse';
    const isBilling = to === 'BILLED' && from !== 'BILLED' && isByApp;
    const isUnbilled = from === 'BILLED' && to === 'DELETED';
    const mayDelete = isUnbilled && this.#state.rule('billedOrderDeletion') === 'accept';
    const isAllowed = (TRANSITIONS[from].includes(to) && !isFirst && !isBilling) || mayDelete;
    problems.addIf(!isAllowed, texts.orderStatus(from, to));
    return isAllowed ? to : from;
  }

  #byNumber(number: string): PurchaseOrder | undefined {
    return this.#state.purchaseOrders
      .values()
      .find((order) => order.purchaseOrderNumber === number && number !== '');
  }

  #nextNumber(): string {
    for (;;) {
      const number = `PO-${String(this.#state.next('orderNumber')).padStart(4, '0')}`;
      if (this.#byNumber(number) === undefined) return number;
    }
  }
}

function isOrderStatus(value: string): value is OrderStatus {
  return value in TRANSITIONS;
}

function contentDiffers(before: PurchaseOrder, after: PurchaseOrder): boolean {
  const content = (order: PurchaseOrder): string =>
    JSON.stringify(order, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
  return content(before) !== content(after);
}
