// The end of an intent: one transaction moves intent, link, base, mirror and audit, and wakes the document.
import { and, eq } from 'drizzle-orm';
import { classifyRefusal } from '../connectors/xero/classify-refusal.ts';
import type { Transaction } from '../db/database.ts';
import { settleIntent } from '../db/queries/batches.ts';
import { wakeWritersAfter } from '../db/queries/claims.ts';
import { addAudit, setRefusal, wakeDependents } from '../db/queries/documents.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { putLink } from '../db/queries/links.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { readSnapshot, storeRecords } from '../db/queries/mirror.ts';
import { addWakeRows } from '../db/queries/wake.ts';
import { decision } from '../db/schema/document-tables.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { writtenBase } from '../domain/plan/agreement.ts';
import type { Observation, RefusalKind } from '../domain/plan/observation.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';
import { writeBodySchema } from '../domain/records/write-bodies.ts';

/** How one member of a batch ended. */
export type Settled =
  | { intent: IntentRow; ended: 'done'; record: KeptRecord; warnings: readonly string[] }
  | { intent: IntentRow; ended: 'refused'; messages: readonly string[] }
  /** Its target is voided or deleted; what the vendor still shows of it is kept. */
  | { intent: IntentRow; ended: 'gone'; record: KeptRecord | null }
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
  for (const one of ordered) await settleOne(tx, one);
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

async function settleOne(tx: Transaction, one: Settled): Promise<void> {
  const { intent } = one;
  const observation = (await readSnapshot(tx, intent.observationHash)) as Observation;
  switch (one.ended) {
    case 'done': {
      const { recordId } = filingOf(one.record);
      const body = writeBodySchema.parse(intent.body);
      await putLink(tx, {
        workflowId: intent.workflowId,
        role: intent.role,
        connection: intent.connection,
        kind: one.record.kind,
        targetId: recordId,
        base: writtenBase(body, observation.mappingVersion, one.record),
        how: 'written',
      });
      await settleIntent(tx, intent.key, 'done', { targetId: recordId, warnings: one.warnings });
      await setRefusal(tx, intent.workflowId, null);
      await wakeDependents(tx, intent.workflowId);
      await audit(tx, intent, 'written', {
        targetId: recordId,
        answerHash: contentHash(one.record),
        warnings: one.warnings,
      });
      return;
    }
    case 'refused': {
      const { messages } = one;
      await settleIntent(tx, intent.key, 'failed', { why: 'refused', messages });
      await setRefusal(tx, intent.workflowId, {
        planHash: intent.planHash,
        kind: refusalKindOf(messages),
        messages: [...messages],
        context: observation.context,
        at: new Date().toISOString(),
      });
      await audit(tx, intent, 'refused', { messages });
      return;
    }
    case 'gone': {
      const { targetId } = intent;
      await settleIntent(tx, intent.key, 'done', { targetId, gone: true });
      await setRefusal(tx, intent.workflowId, null);
      await wakeDependents(tx, intent.workflowId);
      await audit(tx, intent, 'written', { targetId, gone: true });
      return;
    }
    case 'predecessorFailed':
      await settleIntent(tx, intent.key, 'failed', { why: 'predecessorFailed' });
      await audit(tx, intent, 'notSentBecauseItsPredecessorFailed', {});
      return;
    case 'stale':
      await settleIntent(tx, intent.key, 'failed', { why: 'stale' });
      await audit(tx, intent, 'notSentBecauseItMoved', {});
      return;
  }
}

/** What Xero's sentences mean for the person who must act. */
function refusalKindOf(messages: readonly string[]): RefusalKind {
  const meaning = classifyRefusal(messages);
  switch (meaning) {
    case 'lockedPeriod':
    case 'contactArchived':
      return meaning;
    case 'unknownAccount':
      return 'unmappedCode';
    case 'unknownTaxType':
      return 'unmappedTax';
    case 'duplicateNumber':
    case 'paidOrAllocated':
    case 'other':
      return 'vendorRefused';
  }
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
