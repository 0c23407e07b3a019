// What waits for a person, with the plan it stood for when it was asked and what was said about it.
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { parseObservation, planObservation } from '../../domain/objects/objects.ts';
import { outcomes } from '../../domain/plan/verdict.ts';
import type { FieldChange, SealedVerdict } from '../../domain/plan/verdict.ts';
import type { Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { decision, exception } from '../schema/document-tables.ts';
import { readSnapshot } from './mirror.ts';

export type ExceptionRow = typeof exception.$inferSelect;
export type DecisionRow = typeof decision.$inferSelect;

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

export async function connectionOfException(db: Queryable, id: string): Promise<string | null> {
  const [row] = await db
    .select({ connection: exception.connection })
    .from(exception)
    .where(eq(exception.id, id));
  return row?.connection ?? null;
}

/** All exceptions a document ever had, newest first. */
export async function exceptionsOf(db: Queryable, workflowId: string): Promise<ExceptionRow[]> {
  return db
    .select()
    .from(exception)
    .where(eq(exception.workflowId, workflowId))
    .orderBy(desc(exception.openedAt));
}

/** What a question was made from, and the verdicts it asked about, as they were kept with it. */
export type PlanShown = {
  observation: Observation;
  /** Those of the question's own subject. */
  verdicts: readonly SealedVerdict[];
  /** Whether they are to the letter what was asked: of what was not kept, a planner that changed since says it otherwise. */
  isAsAsked: boolean;
};

/** Null for what has no observation, such as lost access to a whole connection. */
export async function planOf(db: Queryable, row: ExceptionRow): Promise<PlanShown | null> {
  const id = parseWorkflowId(row.workflowId);
  if (row.observationHash === null || id === null) return null;
  const stored = await readSnapshot(db, row.observationHash);
  if (stored === null) return null;
  const observation: Observation = parseObservation(id.type, stored);
  const kept = row.shownHash === null ? null : await readSnapshot(db, row.shownHash);
  return kept === null
    ? derivedAgain(row, observation)
    : { observation, verdicts: verdictsIn(kept), isAsAsked: true };
}

/** As `askQuestion` stored them: our own, by content, so that their shape is looked at and not read again. */
function verdictsIn(kept: unknown): readonly SealedVerdict[] {
  return keptSchema.parse(kept) as unknown as readonly SealedVerdict[];
}

const keptSchema = z.array(
  z.looseObject({
    role: z.string(),
    hash: z.string(),
    outcome: z.enum(outcomes),
    findings: z.array(z.unknown()),
    changes: z.array(z.unknown()),
  }),
);

/** Of questions from before verdicts were kept with them. */
function derivedAgain(row: ExceptionRow, observation: Observation): PlanShown {
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
