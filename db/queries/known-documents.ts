// Which of some documents are known already, asked a few hundred at a time.
import { and, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { document } from '../schema/document-tables.ts';

export async function knownAmong(
  db: Queryable,
  connection: string,
  workflowIds: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const part of parts([...new Set(workflowIds)])) {
    const rows = await db
      .select({ workflowId: document.workflowId })
      .from(document)
      .where(and(eq(document.connection, connection), inArray(document.workflowId, part)));
    found.push(...rows.map(({ workflowId }) => workflowId));
  }
  return found;
}

const partSize = 400;

export function* parts<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += partSize) yield all.slice(from, from + partSize);
}
