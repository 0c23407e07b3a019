// Xero's endpoints as the write path uses them.
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { WrittenElement, XeroClient } from '../connectors/xero/xero-api.ts';
import type { XeroInvoice } from '../domain/claims/claim-observation.ts';
import type { Operation } from '../domain/delivery/operation.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { Endpoint } from '../domain/identity/endpoints.ts';
import type { ContactBody } from '../domain/records/write-bodies.ts';
import type { XeroBill } from '../domain/records/xero/bill.ts';
import type { XeroContact } from '../domain/records/xero/contact.ts';
import type { XeroSalesInvoice } from '../domain/records/xero/sales-invoice.ts';
import { isStanding } from '../domain/records/xero/standing.ts';
import { createLabourPorts } from './labour-ports.ts';
import type { EndpointPort, Proof } from './vendor-port.ts';
import { trackingOptionsPort } from './tracking-options-port.ts';
import { allocationsPort, creditNotesPort } from './xero-credit-ports.ts';
import { paymentsPort } from './xero-payment-ports.ts';
import {
  asking,
  bodyOf,
  documentSays,
  foundBy,
  readEachOf,
  sent,
  staleAmong,
  targetIdsOf,
  traits,
} from './xero-port-parts.ts';

function contactsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroContact',
    async findStale(members, beforeLook) {
      const seen = await client.readContacts({
        ids: targetIdsOf(members),
        beforeSend: beforeLook,
      });
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const ask = asking('xeroContact', members, { idempotencyKey, proof });
      const isUpdate = members[0]?.operation === 'update';
      return sent(await (isUpdate ? client.updateContacts(ask) : client.createContacts(ask)));
    },
    async lookUp(members) {
      if (members[0]?.operation === 'update') {
        const contacts = await client.readContacts({ ids: targetIdsOf(members) });
        return foundBy(
          members,
          contacts,
          (member, contact) =>
            contact.id === member.targetId && contactSays(contact, bodyOf('xeroContact', member)),
        );
      }
      const contacts: XeroContact[] = [];
      for (const { marker } of members) {
        // The number is ours alone, so a contact that bears it was created, whatever its name is by now.
        const contact = await client.readContactByNumber({ contactNumber: marker });
        if (contact) contacts.push(contact);
      }
      return foundBy(
        members,
        contacts,
        (member, { contactNumber }) => contactNumber?.toLowerCase() === member.marker.toLowerCase(),
      );
    },
  };
}

/** Only what the body holds was sent; what it leaves out may say anything. */
function contactSays(contact: XeroContact, body: ContactBody): boolean {
  const isAs = (sentText: string | null | undefined, kept: string | null): boolean =>
    sentText === undefined || sentText === null || sentText === kept;
  return (
    isAs(body.name, contact.name) &&
    isAs(body.email, contact.email) &&
    isAs(body.taxNumber, contact.taxNumber) &&
    isAs(body.contactNumber, contact.contactNumber)
  );
}

type InvoiceKind<R extends XeroInvoice> = {
  kind: R['kind'];
  read: (ask: { ids: readonly string[]; beforeSend?: BeforeSend }) => Promise<R[]>;
  list: (ask: { createdByMyApp: boolean; modifiedSince: string | undefined }) => Promise<R[]>;
  send: (
    operation: Operation,
    members: readonly IntentRow[],
    way: { idempotencyKey: string; proof: Proof },
  ) => Promise<WrittenElement<R>[]>;
};

/** Bills and sales invoices are one endpoint of Xero's, and are written and found alike. */
function invoicesPort<R extends XeroInvoice>({
  kind,
  read,
  list,
  send,
}: InvoiceKind<R>): EndpointPort {
  return {
    ...traits,
    recordKind: kind,
    async findStale(members, beforeLook) {
      const seen = await read({ ids: targetIdsOf(members), beforeSend: beforeLook });
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const operation = members[0]?.operation ?? 'create';
      return sent(await send(operation, members, { idempotencyKey, proof }));
    },
    async lookUp(members, since) {
      const operation = members[0]?.operation;
      if (operation !== 'create') {
        const invoices = await read({ ids: targetIdsOf(members) });
        return foundBy(members, invoices, (member, invoice) => {
          if (invoice.id !== member.targetId) return false;
          return operation === 'void'
            ? !isStanding(invoice)
            : documentSays(bodyOf(kind, member), invoice);
        });
      }
      // What a person has voided meanwhile is in this list too: it was written all the same.
      const invoices = await list({ createdByMyApp: true, modifiedSince: since ?? undefined });
      return foundBy(members, invoices, ({ marker }, { url }) => markerIn(url) === marker);
    },
  };
}

function billsPort(client: XeroClient): EndpointPort {
  return invoicesPort<XeroBill>({
    kind: 'xeroBill',
    read: (ask) => client.readBills(ask),
    list: (ask) => client.listBills(ask),
    send: (operation, members, way) => {
      switch (operation) {
        case 'void':
          return client.voidBills(asking('xeroBillVoid', members, way));
        case 'update':
          return client.updateBills(asking('xeroBill', members, way));
        default:
          return client.createBills(asking('xeroBill', members, way));
      }
    },
  });
}

function salesInvoicesPort(client: XeroClient): EndpointPort {
  return invoicesPort<XeroSalesInvoice>({
    kind: 'xeroSalesInvoice',
    read: (ask) => client.readSalesInvoices(ask),
    list: (ask) => client.listSalesInvoices(ask),
    send: (operation, members, way) => {
      switch (operation) {
        case 'void':
          return client.voidSalesInvoices(asking('xeroSalesInvoiceVoid', members, way));
        case 'update':
          return client.updateSalesInvoices(asking('xeroSalesInvoice', members, way));
        default:
          return client.createSalesInvoices(asking('xeroSalesInvoice', members, way));
      }
    },
  });
}

function ordersPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroPurchaseOrder',
    async findStale(members, beforeLook) {
      const seen = await readEachOf(members, ({ targetId }) =>
        client.readPurchaseOrder({ id: targetId ?? '', beforeSend: beforeLook }),
      );
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const way = { idempotencyKey, proof };
      switch (members[0]?.operation) {
        case 'delete':
          return sent(
            await client.deletePurchaseOrders(asking('xeroPurchaseOrderDelete', members, way)),
          );
        case 'update':
          return sent(await client.updatePurchaseOrders(asking('xeroPurchaseOrder', members, way)));
        default:
          return sent(await client.createPurchaseOrders(asking('xeroPurchaseOrder', members, way)));
      }
    },
    async lookUp(members) {
      const operation = members[0]?.operation;
      if (operation !== 'create') {
        const orders = await readEachOf(members, ({ targetId }) =>
          client.readPurchaseOrder({ id: targetId ?? '' }),
        );
        return foundBy(members, orders, (member, order) => {
          if (order.id !== member.targetId) return false;
          return operation === 'delete'
            ? order.status === 'DELETED'
            : documentSays(bodyOf('xeroPurchaseOrder', member), order);
        });
      }
      const orders = await readEachOf(members, (member) =>
        client.readPurchaseOrderByNumber({ number: bodyOf('xeroPurchaseOrder', member).number }),
      );
      return foundBy(members, orders, ({ marker }, order) => markerIn(order.reference) === marker);
    },
  };
}

export function createXeroPorts(
  client: XeroClient,
): Record<
  Exclude<Endpoint, `procore/${string}` | 'xero/attachments' | 'xero/history'>,
  EndpointPort
> {
  return {
    'xero/contacts': contactsPort(client),
    'xero/purchaseorders': ordersPort(client),
    'xero/invoices': billsPort(client),
    'xero/salesinvoices': salesInvoicesPort(client),
    'xero/creditnotes': creditNotesPort(client),
    'xero/allocations': allocationsPort(client),
    'xero/payments': paymentsPort(client),
    'xero/trackingoptions': trackingOptionsPort(client),
    ...createLabourPorts(client),
  };
}
