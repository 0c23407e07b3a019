// Xero's payments as the write path uses them: each rests on what its document still owes, and is deleted by itself.
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { XeroInvoice } from '../domain/claims/claim-observation.ts';
import { versionForPayment } from '../domain/claims/payments/writes-to-xero.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { XeroPayment } from '../domain/records/xero/payment.ts';
import { isStanding } from '../domain/records/xero/standing.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';
import {
  asking,
  bodyOf,
  foundBy,
  readEachOf,
  sent,
  staleAmong,
  traits,
} from './xero-port-parts.ts';

/** Of bills and sales invoices alike: an id says nothing of which it is. */
async function invoicesOf(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend: BeforeSend,
): Promise<XeroInvoice[]> {
  const all = members.map((member, index) => bodyOf('xeroPayment', member, index).invoiceId);
  const ids = [...new Set(all)];
  const bills = await client.readBills({ ids, beforeSend });
  const others = ids.filter((id) => !bills.some((bill) => bill.id === id));
  return [...bills, ...(await client.readSalesInvoices({ ids: others, beforeSend }))];
}

/** Whoever paid a document meanwhile may have paid just this: it is planned again then. */
async function staleCreations(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeLook: BeforeSend,
): ReturnType<EndpointPort['findStale']> {
  const seen = await invoicesOf(client, members, beforeLook);
  const versions = new Map(seen.map((invoice) => [invoice.id, versionForPayment(invoice)]));
  const moved = members.filter(
    (member) => versions.get(bodyOf('xeroPayment', member).invoiceId) !== member.targetVersion,
  );
  return { stale: new Set(moved.map(({ key }) => key)), seen };
}

function paymentsOf(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend?: BeforeSend,
): Promise<XeroPayment[]> {
  return readEachOf(members, ({ targetId }) =>
    client.readPayment({ id: targetId ?? '', beforeSend }),
  );
}

/** Nothing where Xero still shows it standing; what it shows, or null, where it is gone. */
async function deletedAmong(client: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const payments = await paymentsOf(client, members);
  return new Map(
    members.map((member) => {
      const there = payments.find(({ id }) => id === member.targetId) ?? null;
      return [member.key, there && isStanding(there) ? [] : [there]];
    }),
  );
}

function deleteOne(
  client: XeroClient,
  member: IntentRow,
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): Promise<SendResult> {
  const body = bodyOf('xeroPaymentDelete', member);
  const way = { idempotencyKey: ownKeyOf(idempotencyKey, member), beforeSend: proof([member]) };
  return writeOne(
    member,
    () => client.deletePayment({ body, ...way }),
    (members) => deletedAmong(client, members),
  );
}

export function paymentsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroPayment',
    // What is in doubt is always looked up: repeated, it would find its document paid by itself.
    keyMemoryMs: 0,
    readsBeforeCreation: true,
    async findStale(members, beforeLook) {
      if (members[0]?.operation === 'create') return staleCreations(client, members, beforeLook);
      const seen = await paymentsOf(client, members, beforeLook);
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const way = { idempotencyKey, proof };
      if (members[0]?.operation === 'delete') {
        return sendEach(members, (member) => deleteOne(client, member, way));
      }
      return sent(await client.createPayments(asking('xeroPayment', members, way)));
    },
    async lookUp(members, since) {
      if (members[0]?.operation === 'delete') return deletedAmong(client, members);
      // What a person has deleted meanwhile is in this list too, where Xero lists it: it was written all the same.
      const payments = await client.listPayments({ modifiedSince: since ?? undefined });
      return foundBy(members, payments, ({ marker }, one) => markerIn(one.reference) === marker);
    },
  };
}
