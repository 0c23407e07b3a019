// Locks that order transactions which must see each other's work.
import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

/** A lock of that name, held to the end of the transaction; whoever asks for it meanwhile waits. */
export async function lockNamed(db: Queryable, name: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/**
 * Held to the end of the transaction. Whoever links a document and whoever starts to wait for it take
 * the same lock, so that a wait is never recorded just after the wake it waits for was given.
 */
export function lockDocument(db: Queryable, workflowId: string): Promise<void> {
  return lockNamed(db, workflowId);
}
