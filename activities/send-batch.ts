// Sends one batch to its end: whatever was interrupted, repeated or lost, every member is written at most once.
import type { Database } from '../db/database.ts';
import {
  markSent,
  markUnknown,
  narrowBatch,
  readBatch,
  releaseAlone,
  renewBatch,
} from '../db/queries/batches.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { storeRecords } from '../db/queries/mirror.ts';
import { pauseVendor } from '../db/queries/vendor-calls.ts';
import { NotSendableError } from '../connectors/xero/not-sendable-error.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Endpoint } from '../domain/identity/workflow-ids.ts';
import { vendorOf } from '../domain/identity/workflow-ids.ts';
import { failureOf, notNow } from './failures.ts';
import type { Settled } from './settle.ts';
import { settleMembers } from './settle.ts';
import type { EndpointPort, SendResult } from './vendor-port.ts';

export type SendContext = {
  db: Database;
  connection: string;
  ports: Record<Endpoint, EndpointPort>;
};

/** A look-up reaches this far before the batch was made, because the two clocks may differ. */
const lookBackMs = 10 * 60_000;
/** How long a vendor is left alone after it refused our sign-in or rights. */
const accessPauseMs = 30_000;

/**
 * One attempt. Returns when the batch is settled; throws a retryable failure otherwise, and the next
 * attempt goes on from what Postgres says:
 * - never sent: targets are read again, then it is sent;
 * - sent without an answer, key still remembered: the identical request under the same key;
 * - an error was answered, or the key is too old: look up first, and what is missing goes under a new
 *   key that is stored before it is sent.
 */
export async function sendBatch(context: SendContext, batchId: string): Promise<void> {
  const { db } = context;
  for (;;) {
    const read = await readBatch(db, batchId);
    if (!read || read.batch.state === 'settled') return;
    const port = context.ports[read.batch.endpoint as Endpoint];
    const { batch, members, keyAgeMs } = read;
    if (batch.state !== 'claimed') {
      const remembered = keyAgeMs !== null && keyAgeMs < port.keyMemoryMs && !batch.keySpoiled;
      if (!remembered) {
        await recover(context, port, batchId, members, batch.createdAt);
        continue;
      }
    } else if (batch.operation === 'update') {
      const left = await dropStale(context, port, batchId, members);
      if (left.length < members.length) continue;
    }
    await markSent(db, batchId);
    await attempt(context, port, batchId, members, batch.idempotencyKey);
    return;
  }
}

async function recover(
  context: SendContext,
  port: EndpointPort,
  batchId: string,
  members: readonly IntentRow[],
  createdAt: Date,
): Promise<void> {
  const since = new Date(createdAt.getTime() - lookBackMs);
  const found = await callVendor(context, members, () => port.lookUp(members, since));
  const settled = members.flatMap((member): Settled[] => {
    const record = found.get(member.marker);
    return record ? [{ intent: member, ended: 'done', record, warnings: [] }] : [];
  });
  const left = members.filter((member) => !found.has(member.marker)).map((member) => member.key);
  await context.db.transaction(async (tx) => {
    await settleMembers(tx, settled);
    await renewBatch(tx, batchId, left);
  });
}

/** The last look before an update: a target that moved since the plan is not written. */
async function dropStale(
  context: SendContext,
  port: EndpointPort,
  batchId: string,
  members: readonly IntentRow[],
): Promise<IntentRow[]> {
  const seenAt = new Date();
  const { stale, seen } = await callVendor(context, members, () => port.findStale(members));
  const left = members.filter((member) => !stale.has(member.key));
  if (left.length === members.length) return left;
  await context.db.transaction(async (tx) => {
    await storeRecords(tx, context.connection, seen, seenAt);
    await settleMembers(
      tx,
      members
        .filter((member) => stale.has(member.key))
        .map((intent) => ({ intent, ended: 'stale' })),
    );
    await narrowBatch(
      tx,
      batchId,
      left.map((member) => member.key),
    );
  });
  return left;
}

async function attempt(
  context: SendContext,
  port: EndpointPort,
  batchId: string,
  members: readonly IntentRow[],
  key: string,
): Promise<void> {
  const seenAt = new Date();
  let results: SendResult[];
  try {
    results = await port.send(members, key);
  } catch (error) {
    await afterFailure(context, batchId, members, error);
    return;
  }
  const settled = matchByMarker(members, results);
  const told = new Set(settled.map(({ intent }) => intent.key));
  const untold = members.filter((member) => !told.has(member.key)).map((member) => member.key);
  await context.db.transaction(async (tx) => {
    await settleMembers(tx, settled, seenAt);
    await renewBatch(tx, batchId, untold);
    // The answer did not say what became of these: they are looked up before anything is sent again.
    if (untold.length > 0) await markUnknown(tx, batchId, true);
  });
  if (untold.length > 0) throw notNow(1_000, 'the answer left out some of the records sent');
}

/** Each result belongs to the member whose marker it carries, never to the one at its place. */
export function matchByMarker(
  members: readonly IntentRow[],
  results: readonly SendResult[],
): Settled[] {
  const settled: Settled[] = [];
  const only = members.length === 1 && results.length === 1;
  for (const member of members) {
    const result =
      results.find(({ marker }) => marker === member.marker) ?? (only ? results[0] : undefined);
    if (!result) continue;
    settled.push(
      result.ok
        ? { intent: member, ended: 'done', record: result.record, warnings: result.warnings }
        : { intent: member, ended: 'refused', messages: result.messages },
    );
  }
  return settled;
}

async function afterFailure(
  context: SendContext,
  batchId: string,
  members: readonly IntentRow[],
  error: unknown,
): Promise<void> {
  const { db } = context;
  if (error instanceof NotSendableError) return refuseUnsendable(context, batchId, members, error);
  if (!(error instanceof VendorError)) throw error;
  switch (error.kind) {
    case 'rateLimited':
      // Not executed, and not an answer that is kept under the key: the same request again, later.
      await pause(context, members, error.retryAfterMs ?? 1_000);
      throw failureOf(error);
    case 'noAnswer':
      await markUnknown(db, batchId, false);
      throw failureOf(error);
    case 'unavailable':
    case 'malformedAnswer':
    case 'conflict':
      await markUnknown(db, batchId, true);
      throw notNow(1_000, error.message);
    case 'signInExpired':
    case 'forbidden':
      await markUnknown(db, batchId, true);
      await pause(context, members, accessPauseMs);
      throw notNow(accessPauseMs, error.message);
    case 'notFound':
    case 'refused':
      return refuseWhole(context, batchId, members, error.messages);
  }
}

async function refuseWhole(
  context: SendContext,
  batchId: string,
  members: readonly IntentRow[],
  messages: readonly string[],
): Promise<void> {
  const { db } = context;
  const [only] = members;
  if (members.length !== 1 || !only) return releaseAlone(db, batchId);
  await db.transaction(async (tx) => {
    await settleMembers(tx, [{ intent: only, ended: 'refused', messages }]);
    await renewBatch(tx, batchId, []);
  });
}

/** A body that cannot leave exactly as decided fails by itself; the rest of its batch goes on. */
async function refuseUnsendable(
  context: SendContext,
  batchId: string,
  members: readonly IntentRow[],
  error: NotSendableError,
): Promise<void> {
  const bad = error.index === null ? undefined : members[error.index];
  if (!bad) return refuseWhole(context, batchId, members, [error.why]);
  const left = members.filter((member) => member !== bad).map((member) => member.key);
  await context.db.transaction(async (tx) => {
    await settleMembers(tx, [
      { intent: bad, ended: 'refused', messages: [`${error.field}: ${error.why}`] },
    ]);
    await renewBatch(tx, batchId, left);
  });
  throw notNow(50, 'one record of the batch could not be sent; the rest follows');
}

async function pause(
  context: SendContext,
  members: readonly IntentRow[],
  forMs: number,
): Promise<void> {
  const endpoint = members[0]?.endpoint as Endpoint | undefined;
  if (endpoint) await pauseVendor(context.db, context.connection, vendorOf(endpoint), forMs);
}

/** Reads on the way to a write: their failures are retried, and a limit pauses everyone. */
async function callVendor<T>(
  context: SendContext,
  members: readonly IntentRow[],
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'rateLimited') {
      await pause(context, members, error.retryAfterMs ?? 1_000);
    }
    if (!(error instanceof VendorError)) throw error;
    // A batch must reach its end, so nothing a look-up meets is final: it is asked again later.
    const isAccess = error.kind === 'forbidden' || error.kind === 'signInExpired';
    throw notNow(isAccess ? accessPauseMs : (error.retryAfterMs ?? 2_000), error.message);
  }
}
