// One look at a document: what woke it, what must be read first, and what its plan is made from.
import { gzipSync } from 'node:zlib';
import { inArray } from 'drizzle-orm';
import type { Database, Queryable, Transaction } from '../db/database.ts';
import {
  addAudit,
  closeDecision,
  closeException,
  forgetDependencies,
  hasLiveIntent,
  liveExceptionOf,
  pendingDecision,
  putDocument,
  wakeDependents,
} from '../db/queries/documents.ts';
import type { StoredDecision } from '../db/queries/documents.ts';
import { standingOf, storeSnapshot } from '../db/queries/mirror.ts';
import type { ObserverSettings } from '../db/queries/observations.ts';
import { observe } from '../db/queries/observations.ts';
import type { UndoneWake } from '../db/queries/wake.ts';
import { markWakesDone, undoneWakes } from '../db/queries/wake.ts';
import { hint } from '../db/schema/delivery-tables.ts';
import type { DocumentId } from '../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../domain/identity/workflow-ids.ts';
import { partiesOf } from '../domain/lifecycle/attributes.ts';
import type { Observed, Read } from '../domain/lifecycle/lifecycle.ts';
import type { Observation } from '../domain/plan/observation.ts';
import { planDocument } from '../domain/plan/plan-document.ts';

/** A payload larger than this after compression is not carried by a workflow. */
const compressedBytesMaximum = 256 * 1024;

export async function observeDocument(
  db: Database,
  settings: ObserverSettings,
  id: DocumentId,
): Promise<Observed> {
  return db.transaction(async (tx) => {
    const workflowId = workflowIdOf(id);
    // Read before anything else: what changes after this has a wake row of its own.
    const wakes = await undoneWakes(tx, workflowId);
    if (wakes.length === 0) return { saw: 'nothing' };
    if (await hasLiveIntent(tx, workflowId)) {
      const heard = wakes.filter((row) => row.signal !== 'decide');
      await markWakesDone(
        tx,
        heard.map((row) => row.id),
      );
      return { saw: 'writeInFlight' };
    }
    const decision = await pendingDecision(tx, workflowId);
    const observation = await observe(tx, settings, id);
    const reads = await readsNeeded(tx, settings.connection, observation, wakes, decision);
    if (reads.length > 0) return { saw: 'readsNeeded', reads };
    return finishLook(tx, id, observation, wakes, decision);
  });
}

async function finishLook(
  tx: Transaction,
  id: DocumentId,
  observation: Observation,
  wakes: readonly UndoneWake[],
  decision: StoredDecision | null,
): Promise<Observed> {
  const workflowId = workflowIdOf(id);
  const plan = planDocument(observation);
  const parties = partiesOf(observation);
  const observationId = await storeSnapshot(tx, 'observation', observation);
  const wakeIds = wakes.map((row) => row.id);
  await putDocument(tx, id, {
    state: plan.outcome === 'unchanged' ? plan.state : 'waiting',
    planHash: plan.hash,
    observationHash: observationId,
    mappingVersion: observation.mappingVersion,
    projectId: parties.project,
    counterpartyId: parties.counterparty,
    amount: plan.amount,
    currency: plan.currency,
  });
  if (plan.outcome === 'unchanged') await closePass(tx, workflowId, observation, wakeIds, decision);
  const pending = decision && {
    id: decision.id,
    planHash: decision.planHash,
    verdict: decision.verdict,
  };
  if (isTooLarge(observation)) {
    if (plan.outcome === 'unchanged') return { saw: 'nothing' };
    return { saw: 'tooLarge', observationId, planHash: plan.hash, wakeIds, decision: pending };
  }
  return { saw: 'document', observation, observationId, wakeIds, decision: pending };
}

/** Nothing to do: the pass ends here, and what was open about the document has resolved itself. */
async function closePass(
  tx: Transaction,
  workflowId: string,
  observation: Observation,
  wakeIds: number[],
  decision: StoredDecision | null,
): Promise<void> {
  if (decision) {
    await closeDecision(tx, decision.id, 'refused');
    await addAudit(tx, {
      connection: observation.connection,
      actor: 'tieout',
      action: 'decisionRefused',
      workflowId,
      decisionId: decision.id,
      details: { why: 'there is nothing left to write' },
    });
  }
  if (await liveExceptionOf(tx, workflowId)) {
    await closeException(tx, workflowId, 'resolved');
    await wakeDependents(tx, workflowId);
  }
  await forgetDependencies(tx, workflowId);
  await markWakesDone(tx, wakeIds);
}

function isTooLarge(observation: Observation): boolean {
  const text = JSON.stringify(observation);
  return (
    text.length > compressedBytesMaximum &&
    gzipSync(text, { level: 1 }).byteLength > compressedBytesMaximum
  );
}

/** The source's and the target's records, as reads. */
function recordsOf(observation: Observation): Read[] {
  switch (observation.type) {
    case 'contact': {
      const contact = observation.target ?? observation.candidates[0];
      return [
        { system: 'procore', kind: 'procoreVendor', id: observation.vendorId },
        ...(contact ? [{ system: 'xero', kind: 'xeroContact', id: contact.id } as const] : []),
      ];
    }
    case 'commitment': {
      const { commitment, target } = observation;
      const { projectId, contractKind } = commitment ?? {};
      return [
        ...(commitment && projectId && contractKind
          ? [
              {
                system: 'procore',
                kind: 'procoreCommitment',
                id: commitment.id,
                projectId,
                contractKind,
              } as const,
            ]
          : []),
        ...(target ? [{ system: 'xero', kind: 'xeroPurchaseOrder', id: target.id } as const] : []),
      ];
    }
    case 'payApp': {
      const { requisition, target, lookAlikes } = observation;
      const bills = target ? [target] : lookAlikes;
      return [
        ...(requisition
          ? [
              {
                system: 'procore',
                kind: 'procoreRequisition',
                id: requisition.id,
                projectId: requisition.projectId,
              } as const,
            ]
          : []),
        ...bills.map((bill) => ({ system: 'xero', kind: 'xeroBill', id: bill.id }) as const),
      ];
    }
  }
}

/** Where the mirror files what a read brings. */
export function filedAs(read: Read): string {
  return read.kind === 'procoreCommitment' ? `${read.contractKind}-${read.id}` : read.id;
}

/**
 * What must be read before this look counts: records a webhook spoke of since they were last read,
 * and, before a decision is carried out, the document's own source and target.
 */
async function readsNeeded(
  db: Queryable,
  connection: string,
  observation: Observation,
  wakes: readonly UndoneWake[],
  decision: StoredDecision | null,
): Promise<Read[]> {
  const wanted: { read: Read; since: Date }[] = [];
  if (decision) {
    wanted.push(...recordsOf(observation).map((read) => ({ read, since: decision.decidedAt })));
  }
  const hintIds = wakes.map((row) => row.payload['hintId']).filter((id) => id !== undefined);
  if (hintIds.length > 0) {
    const hints = await db.select().from(hint).where(inArray(hint.id, hintIds));
    const own = new Map(recordsOf(observation).map((read) => [filedAs(read), read]));
    for (const { recordId, resource, receivedAt, projectId } of hints) {
      const read = own.get(recordId) ?? readOfHint(resource, recordId, projectId);
      if (read) wanted.push({ read, since: receivedAt });
    }
  }
  const reads = new Map<string, Read>();
  for (const { read, since } of wanted) {
    const { seenAt } = await standingOf(db, connection, read.kind, filedAs(read));
    if (seenAt === null || seenAt < since) reads.set(`${read.kind} ${read.id}`, read);
  }
  return [...reads.values()];
}

/** The read a hint about a record that was never seen asks for. */
function readOfHint(resource: string, recordId: string, projectId: string | null): Read | null {
  if (resource === 'procoreVendor') return { system: 'procore', kind: resource, id: recordId };
  if (projectId === null) return null;
  if (resource === 'procoreRequisition') {
    return { system: 'procore', kind: resource, id: recordId, projectId };
  }
  const contract = /^(po|wo)-(.+)$/.exec(recordId);
  if (resource !== 'procoreCommitment' || !contract?.[2]) return null;
  const contractKind = contract[1] === 'po' ? 'po' : 'wo';
  return { system: 'procore', kind: resource, id: contract[2], projectId, contractKind };
}
