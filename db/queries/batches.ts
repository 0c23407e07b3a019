// A batch as one attempt has it: claimed before anything else, moved only under that claim, proved again before bytes leave.
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { inMs } from '../clock.ts';
import type { Batch, BatchState, Command } from '../../domain/delivery/batch.ts';
import type { Endpoint } from '../../domain/identity/endpoints.ts';
import { writerIdOf } from '../../domain/identity/endpoints.ts';
import type { Queryable } from '../database.ts';
import { batch, intent } from '../schema/delivery-tables.ts';
import type { BatchRow, IntentRow } from './documents.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/** Another attempt at the same batch has claimed it since: this one must not touch it, nor send. */
export class BatchMovedError extends Error {
  constructor(id: string) {
    super(`another attempt goes on with the batch ${id}`);
    this.name = 'BatchMovedError';
  }
}

export type HeldBatch = {
  row: BatchRow;
  /** The number this attempt wrote: whoever writes a greater one has the batch. */
  claim: number;
  isFromOlderCopy: boolean;
  members: IntentRow[];
  keyAgeMs: number | null;
  /** For this long a request without an answer may still be at work. */
  quietForMs: number;
};

/**
 * Writes this attempt's own claim, and reads the batch under it. Null when there is nothing left to do. `seen` is the
 * greatest claim known from elsewhere: a batch that has a smaller one comes from an older copy of the database.
 */
export async function claimAttempt(
  db: Queryable,
  id: string,
  seen: number,
): Promise<HeldBatch | null> {
  const [last] = await db.select({ claim: batch.claim }).from(batch).where(eq(batch.id, id));
  const [row] = await db
    .update(batch)
    .set({ claim: sql`greatest(${batch.claim}, ${seen}) + 1` })
    .where(and(eq(batch.id, id), ne(batch.state, 'settled')))
    .returning();
  if (!row) return null;
  const [age] = await db
    .select({
      keyAgeMs: sql<
        string | null
      >`extract(epoch from clock_timestamp() - ${batch.keyFirstSentAt}) * 1000`,
      quietForMs: sql<
        string | null
      >`extract(epoch from ${batch.quietUntil} - clock_timestamp()) * 1000`,
    })
    .from(batch)
    .where(eq(batch.id, id));
  const keyAge = age?.keyAgeMs ?? null;
  return {
    row,
    claim: row.claim,
    isFromOlderCopy: (last?.claim ?? 0) < seen,
    members: await membersOf(db, row),
    keyAgeMs: keyAge === null ? null : Number(keyAge),
    quietForMs: Math.max(0, Number(age?.quietForMs ?? 0)),
  };
}

async function membersOf(db: Queryable, row: BatchRow): Promise<IntentRow[]> {
  const keys = row.members as string[];
  if (keys.length === 0) return [];
  const rows = await db.select().from(intent).where(inArray(intent.key, keys));
  const byKey = new Map(rows.map((member) => [member.key, member]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** A batch under one attempt's claim. */
export type Held = { id: string; claim: number };

function isHeld({ id, claim }: Held) {
  return and(eq(batch.id, id), eq(batch.claim, claim));
}

/**
 * Asked behind the budget gate, as the last question before a request is made: throws when another attempt has claimed
 * the batch. The time in which the request may be at work begins with this answer, not with the attempt.
 */
export async function proveHeld(db: Queryable, held: Held, quietMs: number): Promise<void> {
  const rows = await db
    .update(batch)
    .set({
      quietUntil: inMs(quietMs),
      keyFirstSentAt: sql`coalesce(${batch.keyFirstSentAt}, clock_timestamp())`,
    })
    .where(and(isHeld(held), eq(batch.state, 'sent')))
    .returning({ id: batch.id });
  if (rows.length === 0) throw new BatchMovedError(held.id);
}

const intentStateOf: Record<Exclude<BatchState, 'settled'>, IntentRow['state']> = {
  claimed: 'claimed',
  sent: 'sent',
  unknown: 'unknown',
};

/** Stores the batch as the machine has it; answers the idempotency key it now has. */
export async function storeBatch(
  db: Queryable,
  held: Held,
  { before, after, record }: { before: Batch; after: Batch; record: RecordCommand },
): Promise<string> {
  const isRenewed = after.keyNumber !== before.keyNumber;
  const [row] = await db
    .update(batch)
    .set({
      state: after.state,
      members: [...after.members],
      attempts: after.sends,
      keySpoiled: after.keySpoiled,
      ...(isRenewed ? { idempotencyKey: `tieout-${randomUUID()}`, keyFirstSentAt: null } : {}),
      ...quietOf(record.quiet),
      ...(after.state === 'settled' ? { settledAt: sql`clock_timestamp()` } : {}),
    })
    .where(isHeld(held))
    .returning({ idempotencyKey: batch.idempotencyKey });
  if (!row) throw new BatchMovedError(held.id);
  if (after.state !== 'settled') {
    await db
      .update(intent)
      .set({ state: intentStateOf[after.state] })
      .where(
        and(
          eq(intent.batchId, held.id),
          inArray(intent.key, [...after.members]),
          inArray(intent.state, ['claimed', 'sent', 'unknown']),
        ),
      );
  }
  return row.idempotencyKey;
}

export type RecordCommand = Extract<Command, { do: 'record' }>;

function quietOf(quiet: RecordCommand['quiet']) {
  if (quiet === 'asItIs') return {};
  return { quietUntil: quiet === 'over' ? null : inMs(quiet.forMs) };
}

/** What leaves a batch goes into another at once: it need not wait for what became of the others. */
export async function releaseIntents(
  db: Queryable,
  members: readonly IntentRow[],
  alone: boolean,
): Promise<void> {
  const [first] = members;
  if (!first) return;
  await db
    .update(intent)
    .set({ state: 'ready', batchId: null, ...(alone ? { alone: true } : {}) })
    .where(
      inArray(
        intent.key,
        members.map(({ key }) => key),
      ),
    );
  const workflowId = writerIdOf(first.connection, first.endpoint as Endpoint);
  await addWakeRows(db, [wakeChanged(workflowId, 'released')]);
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
