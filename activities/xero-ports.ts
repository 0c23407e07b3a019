// Xero's endpoints as the write path uses them.
import type { IntentRow } from '../db/queries/documents.ts';
import type { WrittenElement, XeroClient } from '../connectors/xero/xero-api.ts';
import { canonicalJson } from '../domain/identity/canonical-json.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { Endpoint } from '../domain/identity/workflow-ids.ts';
import { ownedBody, ownedDocument } from '../domain/plan/three-way.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type {
  BillBody,
  ContactBody,
  PurchaseOrderBody,
  WriteBody,
} from '../domain/records/write-bodies.ts';
import { writeBodySchema } from '../domain/records/write-bodies.ts';
import type { XeroBill } from '../domain/records/xero/bill.ts';
import type { XeroContact } from '../domain/records/xero/contact.ts';
import type { XeroPurchaseOrder } from '../domain/records/xero/purchase-order.ts';
import type { EndpointPort, Sent, SendResult } from './vendor-port.ts';

/**
 * Xero remembers a key for six minutes from its first use; a minute is kept in hand.
 * Source: Xero developer guide "Idempotent requests", read 2026-11-23.
 */
const keyMemoryMs = 5 * 60_000;
/** Longer than our own time limit of 25 s for a request, with room for a vendor that goes on after we hung up. */
const quietMs = 45_000;

function bodiesOf<K extends WriteBody['kind']>(
  kind: K,
  members: readonly IntentRow[],
): Extract<WriteBody, { kind: K }>[] {
  return members.map((member) => {
    const body = writeBodySchema.parse(member.body);
    if (body.kind !== kind) throw new Error(`an intent for ${kind} holds a ${body.kind}`);
    return body as Extract<WriteBody, { kind: K }>;
  });
}

type Written = XeroContact | XeroBill | XeroPurchaseOrder;

function sent<R extends Written>(elements: readonly WrittenElement<R>[]): Sent {
  const results = elements.map((element): SendResult => {
    const { url, reference, contactNumber } = element.identifiers;
    const marker = markerIn(url) ?? markerIn(reference) ?? markerIn(contactNumber);
    if (!element.ok) return { ok: false, marker, messages: element.messages };
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

/** Whether the record already says what the body would write. */
function saysAlready(
  body: BillBody | PurchaseOrderBody,
  record: XeroBill | XeroPurchaseOrder,
): boolean {
  return canonicalJson(ownedBody(body)) === canonicalJson(ownedDocument(record));
}

function contactsPort(client: XeroClient): EndpointPort {
  return {
    keyMemoryMs,
    keepsKey: false,
    quietMs,
    async findStale(members) {
      const seen = await client.readContacts({ ids: targetIdsOf(members) });
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey) {
      const bodies: ContactBody[] = bodiesOf('xeroContact', members);
      const ask = { bodies, idempotencyKey };
      const isUpdate = members[0]?.operation === 'update';
      return sent(await (isUpdate ? client.updateContacts(ask) : client.createContacts(ask)));
    },
    async lookUp(members) {
      const found = new Map<string, KeptRecord>();
      const isUpdate = members[0]?.operation === 'update';
      for (const { contactNumber, name } of bodiesOf('xeroContact', members)) {
        const contact = await client.readContactByNumber({ contactNumber });
        // The number is ours alone, so a contact that bears it was created, whatever its name is by now.
        if (contact && (!isUpdate || contact.name === name)) found.set(contactNumber, contact);
      }
      return found;
    },
  };
}

function billsPort(client: XeroClient): EndpointPort {
  return {
    keyMemoryMs,
    keepsKey: false,
    quietMs,
    async findStale(members) {
      const seen = await client.readBills({ ids: targetIdsOf(members) });
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey) {
      const bodies = bodiesOf('xeroBill', members);
      const ask = { bodies, idempotencyKey };
      const isUpdate = members[0]?.operation === 'update';
      return sent(await (isUpdate ? client.updateBills(ask) : client.createBills(ask)));
    },
    async lookUp(members, since) {
      const isUpdate = members[0]?.operation === 'update';
      const bills = isUpdate
        ? await client.readBills({ ids: targetIdsOf(members) })
        : await client.listBills({ createdByMyApp: true, modifiedSince: since.toISOString() });
      return foundAmong(members, bodiesOf('xeroBill', members), bills, (bill) =>
        markerIn(bill.url),
      );
    },
  };
}

function ordersPort(client: XeroClient): EndpointPort {
  async function ordersByNumber(members: readonly IntentRow[]): Promise<XeroPurchaseOrder[]> {
    const orders: XeroPurchaseOrder[] = [];
    for (const { number } of bodiesOf('xeroPurchaseOrder', members)) {
      const order = await client.readPurchaseOrderByNumber({ number });
      if (order) orders.push(order);
    }
    return orders;
  }
  return {
    keyMemoryMs,
    keepsKey: false,
    quietMs,
    async findStale(members) {
      const seen: XeroPurchaseOrder[] = [];
      for (const id of targetIdsOf(members)) {
        const order = await client.readPurchaseOrder({ id });
        if (order) seen.push(order);
      }
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey) {
      const ask = { bodies: bodiesOf('xeroPurchaseOrder', members), idempotencyKey };
      const isUpdate = members[0]?.operation === 'update';
      return sent(
        await (isUpdate ? client.updatePurchaseOrders(ask) : client.createPurchaseOrders(ask)),
      );
    },
    async lookUp(members) {
      const orders = await ordersByNumber(members);
      return foundAmong(members, bodiesOf('xeroPurchaseOrder', members), orders, (order) =>
        markerIn(order.reference),
      );
    },
  };
}

/** A created record counts as found by its marker; an updated one only when it says what was sent. */
function foundAmong<R extends XeroBill | XeroPurchaseOrder>(
  members: readonly IntentRow[],
  bodies: readonly (BillBody | PurchaseOrderBody)[],
  records: readonly R[],
  markerOf: (record: R) => string | null,
): Map<string, KeptRecord> {
  const found = new Map<string, KeptRecord>();
  members.forEach((member, index) => {
    const body = bodies[index];
    const record = records.find((candidate) =>
      member.operation === 'update'
        ? candidate.id === member.targetId
        : markerOf(candidate) === member.marker && !isGone(candidate),
    );
    if (!record || !body) return;
    if (member.operation === 'update' && !saysAlready(body, record)) return;
    found.set(member.marker, record);
  });
  return found;
}

function isGone(record: XeroBill | XeroPurchaseOrder): boolean {
  return record.status === 'VOIDED' || record.status === 'DELETED';
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
