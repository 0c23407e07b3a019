// Sends one batch to its end: whatever was interrupted, repeated or lost, every member is written at most once.
import type { Database } from '../db/database.ts';
import type { BatchAsRead, HeldBatch } from '../db/queries/batches.ts';
import {
  assertHeld,
  BatchMovedError,
  markNotDone,
  markSent,
  markUnknown,
  narrowBatch,
  readBatch,
  releaseAlone,
  releaseUntried,
  renewBatch,
} from '../db/queries/batches.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { storeRecords } from '../db/queries/mirror.ts';
import { pauseVendor } from '../db/queries/vendor-calls.ts';
import { NotSendableError } from '../connectors/xero/not-sendable-error.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Endpoint } from '../domain/identity/workflow-ids.ts';
import { vendorOf } from '../domain/identity/workflow-ids.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { failureOf, notNow } from './failures.ts';
import type { Settled } from './settle.ts';
import { settleMembers } from './settle.ts';
import type { EndpointPort, Sent, SendResult } from './vendor-port.ts';

export type SendContext = {
  db: Database;
  connection: string;
  ports: Record<Endpoint, EndpointPort>;
};

/** A look-up reaches this far before the batch was made, because the two clocks may differ. */
const lookBackMs = 10 * 60_000;
/** How soon what was sent is looked for again while it may be yet to come. */
const lookAgainMs = 5_000;
/** How long a vendor is left alone after it refused our sign-in or rights. */
const accessPauseMs = 30_000;

/** After an answered error what is not found is looked for once more this much later: one empty list proves nothing. */
const secondLookMs = 3_000;
/** How often what a whole request was answered 404 for is tried before that is taken for an answer. */
const notFoundTries = 5;

/**
 * One attempt. Returns when the batch is settled; throws a retryable failure otherwise, and the next
 * attempt goes on from what Postgres says:
 * - never sent: targets are read again, then it is sent;
 * - created without an answer, key still remembered: the identical request under the same key;
 * - an error was answered, the key is too old, or it is an update, over which a person may have written meanwhile:
 *   look up first, and what is missing goes under a new key that is stored before it is sent, once the request before
 *   can no longer be at work.
 */
export async function sendBatch(context: SendContext, batchId: string): Promise<void> {
  try {
    await goOn(context, batchId);
  } catch (error) {
    if (!(error instanceof BatchMovedError)) throw error;
    throw notNow(1_000, error.message);
  }
}

async function goOn(context: SendContext, batchId: string): Promise<void> {
  const { db } = context;
  for (;;) {
    const read = await readBatch(db, batchId);
    if (!read || read.batch.state === 'settled') return;
    const port = context.ports[read.batch.endpoint as Endpoint];
    const { batch, members } = read;
    if (batch.state !== 'claimed') {
      if (!isRepeatable(read, port)) {
        await recover(context, port, read);
        continue;
      }
    } else if (batch.operation === 'update') {
      const left = await dropStale(context, port, read);
      if (left.length < members.length) continue;
    }
    const held = await markSent(db, batch, port.quietMs);
    return attempt(context, port, { held, members, since: lookBackOf(batch) });
  }
}

/** Whether the identical request under the same key takes effect once, and overwrites nobody. */
function isRepeatable({ batch, keyAgeMs }: BatchAsRead, port: EndpointPort): boolean {
  const isRemembered = keyAgeMs !== null && keyAgeMs < port.keyMemoryMs && !batch.keySpoiled;
  return isRemembered && batch.operation === 'create';
}

function lookBackOf(batch: BatchAsRead['batch']): Date {
  return new Date(batch.createdAt.getTime() - lookBackMs);
}

async function recover(
  context: SendContext,
  port: EndpointPort,
  { batch, members, quietForMs }: BatchAsRead,
): Promise<void> {
  const found = await callVendor(context, members, () => port.lookUp(members, lookBackOf(batch)));
  const left = members.filter((member) => !found.has(member.marker)).map((member) => member.key);
  // An update says the same however often it is made; a second creation would be a second record.
  const mayBeAtWork = left.length > 0 && quietForMs > 0 && batch.operation === 'create';
  await context.db.transaction(async (tx) => {
    await settleMembers(tx, foundAs(members, found));
    if (mayBeAtWork) await narrowBatch(tx, batch, left);
    else await renewBatch(tx, batch, left, { sameKey: port.keepsKey && !batch.keySpoiled });
  });
  if (mayBeAtWork) {
    throw notNow(
      Math.min(quietForMs, lookAgainMs),
      'what was sent is not there, and may be yet to come',
    );
  }
}

function foundAs(members: readonly IntentRow[], found: ReadonlyMap<string, KeptRecord>): Settled[] {
  return members.flatMap((member): Settled[] => {
    const record = found.get(member.marker);
    return record ? [{ intent: member, ended: 'done', record, warnings: [] }] : [];
  });
}

/** The last look before an update: a target that moved since the plan is not written. */
async function dropStale(
  context: SendContext,
  port: EndpointPort,
  { batch, members }: BatchAsRead,
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
      batch,
      left.map((member) => member.key),
    );
  });
  return left;
}

/** A batch on its way: as this attempt holds it, who is in it, and how far back a look-up reaches. */
type OnItsWay = { held: HeldBatch; members: readonly IntentRow[]; since: Date };

async function attempt(context: SendContext, port: EndpointPort, way: OnItsWay): Promise<void> {
  const { db } = context;
  const { held, members } = way;
  const seenAt = new Date();
  let sent: Sent;
  try {
    sent = await port.send(members, held.idempotencyKey, () => assertHeld(db, held));
  } catch (error) {
    return afterFailure(context, port, way, error);
  }
  const settled = matchByMarker(members, sent.results);
  const told = new Set(settled.map(({ intent }) => intent.key));
  const untried = new Set(sent.untried.map((member) => member.key));
  const untold = members.filter(({ key }) => !told.has(key) && !untried.has(key));
  const narrowed = await db.transaction(async (tx) => {
    const now = await narrowBatch(
      tx,
      held,
      untold.map((member) => member.key),
    );
    await settleMembers(tx, settled, seenAt);
    await releaseUntried(tx, sent.untried);
    return now;
  });
  if (untold.length === 0) return;
  if (sent.stoppedBy !== null) {
    const rest = { ...way, held: narrowed, members: untold };
    return afterFailure(context, port, rest, sent.stoppedBy);
  }
  // The answer did not say what became of these: they are looked up before anything is sent again.
  await markUnknown(db, narrowed, { keySpoiled: true, quietMs: secondLookMs });
  throw notNow(1_000, 'the answer left out some of the records sent');
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
  port: EndpointPort,
  way: OnItsWay,
  error: unknown,
): Promise<void> {
  const { db } = context;
  const { held, members } = way;
  if (error instanceof NotSendableError) return refuseUnsendable(context, port, way, error);
  if (!(error instanceof VendorError)) throw error;
  const unknown = (quietMs: number | null) =>
    markUnknown(db, held, { keySpoiled: error.kind !== 'noAnswer', quietMs });
  switch (error.kind) {
    case 'rateLimited':
      // Not executed, and not an answer that is kept under the key: the same request again, later.
      await markNotDone(db, held);
      await pause(context, members, error.retryAfterMs ?? 1_000);
      throw failureOf(error);
    case 'noAnswer':
      await unknown(null);
      throw failureOf(error);
    case 'unavailable':
    case 'malformedAnswer':
    case 'conflict':
      await unknown(gaveUpWaiting(error) ? null : secondLookMs);
      throw notNow(1_000, error.message);
    case 'signInExpired':
    case 'forbidden':
      await unknown(secondLookMs);
      await pause(context, members, accessPauseMs);
      throw notNow(accessPauseMs, error.message);
    case 'notFound':
      if (held.attempts >= notFoundTries) return refuseWhole(context, port, way, [notThere]);
      await unknown(secondLookMs);
      throw notNow(held.attempts * 2_000, error.message);
    case 'refused':
      return refuseWhole(context, port, way, error.messages);
  }
}

const notThere =
  'It answers that what this belongs to is not there, or that Tieout may not see it (404).';

/** RFC 9110: 408, 502 and 504 come from between us and the vendor, which may go on with the work all the same. */
function gaveUpWaiting({ status }: VendorError): boolean {
  return status === 408 || status === 502 || status === 504;
}

/** Even a refusal of the whole request is an answered error: what is there all the same is settled as done. */
async function refuseWhole(
  context: SendContext,
  port: EndpointPort,
  { held, members, since }: OnItsWay,
  messages: readonly string[],
): Promise<void> {
  const { db } = context;
  const spoiled = await markUnknown(db, held, { keySpoiled: true, quietMs: secondLookMs });
  const found = await callVendor(context, members, () => port.lookUp(members, since));
  const left = members.filter((member) => !found.has(member.marker));
  await db.transaction(async (tx) => {
    await settleMembers(tx, foundAs(members, found));
    const [only] = left;
    if (members.length > 1 || !only) {
      return releaseAlone(
        tx,
        spoiled,
        left.map(({ key }) => key),
      );
    }
    await settleMembers(tx, [{ intent: only, ended: 'refused', messages }]);
    await renewBatch(tx, spoiled, []);
  });
}

/** A body that cannot leave exactly as decided fails by itself; the rest of its batch goes on. */
async function refuseUnsendable(
  context: SendContext,
  port: EndpointPort,
  way: OnItsWay,
  error: NotSendableError,
): Promise<void> {
  const { held, members } = way;
  const bad = error.index === null ? undefined : members[error.index];
  if (!bad) return refuseWhole(context, port, way, [error.why]);
  const left = members.filter((member) => member !== bad).map((member) => member.key);
  await context.db.transaction(async (tx) => {
    await settleMembers(tx, [
      { intent: bad, ended: 'refused', messages: [`${error.field}: ${error.why}`] },
    ]);
    await renewBatch(tx, held, left);
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
