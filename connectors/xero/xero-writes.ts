// The writes Xero is ever sent: contacts, bills, sales invoices, credit notes, orders and payments, created by PUT, and updated or ended by POST under their own id.
import type { AccountingApi, CreditNote, Invoice } from 'xero-node';
import {
  invoiceIdentifiers,
  readBill,
  readSalesInvoice,
  toInvoice,
  toVoidedInvoice,
} from './invoices.ts';
import {
  creditNoteIdentifiers,
  readCreditNote,
  toAllocation,
  toCreditNote,
  toVoidedCreditNote,
} from './credit-notes.ts';
import { unitdp } from './asked-alike.ts';
import { contactIdentifiers, readContact, toContact } from './contacts.ts';
import { paymentIdentifiers, readPayment, toPayment } from './payments.ts';
import {
  purchaseOrderIdentifiers,
  readPurchaseOrder,
  toDeletedPurchaseOrder,
  toPurchaseOrder,
} from './purchase-orders.ts';
import { readOne } from '../http/parsed-records.ts';
import { assertSendable } from './sendable.ts';
import { readWritten } from './written-elements.ts';
import type { ElementIdentifiers, WriteAsk, WrittenElement, XeroClient } from './xero-api.ts';
import { collectionOf } from './xero-call.ts';
import type { XeroCall } from './xero-call.ts';

export type XeroWrites = Pick<
  XeroClient,
  | 'createContacts'
  | 'updateContacts'
  | 'createBills'
  | 'updateBills'
  | 'voidBills'
  | 'createSalesInvoices'
  | 'updateSalesInvoices'
  | 'voidSalesInvoices'
  | 'createCreditNotes'
  | 'updateCreditNotes'
  | 'voidCreditNotes'
  | 'allocateCredit'
  | 'removeAllocation'
  | 'createPayments'
  | 'deletePayment'
  | 'createPurchaseOrders'
  | 'updatePurchaseOrders'
  | 'deletePurchaseOrders'
>;

/** Sent always: when it is left out Xero answers the first refusal with a 400 for the whole batch. */
const summarizeErrors = false;

interface Kind<B, M, R> {
  readonly resource: string;
  readonly collection: string;
  readonly idOf: (body: B) => string | null;
  readonly toModel: (body: B, index: number) => M;
  readonly read: (element: unknown) => R;
  readonly identify: (element: unknown) => ElementIdentifiers;
}

type Send<M> = (
  api: AccountingApi,
  tenantId: string,
  models: M[],
  idempotencyKey: string,
) => Promise<unknown>;

/** Sends bodies of one kind in one request, and reads its answer element by element. */
function createWriter(call: XeroCall) {
  return async function write<B, M, R>(
    kind: Kind<B, M, R>,
    mode: 'create' | 'update',
    { ask, send }: { ask: WriteAsk<B>; send: Send<M> },
  ): Promise<WrittenElement<R>[]> {
    assertSendable(ask, { idOf: kind.idOf, mode });
    const models = ask.bodies.map(kind.toModel);
    const answer = await call({
      method: mode === 'create' ? 'PUT' : 'POST',
      template: `/${kind.collection}`,
      beforeSend: ask.beforeSend,
      run: (api, tenantId) => send(api, tenantId, models, ask.idempotencyKey),
    });
    return readWritten({ ...kind, elements: collectionOf(answer, kind.collection, true) });
  };
}

export function createXeroWrites(call: XeroCall): XeroWrites {
  const write = createWriter(call);
  return {
    createContacts: (ask) =>
      write(contactKind, 'create', {
        ask,
        send: (api, tenantId, contacts, key) =>
          api.createContacts(tenantId, { contacts }, summarizeErrors, key),
      }),
    updateContacts: (ask) =>
      write(contactKind, 'update', {
        ask,
        send: (api, tenantId, contacts, key) =>
          api.updateOrCreateContacts(tenantId, { contacts }, summarizeErrors, key),
      }),
    createBills: (ask) => write(billKind, 'create', { ask, send: putInvoices }),
    updateBills: (ask) => write(billKind, 'update', { ask, send: postInvoices }),
    voidBills: (ask) => write(billVoidKind, 'update', { ask, send: postInvoices }),
    createSalesInvoices: (ask) => write(salesKind, 'create', { ask, send: putInvoices }),
    updateSalesInvoices: (ask) => write(salesKind, 'update', { ask, send: postInvoices }),
    voidSalesInvoices: (ask) => write(salesVoidKind, 'update', { ask, send: postInvoices }),
    createCreditNotes: (ask) =>
      write(noteKind, 'create', {
        ask,
        send: (api, tenantId, creditNotes, key) =>
          api.createCreditNotes(tenantId, { creditNotes }, summarizeErrors, unitdp, key),
      }),
    updateCreditNotes: (ask) => write(noteKind, 'update', { ask, send: postCreditNotes }),
    voidCreditNotes: (ask) => write(noteVoidKind, 'update', { ask, send: postCreditNotes }),
    ...allocationWrites(call),
    createPayments: (ask) =>
      write(paymentKind, 'create', {
        ask,
        send: (api, tenantId, payments, key) =>
          api.createPayments(tenantId, { payments }, summarizeErrors, key),
      }),
    ...paymentDeletion(call),
    createPurchaseOrders: (ask) =>
      write(orderKind, 'create', {
        ask,
        send: (api, tenantId, purchaseOrders, key) =>
          api.createPurchaseOrders(tenantId, { purchaseOrders }, summarizeErrors, key),
      }),
    updatePurchaseOrders: (ask) =>
      write(orderKind, 'update', {
        ask,
        send: (api, tenantId, purchaseOrders, key) =>
          api.updateOrCreatePurchaseOrders(tenantId, { purchaseOrders }, summarizeErrors, key),
      }),
    deletePurchaseOrders: (ask) =>
      write(orderDeleteKind, 'update', {
        ask,
        send: (api, tenantId, purchaseOrders, key) =>
          api.updateOrCreatePurchaseOrders(tenantId, { purchaseOrders }, summarizeErrors, key),
      }),
  };
}

const putInvoices: Send<Invoice> = (api, tenantId, invoices, key) =>
  api.createInvoices(tenantId, { invoices }, summarizeErrors, unitdp, key);
const postInvoices: Send<Invoice> = (api, tenantId, invoices, key) =>
  api.updateOrCreateInvoices(tenantId, { invoices }, summarizeErrors, unitdp, key);
const postCreditNotes: Send<CreditNote> = (api, tenantId, creditNotes, key) =>
  api.updateOrCreateCreditNotes(tenantId, { creditNotes }, summarizeErrors, unitdp, key);

/**
 * One allocation a request: the path names the credit note. Xero's errors are asked for as errors here, since an
 * answer has no place for a refused one beside a written one.
 */
function allocationWrites(call: XeroCall): Pick<XeroWrites, 'allocateCredit' | 'removeAllocation'> {
  return {
    removeAllocation: async ({ body, beforeSend }) => {
      await call({
        method: 'DELETE',
        template: '/CreditNotes/{CreditNoteID}/Allocations/{AllocationID}',
        beforeSend,
        run: (api, tenantId) =>
          api.deleteCreditNoteAllocations(tenantId, body.creditNoteId, body.allocationId),
      });
    },
    allocateCredit: async ({ body, idempotencyKey, beforeSend }) => {
      const allocations = { allocations: [toAllocation(body)] };
      await call({
        method: 'PUT',
        template: '/CreditNotes/{CreditNoteID}/Allocations',
        beforeSend,
        run: (api, tenantId) =>
          api.createCreditNoteAllocation(
            tenantId,
            body.creditNoteId,
            allocations,
            true, // summarizeErrors
            idempotencyKey,
          ),
      });
    },
  };
}

/** One a request: the path names the payment, and its body is the status alone (xero-node issue 178, read 2026-11-23). */
function paymentDeletion(call: XeroCall): Pick<XeroWrites, 'deletePayment'> {
  return {
    deletePayment: async ({ body, idempotencyKey, beforeSend }) => {
      const answer = await call({
        method: 'POST',
        template: '/Payments/{PaymentID}',
        beforeSend,
        run: (api, tenantId) =>
          api.deletePayment(tenantId, body.paymentId, { status: 'DELETED' }, idempotencyKey),
      });
      const [element] = collectionOf(answer, paymentKind.collection, true);
      const { resource, read } = paymentKind;
      const context = { vendor: 'xero', resource } as const;
      return readOne({ element, read, id: body.paymentId, context, write: true });
    },
  };
}

const paymentKind = {
  resource: 'payment',
  collection: 'Payments',
  idOf: () => null,
  toModel: toPayment,
  read: readPayment,
  identify: paymentIdentifiers,
} as const;

const contactKind = {
  resource: 'contact',
  collection: 'Contacts',
  idOf: (body: { contactId: string | null }) => body.contactId,
  toModel: toContact,
  read: readContact,
  identify: contactIdentifiers,
} as const;

const billKind = {
  resource: 'bill',
  collection: 'Invoices',
  idOf: (body: { billId: string | null }) => body.billId,
  toModel: toInvoice,
  read: readBill,
  identify: invoiceIdentifiers,
} as const;

const billVoidKind = {
  ...billKind,
  idOf: (body: { billId: string }) => body.billId,
  toModel: toVoidedInvoice,
} as const;

const salesKind = {
  resource: 'sales invoice',
  collection: 'Invoices',
  idOf: (body: { invoiceId: string | null }) => body.invoiceId,
  toModel: toInvoice,
  read: readSalesInvoice,
  identify: invoiceIdentifiers,
} as const;

const salesVoidKind = {
  ...salesKind,
  idOf: (body: { invoiceId: string }) => body.invoiceId,
  toModel: toVoidedInvoice,
} as const;

const noteKind = {
  resource: 'credit note',
  collection: 'CreditNotes',
  idOf: (body: { creditNoteId: string | null }) => body.creditNoteId,
  toModel: toCreditNote,
  read: readCreditNote,
  identify: creditNoteIdentifiers,
} as const;

const noteVoidKind = {
  ...noteKind,
  idOf: (body: { creditNoteId: string }) => body.creditNoteId,
  toModel: toVoidedCreditNote,
} as const;

const orderKind = {
  resource: 'purchase order',
  collection: 'PurchaseOrders',
  idOf: (body: { orderId: string | null }) => body.orderId,
  toModel: toPurchaseOrder,
  read: readPurchaseOrder,
  identify: purchaseOrderIdentifiers,
} as const;

const orderDeleteKind = {
  ...orderKind,
  idOf: (body: { orderId: string }) => body.orderId,
  toModel: toDeletedPurchaseOrder,
} as const;
