// The register of accepted differences: what was left as it is, by whom and why; and asking again.
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../database.ts';
import { acceptedDifference, document } from '../schema/document-tables.ts';
import { searchedIn } from './console-search.ts';
import type { Whose } from './console-whose.ts';
import { whoseColumns } from './console-whose.ts';
import { addAudit } from './documents.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type AcceptedRow = typeof acceptedDifference.$inferSelect;
export type AcceptedListed = Whose & { row: AcceptedRow };

export type AcceptedAsk = { search?: string | null; limit?: number; offset?: number };

function whereOf(connection: string, { search = null }: AcceptedAsk) {
  const whose = whoseColumns(connection);
  const { documentName, amount, difference, reason } = acceptedDifference;
  return and(
    eq(acceptedDifference.connection, connection),
    searchedIn(search, [
      sql`${documentName}`,
      whose.project,
      whose.subcontractor,
      sql`${amount}`,
      sql`${difference}`,
      sql`${reason}`,
    ]),
  );
}

/** Those that stand first, each part with the newest first. */
export async function listAccepted(
  db: Queryable,
  connection: string,
  ask: AcceptedAsk = {},
): Promise<AcceptedListed[]> {
  const asked = db
    .select({ row: acceptedDifference, ...whoseColumns(connection) })
    .from(acceptedDifference)
    .leftJoin(document, eq(document.workflowId, acceptedDifference.workflowId))
    .where(whereOf(connection, ask))
    .orderBy(
      sql`${acceptedDifference.endedAt} is not null`,
      desc(acceptedDifference.acceptedAt),
      asc(acceptedDifference.id),
    )
    .offset(ask.offset ?? 0);
  return ask.limit === undefined ? asked : asked.limit(ask.limit);
}

/** How many a search finds: those that stand, and those that were reopened. */
export async function countAccepted(
  db: Queryable,
  connection: string,
  ask: AcceptedAsk = {},
): Promise<{ standing: number; ended: number }> {
  const { endedAt } = acceptedDifference;
  const [row] = await db
    .select({
      standing: sql<number>`(count(*) filter (where ${endedAt} is null))::int`,
      ended: sql<number>`(count(*) filter (where ${endedAt} is not null))::int`,
    })
    .from(acceptedDifference)
    .leftJoin(document, eq(document.workflowId, acceptedDifference.workflowId))
    .where(whereOf(connection, ask));
  return row ?? { standing: 0, ended: 0 };
}

export async function connectionOfAccepted(db: Queryable, id: string): Promise<string | null> {
  const [row] = await db
    .select({ connection: acceptedDifference.connection })
    .from(acceptedDifference)
    .where(eq(acceptedDifference.id, id));
  return row?.connection ?? null;
}

export type ReopenAnswer =
  | { answer: 'unknown' }
  /** `endedBefore`: it was reopened already, and nothing is done again. */
  | { answer: 'reopened' | 'endedBefore'; row: AcceptedRow };

/** Ends an accepted difference, so that the next look at its document asks again: all of it in one transaction. */
export async function reopenAccepted(
  db: Database,
  { connection, id, person }: { connection: string; id: string; person: string },
): Promise<ReopenAnswer> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(acceptedDifference)
      .where(and(eq(acceptedDifference.id, id), eq(acceptedDifference.connection, connection)))
      .for('update');
    if (!row) return { answer: 'unknown' };
    if (row.endedAt !== null) return { answer: 'endedBefore', row };
    const [ended] = await tx
      .update(acceptedDifference)
      .set({ endedAt: sql`clock_timestamp()`, endedBy: person, endedBecause: 'reopened' })
      .where(eq(acceptedDifference.id, id))
      .returning();
    await addAudit(tx, {
      connection,
      actor: person,
      action: 'reopened',
      workflowId: row.workflowId,
      decisionId: row.decisionId,
      details: { accepted: id, kind: row.kind, subject: row.subject },
    });
    await addWakeRows(tx, [wakeChanged(row.workflowId, `reopened:${id}`)]);
    return { answer: 'reopened', row: ended ?? row };
  });
}
