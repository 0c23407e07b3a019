// Whether what Postgres says may be written by: since when, and whether a sweep has confirmed it.
import { randomUUID } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { Database, Queryable } from '../database.ts';
import { epoch, sweep } from '../schema/delivery-tables.ts';

/** A fleet none of whose workers was heard of for this long is starting, whatever it was before. */
const fleetGoneMs = 30_000;

export type EpochRow = typeof epoch.$inferSelect;

/** What a worker's beat finds. */
export type Beat = {
  beat: number;
  count: number;
  /** Whether a sweep that began after the epoch has come to its end. */
  isConfirmed: boolean;
};

/**
 * Says that a worker is alive. `seen` is the greatest beat the caller remembers from a place that was not restored
 * along with the database: Temporal's history, or its own memory. A smaller one here means that Postgres is older
 * than that, and a new epoch begins.
 */
export async function beat(db: Queryable, connection: string, seen: number): Promise<Beat> {
  const [row] = await db
    .update(epoch)
    .set({
      beat: sql`greatest(${epoch.beat}, ${seen}) + 1`,
      aliveAt: sql`clock_timestamp()`,
      ...newWhere(sql`${epoch.beat} < ${seen}`, 'the database went back'),
    })
    .where(eq(epoch.connection, connection))
    .returning();
  // No worker has ever started: a tool or a test that uses the tables alone.
  if (!row) return { beat: seen, count: 0, isConfirmed: true };
  return { beat: row.beat, count: row.count, isConfirmed: await isConfirmed(db, row) };
}

/** Begins a new epoch: what Postgres says was found to be older than what was done. */
export async function beginEpoch(
  db: Queryable,
  connection: string,
  because: string,
): Promise<void> {
  await db
    .update(epoch)
    .set(newWhere(sql`true`, because))
    .where(eq(epoch.connection, connection));
}

/** At a worker's start: begins a new epoch unless other workers are at work. */
export async function joinFleet(db: Database, connection: string): Promise<Beat> {
  const made = { connection, id: randomUUID(), because: 'the fleet started' };
  const isGone = sql`${epoch.aliveAt} < ${ago(fleetGoneMs)}`;
  const [row] = await db
    .insert(epoch)
    .values(made)
    .onConflictDoUpdate({
      target: epoch.connection,
      set: {
        ...newWhere(isGone, 'the fleet started'),
        beat: sql`${epoch.beat} + 1`,
        aliveAt: sql`clock_timestamp()`,
      },
    })
    .returning();
  if (!row) throw new Error('an epoch was not stored');
  return { beat: row.beat, count: row.count, isConfirmed: await isConfirmed(db, row) };
}

/** The columns of a new epoch where the condition holds, and as they are where it does not. */
function newWhere(condition: ReturnType<typeof sql>, because: string) {
  return {
    id: sql`case when ${condition} then ${randomUUID()} else ${epoch.id} end`,
    count: sql`case when ${condition} then ${epoch.count} + 1 else ${epoch.count} end`,
    beganAt: sql`case when ${condition} then clock_timestamp() else ${epoch.beganAt} end`,
    because: sql`case when ${condition} then ${because} else ${epoch.because} end`,
  };
}

/**
 * Read to its end is what counts, not that nothing was out of sight: a project whose access was lost is a question of
 * its own and must not stop every write.
 */
async function isConfirmed(db: Queryable, { connection, beganAt }: EpochRow): Promise<boolean> {
  const rows = await db
    .select({ id: sweep.id })
    .from(sweep)
    .where(
      and(
        eq(sweep.connection, connection),
        eq(sweep.reachedEnd, true),
        gt(sweep.startedAt, beganAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Whether writes may leave; asked by every attempt before it looks. */
export async function mayWrite(db: Queryable, connection: string): Promise<boolean> {
  const [row] = await db.select().from(epoch).where(eq(epoch.connection, connection));
  return !row || (await isConfirmed(db, row));
}

/** Notes that a sweep came to its end. */
export async function markReachedEnd(db: Queryable, sweepId: string): Promise<void> {
  await db.update(sweep).set({ reachedEnd: true }).where(eq(sweep.id, sweepId));
}
