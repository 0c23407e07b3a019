// A real database with intents ready to be sent, and a vendor that answers what each test says.
import type { SendContext } from '../../activities/send-batch.ts';
import { sendBatch } from '../../activities/send-batch.ts';
import type { VendorFailureKind } from '../../connectors/http/vendor-error.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import { claimBatch } from '../../db/queries/claims.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { insertIntent, putDocument } from '../../db/queries/documents.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import { storeSnapshot } from '../../db/queries/mirror.ts';
import type { EndpointPort, Found, SendResult } from '../../activities/vendor-port.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { BillBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import { billOf, payAppObservation, requisition } from '../support/domain-builders.ts';

export const connection = 'demo';

export function payAppId(requisitionId: string): DocumentId<'payApp'> {
  return { type: 'payApp', connection, sourceId: requisitionId };
}

/** Stores the intent of one pay app's bill, as the pass that planned it would. */
export async function readyIntent(
  { db }: OpenDatabase,
  requisitionId: string,
  update?: { targetId: string; targetVersion: string },
): Promise<string> {
  const observation = payAppObservation({
    claim: requisition({ id: requisitionId, invoiceNumber: `INV-${requisitionId}` }),
  });
  const plan = planObservation(observation);
  const verdict = plan.gated.going[0]?.verdict;
  const write = verdict && 'write' in verdict ? verdict.write : null;
  if (!verdict || !write) throw new Error('the plan writes nothing');
  const workflowId = workflowIdOf(payAppId(requisitionId));
  const observationHash = await storeSnapshot(db, 'observation', observation);
  await putDocument(db, payAppId(requisitionId), {
    state: 'writing',
    planHash: plan.hash,
    observationHash,
    mappingVersion: observation.mappingVersion,
    projectId: '5',
    counterpartyId: '17',
    amount: plan.standing.amount,
    currency: plan.standing.currency,
  });
  const key = contentHash({ workflowId, plan: verdict.hash });
  await insertIntent(db, {
    key,
    connection,
    workflowId,
    endpoint: write.endpoint,
    operation: update ? 'update' : 'create',
    role: verdict.role,
    marker: write.marker,
    body: write.body,
    bodyHash: contentHash(write.body),
    targetId: update?.targetId ?? null,
    targetVersion: update?.targetVersion ?? null,
    planHash: verdict.hash,
    observationHash,
    agreed: write.agreed,
    decisionId: null,
  });
  return key;
}

/** Claims what is ready, as the writer does. */
export async function claimed({ db }: OpenDatabase, inHand: string[] = []): Promise<string> {
  const claim = await claimBatch(db, {
    connection,
    endpoint: 'xero/invoices',
    inHand,
    batchSizeMaximum: 50,
    fillWaitMs: 0,
  });
  if (claim.claimed !== 'batch') throw new Error(`claimed ${claim.claimed}`);
  return claim.batchId;
}

/** The bill Xero holds once this intent was written. */
export function billOfIntent(member: IntentRow, over: Partial<XeroBill> = {}): XeroBill {
  return billOf(member.body as BillBody, { id: `bill-${member.workflowId}`, ...over });
}

export function took(member: IntentRow, over: Partial<XeroBill> = {}): SendResult {
  const record = billOfIntent(member, over);
  return { ok: true, marker: member.marker, targetId: record.id, record, warnings: [] };
}

export type Call =
  | { asked: 'send'; members: string[]; key: string; storedKey: string; storedState: string }
  | { asked: 'lookUp'; members: string[] }
  | { asked: 'findStale'; members: string[] };

export type Script = {
  send?: (members: readonly IntentRow[]) => SendResult[];
  lookUp?: (members: readonly IntentRow[]) => XeroBill[];
  findStale?: (members: readonly IntentRow[]) => {
    stale: string[];
    seen: XeroBill[];
    gone?: string[];
  };
  keyMemoryMs?: number;
  stops?: (members: readonly IntentRow[]) => { stoppedBy: VendorError; untried: IntentRow[] };
  keepsKey?: boolean;
  quietMs?: number;
  looksFirst?: boolean;
  /** Where a request waits for its lease, and where a look-up waits for its answer. */
  beforeProof?: () => Promise<void>;
  beforeLookUp?: () => Promise<void>;
  /** Where the process stops between the last question and the first byte. */
  frozen?: () => Promise<void>;
};

/** A vendor that keeps what it was asked, and what Postgres said at the moment a request left. */
export function scriptedPort(
  { sql }: OpenDatabase,
  script: Script,
): { port: EndpointPort; calls: Call[] } {
  const calls: Call[] = [];
  const keysOf = (members: readonly IntentRow[]): string[] => members.map(({ key }) => key);
  const port: EndpointPort = {
    recordKind: 'xeroBill',
    looksFirst: script.looksFirst ?? false,
    readsBeforeCreation: false,
    keyMemoryMs: script.keyMemoryMs ?? 5 * 60_000,
    keepsKey: script.keepsKey ?? false,
    quietMs: script.quietMs ?? 0,
    async send(members, key, proof) {
      await script.beforeProof?.();
      const mayLeave = await proof(members)();
      await script.frozen?.();
      mayLeave();
      const [read] = await sql<{ idempotency_key: string; state: string }[]>`
        select idempotency_key, state from batch where id = ${members[0]?.batchId ?? ''}`;
      calls.push({
        asked: 'send',
        members: keysOf(members),
        key,
        storedKey: read?.idempotency_key ?? '',
        storedState: read?.state ?? '',
      });
      const results = (script.send ?? ((all) => all.map((one) => took(one))))(members);
      return { results, stoppedBy: null, untried: [], ...script.stops?.(members) };
    },
    async lookUp(members) {
      await script.beforeLookUp?.();
      calls.push({ asked: 'lookUp', members: keysOf(members) });
      const bills = script.lookUp?.(members) ?? [];
      const found: Found = new Map(
        members.map(({ key, marker }) => [key, bills.filter(({ url }) => url?.endsWith(marker))]),
      );
      return found;
    },
    async findStale(members, beforeLook) {
      await beforeLook();
      calls.push({ asked: 'findStale', members: keysOf(members) });
      const { stale, seen, gone } = script.findStale?.(members) ?? { stale: [], seen: [] };
      return { stale: new Set(stale), seen, ...(gone ? { gone } : {}) };
    },
  };
  return { port, calls };
}

export type Standing = {
  batch: { state: string; attempts: number; idempotency_key: string };
  intents: Record<string, string>;
  links: number;
  audits: string[];
  /** Undone wake rows of documents, by signal. */
  wakes: { workflow_id: string; signal: string }[];
};

/** What Postgres says about a batch and everything its settling touches. */
export async function standingOf(database: OpenDatabase, batchId: string): Promise<Standing> {
  const { sql } = database;
  const [batch] = await sql<Standing['batch'][]>`
    select state, attempts, idempotency_key from batch where id = ${batchId}`;
  if (!batch) throw new Error(`there is no batch ${batchId}`);
  const intents = await sql<{ key: string; state: string }[]>`select key, state from intent`;
  const [links] = await sql<{ count: number }[]>`select count(*)::int as count from link`;
  const audits = await sql<{ action: string }[]>`select action from audit order by id`;
  const wakes = await sql<Standing['wakes']>`
    select workflow_id, signal from wake
    where done_at is null and workflow_id not like 'writer/%' order by id`;
  return {
    batch,
    intents: Object.fromEntries(intents.map(({ key, state }) => [key, state])),
    links: links?.count ?? 0,
    audits: audits.map(({ action }) => action),
    wakes: [...wakes],
  };
}

export const failed = (
  kind: VendorFailureKind,
  over: { retryAfterMs?: number; says?: string[] } = {},
): VendorError =>
  new VendorError({
    vendor: 'xero',
    kind,
    status: kind === 'noAnswer' ? null : 500,
    retryAfterMs: over.retryAfterMs ?? null,
    messages: over.says ?? [],
    mayHaveHappened: kind === 'noAnswer',
  });

export const lostAnswer: Script = {
  send: () => {
    throw failed('noAnswer');
  },
};

export const documentOf = (requisitionId: string): string => workflowIdOf(payAppId(requisitionId));

export const portsOf = (port: EndpointPort): SendContext['ports'] => ({
  'xero/contacts': port,
  'xero/purchaseorders': port,
  'xero/invoices': port,
  'xero/salesinvoices': port,
  'xero/creditnotes': port,
  'xero/allocations': port,
  'xero/payments': port,
  'xero/trackingoptions': port,
  'procore/direct_costs': port,
  'xero/attachments': port,
  'xero/history': port,
  'xero/projects': port,
  'xero/projecttasks': port,
  'xero/time': port,
  'procore/contract_payments': port,
  'procore/vendors': port,
});

/** Whose budgets of calls these tests use. */
export const organisations = { procore: 'procore/one', xero: 'xero/one' };

/** One attempt against a vendor that follows the script; answers what it was asked, and the failure if any. */
export async function attemptBatch(
  database: OpenDatabase,
  batchId: string,
  script: Script = {},
): Promise<{ calls: Call[]; failure: unknown }> {
  const { port, calls } = scriptedPort(database, script);
  const context = { db: database.db, connection, organisations, ports: portsOf(port) };
  const failure = await sendBatch(context, batchId).then(
    () => null,
    (error: unknown) => error,
  );
  return { calls, failure };
}

/** As if the time were over in which a request without an answer may still be at work. */
export const endQuietOf = (database: OpenDatabase, batchId: string) =>
  database.sql`update batch set quiet_until = clock_timestamp() where id = ${batchId}`;

/** The key of the last request. */
export function sentKey(calls: readonly Call[]): string | undefined {
  return calls.flatMap((call) => (call.asked === 'send' ? [call.key] : [])).at(-1);
}
