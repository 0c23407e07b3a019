// What waits for a person, with the plan it stood for when it was asked and what was said about it.
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { parseObservation, planObservation } from '../../domain/objects/objects.ts';
import type { FieldChange, SealedVerdict } from '../../domain/plan/verdict.ts';
import type { Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { decision, document, exception } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { readSnapshot } from './mirror.ts';

export type ExceptionRow = typeof exception.$inferSelect;
export type DecisionRow = typeof decision.$inferSelect;

/** `open` is everything not closed: a decision that is still to be carried out keeps its exception there. */
export const exceptionFilters = ['open', 'closed', 'all'] as const;
export type ExceptionFilter = (typeof exceptionFilters)[number];

type Filter = { filter: ExceptionFilter; kind?: string | undefined; limit?: number };

function whereOf(connection: string, { filter, kind }: Filter) {
  return and(
    eq(exception.connection, connection),
    filter === 'open' ? ne(exception.state, 'closed') : undefined,
    filter === 'closed' ? eq(exception.state, 'closed') : undefined,
    kind === undefined ? undefined : eq(exception.kind, kind),
  );
}

export async function listExceptions(
  db: Queryable,
  connection: string,
  filter: ExceptionFilter,
): Promise<ExceptionRow[]> {
  return db
    .select()
    .from(exception)
    .where(whereOf(connection, { filter }))
    .orderBy(asc(exception.openedAt), asc(exception.id));
}

/** A question in a list: whose it is, and what was said about it where its end is still to come. */
export type ExceptionListed = {
  row: ExceptionRow;
  /** "26-004 Quay Street Apartments"; null where it belongs to no project. */
  project: string | null;
  subcontractor: string | null;
  said: 'approve' | 'reject' | null;
};

/** Questions with the project and the subcontractor they are about, as Procore names them now. */
export async function listQuestions(
  db: Queryable,
  connection: string,
  ask: Filter,
): Promise<ExceptionListed[]> {
  const name = (kind: string, id: SQL, words: SQL) =>
    sql<
      string | null
    >`(select ${words} from ${mirror} m join ${snapshot} s on s.hash = m.snapshot_hash
      where m.connection = ${connection} and m.kind = ${kind} and m.record_id = ${id})`;
  const rows = await db
    .select({
      row: exception,
      project: name(
        'procoreProject',
        sql`${document.projectId}`,
        sql`trim(concat_ws(' ', s.body->>'number', s.body->>'name'))`,
      ),
      subcontractor: name('procoreVendor', sql`${document.counterpartyId}`, sql`s.body->>'name'`),
      said: decision.verdict,
    })
    .from(exception)
    .leftJoin(document, eq(document.workflowId, exception.workflowId))
    .leftJoin(
      decision,
      and(eq(decision.exceptionId, exception.id), eq(decision.planHash, exception.planHash)),
    )
    .where(whereOf(connection, ask))
    .orderBy(asc(exception.openedAt), asc(exception.id))
    .limit(ask.limit ?? 10_000);
  return rows;
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

/** What a question was made from, and the verdicts it asked about, derived again. */
export type PlanShown = {
  observation: Observation;
  /** Those of the question's own subject. */
  verdicts: readonly SealedVerdict[];
  /** Whether they are to the letter what was asked; a planner that changed since would say it otherwise. */
  isAsAsked: boolean;
};

/** Null for what has no observation, such as lost access to a whole connection. */
export async function planOf(db: Queryable, row: ExceptionRow): Promise<PlanShown | null> {
  const id = parseWorkflowId(row.workflowId);
  if (row.observationHash === null || id === null) return null;
  const stored = await readSnapshot(db, row.observationHash);
  if (stored === null) return null;
  const observation: Observation = parseObservation(id.type, stored);
  const plan = planObservation(observation);
  const verdicts = plan.verdicts.filter(
    ({ subject, outcome }) => subject === row.subject && outcome !== 'unchanged',
  );
  const asked = verdictsAsked(row);
  const isAsAsked =
    asked.length === 0
      ? plan.gated.questions.some(({ hash }) => hash === row.planHash)
      : asked.every((one) => verdicts.some(({ role, hash }) => isOne(one, role, hash)));
  return { observation, verdicts, isAsAsked };
}

type Asked = { role: string; hash: string };

function isOne(asked: Asked, role: string, hash: string): boolean {
  return asked.role === role && asked.hash === hash;
}

const askedSchema = z.array(z.object({ role: z.string(), hash: z.string() })).catch([]);

function verdictsAsked({ verdicts }: ExceptionRow): Asked[] {
  return askedSchema.parse(verdicts);
}

const seenSchema = z.object({
  differences: z.array(
    z.object({ path: z.string(), procore: z.string().nullable(), xero: z.string().nullable() }),
  ),
});

/** The differing values as the person saw them, kept with the question itself. */
export function differencesSeen({ seen }: ExceptionRow): FieldChange[] {
  const parsed = seenSchema.safeParse(seen);
  if (!parsed.success) return [];
  return parsed.data.differences.map((one) => ({ ...one, base: null, proposed: null }));
}

/** What was decided about exceptions, newest first. */
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

/** A decision with what became of its writes. */
export type DecisionTold = {
  made: DecisionRow;
  /** The question it was made on. */
  exceptionId: string;
  writes: { state: string; outcome: unknown; settledAt: Date | null }[];
};

/** Everything ever decided about one subject of a document, newest first: what was typed is never lost. */
export async function decisionsOfSubject(
  db: Queryable,
  { workflowId, subject }: Pick<ExceptionRow, 'workflowId' | 'subject'>,
): Promise<DecisionTold[]> {
  const rows = await db
    .select({ made: decision })
    .from(decision)
    .innerJoin(exception, eq(exception.id, decision.exceptionId))
    .where(and(eq(exception.workflowId, workflowId), eq(exception.subject, subject)))
    .orderBy(desc(decision.decidedAt))
    .limit(50);
  const ids = rows.map(({ made }) => made.id);
  const writes = ids.length === 0 ? [] : await writesOfDecisions(db, ids);
  return rows.map(({ made }) => ({
    made,
    exceptionId: made.exceptionId,
    writes: writes.filter(({ decisionId }) => decisionId === made.id),
  }));
}

async function writesOfDecisions(db: Queryable, ids: readonly string[]) {
  return db
    .select({
      decisionId: intent.decisionId,
      state: intent.state,
      outcome: intent.outcome,
      settledAt: intent.settledAt,
    })
    .from(intent)
    .where(inArray(intent.decisionId, [...ids]))
    .orderBy(asc(intent.createdAt));
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
