// What waits for a person, with the plan it stands for and what was said about it.
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Observation } from '../../domain/plan/observation.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { planDocument } from '../../domain/plan/plan-document.ts';
import type { Queryable } from '../database.ts';
import { decision, exception } from '../schema/document-tables.ts';
import { readSnapshot } from './mirror.ts';

export type ExceptionRow = typeof exception.$inferSelect;
export type DecisionRow = typeof decision.$inferSelect;

/** `open` is everything not closed: a decision that is still to be carried out keeps its exception there. */
export const exceptionFilters = ['open', 'closed', 'all'] as const;
export type ExceptionFilter = (typeof exceptionFilters)[number];

export async function listExceptions(
  db: Queryable,
  connection: string,
  filter: ExceptionFilter,
  kind?: string,
): Promise<ExceptionRow[]> {
  return db
    .select()
    .from(exception)
    .where(
      and(
        eq(exception.connection, connection),
        filter === 'open' ? ne(exception.state, 'closed') : undefined,
        filter === 'closed' ? eq(exception.state, 'closed') : undefined,
        kind === undefined ? undefined : eq(exception.kind, kind),
      ),
    )
    .orderBy(asc(exception.openedAt), asc(exception.id));
}

export async function exceptionById(
  db: Queryable,
  connection: string,
  id: string,
): Promise<ExceptionRow | null> {
  const [row] = await db
    .select()
    .from(exception)
    .where(and(eq(exception.id, id), eq(exception.connection, connection)));
  return row ?? null;
}

/** All exceptions a document ever had, newest first. */
export async function exceptionsOf(db: Queryable, workflowId: string): Promise<ExceptionRow[]> {
  return db
    .select()
    .from(exception)
    .where(eq(exception.workflowId, workflowId))
    .orderBy(desc(exception.openedAt));
}

/** What the exception's plan is made from, and that plan derived again. */
export type PlanShown = { observation: Observation; plan: Plan };

/** Null for what has no observation, such as lost access to a whole connection. */
export async function planOf(db: Queryable, row: ExceptionRow): Promise<PlanShown | null> {
  if (row.observationHash === null) return null;
  const observation = (await readSnapshot(db, row.observationHash)) as Observation | null;
  return observation && { observation, plan: planDocument(observation) };
}

/** What was decided about an exception, newest first. */
export async function decisionsAbout(
  db: Queryable,
  exceptionIds: readonly string[],
): Promise<DecisionRow[]> {
  if (exceptionIds.length === 0) return [];
  return db
    .select()
    .from(decision)
    .where(inArray(decision.exceptionId, [...exceptionIds]))
    .orderBy(desc(decision.decidedAt));
}

/** How many exceptions of each kind are not closed. */
export async function countOpenKinds(
  db: Queryable,
  connection: string,
): Promise<{ kind: string; count: number }[]> {
  return db
    .select({ kind: exception.kind, count: sql<number>`count(*)::int` })
    .from(exception)
    .where(and(eq(exception.connection, connection), ne(exception.state, 'closed')))
    .groupBy(exception.kind)
    .orderBy(exception.kind);
}
