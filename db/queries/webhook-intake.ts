// Keeps what webhooks say as hints, each event once, and wakes the documents they speak of.
import { randomUUID } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { Vendor } from '../../domain/identity/endpoints.ts';
import type { RecordKind } from '../../domain/records/records.ts';
import type { Database, Queryable } from '../database.ts';
import { hint, wake } from '../schema/delivery-tables.ts';
import { documentsHeardOf } from './concerned.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/** A record a webhook spoke of. Only what is read afterwards counts. */
export type NewHint = {
  /** What makes two deliveries the same event. */
  eventKey: string;
  resource: RecordKind;
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

/**
 * Events told longer ago than this have been looked at, and no vendor tells them again: Procore tries for 12 hours and
 * Xero for a day. One that a wake row still speaks of stays.
 */
export async function forgetOldHints(db: Queryable, olderThanMs: number): Promise<void> {
  await db.execute(sql`
    delete from ${hint}
    where ${hint.receivedAt} < ${ago(olderThanMs)}
      and not exists (
        select from ${wake} where ${wake.doneAt} is null and ${wake.payload} ->> 'hintId' = ${hint.id})`);
}

/** The hints among the names of what woke a document, which are told apart by the ids that hints are stored under. */
export async function hintsAmong(
  db: Queryable,
  names: readonly string[],
): Promise<(typeof hint.$inferSelect)[]> {
  const ids = names.filter((name) => hintId.test(name));
  return ids.length === 0 ? [] : db.select().from(hint).where(inArray(hint.id, ids));
}

/** As `insertNew` makes them. */
const hintId = /^[\da-f]{8}-[\da-f-]{27}$/;

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

/** A record that is nobody's wakes nobody: the sweep finds what it concerns. */
async function documentsHinted(
  db: Queryable,
  connection: string,
  stored: readonly { id: string; hint: NewHint }[],
) {
  const told = await documentsHeardOf(
    db,
    connection,
    stored.map((one) => one.hint),
  );
  return stored.flatMap(({ id }, index) =>
    (told[index] ?? []).map((workflowId) => wakeChanged(workflowId, id)),
  );
}
