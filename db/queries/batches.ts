// Intents on their way: claimed into batches whose membership is fixed before the call, and settled by their marker.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Endpoint } from '../../domain/identity/workflow-ids.ts';
import { writerIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Database, Queryable } from '../database.ts';
import { batch, intent } from '../schema/delivery-tables.ts';
import type { BatchRow, IntentRow } from './documents.ts';
import { addWakeRows, markWakesDone, undoneWakes, wakeChanged } from './wake.ts';

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

export type BatchAsRead = {
  batch: BatchRow;
  members: IntentRow[];
  keyAgeMs: number | null;
  /** For this long a request without an answer may still be at work. */
  quietForMs: number;
};

export async function readBatch(db: Queryable, id: string): Promise<BatchAsRead | null> {
  const [row] = await db
    .select({
      batch,
      keyAgeMs: sql<
        string | null
      >`extract(epoch from clock_timestamp() - ${batch.keyFirstSentAt}) * 1000`,
      quietForMs: sql<
        string | null
      >`extract(epoch from ${batch.quietUntil} - clock_timestamp()) * 1000`,
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
    quietForMs: Math.max(0, Number(row.quietForMs ?? 0)),
  };
}

/** A batch as one attempt knows it. Every step names it, and is refused when another attempt has moved it since. */
export type HeldBatch = Pick<BatchRow, 'id' | 'state' | 'attempts' | 'idempotencyKey'>;

/** Another attempt at the same batch has gone on meanwhile: this one must not touch it, nor send. */
export class BatchMovedError extends Error {
  constructor(id: string) {
    super(`another attempt goes on with the batch ${id}`);
    this.name = 'BatchMovedError';
  }
}

function isAs(held: HeldBatch) {
  return and(
    eq(batch.id, held.id),
    eq(batch.state, held.state),
    eq(batch.attempts, held.attempts),
    eq(batch.idempotencyKey, held.idempotencyKey),
  );
}

const heldColumns = {
  id: batch.id,
  state: batch.state,
  attempts: batch.attempts,
  idempotencyKey: batch.idempotencyKey,
};

async function move(
  db: Queryable,
  held: HeldBatch,
  set: PgUpdateSetSource<typeof batch>,
): Promise<HeldBatch> {
  const [row] = await db.update(batch).set(set).where(isAs(held)).returning(heldColumns);
  if (!row) throw new BatchMovedError(held.id);
  return row;
}

const inMs = (ms: number) => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;

/** Throws when another attempt has the batch: asked before each request of a batch that leaves in several. */
export async function assertHeld(db: Queryable, held: HeldBatch): Promise<void> {
  const rows = await db.select({ id: batch.id }).from(batch).where(isAs(held));
  if (rows.length === 0) throw new BatchMovedError(held.id);
}

/** Stored before the request leaves: from here on its outcome is unknown until settled. */
export async function markSent(
  db: Queryable,
  held: HeldBatch,
  quietMs: number,
): Promise<HeldBatch> {
  const sent = await move(db, held, {
    state: 'sent',
    attempts: held.attempts + 1,
    keyFirstSentAt: sql`coalesce(${batch.keyFirstSentAt}, clock_timestamp())`,
    quietUntil: inMs(quietMs),
  });
  await moveIntents(db, held.id, ['claimed', 'unknown'], 'sent');
  return sent;
}

/** The vendor said that it did nothing yet: as it was before it left, under the same key. */
export async function markNotDone(db: Queryable, held: HeldBatch): Promise<void> {
  await move(db, held, { state: 'claimed', quietUntil: null });
  await moveIntents(db, held.id, ['sent', 'unknown'], 'claimed');
}

/**
 * No answer, or an error was answered: then the key would answer it again. `quietMs` from now what is not found may
 * still come to be; null leaves the time that was set when it was sent.
 */
export async function markUnknown(
  db: Queryable,
  held: HeldBatch,
  { keySpoiled, quietMs }: { keySpoiled: boolean; quietMs: number | null },
): Promise<HeldBatch> {
  const unknown = await move(db, held, {
    state: 'unknown',
    ...(keySpoiled ? { keySpoiled: true } : {}),
    ...(quietMs === null ? {} : { quietUntil: inMs(quietMs) }),
  });
  await moveIntents(db, held.id, ['sent'], 'unknown');
  return unknown;
}

async function moveIntents(
  db: Queryable,
  batchId: string,
  from: IntentRow['state'][],
  state: IntentRow['state'],
): Promise<void> {
  await db
    .update(intent)
    .set({ state })
    .where(and(eq(intent.batchId, batchId), inArray(intent.state, from)));
}

/** After a look-up: what is left is sent again, under a new key that is stored first, or the old one where that is said. */
export async function renewBatch(
  db: Queryable,
  held: HeldBatch,
  members: readonly string[],
  { sameKey }: { sameKey: boolean } = { sameKey: false },
): Promise<void> {
  await move(db, held, {
    state: members.length === 0 ? 'settled' : 'claimed',
    settledAt: members.length === 0 ? sql`clock_timestamp()` : null,
    members: [...members],
    keySpoiled: false,
    quietUntil: null,
    ...(sameKey ? {} : { idempotencyKey: `tieout-${randomUUID()}`, keyFirstSentAt: null }),
  });
}

/** Fixes a batch's members anew: those that are settled, stale or not sendable leave it. */
export async function narrowBatch(
  db: Queryable,
  held: HeldBatch,
  members: readonly string[],
): Promise<HeldBatch> {
  return move(db, held, {
    members: [...members],
    ...(members.length === 0
      ? { state: 'settled' as const, settledAt: sql`clock_timestamp()` }
      : {}),
  });
}

/** What never left goes into another batch at once: it need not wait for what became of the others. */
export async function releaseUntried(db: Queryable, members: readonly IntentRow[]): Promise<void> {
  const [first] = members;
  if (!first) return;
  const keys = members.map(({ key }) => key);
  await db.update(intent).set({ state: 'ready', batchId: null }).where(inArray(intent.key, keys));
  const workflowId = writerIdOf(first.connection, first.endpoint as Endpoint);
  await addWakeRows(db, [wakeChanged(workflowId, 'untried')]);
}

/** A batch refused as a whole is taken apart: each member that is left is sent by itself. */
export async function releaseAlone(
  db: Queryable,
  held: HeldBatch,
  members: readonly string[],
): Promise<void> {
  if (members.length > 0) {
    await db
      .update(intent)
      .set({ state: 'ready', alone: true, batchId: null })
      .where(inArray(intent.key, [...members]));
  }
  await move(db, held, { state: 'settled', settledAt: sql`clock_timestamp()` });
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
