// The one transaction that ends a pass: it derives the plan again, carries out what may go, and makes the open questions exactly its own.
import { and, inArray, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { forgetRefusalsOfOtherGround } from '../db/queries/answers.ts';
import {
  addAudit,
  closeDecision,
  forgetDependencies,
  insertIntent,
  putDependency,
  setDocumentState,
  settledAttempts,
  wakeDependents,
} from '../db/queries/documents.ts';
import { endLink, hasLiveLink, putLink } from '../db/queries/links.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { readSnapshot } from '../db/queries/mirror.ts';
import type { AskedOf, LiveQuestion } from '../db/queries/questions.ts';
import {
  acceptDifference,
  askQuestion,
  closeQuestion,
  liveQuestionsOf,
  setQuestionState,
} from '../db/queries/questions.ts';
import { addWakeRows, markWakesDone, wakeChanged, wakeToReadSource } from '../db/queries/wake.ts';
import { wake } from '../db/schema/delivery-tables.ts';
import type { Gated, Question } from '../domain/gate/gate.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import type { Endpoint } from '../domain/identity/endpoints.ts';
import { writerIdOf } from '../domain/identity/endpoints.ts';
import type { DocumentId } from '../domain/identity/workflow-ids.ts';
import { isOnlyForWhoWaits } from '../domain/objects/contact/observation.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import { stateOfPlan } from '../domain/lifecycle/attributes.ts';
import type { Ending } from '../domain/lifecycle/lifecycle.ts';
import type { Observation, Plan } from '../domain/objects/objects.ts';
import {
  adoptedBaseOf,
  nameOf,
  parseObservation,
  planObservation,
  ruleOf,
} from '../domain/objects/objects.ts';
import type { SealedVerdict } from '../domain/plan/verdict.ts';
import { invariantBroken, planMoved } from './failures.ts';
import { recordRetention } from './record-retention.ts';
import { tooLargePlan } from './too-large.ts';

export type EndOfPass = { workflowId: string; ending: Ending };

type Pass = {
  tx: Transaction;
  id: DocumentId;
  workflowId: string;
  ending: Ending;
  observation: Observation;
  plan: Plan;
};

/**
 * Ends a pass once. Its wake rows are its token: when all of them are done already, an earlier attempt of this
 * activity committed and nothing is done again.
 */
export async function endPass(db: Database, { workflowId, ending }: EndOfPass): Promise<void> {
  const id = parseWorkflowId(workflowId);
  if (!id) throw invariantBroken(`${workflowId} is not a document's id`);
  await db.transaction(async (tx) => {
    await lockDocument(tx, workflowId);
    const open = await tx
      .select({ id: wake.id })
      .from(wake)
      .where(and(inArray(wake.id, ending.wakeIds), isNull(wake.doneAt)))
      .for('update');
    if (open.length === 0) return;
    const stored = await readSnapshot(tx, ending.observationId);
    if (stored === null) {
      throw invariantBroken(`the observation of ${workflowId} is not in Postgres`);
    }
    const observation: Observation = parseObservation(id.type, stored);
    const derived = planObservation(observation);
    if (derived.hash !== ending.planHash) throw planMoved(workflowId);
    const plan = ending.tooLarge ? tooLargePlan(derived, observation) : derived;
    await carryOut({ tx, id, workflowId, ending, observation, plan });
    await markWakesDone(tx, ending.wakeIds);
  });
}

async function carryOut(pass: Pass): Promise<void> {
  const { tx, workflowId, observation, plan } = pass;
  const live = await liveQuestionsOf(tx, workflowId);
  await writeIntents(pass);
  for (const { verdict, decisionId } of plan.gated.going)
    await carryOutHere(pass, verdict, decisionId);
  await answerQuestions(pass, live);
  await recordDecisions(pass);
  await recordDependencies(pass);
  await recordRetention(tx, observation);
  await forgetRefusalsOfOtherGround(tx, workflowId, observation.context);
  await setDocumentState(tx, workflowId, stateOfPlan(plan));
}

/** Stores the intents of all that may go and wakes their writers. No vendor is called here. */
async function writeIntents({ tx, workflowId, ending, observation, plan }: Pass): Promise<void> {
  const { connection } = observation;
  const keys = new Map<string, string>();
  const endpoints = new Set<Endpoint>();
  for (const { verdict, decisionId } of plan.gated.going) {
    const write = 'write' in verdict ? verdict.write : null;
    if (!write) continue;
    const { role, hash } = verdict;
    const attempt = await settledAttempts(tx, workflowId, role, hash);
    const key = contentHash({ connection, workflowId, role, planHash: hash, attempt });
    keys.set(role, key);
    endpoints.add(write.endpoint);
    await insertIntent(tx, {
      key,
      connection,
      workflowId,
      endpoint: write.endpoint,
      operation: write.operation,
      role,
      marker: write.marker,
      body: write.body,
      bodyHash: contentHash(write.body),
      targetId: write.targetId,
      targetVersion: write.targetVersion,
      after: verdict.after.flatMap((before) => keys.get(before) ?? []),
      planHash: hash,
      observationHash: ending.observationId,
      agreed: write.agreed,
      decisionId,
    });
  }
  await addWakeRows(
    tx,
    [...endpoints].map((endpoint) => wakeChanged(writerIdOf(connection, endpoint), 'intent')),
  );
}

/** What needs no vendor: linking to a record that is there, and ending the link to one that is gone on both sides. */
async function carryOutHere(
  { tx, workflowId, observation, plan }: Pass,
  verdict: SealedVerdict,
  decisionId: string | null,
): Promise<void> {
  const { connection } = observation;
  const { role } = verdict;
  const entry = { connection, actor: 'tieout', workflowId, decisionId };
  if (verdict.outcome === 'adopt') {
    await putLink(tx, {
      workflowId,
      role,
      connection,
      kind: ruleOf(observation, role).targetKind,
      targetId: verdict.targetId,
      base: adoptedBaseOf(observation, role, verdict.targetId),
      how: 'adopted',
    });
    const details = { role, targetId: verdict.targetId, planHash: verdict.hash };
    await addAudit(tx, { ...entry, action: 'adopted', details });
    await wakeDependents(tx, workflowId);
    await addWakeRows(tx, [wakeChanged(workflowId, 'adopted')]);
  } else if (verdict.outcome === 'delete' && verdict.write === null) {
    await endLink(tx, workflowId, role, 'removed');
    const details = { role, targetId: verdict.targetId, planHash: plan.hash };
    await addAudit(tx, { ...entry, action: 'linkEnded', details });
    // A task that labour gave up is the budget's to take.
    await wakeDependents(tx, workflowId);
    await addWakeRows(tx, [wakeChanged(workflowId, 'linkEnded')]);
  }
}

function askedOf({ workflowId, ending, observation, plan }: Pass): AskedOf {
  const { amount, currency } = plan.standing;
  return {
    connection: observation.connection,
    workflowId,
    documentName: nameOf(observation),
    amount,
    currency,
    observationHash: ending.observationId,
  };
}

/** Opens, keeps and closes questions, so that the open ones are exactly those of the plan. Each subject by itself. */
async function answerQuestions(pass: Pass, live: readonly LiveQuestion[]): Promise<void> {
  const { tx, workflowId, plan } = pass;
  const { gated } = plan;
  const of = askedOf(pass);
  const bySubject = new Map(live.map((question) => [question.subject, question]));
  for (const question of gated.questions) {
    await askQuestion(tx, question, of, bySubject.get(question.subject));
    bySubject.delete(question.subject);
    await lookAtOthers(tx, question);
  }
  for (const { question, decisionId } of gated.left) {
    await acceptDifference(tx, question, of, decisionId);
    const asked = bySubject.get(question.subject);
    if (asked) await closeQuestion(tx, asked.id, 'rejected');
    bySubject.delete(question.subject);
  }
  for (const subject of gated.inFlight) bySubject.delete(subject);
  for (const asked of bySubject.values()) {
    if (isBeingWritten(gated, asked.subject)) await setQuestionState(tx, asked.id, 'beingWritten');
    else await closeQuestion(tx, asked.id, closedBecause(gated, asked));
  }
  const isLeft = gated.left.length > 0;
  if (isLeft || bySubject.size > 0) await wakeDependents(tx, workflowId);
}

/** What a question rests on is read again: a pay app that was deleted must be known to be. */
async function lookAtOthers(tx: Transaction, { verdicts }: Question): Promise<void> {
  const others = verdicts.flatMap(({ findings }) => findings.flatMap(({ others: of }) => of ?? []));
  await addWakeRows(
    tx,
    [...new Set(others)].map((other) => wakeToReadSource(other, new Date())),
  );
}

/** An approval is carried out only when its writes have settled. */
function isBeingWritten({ going }: Gated, subject: string): boolean {
  return going.some(
    ({ verdict, decisionId }) =>
      verdict.subject === subject && decisionId !== null && 'write' in verdict && verdict.write,
  );
}

function closedBecause({ going }: Gated, { subject, state }: LiveQuestion) {
  const isApproved = going.some(
    ({ verdict, decisionId }) => verdict.subject === subject && decisionId !== null,
  );
  return isApproved || state === 'beingWritten' ? ('approved' as const) : ('resolved' as const);
}

async function recordDecisions({ tx, workflowId, observation, plan }: Pass): Promise<void> {
  for (const { id, outcome } of plan.gated.decisions) {
    await closeDecision(tx, id, outcome);
    await addAudit(tx, {
      connection: observation.connection,
      actor: 'tieout',
      action: outcome === 'applied' ? 'decisionApplied' : 'decisionRefused',
      workflowId,
      decisionId: id,
      details: { planHash: plan.hash },
    });
  }
}

/**
 * Records what the document waits for; the awaited document's own end will wake it. Of one that is waited for anew, that
 * end may have come since this document looked, and nobody else would say so: it looks once more.
 */
async function recordDependencies({ tx, workflowId, observation, plan }: Pass): Promise<void> {
  const before = await forgetDependencies(tx, workflowId);
  for (const waitsFor of [...new Set(plan.gated.waitsFor)].sort()) {
    await lockDocument(tx, waitsFor);
    await putDependency(tx, workflowId, waitsFor);
    if (before.has(waitsFor)) continue;
    const hasLink = await hasLiveLink(tx, waitsFor);
    if (hasLink) await addWakeRows(tx, [wakeChanged(workflowId, `after:${waitsFor}`)]);
    if (actsWhenAwaited(observation, waitsFor, hasLink)) {
      await addWakeRows(tx, [wakeChanged(waitsFor, `awaited:${workflowId}`)]);
    }
  }
}

/**
 * Of some contacts nothing is said until something waits for them; and the labour of a project, of which nobody may have heard yet,
 * makes the project in Xero that its budget waits for, or gives up a task.
 */
function actsWhenAwaited(observation: Observation, waitsFor: string, hasLink: boolean): boolean {
  const awaited = parseWorkflowId(waitsFor)?.type;
  if (observation.type === 'projectBudget') return awaited === 'projectLabour';
  return !hasLink && awaited === 'contact' && isOnlyForWhoWaits(observation);
}
