// Which documents there are, and which of them wait now: for a person, or for another document.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { dependency, document, exception } from '../schema/document-tables.ts';

export type WaitingDocument = {
  workflowId: string;
  /** What people call it; its workflow id where it only waits for another document. */
  name: string;
  /** The kinds of its open questions, sorted. */
  kinds: string[];
  /** A question of these is about what cannot be read or planned at all: no mapping answers it. */
  beyondMapping: boolean;
};

export async function waitingDocuments(
  db: Queryable,
  connection: string,
): Promise<WaitingDocument[]> {
  const asked = await db
    .select({
      workflowId: exception.workflowId,
      name: sql<string>`min(${exception.documentName})`,
      kinds: sql<string[]>`array_agg(distinct ${exception.kind} order by ${exception.kind})`,
      beyondMapping: sql<boolean>`bool_or(${exception.verdicts}::text = '[]')`,
    })
    .from(exception)
    .where(and(eq(exception.connection, connection), ne(exception.state, 'closed')))
    .groupBy(exception.workflowId)
    .orderBy(exception.workflowId);
  const depending = await db
    .selectDistinct({ workflowId: dependency.workflowId })
    .from(dependency)
    .innerJoin(document, eq(document.workflowId, dependency.workflowId))
    .where(eq(document.connection, connection))
    .orderBy(dependency.workflowId);
  const known = new Set(asked.map(({ workflowId }) => workflowId));
  const others = depending.filter(({ workflowId }) => !known.has(workflowId));
  return [
    ...asked,
    ...others.map(({ workflowId }) => ({
      ...{ workflowId, name: workflowId, kinds: [] },
      beyondMapping: false,
    })),
  ];
}

/** Every document that was ever looked at, by its workflow's id. */
export async function knownDocuments(db: Queryable, connection: string): Promise<string[]> {
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(eq(document.connection, connection))
    .orderBy(document.workflowId);
  return rows.map(({ workflowId }) => workflowId);
}
