// Where documents stand, what they wait for, and what a person has said about them.
import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { sourceIdOf, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';
import type { batch } from '../schema/delivery-tables.ts';
import { audit, intent } from '../schema/delivery-tables.ts';
import { decision, dependency, document, exception } from '../schema/document-tables.ts';
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
    sourceId: sourceIdOf(id),
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

export async function setDocumentState(
  db: Queryable,
  workflowId: string,
  state: string,
): Promise<void> {
  await db.update(document).set({ state }).where(eq(document.workflowId, workflowId));
}

export async function setRefusal(
  db: Queryable,
  workflowId: string,
  refusal: unknown,
): Promise<void> {
  await db.update(document).set({ refusal }).where(eq(document.workflowId, workflowId));
}

export async function hasLiveIntent(db: Queryable, workflowId: string): Promise<boolean> {
  const rows = await db
    .select({ key: intent.key })
    .from(intent)
    .where(
      and(
        eq(intent.workflowId, workflowId),
        inArray(intent.state, ['ready', 'claimed', 'sent', 'unknown']),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

export type StoredDecision = typeof decision.$inferSelect;

/** The decision that waits to be carried out, if any. */
export async function pendingDecision(
  db: Queryable,
  workflowId: string,
): Promise<StoredDecision | null> {
  const [row] = await db
    .select()
    .from(decision)
    .where(and(eq(decision.workflowId, workflowId), isNull(decision.outcome)))
    .orderBy(sql`${decision.decidedAt} desc`)
    .limit(1);
  return row ?? null;
}

/** What a plan is compared with to know that it was rejected; older rejections are of plans long gone. */
const rejectionsKept = 20;

/** The hashes of the plans that were rejected and whose rejection was carried out, the newest first. */
export async function rejectedPlansOf(db: Queryable, workflowId: string): Promise<string[]> {
  const rows = await db
    .select({ planHash: decision.planHash })
    .from(decision)
    .where(
      and(
        eq(decision.workflowId, workflowId),
        eq(decision.verdict, 'reject'),
        eq(decision.outcome, 'applied'),
      ),
    )
    .orderBy(desc(decision.decidedAt))
    .limit(rejectionsKept);
  return rows.map(({ planHash }) => planHash);
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

export type LiveException = typeof exception.$inferSelect;

export async function liveExceptionOf(
  db: Queryable,
  workflowId: string,
): Promise<LiveException | null> {
  const [row] = await db
    .select()
    .from(exception)
    .where(and(eq(exception.workflowId, workflowId), ne(exception.state, 'closed')));
  return row ?? null;
}

export type ClosedBecause = 'approved' | 'rejected' | 'superseded' | 'resolved';

export async function closeException(
  db: Queryable,
  workflowId: string,
  because: ClosedBecause,
): Promise<void> {
  await db
    .update(exception)
    .set({ state: 'closed', closedAt: sql`clock_timestamp()`, closedBecause: because })
    .where(and(eq(exception.workflowId, workflowId), ne(exception.state, 'closed')));
}

export async function insertException(
  db: Queryable,
  made: typeof exception.$inferInsert,
): Promise<void> {
  await db.insert(exception).values(made);
}

/** Brings an open exception's words up to date; its plan is the same. */
export async function renewException(
  db: Queryable,
  id: string,
  said: { sentence: string; fix: string | null },
): Promise<void> {
  await db.update(exception).set(said).where(eq(exception.id, id));
}

export async function forgetDependencies(db: Queryable, workflowId: string): Promise<void> {
  await db.delete(dependency).where(eq(dependency.workflowId, workflowId));
}

export async function putDependency(
  db: Queryable,
  workflowId: string,
  waitsFor: string,
): Promise<void> {
  await db.insert(dependency).values({ workflowId, waitsFor }).onConflictDoNothing();
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
