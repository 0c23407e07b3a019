// Xero's endpoints for credit notes and what they are set off against, as the write path uses them.
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import { asideOrNull } from '../connectors/http/parsed-records.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { allocationOn } from '../connectors/xero/credit-notes.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { isStanding } from '../domain/records/xero/standing.ts';
import type { XeroAllocation } from '../domain/records/xero/allocation.ts';
import type { XeroCreditNote } from '../domain/records/xero/credit-note.ts';
import { markerOfCreditNote } from '../domain/records/xero/credit-note.ts';
import { sendEach } from './send-each.ts';
import type { EndpointPort, Proof, SendResult } from './vendor-port.ts';
import {
  asking,
  bodyOf,
  documentSays,
  foundBy,
  sent,
  staleAmong,
  targetIdsOf,
  traits,
} from './xero-port-parts.ts';

/** Credit notes have no batch by id, so that each is read by itself before it is changed. */
async function notesOf(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend?: BeforeSend,
): Promise<XeroCreditNote[]> {
  const notes: XeroCreditNote[] = [];
  for (const id of targetIdsOf(members)) {
    const note = await asideOrNull(() => client.readCreditNote({ id, beforeSend }));
    if (note) notes.push(note);
  }
  return notes;
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

/** What a member's credit note says of the document it was to be set off against. */
async function allocationsOf(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend?: BeforeSend,
): Promise<Map<string, XeroAllocation[]>> {
  const found = new Map<string, XeroAllocation[]>();
  for (const [index, member] of members.entries()) {
    const { creditNoteId, invoiceId } = bodyOf('xeroAllocation', member, index);
    const note = await client.readCreditNote({ id: creditNoteId, beforeSend });
    const allocation = note && allocationOn(note, invoiceId);
    found.set(member.key, allocation ? [allocation] : []);
  }
  return found;
}

async function allocateOne(
  client: XeroClient,
  member: IntentRow,
  { idempotencyKey, proof }: { idempotencyKey: string; proof: Proof },
): Promise<SendResult> {
  const { marker, targetId } = member;
  const body = bodyOf('xeroAllocation', member);
  try {
    await client.allocateCredit({
      body,
      // Each member's own, so that a repetition carries the same key whoever else is left in the batch.
      idempotencyKey: `${idempotencyKey}-${member.key.slice(0, 16)}`,
      beforeSend: proof([member]),
    });
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'refused') throw error;
    const [there] = (await allocationsOf(client, [member])).get(member.key) ?? [];
    if (!there) return { ok: false, marker, targetId, messages: error.messages };
    return { ok: true, marker, targetId: there.id, record: there, warnings: [] };
  }
  // The answer need not name the allocation: the credit note does.
  const [made] = (await allocationsOf(client, [member])).get(member.key) ?? [];
  if (!made) throw malformed('the credit note does not show the allocation that was just made');
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

/** One allocation a request; an outcome in doubt is looked up on the credit note itself, which is cheap to read. */
export function allocationsPort(client: XeroClient): EndpointPort {
  return {
    ...traits,
    keepsKey: true,
    looksFirst: true,
    recordKind: 'xeroAllocation',
    // Nothing is changed or taken back, so nothing can have moved.
    findStale: () => Promise.resolve({ stale: new Set(), seen: [] }),
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => allocateOne(client, member, { idempotencyKey, proof })),
    lookUp: (members) => allocationsOf(client, members),
  };
}
