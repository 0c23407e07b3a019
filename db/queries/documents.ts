// Where documents stand, what they wait for, their intents and their audit log.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';
import type { batch } from '../schema/delivery-tables.ts';
import { audit, intent } from '../schema/delivery-tables.ts';
import { decision, dependency, document } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type DocumentStanding = {
  state: string;
  planHash: string;
  observationHash: string;
  mappingVersion: string;
  projectId: string | null;
  counterpartyId: string | null;
  amount: string | null;
  currency: string | null;
};

/** Records what the last look at a document found. */
export async function putDocument(
  db: Queryable,
  id: DocumentId,
  standing: DocumentStanding,
): Promise<void> {
  const values = {
    workflowId: workflowIdOf(id),
    connection: id.connection,
    type: id.type,
    sourceId: id.sourceId,
    ...standing,
    plannedAt: sql`clock_timestamp()`,
  };
  await db
    .insert(document)
    .values(values)
    .onConflictDoUpdate({
      target: document.workflowId,
      set: { ...standing, plannedAt: sql`clock_timestamp()` },
    });
}

/** Whether the document was ever looked at. */
export async function isKnown(db: Queryable, workflowId: string): Promise<boolean> {
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(eq(document.workflowId, workflowId));
  return rows.length > 0;
}

export async function setDocumentState(
  db: Queryable,
  workflowId: string,
  state: string,
): Promise<void> {
  await db.update(document).set({ state }).where(eq(document.workflowId, workflowId));
}

/** Records what became of a decision; one decision has one outcome. */
export async function closeDecision(
  db: Queryable,
  id: string,
  outcome: 'applied' | 'refused',
): Promise<void> {
  await db
    .update(decision)
    .set({ outcome, outcomeAt: sql`clock_timestamp()` })
    .where(and(eq(decision.id, id), isNull(decision.outcome)));
}

/** Answers what the document waited for. */
export async function forgetDependencies(
  db: Queryable,
  workflowId: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .delete(dependency)
    .where(eq(dependency.workflowId, workflowId))
    .returning({ waitsFor: dependency.waitsFor });
  return new Set(rows.map(({ waitsFor }) => waitsFor));
}

export async function putDependency(
  db: Queryable,
  workflowId: string,
  waitsFor: string,
): Promise<void> {
  await db.insert(dependency).values({ workflowId, waitsFor }).onConflictDoNothing();
}

export async function hasDependents(db: Queryable, workflowId: string): Promise<boolean> {
  const rows = await db
    .select({ workflowId: dependency.workflowId })
    .from(dependency)
    .where(eq(dependency.waitsFor, workflowId))
    .limit(1);
  return rows.length > 0;
}

/** Whether any contract that the connection reads is with this vendor, or for this owner. */
export async function hasContracts(
  db: Queryable,
  connection: string,
  vendorId: string,
): Promise<boolean> {
  const rows = await db
    .select({ recordId: mirror.recordId })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        inArray(mirror.kind, ['procoreCommitment', 'procorePrimeContract']),
        sql`${snapshot.body} ->> 'vendorId' = ${vendorId}`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Wakes every document that waits for this one; called in the transaction that ends their wait. */
export async function wakeDependents(db: Queryable, workflowId: string): Promise<void> {
  const rows = await db
    .select({ workflowId: dependency.workflowId })
    .from(dependency)
    .where(eq(dependency.waitsFor, workflowId))
    .orderBy(dependency.workflowId);
  await addWakeRows(
    db,
    rows.map((row) => wakeChanged(row.workflowId, `after:${workflowId}`)),
  );
}

export type AuditEntry = {
  connection: string;
  actor: string;
  action: string;
  workflowId: string | null;
  decisionId: string | null;
  details: unknown;
};

/** Adds to the audit log; nothing is ever changed or removed there. */
export async function addAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db.insert(audit).values(entry);
}

export type IntentRow = typeof intent.$inferSelect;
export type NewIntent = typeof intent.$inferInsert;
export type BatchRow = typeof batch.$inferSelect;

/** How often exactly this write of this plan was already brought to an end. */
export async function settledAttempts(
  db: Queryable,
  workflowId: string,
  role: string,
  planHash: string,
): Promise<number> {
  const rows = await db
    .select({ key: intent.key })
    .from(intent)
    .where(
      and(eq(intent.workflowId, workflowId), eq(intent.role, role), eq(intent.planHash, planHash)),
    );
  return rows.length;
}

export async function insertIntent(db: Queryable, made: NewIntent): Promise<void> {
  await db.insert(intent).values(made);
}
