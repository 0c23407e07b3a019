// The questions that wait for a person: opened, kept, and closed, one live one a subject.
import { randomUUID } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Question } from '../../domain/gate/gate.ts';
import { differenceOf } from '../../domain/plan/difference.ts';
import type { Queryable } from '../database.ts';
import { acceptedDifference, decision, exception } from '../schema/document-tables.ts';
import { storeSnapshot } from './mirror.ts';

export type LiveQuestion = typeof exception.$inferSelect;
export type ClosedBecause = 'approved' | 'rejected' | 'superseded' | 'resolved';

export async function liveQuestionsOf(db: Queryable, workflowId: string): Promise<LiveQuestion[]> {
  return db
    .select()
    .from(exception)
    .where(and(eq(exception.workflowId, workflowId), ne(exception.state, 'closed')))
    .orderBy(exception.subject);
}

export async function closeQuestion(
  db: Queryable,
  id: string,
  because: ClosedBecause,
): Promise<void> {
  await db
    .update(exception)
    .set({ state: 'closed', closedAt: sql`clock_timestamp()`, closedBecause: because })
    .where(and(eq(exception.id, id), ne(exception.state, 'closed')));
}

export async function setQuestionState(
  db: Queryable,
  id: string,
  state: 'open' | 'beingWritten',
): Promise<void> {
  await db.update(exception).set({ state }).where(eq(exception.id, id));
}

/** Where the question stands that a document asks: what is shown of it and of the document. */
export type AskedOf = {
  connection: string;
  workflowId: string;
  documentName: string;
  amount: string | null;
  currency: string | null;
  observationHash: string;
};

function valuesOf(question: Question, of: AskedOf) {
  const { kind, subject, hash, verdicts, seen, seenHash, sentence, fix } = question;
  return {
    ...of,
    kind,
    subject,
    planHash: hash,
    verdicts: verdicts.map((verdict) => ({ role: verdict.role, hash: verdict.hash })),
    seen,
    seenHash,
    sentence,
    fix,
    difference: differenceOf(verdicts, of.amount),
  };
}

/**
 * Opens a question, or brings the open one up to date where the person would see the same: its hash, its words and
 * what can be done may have moved. What was being decided or written is closed and asked anew.
 */
export async function askQuestion(
  db: Queryable,
  question: Question,
  of: AskedOf,
  live: LiveQuestion | undefined,
): Promise<void> {
  // What a person decides on is kept as it is shown, so that no later planner says it otherwise.
  const shownHash = await storeSnapshot(db, 'question', question.verdicts);
  const values = { ...valuesOf(question, of), shownHash };
  const isSame =
    live?.state === 'open' && live.kind === question.kind && live.seenHash === question.seenHash;
  if (live && isSame) {
    await db.update(exception).set(values).where(eq(exception.id, live.id));
    return;
  }
  if (live) await closeQuestion(db, live.id, 'superseded');
  await db.insert(exception).values({ id: randomUUID(), ...values });
}

/** Puts a question that was answered "leave it" into the register. */
export async function acceptDifference(
  db: Queryable,
  question: Question,
  of: AskedOf,
  decisionId: string,
): Promise<void> {
  const [made] = await db.select().from(decision).where(eq(decision.id, decisionId));
  if (!made) throw new Error(`the decision ${decisionId} is not in Postgres`);
  const { connection, workflowId, documentName, amount, currency } = of;
  const { subject, kind, seen, seenHash, sentence, verdicts } = question;
  await db
    .insert(acceptedDifference)
    .values({
      id: randomUUID(),
      ...{ connection, workflowId, documentName, amount, currency },
      difference: differenceOf(verdicts, amount),
      ...{ subject, kind, seen, seenHash, sentence },
      exceptionId: made.exceptionId,
      decisionId,
      person: made.person,
      reason: made.reason,
      acceptedAt: made.decidedAt,
    })
    .onConflictDoNothing();
}

/** A question of no document, such as a connection that is lost; it has no verdicts. */
export type StandaloneQuestion = Pick<
  typeof exception.$inferInsert,
  'connection' | 'kind' | 'workflowId' | 'planHash' | 'documentName' | 'sentence' | 'fix'
>;

export async function askStandalone(db: Queryable, question: StandaloneQuestion): Promise<void> {
  await db.insert(exception).values({ id: randomUUID(), subject: 'document', ...question });
}
