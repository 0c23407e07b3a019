// Brings open questions and standing rejections of before verdicts were by role to the model of today: by what the person saw.
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Question } from '../domain/gate/gate.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import type { DocumentType } from '../domain/identity/workflow-ids.ts';
import type { Observation } from '../domain/objects/objects.ts';
import { parseObservation, planObservation } from '../domain/objects/objects.ts';
import type { Refusal } from '../domain/plan/answers.ts';
import { noAnswers, refusalKinds } from '../domain/plan/answers.ts';
import type { Database, Transaction } from './database.ts';
import { putRefusal } from './queries/answers.ts';
import { readSnapshot } from './queries/mirror.ts';
import { acceptedDifference, decision, exception } from './schema/document-tables.ts';

type OldQuestion = typeof exception.$inferSelect;

/**
 * Safe to run again: what has been brought over has `seen`. What cannot be derived any more is left as it is; the next
 * look at its document closes it and asks anew.
 */
export async function migrateAnswers(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    for (const old of await oldQuestions(tx)) await bringOver(tx, old);
  });
}

async function oldQuestions(tx: Transaction): Promise<OldQuestion[]> {
  const rejected = tx
    .select({ id: decision.exceptionId })
    .from(decision)
    .where(and(eq(decision.verdict, 'reject'), eq(decision.outcome, 'applied')));
  return tx
    .select()
    .from(exception)
    .where(
      and(
        isNull(exception.seen),
        isNotNull(exception.observationHash),
        or(ne(exception.state, 'closed'), inArray(exception.id, rejected)),
      ),
    )
    .orderBy(exception.openedAt, exception.id);
}

async function bringOver(tx: Transaction, old: OldQuestion): Promise<void> {
  const id = parseWorkflowId(old.workflowId);
  const stored = await readSnapshot(tx, old.observationHash ?? '');
  if (!id || stored === null) return;
  const derived = questionOf(id.type, stored, old.kind);
  if (!derived) return;
  const { question, refusal } = derived;
  const { subject, kind, hash, seen, seenHash, sentence, fix, verdicts } = question;
  await tx
    .update(exception)
    .set({
      subject,
      seen,
      seenHash,
      verdicts: verdicts.map((verdict) => ({ role: verdict.role, hash: verdict.hash })),
      ...(old.state === 'closed' ? {} : { kind, planHash: hash, sentence, fix }),
    })
    .where(eq(exception.id, old.id));
  if (old.state !== 'closed') {
    await tx
      .update(decision)
      .set({ planHash: hash })
      .where(and(eq(decision.exceptionId, old.id), isNull(decision.outcome)));
  }
  if (refusal && old.state !== 'closed') await putRefusal(tx, old.workflowId, refusal);
  await acceptRejections(tx, old, question);
}

async function acceptRejections(
  tx: Transaction,
  old: OldQuestion,
  { subject, kind, seen, seenHash, sentence }: Question,
): Promise<void> {
  const rejections = await tx
    .select()
    .from(decision)
    .where(
      and(
        eq(decision.exceptionId, old.id),
        eq(decision.verdict, 'reject'),
        eq(decision.outcome, 'applied'),
      ),
    );
  const { connection, workflowId, documentName, amount, currency } = old;
  for (const { id, person, reason, decidedAt } of rejections) {
    await tx
      .insert(acceptedDifference)
      .values({
        id: randomUUID(),
        ...{ connection, workflowId, documentName, amount, currency },
        ...{ subject, kind, seen, seenHash, sentence },
        ...{ exceptionId: old.id, decisionId: id, person, reason, acceptedAt: decidedAt },
      })
      .onConflictDoNothing();
  }
}

/** Kinds that are called otherwise today. */
const calledToday: Record<string, readonly string[]> = {
  notYetHandled: ['notYetHandled', 'paymentRemoved'],
  accessLost: ['accessLost', 'sourceGone'],
  leftPostedStatus: ['leftPostedStatus', 'partsNotWhole'],
};

const oldRefusalSchema = z.object({
  refusal: z
    .object({ kind: z.enum(refusalKinds), messages: z.array(z.string()) })
    .nullable()
    .catch(null),
});

function questionOf(
  type: DocumentType,
  stored: unknown,
  kind: string,
): { question: Question; refusal: Refusal | null } | null {
  const observation: Observation = { ...parseObservation(type, stored), answers: noAnswers };
  const kinds = calledToday[kind] ?? [kind];
  const plan = planObservation(observation);
  const found = plan.gated.questions.find((question) => kinds.includes(question.kind));
  if (found) return { question: found, refusal: null };
  const refused = oldRefusalSchema.parse(stored).refusal;
  // What was refused went by itself or after an approval, in which case it still waits for one.
  const first = plan.verdicts.find((verdict) => 'write' in verdict && verdict.write);
  if (!refused || !first) return null;
  const refusal: Refusal = {
    ...refused,
    role: first.role,
    verdictHash: first.hash,
    context: observation.context,
  };
  const again = planObservation({ ...observation, answers: { ...noAnswers, refusals: [refusal] } });
  const asked = again.gated.questions.find((question) => kinds.includes(question.kind));
  return asked ? { question: asked, refusal } : null;
}
