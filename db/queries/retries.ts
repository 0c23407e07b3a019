// What is being retried: noted by the attempts that fail, forgotten by the one that works.
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { retry } from '../schema/delivery-tables.ts';

export type Retry = typeof retry.$inferSelect;
type NewRetry = Pick<
  Retry,
  'connection' | 'workflowId' | 'activityId' | 'activity' | 'attempt' | 'why'
>;

/** No attempt takes longer than this; what was not tried for so long was ended from outside. */
const forgottenAfter = sql`clock_timestamp() - interval '15 minutes'`;
export const isRetriedNow = gte(retry.triedAt, forgottenAfter);

export async function noteRetry(db: Queryable, made: NewRetry): Promise<void> {
  const { attempt, why } = made;
  await db
    .insert(retry)
    .values(made)
    .onConflictDoUpdate({
      target: [retry.workflowId, retry.activityId],
      set: { attempt, why, triedAt: sql`clock_timestamp()` },
    });
}

export async function forgetRetry(
  db: Queryable,
  { workflowId, activityId }: Pick<Retry, 'workflowId' | 'activityId'>,
): Promise<void> {
  await db
    .delete(retry)
    .where(and(eq(retry.workflowId, workflowId), eq(retry.activityId, activityId)));
}

/** What is being retried now, longest first. */
export async function retriesNow(db: Queryable, connection: string): Promise<Retry[]> {
  return db
    .select()
    .from(retry)
    .where(and(eq(retry.connection, connection), isRetriedNow))
    .orderBy(retry.since)
    .limit(100);
}

export async function pruneRetries(db: Queryable): Promise<void> {
  await db.delete(retry).where(lt(retry.triedAt, forgottenAfter));
}
