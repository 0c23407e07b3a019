// The transactions that end a pass: each derives the plan again, does one thing, and marks its wake rows done.
import { randomUUID } from 'node:crypto';
import { and, inArray, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import {
  addAudit,
  closeDecision,
  closeException,
  forgetDependencies,
  insertException,
  insertIntent,
  liveExceptionOf,
  putDependency,
  renewException,
  setDocumentState,
  setRefusal,
  settledAttempts,
  wakeDependents,
} from '../db/queries/documents.ts';
import { linkOf, putLink } from '../db/queries/links.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { readSnapshot } from '../db/queries/mirror.ts';
import { addWakeRows, markWakesDone, wakeChanged } from '../db/queries/wake.ts';
import { wake } from '../db/schema/delivery-tables.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { writerIdOf } from '../domain/identity/workflow-ids.ts';
import type { Ending } from '../domain/lifecycle/lifecycle.ts';
import { adoptedBase, linkKindOf, linkRoleOf } from '../domain/plan/agreement.ts';
import { documentNameOf, fixOf, sentenceOf } from '../domain/plan/describe.ts';
import type { ExceptionKind } from '../domain/plan/exception-kinds.ts';
import { fixes } from '../domain/plan/exception-kinds.ts';
import type { Observation } from '../domain/plan/observation.ts';
import type { Plan } from '../domain/plan/plan.ts';
import { writesOf } from '../domain/plan/plan.ts';
import { planDocument } from '../domain/plan/plan-document.ts';
import { invariantBroken, planMoved } from './failures.ts';

export type EndOfPass = { workflowId: string; ending: Ending };

type Pass = {
  tx: Transaction;
  workflowId: string;
  ending: Ending;
  observation: Observation;
  plan: Plan;
};

/**
 * Runs an ending once. The wake rows of the pass are its token: when all of them are done already,
 * an earlier attempt of this activity committed and nothing is done again.
 */
async function endPass(
  db: Database,
  { workflowId, ending }: EndOfPass,
  work: (pass: Pass) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const open = await tx
      .select({ id: wake.id })
      .from(wake)
      .where(and(inArray(wake.id, ending.wakeIds), isNull(wake.doneAt)))
      .for('update');
    if (open.length === 0) return;
    const observation = (await readSnapshot(tx, ending.observationId)) as Observation | null;
    if (!observation) throw invariantBroken(`the observation of ${workflowId} is not in Postgres`);
    const plan = planDocument(observation);
    if (plan.hash !== ending.planHash) throw planMoved(workflowId);
    await work({ tx, workflowId, ending, observation, plan });
    await recordDecision(tx, workflowId, observation, ending);
    await forgetRefusal(tx, workflowId, observation);
    await markWakesDone(tx, ending.wakeIds);
  });
}

/** What was refused is tried again once the ground has moved, even when it then moves back to where it was. */
async function forgetRefusal(
  tx: Transaction,
  workflowId: string,
  { refusal, context }: Observation,
): Promise<void> {
  if (refusal !== null && refusal.context !== context) await setRefusal(tx, workflowId, null);
}

async function recordDecision(
  tx: Transaction,
  workflowId: string,
  observation: Observation,
  ending: Ending,
): Promise<void> {
  if (!ending.decision) return;
  const { id, outcome } = ending.decision;
  await closeDecision(tx, id, outcome);
  await addAudit(tx, {
    connection: observation.connection,
    actor: 'tieout',
    action: outcome === 'applied' ? 'decisionApplied' : 'decisionRefused',
    workflowId,
    decisionId: id,
    details: { planHash: ending.planHash },
  });
}

/** Stores the intents of a plan and wakes their writer. No vendor is called here. */
export async function writeIntents(db: Database, end: EndOfPass): Promise<void> {
  await endPass(db, end, async ({ tx, workflowId, ending, observation, plan }) => {
    const { connection } = observation;
    const applied = ending.decision?.outcome === 'applied' ? ending.decision.id : null;
    for (const write of writesOf(plan)) {
      const attempt = await settledAttempts(tx, workflowId, write.role, plan.hash);
      const identity = { connection, workflowId, role: write.role, planHash: plan.hash, attempt };
      await insertIntent(tx, {
        key: contentHash(identity),
        connection,
        workflowId,
        endpoint: write.endpoint,
        operation: write.operation,
        role: write.role,
        marker: write.marker,
        body: write.body,
        bodyHash: contentHash(write.body),
        targetId: write.targetId,
        targetVersion: write.targetVersion,
        planHash: plan.hash,
        observationHash: ending.observationId,
        decisionId: applied,
      });
    }
    const endpointsUsed = new Set(writesOf(plan).map((write) => write.endpoint));
    await addWakeRows(
      tx,
      [...endpointsUsed].map((endpoint) => wakeChanged(writerIdOf(connection, endpoint), 'intent')),
    );
    await closeException(tx, workflowId, applied ? 'approved' : 'resolved');
    await forgetDependencies(tx, workflowId);
    await setDocumentState(tx, workflowId, 'writing');
  });
}

/** Opens the exception of a plan, or keeps the one that is already open on exactly it. */
export async function openException(
  db: Database,
  end: EndOfPass & { kind: ExceptionKind },
): Promise<void> {
  await endPass(db, end, async ({ tx, workflowId, ending, observation, plan }) => {
    const { kind } = end;
    const live = await liveExceptionOf(tx, workflowId);
    await forgetDependencies(tx, workflowId);
    await setDocumentState(tx, workflowId, 'waiting');
    const said = {
      sentence: sentenceOf(plan, kind),
      fix: kind === 'tooLarge' ? fixes.tooLarge : fixOf(plan, kind),
    };
    if (live?.planHash === plan.hash && live.kind === kind && live.state === 'open') {
      // What may be done about it can change while the plan stays the same, such as with a lock date.
      await renewException(tx, live.id, said);
      return;
    }
    if (live) await closeException(tx, workflowId, 'superseded');
    await insertException(tx, {
      id: randomUUID(),
      connection: observation.connection,
      kind,
      workflowId,
      planHash: plan.hash,
      observationHash: ending.observationId,
      documentName: documentNameOf(observation),
      amount: plan.amount,
      currency: plan.currency,
      ...said,
    });
  });
}

/** Carries out a rejection: writes nothing, and its decision keeps exactly this plan silent from now on. */
export async function rejectPlan(db: Database, end: EndOfPass): Promise<void> {
  await endPass(db, end, async ({ tx, workflowId }) => {
    await lockDocument(tx, workflowId);
    await closeException(tx, workflowId, 'rejected');
    await forgetDependencies(tx, workflowId);
    await wakeDependents(tx, workflowId);
    // What else the document may have to do, such as payments of a bill left as it is.
    await addWakeRows(tx, [wakeChanged(workflowId, 'rejected')]);
  });
}

/** Links the document to a record that is already there. No remote call. */
export async function adoptTarget(db: Database, end: EndOfPass): Promise<void> {
  await endPass(db, end, async ({ tx, workflowId, ending, observation, plan }) => {
    if (plan.outcome !== 'adopt') throw invariantBroken(`the plan of ${workflowId} adopts nothing`);
    await lockDocument(tx, workflowId);
    const role = linkRoleOf(observation);
    await putLink(tx, {
      workflowId,
      role,
      connection: observation.connection,
      kind: linkKindOf(observation),
      targetId: plan.targetId,
      base: adoptedBase(observation, plan.targetId),
      how: 'adopted',
    });
    await closeException(tx, workflowId, ending.decision ? 'approved' : 'resolved');
    await forgetDependencies(tx, workflowId);
    await addAudit(tx, {
      connection: observation.connection,
      actor: 'tieout',
      action: 'adopted',
      workflowId,
      decisionId: ending.decision?.id ?? null,
      details: { role, targetId: plan.targetId, planHash: plan.hash },
    });
    await wakeDependents(tx, workflowId);
    await addWakeRows(tx, [wakeChanged(workflowId, 'adopted')]);
  });
}

/** Records what the document waits for; the awaited document's own end will wake it. */
export async function recordDependency(
  db: Database,
  end: EndOfPass & { waitsFor: string },
): Promise<void> {
  await endPass(db, end, async ({ tx, workflowId, observation }) => {
    await lockDocument(tx, end.waitsFor);
    await forgetDependencies(tx, workflowId);
    await putDependency(tx, workflowId, end.waitsFor);
    await closeException(tx, workflowId, 'superseded');
    await setDocumentState(tx, workflowId, 'waiting');
    // Linked since this document looked: nobody else will say so.
    const wasLinked =
      observation.type !== 'contact' && (observation.contact?.contactId ?? null) !== null;
    if (!wasLinked && (await linkOf(tx, end.waitsFor, 'contact'))) {
      await addWakeRows(tx, [wakeChanged(workflowId, `after:${end.waitsFor}`)]);
    }
  });
}
