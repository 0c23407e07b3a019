// What has been said and done about a document so far, as its plan's gate needs it.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Answers, Refusal } from '../../domain/plan/answers.ts';
import { refusalSchema } from '../../domain/plan/answers.ts';
import type { Role } from '../../domain/identity/roles.ts';
import type { Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { acceptedDifference, decision, exception, refusal } from '../schema/document-tables.ts';

/** States of an intent that has not come to its end. */
export const unsettledStates = ['ready', 'claimed', 'sent', 'unknown'] as const;

/** A refusal older than this is tried again even where nothing seems to have moved: grounds come and go unseen. */
const refusalKeptHours = 24;

/** Of most documents nothing is said and nothing on its way: that is one question. */
export async function answersOf(db: Queryable, workflowId: string): Promise<Answers> {
  const [has] = await db.execute<Record<keyof Answers, boolean>>(sql`
    select
      exists(select from ${acceptedDifference} where ${isAccepted(workflowId)}) as accepted,
      exists(select from ${refusal} where ${isRefused(workflowId)}) as refusals,
      exists(select from ${decision} where ${isPending(workflowId)}) as decisions,
      exists(select from ${intent} where ${isUnsettled(workflowId)}) as "inFlight"`);
  const [accepted, refusals, decisions, inFlight] = await Promise.all([
    has?.accepted ? acceptedOf(db, workflowId) : [],
    has?.refusals ? refusalsOf(db, workflowId) : [],
    has?.decisions ? pendingDecisionsOf(db, workflowId) : [],
    has?.inFlight ? rolesInFlight(db, workflowId) : [],
  ]);
  return { accepted, refusals, decisions, inFlight };
}

const isAccepted = (workflowId: string) =>
  and(eq(acceptedDifference.workflowId, workflowId), isNull(acceptedDifference.endedAt));

const isRefused = (workflowId: string) =>
  and(
    eq(refusal.workflowId, workflowId),
    sql`${refusal.refusedAt} > clock_timestamp() - ${refusalKeptHours} * interval '1 hour'`,
  );

const isPending = (workflowId: string) =>
  and(eq(decision.workflowId, workflowId), isNull(decision.outcome));

const isUnsettled = (workflowId: string) =>
  and(eq(intent.workflowId, workflowId), inArray(intent.state, [...unsettledStates]));

async function acceptedOf(db: Queryable, workflowId: string): Promise<Answers['accepted']> {
  const rows = await db
    .select({
      subject: acceptedDifference.subject,
      kind: acceptedDifference.kind,
      seenHash: acceptedDifference.seenHash,
    })
    .from(acceptedDifference)
    .where(isAccepted(workflowId))
    .orderBy(acceptedDifference.acceptedAt, acceptedDifference.id);
  return rows.map((row) => ({ ...row, subject: row.subject as Role }));
}

async function refusalsOf(db: Queryable, workflowId: string): Promise<Refusal[]> {
  const rows = await db.select().from(refusal).where(isRefused(workflowId)).orderBy(refusal.role);
  return rows.map((row) => refusalSchema.parse(row));
}

async function pendingDecisionsOf(
  db: Queryable,
  workflowId: string,
): Promise<Answers['decisions']> {
  const rows = await db
    .select({
      id: decision.id,
      subject: exception.subject,
      questionHash: decision.planHash,
      verdict: decision.verdict,
    })
    .from(decision)
    .innerJoin(exception, eq(exception.id, decision.exceptionId))
    .where(isPending(workflowId))
    .orderBy(decision.decidedAt, decision.id);
  return rows.map((row) => ({ ...row, subject: row.subject as Role }));
}

async function rolesInFlight(db: Queryable, workflowId: string): Promise<Role[]> {
  const rows = await db
    .select({ role: intent.role })
    .from(intent)
    .where(isUnsettled(workflowId))
    .orderBy(intent.role);
  return rows.map(({ role }) => role as Role);
}

/** When the newest decision that is not carried out was made; what it rests on must have been read since. */
export async function newestPendingDecision(
  db: Queryable,
  workflowId: string,
): Promise<Date | null> {
  const [row] = await db
    .select({ at: decision.decidedAt })
    .from(decision)
    .where(isPending(workflowId))
    .orderBy(sql`${decision.decidedAt} desc`)
    .limit(1);
  return row?.at ?? null;
}

export async function putRefusal(db: Queryable, workflowId: string, made: Refusal): Promise<void> {
  const values = { workflowId, ...made, refusedAt: sql`clock_timestamp()` };
  await db
    .insert(refusal)
    .values(values)
    .onConflictDoUpdate({ target: [refusal.workflowId, refusal.role], set: values });
}

export async function forgetRefusal(
  db: Queryable,
  workflowId: string,
  role: string,
): Promise<void> {
  await db.delete(refusal).where(and(eq(refusal.workflowId, workflowId), eq(refusal.role, role)));
}

/** What was refused is tried again once the ground has moved, even when it then moves back to where it was. */
export async function forgetRefusalsOfOtherGround(
  db: Queryable,
  workflowId: string,
  context: string,
): Promise<void> {
  await db
    .delete(refusal)
    .where(and(eq(refusal.workflowId, workflowId), sql`${refusal.context} <> ${context}`));
}
