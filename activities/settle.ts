// The end of an intent: one transaction moves intent, link, base, mirror and audit, and wakes the document.
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { settleIntent } from '../db/queries/batches.ts';
import { wakeWritersAfter } from '../db/queries/claims.ts';
import { forgetRefusal, putRefusal } from '../db/queries/answers.ts';
import { documentsConcerned } from '../db/queries/concerned.ts';
import { addAudit, wakeDependents } from '../db/queries/documents.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { endLink, liveOwnerOf, putLink } from '../db/queries/links.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { readGrounds, storeRecords } from '../db/queries/mirror.ts';
import type { Ground } from '../db/queries/mirror.ts';
import { markUnseen } from '../db/queries/mirror-gone.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import { decision } from '../db/schema/document-tables.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { endsItsTarget } from '../domain/delivery/operation.ts';
import type { Endpoint } from '../domain/identity/endpoints.ts';
import type { Role } from '../domain/identity/roles.ts';
import { settledAgreement } from '../domain/plan/settled-agreement.ts';
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';
import type { WriteBody } from '../domain/records/write-bodies.ts';
import { writeBodySchema } from '../domain/records/write-bodies.ts';
import { invariantBroken } from './failures.ts';
import { refusalKindOf } from './refusal-kind.ts';

/** How one member of a batch ended. */
export type Settled =
  | { intent: IntentRow; ended: 'done'; record: KeptRecord; warnings: readonly string[] }
  /** Its target is voided or deleted; what the vendor still shows of it is kept. */
  | { intent: IntentRow; ended: 'gone'; record: KeptRecord | null }
  | { intent: IntentRow; ended: 'refused'; messages: readonly string[] }
  /** The target moved since the plan was made; nothing was sent. */
  | { intent: IntentRow; ended: 'stale' }
  /** A write that had to come first failed; nothing was sent. */
  | { intent: IntentRow; ended: 'predecessorFailed' };

/** Settles members in one order, so that two settles never wait for each other in a ring. */
export async function settleMembers(
  tx: Transaction,
  settled: readonly Settled[],
  seenAt: Date = new Date(),
): Promise<void> {
  const ordered = [...settled].sort((a, b) =>
    a.intent.workflowId < b.intent.workflowId
      ? -1
      : a.intent.workflowId > b.intent.workflowId
        ? 1
        : 0,
  );
  for (const one of ordered) await lockDocument(tx, one.intent.workflowId);
  const [first] = ordered;
  if (!first) return;
  const records = ordered.flatMap((one) =>
    (one.ended === 'done' || one.ended === 'gone') && one.record ? [one.record] : [],
  );
  await storeRecords(tx, first.intent.connection, records, seenAt);
  const grounds = await readGrounds(
    tx,
    ordered.map(({ intent }) => intent.observationHash),
  );
  for (const one of ordered) await settleOne(tx, one, () => groundOf(grounds, one.intent));
  await wakeForOptions(tx, first.intent.connection, records);
  await wakeWritersAfter(
    tx,
    ordered.map(({ intent }) => intent.key),
  );
  await addWakeRows(
    tx,
    ordered.map(({ intent }) => ({
      workflowId: intent.workflowId,
      signal: 'settled' as const,
      payload: { intentKey: intent.key },
    })),
  );
}

/** What waits for a code to have a place in Xero goes on before the chart is read again. */
async function wakeForOptions(
  tx: Transaction,
  connection: string,
  records: readonly KeptRecord[],
): Promise<void> {
  const [option] = records.filter(({ kind }) => kind === 'xeroTrackingOption');
  if (!option) return;
  const concerned = await documentsConcerned(tx, connection, [option]);
  const { recordId } = filingOf(option);
  await addWakeRows(
    tx,
    concerned.map((id) => wakeChanged(id, `option:${recordId}`)),
  );
}

async function settleOne(tx: Transaction, one: Settled, ground: () => Ground): Promise<void> {
  const { intent } = one;
  switch (one.ended) {
    case 'done':
      return settleDone(tx, one, ground());
    case 'gone':
      await endLink(tx, intent.workflowId, intent.role, 'removed');
      await noteGone(tx, intent);
      await settleIntent(tx, intent.key, 'done', { targetId: intent.targetId });
      await forgetRefusal(tx, intent.workflowId, intent.role);
      await wakeDependents(tx, intent.workflowId);
      await audit(tx, intent, 'removed', { targetId: intent.targetId });
      return;
    case 'refused': {
      const { messages } = one;
      const kind = refusalKindOf(intent.endpoint as Endpoint, messages);
      await settleIntent(tx, intent.key, 'failed', { why: 'refused', messages });
      await putRefusal(tx, intent.workflowId, {
        role: intent.role as Role,
        verdictHash: intent.planHash,
        kind,
        messages: [...messages],
        context: ground().context,
      });
      await audit(tx, intent, 'refused', { messages });
      return;
    }
    case 'predecessorFailed':
      await settleIntent(tx, intent.key, 'failed', { why: 'predecessorFailed' });
      await audit(tx, intent, 'notSentBecauseItsPredecessorFailed', {});
      return;
    case 'stale':
      return settleStale(tx, intent);
  }
}

async function settleStale(tx: Transaction, intent: IntentRow): Promise<void> {
  await settleIntent(tx, intent.key, 'failed', { why: 'stale' });
  await audit(tx, intent, 'notSentBecauseItMoved', {});
}

/** Of what deletions the vendor shows nothing afterwards, by the body's kind. */
const leavesNothing: Partial<Record<WriteBody['kind'], RecordKind>> = {
  procoreContractPaymentDelete: 'procoreContractPayment',
  xeroTimeEntryDelete: 'xeroTimeEntry',
  procoreDirectCostDelete: 'procoreDirectCost',
};

/** What left no record behind is not shown any more; that is known before the next reading. */
async function noteGone(tx: Transaction, { connection, body, targetId }: IntentRow): Promise<void> {
  const { kind } = writeBodySchema.parse(body);
  const gone = leavesNothing[kind];
  if (gone === undefined || targetId === null) return;
  await markUnseen(tx, { connection, kind: gone, seenAt: new Date() }, targetId);
}

/**
 * An option stands for what many documents are tracked by, and is linked by that, by whoever finds it; of what goes with
 * a document nothing is compared.
 */
const unlinked: readonly KeptRecord['kind'][] = [
  'xeroTrackingOption',
  'xeroAttachment',
  'xeroHistoryNote',
];

/** Found by their names and not by a marker, so that what is found may be another document's: labour and a budget want the same tasks. */
const foundByName: readonly KeptRecord['kind'][] = ['xeroProject', 'xeroProjectTask'];

async function isAnothers(
  tx: Transaction,
  { workflowId, connection }: IntentRow,
  record: KeptRecord,
) {
  if (!foundByName.includes(record.kind)) return false;
  const target = { kind: record.kind, targetId: filingOf(record).recordId };
  const owner = await liveOwnerOf(tx, connection, target);
  return owner !== null && owner !== workflowId;
}

async function settleDone(
  tx: Transaction,
  one: Extract<Settled, { ended: 'done' }>,
  { mappingVersion }: Ground,
): Promise<void> {
  const { intent, record, warnings } = one;
  const { workflowId, role, connection } = intent;
  const { recordId } = filingOf(record);
  // Nothing was written then: what is there was found, and the document plans anew on what it is.
  if (await isAnothers(tx, intent, record)) return settleStale(tx, intent);
  const body = writeBodySchema.parse(intent.body);
  if (endsItsTarget(intent.operation)) {
    await endLink(tx, workflowId, role, 'voided');
  } else if (!unlinked.some((kind) => kind === record.kind)) {
    const agreed = { body, agreed: intent.agreed, mappingVersion, answer: record };
    await putLink(tx, {
      ...{ workflowId, role, connection },
      kind: record.kind,
      targetId: recordId,
      base: settledAgreement(agreed),
      how: 'written',
    });
  }
  await settleIntent(tx, intent.key, 'done', { targetId: recordId, warnings });
  await forgetRefusal(tx, workflowId, role);
  await wakeDependents(tx, workflowId);
  await audit(tx, intent, 'written', {
    targetId: recordId,
    answerHash: contentHash(record),
    warnings,
  });
}

/** Under which ground and mapping an intent was planned. */
function groundOf(grounds: ReadonlyMap<string, Ground>, { key, observationHash }: IntentRow) {
  const ground = grounds.get(observationHash);
  if (!ground) throw invariantBroken(`the observation of intent ${key} is not in Postgres`);
  return ground;
}

async function audit(
  tx: Transaction,
  intent: IntentRow,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  await addAudit(tx, {
    connection: intent.connection,
    actor: await actorOf(tx, intent),
    action,
    workflowId: intent.workflowId,
    decisionId: intent.decisionId,
    details: {
      endpoint: intent.endpoint,
      intent: intent.key,
      planHash: intent.planHash,
      bodyHash: intent.bodyHash,
      ...details,
    },
  });
}

/** The person whose decision it was; Tieout where the policy let it go by itself. */
async function actorOf(tx: Transaction, intent: IntentRow): Promise<string> {
  if (intent.decisionId === null) return 'tieout';
  const [row] = await tx
    .select({ person: decision.person })
    .from(decision)
    .where(and(eq(decision.id, intent.decisionId)));
  return row?.person ?? 'tieout';
}
