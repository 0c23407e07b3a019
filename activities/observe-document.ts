// One look at a document: what woke it, what must be read first, and what its plan is made from.
import { gzipSync } from 'node:zlib';
import type { Database, Queryable, Transaction } from '../db/database.ts';
import { atOneMoment } from '../db/database.ts';
import { observe } from '../db/observe/observe.ts';
import type { ObserverSettings } from '../db/observe/settings.ts';
import { keepOptionLinks } from '../db/queries/option-links.ts';
import { newestPendingDecision } from '../db/queries/answers.ts';
import {
  forgetDependencies,
  isKnown,
  putDocument,
  wakeDependents,
} from '../db/queries/documents.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { standingOf, storeSnapshot } from '../db/queries/mirror.ts';
import { closeQuestion, liveQuestionsOf } from '../db/queries/questions.ts';
import type { UndoneWake } from '../db/queries/wake.ts';
import { markWakesDone, undoneWakes } from '../db/queries/wake.ts';
import { hintsAmong } from '../db/queries/webhook-intake.ts';
import type { DocumentId } from '../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../domain/identity/workflow-ids.ts';
import { stateOfPlan } from '../domain/lifecycle/attributes.ts';
import type { Observed } from '../domain/lifecycle/lifecycle.ts';
import { courseOf } from '../domain/lifecycle/lifecycle.ts';
import { isLeftToPeople } from '../domain/mapping/directions.ts';
import type { Observation, Plan } from '../domain/objects/objects.ts';
import { partiesOf, planObservation, readsFirstOf, readsOf } from '../domain/objects/objects.ts';
import type { Read } from '../domain/records/read.ts';
import { filedAs } from '../domain/records/read.ts';
import { recordRetention } from './record-retention.ts';

/** A payload larger than this after compression is not carried by a workflow. */
const compressedBytesMaximum = 256 * 1024;

export async function observeDocument(
  db: Database,
  settings: ObserverSettings,
  id: DocumentId,
  asItIs = false,
): Promise<Observed> {
  for (;;) {
    const look = await atOneMoment(db, (tx) => lookAt(tx, settings, id));
    if (look === null) return { saw: 'nothing' };
    const { reads, observation, wakes } = look;
    if (reads.length > 0 && !asItIs) return { saw: 'readsNeeded', reads };
    // A decision's own row stays: it is said again until what the decision rests on can be read.
    const observed = await (reads.length === 0
      ? finishLook(db, id, observation, wakes)
      : finishLook(
          db,
          id,
          undecided(observation),
          wakes.filter(({ signal }) => signal !== 'decide'),
        ));
    if (observed !== null) return observed;
  }
}

/** What one moment shows, and what must be read before it counts; null where nothing woke the document. */
async function lookAt(
  tx: Transaction,
  settings: ObserverSettings,
  id: DocumentId,
): Promise<(Look & { reads: Read[] }) | null> {
  const workflowId = workflowIdOf(id);
  const wakes = await undoneWakes(tx, workflowId);
  if (wakes.length === 0) return null;
  const look = { observation: await observe(tx, settings, id), wakes, workflowId };
  const isLeft = isLeftToPeople(settings.mapping, look.observation);
  return { ...look, reads: isLeft ? [] : await readsNeeded(tx, settings.connection, look) };
}

/** A decision is not carried out on what could not be read again: its subject is left alone until it can be. */
function undecided(observation: Observation): Observation {
  const { decisions, inFlight } = observation.answers;
  const waiting = [...inFlight, ...decisions.map(({ subject }) => subject)];
  return { ...observation, answers: { ...observation.answers, decisions: [], inFlight: waiting } };
}

/** Keeps what a look found; null where the document moved on since the moment it was seen, so that it is looked at again. */
async function finishLook(
  db: Database,
  id: DocumentId,
  observation: Observation,
  wakes: readonly UndoneWake[],
): Promise<Observed | null> {
  const workflowId = workflowIdOf(id);
  return db.transaction(async (tx) => {
    // Whoever settles a write of this document comes before this or after it.
    await lockDocument(tx, workflowId);
    if (await hasMovedOn(tx, workflowId, wakes)) return null;
    return keepLook(tx, id, observation, wakes);
  });
}

/**
 * Whether another attempt ended a pass over what was seen, or a write was settled since: what this look would keep is
 * then older than what is kept. All else that is news has a wake row of its own, and another look follows.
 */
async function hasMovedOn(
  tx: Transaction,
  workflowId: string,
  seen: readonly UndoneWake[],
): Promise<boolean> {
  const undone = await undoneWakes(tx, workflowId);
  const open = new Set(undone.map(({ id }) => id));
  const known = new Set(seen.map(({ id }) => id));
  return (
    seen.some(({ id }) => !open.has(id)) ||
    undone.some(({ id, signal }) => signal === 'settled' && !known.has(id))
  );
}

async function keepLook(
  tx: Transaction,
  id: DocumentId,
  observation: Observation,
  wakes: readonly UndoneWake[],
): Promise<Observed> {
  const workflowId = workflowIdOf(id);
  const plan = planObservation(observation);
  const course = courseOf(observation, plan);
  const wakeIds = wakes.map((row) => row.id);
  if (course.isQuiet && (await wasNeverThere(tx, observation, workflowId))) {
    // A hint about a record that neither side ever showed leaves nothing behind.
    await markWakesDone(tx, wakeIds);
    return { saw: 'nothing' };
  }
  if ('chart' in observation) {
    await keepOptionLinks(tx, observation.connection, observation.chart.links);
  }
  const parties = partiesOf(observation);
  const observationId = await storeSnapshot(tx, 'observation', observation);
  await putDocument(tx, id, {
    state: stateOfPlan(plan),
    planHash: plan.hash,
    observationHash: observationId,
    mappingVersion: observation.mappingVersion,
    projectId: parties.project,
    counterpartyId: parties.counterparty,
    amount: plan.standing.amount,
    currency: plan.standing.currency,
  });
  if (course.isQuiet) {
    await recordRetention(tx, observation);
    await closePass(tx, workflowId, { plan, wakeIds });
  }
  if (isTooLarge(observation)) {
    if (course.isQuiet) return { saw: 'nothing' };
    return { saw: 'tooLarge', observationId, planHash: plan.hash, wakeIds };
  }
  return { saw: 'document', observation, observationId, wakeIds, course };
}

async function wasNeverThere(
  tx: Transaction,
  { sourceUnseen, linkedTargetId }: Observation,
  workflowId: string,
): Promise<boolean> {
  return sourceUnseen && linkedTargetId === null && !(await isKnown(tx, workflowId));
}

/** Nothing to do: the pass ends here, and what was open about the document has resolved itself. */
async function closePass(
  tx: Transaction,
  workflowId: string,
  { plan, wakeIds }: { plan: Plan; wakeIds: number[] },
): Promise<void> {
  const over = (await liveQuestionsOf(tx, workflowId)).filter(
    (live) => !plan.gated.inFlight.some((subject) => subject === live.subject),
  );
  for (const { id, state } of over) {
    await closeQuestion(tx, id, state === 'beingWritten' ? 'approved' : 'resolved');
  }
  if (over.length > 0) await wakeDependents(tx, workflowId);
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

type Look = { observation: Observation; wakes: readonly UndoneWake[]; workflowId: string };

/**
 * What must be read before this look counts: records a webhook spoke of since they were last read, what the object
 * reads before anything else, and, before a decision is carried out, the document's own source and target.
 */
async function readsNeeded(
  db: Queryable,
  connection: string,
  { observation, wakes, workflowId }: Look,
): Promise<Read[]> {
  const own = readsOf(observation);
  const reads = new Map<string, Read>();
  const add = (read: Read): unknown => reads.set(`${read.kind} ${filedAs(read)}`, read);
  const addWhereOlder = async (read: Read, since: Date): Promise<void> => {
    const { seenAt } = await standingOf(db, connection, read.kind, filedAs(read));
    if (seenAt === null || seenAt < since) add(read);
  };
  for (const read of readsFirstOf(observation)) add(read);
  const isDecided = observation.answers.decisions.length > 0;
  const decidedAt = isDecided ? await newestPendingDecision(db, workflowId) : null;
  if (decidedAt) for (const read of own) await addWhereOlder(read, decidedAt);
  for (const { payload } of wakes) {
    const since = payload['sourceSince'];
    if (since === undefined) continue;
    for (const read of own.filter(({ system }) => system === 'procore')) {
      await addWhereOlder(read, new Date(since));
    }
  }
  const hints = await hintsAmong(
    db,
    wakes.flatMap(({ payload }) => payload['hintId'] ?? []),
  );
  const byId = new Map(own.map((read) => [filedAs(read), read]));
  for (const { recordId, resource, receivedAt, projectId } of hints) {
    const read =
      resource === 'procoreContractPayment'
        ? own.find(({ kind }) => kind === 'procoreContractPayments')
        : (byId.get(recordId) ?? readOfHint(resource, recordId, projectId));
    if (read) await addWhereOlder(read, receivedAt);
  }
  return [...reads.values()];
}

/** The read a hint about a record that is not the document's own asks for. */
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
