// Wake rows: the reasons for workflows to look again, and when each was heard and done.
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { SignalName } from '../../domain/identity/messages.ts';
import { workflowNamed } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';
import { wake } from '../schema/delivery-tables.ts';

export type WakeRow = { workflowId: string; signal: SignalName; payload: Record<string, string> };

/** The channel the relay listens on; a notice is a nudge, the rows are the truth. */
export const wakeChannel = 'tieout_wake';

export function wakeChanged(workflowId: string, hintId: string): WakeRow {
  return { workflowId, signal: 'changed', payload: { hintId } };
}

/** Wakes a document to read its own source again, where it was last read before `since`. */
export function wakeToReadSource(workflowId: string, since: Date): WakeRow {
  const sourceSince = since.toISOString();
  return { workflowId, signal: 'changed', payload: { hintId: 'source', sourceSince } };
}

/**
 * Adds rows in the caller's transaction; the relay hears of them when it commits. Throws where an id names no workflow
 * of ours: such a row could never be delivered, and nothing would ever settle again.
 */
export async function addWakeRows(db: Queryable, rows: readonly WakeRow[]): Promise<void> {
  if (rows.length === 0) return;
  for (const { workflowId } of rows) workflowNamed(workflowId);
  for (let from = 0; from < rows.length; from += 500) {
    await db.insert(wake).values(rows.slice(from, from + 500).map((row) => ({ ...row })));
  }
  await db.execute(sql`select pg_notify(${wakeChannel}, '')`);
}

export type UndoneWake = { id: number; signal: SignalName; payload: Record<string, string> };

/** What a workflow has not dealt with yet, oldest first. */
export async function undoneWakes(db: Queryable, workflowId: string): Promise<UndoneWake[]> {
  const rows = await db
    .select({ id: wake.id, signal: wake.signal, payload: wake.payload })
    .from(wake)
    .where(and(eq(wake.workflowId, workflowId), isNull(wake.doneAt)))
    .orderBy(wake.id);
  return rows.map((row) => ({ ...row, payload: row.payload as Record<string, string> }));
}

/** Marks exactly the rows a pass has seen; one that arrived meanwhile stays for the next pass. */
export async function markWakesDone(db: Queryable, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(wake)
    .set({ doneAt: sql`clock_timestamp()` })
    .where(and(inArray(wake.id, [...ids]), isNull(wake.doneAt)));
}

/** Rows done longer ago than this have told all they had to; what they led to is in audit and intents. */
export async function forgetDoneWakes(db: Queryable, olderThanMs: number): Promise<void> {
  await db.delete(wake).where(lt(wake.doneAt, ago(olderThanMs)));
}
