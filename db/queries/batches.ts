// Intents on their way: claimed into batches whose membership is fixed before the call, and settled by their marker.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import type { Endpoint } from '../../domain/identity/workflow-ids.ts';
import { writerIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Database, Queryable } from '../database.ts';
import { batch, intent } from '../schema/delivery-tables.ts';
import type { BatchRow, IntentRow } from './documents.ts';
import { markWakesDone, undoneWakes } from './wake.ts';

export type Claim =
  | { claimed: 'batch'; batchId: string }
  /** More may come at once: look again then, so that a backlog fills its batches. */
  | { claimed: 'later'; waitMs: number }
  | { claimed: 'none' };

export type ClaimAsk = {
  connection: string;
  endpoint: Endpoint;
  /** Batches the writer already has in hand. */
  inHand: readonly string[];
  batchSizeMaximum: number;
  /** How long an intent may wait for company. A decided one never waits. */
  fillWaitMs: number;
};

/** Finds a batch nobody has in hand (a writer died), or makes one of the oldest ready intents. */
export async function claimBatch(db: Database, ask: ClaimAsk): Promise<Claim> {
  const { connection, endpoint } = ask;
  const writerId = writerIdOf(connection, endpoint);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${writerId}, 0))`);
    const wakes = await undoneWakes(tx, writerId);
    const [left] = await tx
      .select({ id: batch.id })
      .from(batch)
      .where(
        and(
          eq(batch.connection, connection),
          eq(batch.endpoint, endpoint),
          ne(batch.state, 'settled'),
          ask.inHand.length > 0 ? notInArray(batch.id, [...ask.inHand]) : undefined,
        ),
      )
      .orderBy(asc(batch.createdAt))
      .limit(1);
    if (left) return { claimed: 'batch', batchId: left.id };
    const ready = await readyIntents(tx, ask);
    const first = ready[0];
    if (!first) {
      // The rows of batches still in hand are done too: their settling wakes nobody but documents.
      await markWakesDone(
        tx,
        wakes.map((row) => row.id),
      );
      return { claimed: 'none' };
    }
    const isUrgent = ready.some((row) => row.decisionId !== null) || first.alone;
    const waitedMs = await ageMs(tx, first.key);
    if (!isUrgent && ready.length < ask.batchSizeMaximum && waitedMs < ask.fillWaitMs) {
      return { claimed: 'later', waitMs: ask.fillWaitMs };
    }
    const members = first.alone
      ? [first]
      : ready.filter((row) => row.operation === first.operation && !row.alone);
    return { claimed: 'batch', batchId: await makeBatch(tx, ask, members) };
  });
}

/** By the database's clock, which wrote the time it is measured from. */
async function ageMs(db: Queryable, key: string): Promise<number> {
  const [row] = await db
    .select({ ms: sql<string>`extract(epoch from clock_timestamp() - ${intent.createdAt}) * 1000` })
    .from(intent)
    .where(eq(intent.key, key));
  return Number(row?.ms ?? 0);
}

async function readyIntents(db: Queryable, ask: ClaimAsk): Promise<IntentRow[]> {
  return (
    db
      .select()
      .from(intent)
      .where(
        and(
          eq(intent.connection, ask.connection),
          eq(intent.endpoint, ask.endpoint),
          eq(intent.state, 'ready'),
        ),
      )
      // A person is waiting for what was decided.
      .orderBy(sql`${intent.decisionId} is null`, asc(intent.createdAt), asc(intent.key))
      .limit(ask.batchSizeMaximum)
      .for('update')
  );
}

async function makeBatch(
  db: Queryable,
  ask: ClaimAsk,
  members: readonly IntentRow[],
): Promise<string> {
  const id = randomUUID();
  const keys = members.map((row) => row.key);
  await db.insert(batch).values({
    id,
    connection: ask.connection,
    endpoint: ask.endpoint,
    operation: members[0]?.operation ?? 'create',
    idempotencyKey: `tieout-${randomUUID()}`,
    members: keys,
  });
  await db.update(intent).set({ state: 'claimed', batchId: id }).where(inArray(intent.key, keys));
  return id;
}

export async function readBatch(
  db: Queryable,
  id: string,
): Promise<{ batch: BatchRow; members: IntentRow[]; keyAgeMs: number | null } | null> {
  const [row] = await db
    .select({
      batch,
      keyAgeMs: sql<
        string | null
      >`extract(epoch from clock_timestamp() - ${batch.keyFirstSentAt}) * 1000`,
    })
    .from(batch)
    .where(eq(batch.id, id));
  if (!row) return null;
  const keys = row.batch.members as string[];
  const rows =
    keys.length > 0 ? await db.select().from(intent).where(inArray(intent.key, keys)) : [];
  const byKey = new Map(rows.map((member) => [member.key, member]));
  const members = keys.flatMap((key) => byKey.get(key) ?? []);
  return {
    batch: row.batch,
    members,
    keyAgeMs: row.keyAgeMs === null ? null : Number(row.keyAgeMs),
  };
}

/** Stored before the request leaves: from here on its outcome is unknown until settled. */
export async function markSent(db: Queryable, id: string): Promise<void> {
  await db
    .update(batch)
    .set({
      state: 'sent',
      attempts: sql`${batch.attempts} + 1`,
      keyFirstSentAt: sql`coalesce(${batch.keyFirstSentAt}, clock_timestamp())`,
    })
    .where(eq(batch.id, id));
  await db
    .update(intent)
    .set({ state: 'sent' })
    .where(and(eq(intent.batchId, id), inArray(intent.state, ['claimed', 'unknown'])));
}

/** No answer, or an error was answered: then the key would answer it again. */
export async function markUnknown(db: Queryable, id: string, keySpoiled: boolean): Promise<void> {
  await db
    .update(batch)
    .set({ state: 'unknown', ...(keySpoiled ? { keySpoiled: true } : {}) })
    .where(eq(batch.id, id));
  await db
    .update(intent)
    .set({ state: 'unknown' })
    .where(and(eq(intent.batchId, id), eq(intent.state, 'sent')));
}

/** After a look-up: what is left goes under a new key, stored before it is sent. */
export async function renewBatch(
  db: Queryable,
  id: string,
  members: readonly string[],
): Promise<void> {
  await db
    .update(batch)
    .set({
      state: members.length === 0 ? 'settled' : 'claimed',
      settledAt: members.length === 0 ? sql`clock_timestamp()` : null,
      members: [...members],
      idempotencyKey: `tieout-${randomUUID()}`,
      keyFirstSentAt: null,
      keySpoiled: false,
    })
    .where(eq(batch.id, id));
}

/** Fixes a batch's members anew before it was ever sent, when some turned out stale or not sendable. */
export async function narrowBatch(
  db: Queryable,
  id: string,
  members: readonly string[],
): Promise<void> {
  await db
    .update(batch)
    .set({
      members: [...members],
      ...(members.length === 0
        ? { state: 'settled' as const, settledAt: sql`clock_timestamp()` }
        : {}),
    })
    .where(eq(batch.id, id));
}

export async function closeBatch(db: Queryable, id: string): Promise<void> {
  await db
    .update(batch)
    .set({ state: 'settled', settledAt: sql`clock_timestamp()` })
    .where(eq(batch.id, id));
}

/** A batch refused as a whole is taken apart: each member is sent by itself. */
export async function releaseAlone(db: Queryable, id: string): Promise<void> {
  await db
    .update(intent)
    .set({ state: 'ready', alone: true, batchId: null })
    .where(and(eq(intent.batchId, id), inArray(intent.state, ['claimed', 'sent', 'unknown'])));
  await closeBatch(db, id);
}

export async function settleIntent(
  db: Queryable,
  key: string,
  state: 'done' | 'failed',
  outcome: unknown,
): Promise<void> {
  await db
    .update(intent)
    .set({ state, outcome, settledAt: sql`clock_timestamp()` })
    .where(eq(intent.key, key));
}
