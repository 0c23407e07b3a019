// Keeps what webhooks say as hints, each event once, and wakes the documents they speak of.
import { randomUUID } from 'node:crypto';
import type { Vendor } from '../../domain/identity/endpoints.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { RecordKind } from '../../domain/records/records.ts';
import type { Database, Queryable } from '../database.ts';
import { hint } from '../schema/delivery-tables.ts';
import { documentsLinkedTo } from './links.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/** A record a webhook spoke of. Only what is read afterwards counts. */
export type NewHint = {
  /** What makes two deliveries the same event. */
  eventKey: string;
  resource: Extract<
    RecordKind,
    'procoreVendor' | 'procoreCommitment' | 'procoreRequisition' | 'xeroContact' | 'xeroBill'
  >;
  recordId: string;
  projectId: string | null;
};

export type Intake = { stored: number; woken: number };

const rowsPerStatement = 500;

/** Hints and wake rows in one transaction; an event that was stored before adds nothing. */
export async function storeHints(
  db: Database,
  connection: string,
  vendor: Vendor,
  hints: readonly NewHint[],
): Promise<Intake> {
  if (hints.length === 0) return { stored: 0, woken: 0 };
  return db.transaction(async (tx) => {
    const stored: { id: string; hint: NewHint }[] = [];
    // One order everywhere, so that two deliveries of the same events never wait for each other in a ring.
    const ordered = [...hints].sort((a, b) => (a.eventKey < b.eventKey ? -1 : 1));
    for (let from = 0; from < ordered.length; from += rowsPerStatement) {
      const part = ordered.slice(from, from + rowsPerStatement);
      stored.push(...(await insertNew(tx, connection, vendor, part)));
    }
    const wakes = await documentsHinted(tx, connection, stored);
    await addWakeRows(tx, wakes);
    return { stored: stored.length, woken: wakes.length };
  });
}

async function insertNew(
  db: Queryable,
  connection: string,
  vendor: Vendor,
  hints: readonly NewHint[],
): Promise<{ id: string; hint: NewHint }[]> {
  const byKey = new Map(hints.map((one) => [one.eventKey, one]));
  const rows = await db
    .insert(hint)
    .values([...byKey.values()].map((one) => ({ id: randomUUID(), connection, vendor, ...one })))
    .onConflictDoNothing()
    .returning({ id: hint.id, eventKey: hint.eventKey });
  return rows.flatMap(({ id, eventKey }) => {
    const made = byKey.get(eventKey);
    return made ? [{ id, hint: made }] : [];
  });
}

/** A record no document is linked to wakes nobody: the sweep finds what it concerns. */
async function documentsHinted(
  db: Queryable,
  connection: string,
  stored: readonly { id: string; hint: NewHint }[],
) {
  const linked = new Map<string, string>();
  for (const kind of ['xeroContact', 'xeroBill'] as const) {
    const ids = stored.filter((one) => one.hint.resource === kind).map((one) => one.hint.recordId);
    const found = await documentsLinkedTo(db, connection, kind, ids);
    for (const [recordId, workflowId] of found) linked.set(`${kind} ${recordId}`, workflowId);
  }
  return stored.flatMap(({ id, hint: made }) => {
    const own = documentOf(connection, made);
    const workflowId = own ? workflowIdOf(own) : linked.get(`${made.resource} ${made.recordId}`);
    return workflowId === undefined ? [] : [wakeChanged(workflowId, id)];
  });
}

/** The document a Procore record is the source of. */
function documentOf(connection: string, { resource, recordId }: NewHint): DocumentId | null {
  switch (resource) {
    case 'procoreVendor':
      return { type: 'contact', connection, vendorId: recordId };
    case 'procoreRequisition':
      return { type: 'payApp', connection, requisitionId: recordId };
    case 'procoreCommitment': {
      const contractKind = recordId.startsWith('po-') ? 'po' : 'wo';
      return { type: 'commitment', connection, contractKind, contractId: recordId.slice(3) };
    }
    case 'xeroContact':
    case 'xeroBill':
      return null;
  }
}
