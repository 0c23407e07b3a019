// What the ports to Xero's endpoints have in common: how bodies are taken from intents, and answers and look-ups read.
import { asideOrNull } from '../connectors/http/parsed-records.ts';
import { nullWhereNotFound } from '../connectors/http/vendor-error.ts';
import type { WriteAsk, WrittenElement } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { canonicalJson } from '../domain/identity/canonical-json.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { DocumentBody, DocumentRecord } from '../domain/plan/owned.ts';
import { ownedBody, ownedDocument, whatItSays } from '../domain/plan/owned.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { WriteBody } from '../domain/records/write-bodies.ts';
import type { XeroPayment } from '../domain/records/xero/payment.ts';
import type { XeroContact } from '../domain/records/xero/contact.ts';
import { intentBody } from './intent-body.ts';
import type { Found, Proof, Sent, SendResult } from './vendor-port.ts';

export const traits = {
  /**
   * Xero remembers a key for six minutes from its first use; a minute is kept in hand.
   * Source: Xero developer guide "Idempotent requests", read 2026-11-23.
   */
  keyMemoryMs: 5 * 60_000,
  keepsKey: false,
  /** Longer than our own time limit of 25 s for a request, with room for a vendor that goes on after we hung up. */
  quietMs: 45_000,
  looksFirst: false,
  readsBeforeCreation: false,
} as const;

/**
 * Of what goes with a document and cannot be taken off again: always looked for before it is sent, since what its key stood for
 * may be another request by then, and there is nothing about it that could have moved.
 */
export const spareTraits = {
  ...traits,
  keyMemoryMs: 0,
  keepsKey: true,
  looksFirst: true,
  findStale: () => Promise.resolve({ stale: new Set<string>(), seen: [] }),
} as const;

/** A document that Xero does not show has nothing beside it that we know of; whether it takes any is for the write to hear. */
export async function beside<T>(list: () => Promise<T[]>): Promise<T[]> {
  return (await nullWhereNotFound(list())) ?? [];
}

export type BodyOf<K extends WriteBody['kind']> = Extract<WriteBody, { kind: K }>;

export function bodyOf<K extends WriteBody['kind']>(
  kind: K,
  member: IntentRow,
  index = 0,
): BodyOf<K> {
  const body = intentBody(member, index);
  if (body.kind !== kind) throw new Error(`an intent for ${kind} holds a ${body.kind}`);
  return body as BodyOf<K>;
}

export function asking<K extends WriteBody['kind']>(
  kind: K,
  members: readonly IntentRow[],
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): WriteAsk<BodyOf<K>> {
  const bodies = members.map((member, index) => bodyOf(kind, member, index));
  return { bodies, idempotencyKey, beforeSend: proof(members) };
}

/** A record that a write answers with. */
export type Written = XeroContact | DocumentRecord | XeroPayment;

export function sent<R extends Written>(elements: readonly WrittenElement<R>[]): Sent {
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
export function staleAmong(members: readonly IntentRow[], seen: readonly Written[]): Set<string> {
  const byId = new Map(seen.map((record) => [record.id, record]));
  return new Set(
    members
      .filter((member) => byId.get(member.targetId ?? '')?.updatedAt !== member.targetVersion)
      .map((member) => member.key),
  );
}

export function targetIdsOf(members: readonly IntentRow[]): string[] {
  return members.flatMap((member) => member.targetId ?? []);
}

/** For what has no batch by id: each member's by itself. One that cannot be read counts as moved, and keeps nobody else from being read. */
export async function readEachOf<R>(
  members: readonly IntentRow[],
  read: (member: IntentRow) => Promise<R | null>,
): Promise<R[]> {
  const records: R[] = [];
  for (const member of members) {
    const record = await asideOrNull(() => read(member));
    if (record) records.push(record);
  }
  return records;
}

/** By the marker for what was created, by its id for what was changed, whoever may have taken the marker off it. */
export function foundBy<R extends Written>(
  members: readonly IntentRow[],
  records: readonly R[],
  stands: (member: IntentRow, record: R) => boolean,
): Found {
  return new Map<string, KeptRecord[]>(
    members.map((member) => [member.key, records.filter((record) => stands(member, record))]),
  );
}

/** Whether the record already says what the body would write. */
export function documentSays(body: DocumentBody, record: DocumentRecord): boolean {
  const ours = ownedBody(body);
  const withUrl = ours.url !== undefined;
  const theirs = whatItSays(ownedDocument(record), withUrl);
  return canonicalJson(whatItSays(ours, withUrl)) === canonicalJson(theirs);
}
