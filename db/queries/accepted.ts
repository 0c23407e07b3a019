// The register of accepted differences: what was left as it is, by whom and why; and asking again.
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../database.ts';
import { acceptedDifference, document } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { addAudit } from './documents.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type AcceptedRow = typeof acceptedDifference.$inferSelect;
export type AcceptedListed = {
  row: AcceptedRow;
  /** As Procore names it now; null where it belongs to no project. */
  project: string | null;
};

/** Those that stand first, each part with the newest first. */
export async function listAccepted(db: Queryable, connection: string): Promise<AcceptedListed[]> {
  return db
    .select({
      row: acceptedDifference,
      project: sql<string | null>`(select trim(concat_ws(' ', s.body->>'number', s.body->>'name'))
        from ${mirror} m join ${snapshot} s on s.hash = m.snapshot_hash
        where m.connection = ${connection} and m.kind = 'procoreProject'
          and m.record_id = ${document.projectId})`,
    })
    .from(acceptedDifference)
    .leftJoin(document, eq(document.workflowId, acceptedDifference.workflowId))
    .where(eq(acceptedDifference.connection, connection))
    .orderBy(
      sql`${acceptedDifference.endedAt} is not null`,
      desc(acceptedDifference.acceptedAt),
      asc(acceptedDifference.id),
    );
}

export async function countStanding(db: Queryable, connection: string): Promise<number> {
  const { connection: own, endedAt } = acceptedDifference;
  return db.$count(acceptedDifference, and(eq(own, connection), isNull(endedAt)));
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
