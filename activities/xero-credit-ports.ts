// Xero's endpoints for credit notes and what they are set off against, as the write path uses them.
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { allocationOn } from '../connectors/xero/credit-notes.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { isStanding } from '../domain/records/xero/standing.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { XeroCreditNote } from '../domain/records/xero/credit-note.ts';
import { markerOfCreditNote } from '../domain/records/xero/credit-note.ts';
import { ownKeyOf, refusedUnlessDone, sendEach } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';
import type { BodyOf } from './xero-port-parts.ts';
import {
  asking,
  bodyOf,
  documentSays,
  foundBy,
  readEachOf,
  sent,
  staleAmong,
  traits,
} from './xero-port-parts.ts';

function notesOf(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend?: BeforeSend,
): Promise<XeroCreditNote[]> {
  return readEachOf(members, ({ targetId }) =>
    client.readCreditNote({ id: targetId ?? '', beforeSend }),
  );
}

export function creditNotesPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    recordKind: 'xeroCreditNote',
    async findStale(members, beforeLook) {
      const seen = await notesOf(client, members, beforeLook);
      return { stale: staleAmong(members, seen), seen };
    },
    async send(members, idempotencyKey, proof) {
      const way = { idempotencyKey, proof };
      switch (members[0]?.operation) {
        case 'void':
          return sent(await client.voidCreditNotes(asking('xeroCreditNoteVoid', members, way)));
        case 'update':
          return sent(await client.updateCreditNotes(asking('xeroCreditNote', members, way)));
        default:
          return sent(await client.createCreditNotes(asking('xeroCreditNote', members, way)));
      }
    },
    async lookUp(members, since) {
      const operation = members[0]?.operation;
      if (operation !== 'create') {
        const notes = await notesOf(client, members);
        return foundBy(members, notes, (member, note) => {
          if (note.id !== member.targetId) return false;
          return operation === 'void'
            ? !isStanding(note)
            : documentSays(bodyOf('xeroCreditNote', member), note);
        });
      }
      // Xero tells no app's credit notes apart (OpenAPI 16.1.0, getCreditNotes): its marker alone does.
      const notes = await client.listCreditNotes({ modifiedSince: since ?? undefined });
      return foundBy(members, notes, ({ marker }, note) => markerOfCreditNote(note) === marker);
    },
  };
}

type SetOff = BodyOf<'xeroAllocation'> | BodyOf<'xeroAllocationDelete'>;

function setOffOf(member: IntentRow, index = 0): SetOff {
  const kind = member.operation === 'delete' ? 'xeroAllocationDelete' : 'xeroAllocation';
  return bodyOf(kind, member, index);
}

/** What a member's credit note says of the document it was to be set off against, or is no longer to be. */
async function allocationsOf(client: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const found = new Map<string, KeptRecord[]>();
  for (const [index, member] of members.entries()) {
    const { kind, creditNoteId, invoiceId } = setOffOf(member, index);
    const note = await client.readCreditNote({ id: creditNoteId });
    const allocation = note && allocationOn(note, invoiceId);
    if (kind === 'xeroAllocation') found.set(member.key, allocation ? [allocation] : []);
    // What still stands is left to be sent; of what is gone the note as it is now is kept.
    else found.set(member.key, note && !allocation ? [note] : []);
  }
  return found;
}

/** The credit notes that members belong to, and those of them that moved since the plan was made. */
async function staleNotes(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeLook: BeforeSend,
): ReturnType<EndpointPort['findStale']> {
  const seen = new Map<string, XeroCreditNote>();
  const stale = new Set<string>();
  for (const [index, member] of members.entries()) {
    const { creditNoteId: id } = setOffOf(member, index);
    const note = seen.get(id) ?? (await client.readCreditNote({ id, beforeSend: beforeLook }));
    if (note) seen.set(id, note);
    if (note?.updatedAt !== member.targetVersion) stale.add(member.key);
  }
  return { stale, seen: [...seen.values()] };
}

async function takeBackOne(
  client: XeroClient,
  member: IntentRow,
  proof: Proof,
): Promise<SendResult> {
  const { marker, targetId } = member;
  try {
    const body = bodyOf('xeroAllocationDelete', member);
    await client.removeAllocation({ body, beforeSend: proof([member]) });
  } catch (error) {
    return refusedUnlessDone(member, error, (members) => allocationsOf(client, members));
  }
  const [gone] = (await allocationsOf(client, [member])).get(member.key) ?? [];
  if (!gone) throw malformed('the credit note still shows the allocation that was just taken back');
  return { ok: true, marker, targetId, record: gone, warnings: [] };
}

async function allocateOne(
  client: XeroClient,
  member: IntentRow,
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): Promise<SendResult> {
  const { marker } = member;
  const body = bodyOf('xeroAllocation', member);
  try {
    await client.allocateCredit({
      body,
      idempotencyKey: ownKeyOf(idempotencyKey, member),
      beforeSend: proof([member]),
    });
  } catch (error) {
    return refusedUnlessDone(member, error, (members) => allocationsOf(client, members));
  }
  // The answer need not name the allocation: the credit note does.
  const [made] = (await allocationsOf(client, [member])).get(member.key) ?? [];
  if (made?.kind !== 'xeroAllocation')
    throw malformed('the credit note does not show the allocation that was just made');
  return { ok: true, marker, targetId: made.id, record: made, warnings: [] };
}

function malformed(why: string): VendorError {
  const kind = 'malformedAnswer';
  return new VendorError({
    vendor: 'xero',
    kind,
    status: 200,
    messages: [why],
    mayHaveHappened: true,
  });
}

/** One allocation a request, made or taken back; an outcome in doubt is looked up on the credit note itself, which is cheap to read. */
export function allocationsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    keepsKey: true,
    looksFirst: true,
    recordKind: 'xeroAllocation',
    findStale: (members, beforeLook) =>
      members[0]?.operation === 'delete'
        ? staleNotes(client, members, beforeLook)
        : // What is set off changes nothing that stands, so nothing can have moved.
          Promise.resolve({ stale: new Set(), seen: [] }),
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) =>
        member.operation === 'delete'
          ? takeBackOne(client, member, proof)
          : allocateOne(client, member, { idempotencyKey, proof }),
      ),
    lookUp: (members) => allocationsOf(client, members),
  };
}
