// Xero's endpoints as the write path uses them.
import { asideOrNull } from '../connectors/http/parsed-records.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { WriteAsk, WrittenElement, XeroClient } from '../connectors/xero/xero-api.ts';
import { canonicalJson } from '../domain/identity/canonical-json.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { Endpoint } from '../domain/identity/endpoints.ts';
import { ownedBody, ownedDocument, whatItSays } from '../domain/plan/owned.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type {
  BillBody,
  ContactBody,
  PurchaseOrderBody,
  WriteBody,
} from '../domain/records/write-bodies.ts';
import type { XeroBill } from '../domain/records/xero/bill.ts';
import { isStanding } from '../domain/records/xero/standing.ts';
import type { XeroContact } from '../domain/records/xero/contact.ts';
import type { XeroPurchaseOrder } from '../domain/records/xero/purchase-order.ts';
import { intentBody } from './intent-body.ts';
import type { EndpointPort, Found, Proof, Sent, SendResult } from './vendor-port.ts';

const traits = {
  /**
   * Xero remembers a key for six minutes from its first use; a minute is kept in hand.
   * Source: Xero developer guide "Idempotent requests", read 2026-11-23.
   */
  keyMemoryMs: 5 * 60_000,
  keepsKey: false,
  /** Longer than our own time limit of 25 s for a request, with room for a vendor that goes on after we hung up. */
  quietMs: 45_000,
  looksFirst: false,
} as const;

type BodyOf<K extends WriteBody['kind']> = Extract<WriteBody, { kind: K }>;

function bodyOf<K extends WriteBody['kind']>(kind: K, member: IntentRow, index = 0): BodyOf<K> {
  const body = intentBody(member, index);
  if (body.kind !== kind) throw new Error(`an intent for ${kind} holds a ${body.kind}`);
  return body as BodyOf<K>;
}

function asking<K extends WriteBody['kind']>(
  kind: K,
  members: readonly IntentRow[],
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): WriteAsk<BodyOf<K>> {
  const bodies = members.map((member, index) => bodyOf(kind, member, index));
  return { bodies, idempotencyKey, beforeSend: proof(members) };
}

type Written = XeroContact | XeroBill | XeroPurchaseOrder;

function sent<R extends Written>(elements: readonly WrittenElement<R>[]): Sent {
  const results = elements.map((element): SendResult => {
    const { id, url, reference, contactNumber } = element.identifiers;
    const marker = markerIn(url) ?? markerIn(reference) ?? markerIn(contactNumber);
    if (!element.ok) return { ok: false, marker, targetId: id, messages: element.messages };
    const { record, warnings } = element;
    return { ok: true, marker, targetId: record.id, record, warnings };
  });
  return { results, stoppedBy: null, untried: [] };
}

/** Members whose target has moved on from the version the plan was made on, or is not shown any more. */
function staleAmong(members: readonly IntentRow[], seen: readonly Written[]): Set<string> {
  const byId = new Map(seen.map((record) => [record.id, record]));
  return new Set(
    members
      .filter((member) => byId.get(member.targetId ?? '')?.updatedAt !== member.targetVersion)
      .map((member) => member.key),
  );
}

function targetIdsOf(members: readonly IntentRow[]): string[] {
  return members.flatMap((member) => member.targetId ?? []);
}

/** By the marker for what was created, by its id for what was changed, whoever may have taken the marker off it. */
function foundBy<R extends Written>(
  members: readonly IntentRow[],
  records: readonly R[],
  stands: (member: IntentRow, record: R) => boolean,
): Found {
  return new Map<string, KeptRecord[]>(
    members.map((member) => [member.key, records.filter((record) => stands(member, record))]),
  );
}

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
    contact.name === body.name &&
    isAs(body.email, contact.email) &&
    isAs(body.taxNumber, contact.taxNumber) &&
    isAs(body.contactNumber, contact.contactNumber)
  );
}

/** Whether the record already says what the body would write. */
function documentSays(
  body: BillBody | PurchaseOrderBody,
  record: XeroBill | XeroPurchaseOrder,
): boolean {
  const ours = ownedBody(body);
  const withUrl = ours.url !== undefined;
  const theirs = whatItSays(ownedDocument(record), withUrl);
  return canonicalJson(whatItSays(ours, withUrl)) === canonicalJson(theirs);
}

function billsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroBill',
    async findStale(members, beforeLook) {
      const seen = await client.readBills({ ids: targetIdsOf(members), beforeSend: beforeLook });
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const way = { idempotencyKey, proof };
      switch (members[0]?.operation) {
        case 'void':
          return sent(await client.voidBills(asking('xeroBillVoid', members, way)));
        case 'update':
          return sent(await client.updateBills(asking('xeroBill', members, way)));
        default:
          return sent(await client.createBills(asking('xeroBill', members, way)));
      }
    },
    async lookUp(members, since) {
      const operation = members[0]?.operation;
      if (operation !== 'create') {
        const bills = await client.readBills({ ids: targetIdsOf(members) });
        return foundBy(members, bills, (member, bill) => {
          if (bill.id !== member.targetId) return false;
          return operation === 'void'
            ? !isStanding(bill)
            : documentSays(bodyOf('xeroBill', member), bill);
        });
      }
      // What a person has voided meanwhile is in this list too: it was written all the same.
      const bills = await client.listBills({
        createdByMyApp: true,
        modifiedSince: since ?? undefined,
      });
      return foundBy(members, bills, ({ marker }, bill) => markerIn(bill.url) === marker);
    },
  };
}

async function ordersOf(
  members: readonly IntentRow[],
  read: (member: IntentRow) => Promise<XeroPurchaseOrder | null>,
): Promise<XeroPurchaseOrder[]> {
  const orders: XeroPurchaseOrder[] = [];
  for (const member of members) {
    // One that cannot be read counts as moved, and keeps nobody else from being read.
    const order = await asideOrNull(() => read(member));
    if (order) orders.push(order);
  }
  return orders;
}

function ordersPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroPurchaseOrder',
    async findStale(members, beforeLook) {
      const seen = await ordersOf(members, ({ targetId }) =>
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
        const orders = await ordersOf(members, ({ targetId }) =>
          client.readPurchaseOrder({ id: targetId ?? '' }),
        );
        return foundBy(members, orders, (member, order) => {
          if (order.id !== member.targetId) return false;
          return operation === 'delete'
            ? order.status === 'DELETED'
            : documentSays(bodyOf('xeroPurchaseOrder', member), order);
        });
      }
      const orders = await ordersOf(members, (member) =>
        client.readPurchaseOrderByNumber({ number: bodyOf('xeroPurchaseOrder', member).number }),
      );
      return foundBy(members, orders, ({ marker }, order) => markerIn(order.reference) === marker);
    },
  };
}

export function createXeroPorts(
  client: XeroClient,
): Record<Exclude<Endpoint, 'procore/contract_payments'>, EndpointPort> {
  return {
    'xero/contacts': contactsPort(client),
    'xero/purchaseorders': ordersPort(client),
    'xero/invoices': billsPort(client),
  };
}
