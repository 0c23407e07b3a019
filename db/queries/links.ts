// Which record in the other system each document is, and what both sides agreed on there.
import { and, eq, inArray, like } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { link } from '../schema/document-tables.ts';

export type Link = {
  workflowId: string;
  role: string;
  connection: string;
  kind: string;
  targetId: string;
  base: unknown;
  how: 'written' | 'adopted';
};

export async function linkOf(
  db: Queryable,
  workflowId: string,
  role: string,
): Promise<Link | null> {
  const [row] = await db
    .select()
    .from(link)
    .where(and(eq(link.workflowId, workflowId), eq(link.role, role)));
  return row ?? null;
}

/** The payments of a document that are recorded in Procore. */
export async function paymentLinksOf(db: Queryable, workflowId: string): Promise<Link[]> {
  return db
    .select()
    .from(link)
    .where(and(eq(link.workflowId, workflowId), like(link.role, 'payment-%')));
}

/** The documents that records of the other system belong to, by record id. */
export async function documentsLinkedTo(
  db: Queryable,
  connection: string,
  kind: string,
  targetIds: readonly string[],
): Promise<Map<string, string>> {
  if (targetIds.length === 0) return new Map();
  const rows = await db
    .select({ workflowId: link.workflowId, targetId: link.targetId })
    .from(link)
    .where(
      and(
        eq(link.connection, connection),
        eq(link.kind, kind),
        inArray(link.targetId, [...targetIds]),
      ),
    );
  return new Map(rows.map((row) => [row.targetId, row.workflowId]));
}

/** Writes or renews a link. One document per target: a second one is refused by the table. */
export async function putLink(db: Queryable, made: Link): Promise<void> {
  await db
    .insert(link)
    .values(made)
    .onConflictDoUpdate({
      target: [link.workflowId, link.role],
      set: { targetId: made.targetId, kind: made.kind, base: made.base, how: made.how },
    });
}
