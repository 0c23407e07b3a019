// Carries out what domain/delivery/batch.ts decides about one batch: whatever is interrupted, repeated or lost, each member is written at most once.
import type { Database, Transaction } from '../db/database.ts';
import type { HeldBatch, RecordCommand } from '../db/queries/batches.ts';
import {
  BatchMovedError,
  claimAttempt,
  proveHeld,
  releaseIntents,
  storeBatch,
} from '../db/queries/batches.ts';
import { targetsKnown } from '../db/queries/claims.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { beginEpoch, mayWrite } from '../db/queries/epoch.ts';
import { markedRecords } from '../db/queries/marked-records.ts';
import { storeRecords } from '../db/queries/mirror.ts';
import { markUnseen } from '../db/queries/mirror-gone.ts';
import { keepUnreadable } from '../db/queries/unreadable.ts';
import { pauseVendor } from '../db/queries/vendor-calls.ts';
import type { UnreadableRecord } from '../connectors/http/call-report.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Batch, BatchEvent, Command } from '../domain/delivery/batch.ts';
import { step } from '../domain/delivery/batch.ts';
import { endsItsTarget } from '../domain/delivery/operation.ts';
import { standsFor } from '../domain/delivery/stands-for.ts';
import type { Endpoint, Vendor } from '../domain/identity/endpoints.ts';
import { vendorOf } from '../domain/identity/endpoints.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { Clocks, Stopwatch } from './attempt-watch.ts';
import { machineClocks, startWatch, TooOldError } from './attempt-watch.ts';
import { failureOf, notNow } from './failures.ts';
import { named } from './readers.ts';
import { lookUpAll } from './unreadable-in-batch.ts';
import { LookFailedError, TargetsMovedError, vendorFailureOf } from './send-failures.ts';
import type { Settled } from './settle.ts';
import { settleMembers } from './settle.ts';
import type { EndpointPort, Found, Proof, Sent } from './vendor-port.ts';

export type SendContext = {
  db: Database;
  connection: string;
  /** Whose budgets of calls are used. */
  organisations: Record<Vendor, string>;
  ports: Record<Endpoint, EndpointPort>;
  clocks?: Clocks;
  /** The greatest claim an earlier attempt told Temporal of. */
  claimSeen?: number;
  /** Tells Temporal which claim this attempt wrote. */
  onClaim?: (claim: number) => void;
};

/** What was read may be so old when the change that rests on it leaves: a person may write meanwhile. */
const lookAgeMsMaximum = 10_000;
/**
 * What an attempt knew when it began, or looked last, may be so old when a creation leaves: with the five minutes for
 * which a key counts as remembered, and the time a request takes, it stays within the six of Xero's memory.
 */
const knowledgeAgeMsMaximum = 30_000;
/** The last question to Postgres may be so long ago: a process frozen after it sends nothing. */
const proofAgeMsMaximum = 5_000;
/** How soon it is asked again whether writes may leave. */
const confirmWaitMs = 2_000;
/** How long a vendor is left alone after it refused our sign-in or rights. */
const accessPauseMs = 30_000;

/** One attempt. Returns when the batch is settled; throws a retryable failure otherwise. */
export async function sendBatch(context: SendContext, batchId: string): Promise<void> {
  try {
    if (!(await mayWrite(context.db, context.connection))) {
      throw notNow(confirmWaitMs, 'nothing is written before a sweep has come to its end');
    }
    const held = await claimAttempt(context.db, batchId, context.claimSeen ?? 0);
    if (held) await goOn(context, held);
  } catch (error) {
    if (!(error instanceof BatchMovedError)) throw error;
    throw notNow(1_000, error.message);
  }
}

/** One attempt as it goes: the machine's state, and what it needs that the machine does not. */
type Attempt = {
  context: SendContext;
  held: HeldBatch;
  port: EndpointPort;
  batch: Batch;
  key: string;
  byKey: ReadonlyMap<string, IntentRow>;
  /** How members ended, by their keys, with what the vendor said; and when that was asked. */
  ends: Map<string, Settled>;
  seenAt: Date;
  /** How long ago it began, or looked last. */
  knowledgeAge: Stopwatch;
  /** Targets read again on the way to a change. */
  seen: readonly KeptRecord[];
  /** Those of them that are there and cannot be read: their documents must know, or they would be planned in a ring. */
  unreadable: readonly UnreadableRecord[];
  /** Those that are not there any more: for the same reason. */
  gone: readonly string[];
  failure: unknown;
};

async function goOn(context: SendContext, held: HeldBatch): Promise<void> {
  context.onClaim?.(held.claim);
  if (held.isFromOlderCopy) {
    await beginEpoch(context.db, context.connection, 'the database went back');
    throw notNow(confirmWaitMs, 'the database is older than what Temporal was told of this batch');
  }
  const attempt = attemptOf(context, held);
  const { keyAgeMs, quietForMs } = held;
  const isKeyRemembered = keyAgeMs !== null && keyAgeMs < attempt.port.keyMemoryMs;
  let events: BatchEvent[] = [{ event: 'began', isKeyRemembered, quietForMs }];
  for (let event = events.shift(); event; event = events.shift()) {
    const before = attempt.batch;
    const [after, commands] = step(before, event);
    attempt.batch = after;
    for (const command of commands) {
      const more = await carryOut(attempt, command, before);
      events = [...events, ...more];
    }
  }
}

function attemptOf(context: SendContext, held: HeldBatch): Attempt {
  const { row, members } = held;
  const port = context.ports[row.endpoint as Endpoint];
  const batch: Batch = {
    state: row.state,
    operation: row.operation,
    members: members.map(({ key }) => key),
    sends: row.attempts,
    keyNumber: 0,
    keySpoiled: row.keySpoiled,
    traits: port,
    found: { isKeyRemembered: false, quietForMs: 0 },
    before: row.state === 'claimed' ? 'claimed' : 'unknown',
    refusal: null,
  };
  return {
    context,
    held,
    port,
    batch,
    key: row.idempotencyKey,
    byKey: new Map(members.map((member) => [member.key, member])),
    ends: new Map(),
    seenAt: new Date(),
    knowledgeAge: startWatch(context.clocks ?? machineClocks),
    seen: [],
    unreadable: [],
    gone: [],
    failure: null,
  };
}

function membersOf({ batch, byKey }: Attempt): IntentRow[] {
  return batch.members.flatMap((key) => byKey.get(key) ?? []);
}

async function carryOut(attempt: Attempt, command: Command, before: Batch): Promise<BatchEvent[]> {
  const { context, held } = attempt;
  switch (command.do) {
    case 'record':
      await context.db.transaction((tx) => record(tx, attempt, command, before));
      return [];
    case 'look':
      return [{ event: 'looked', found: await look(attempt, command.for) }];
    case 'send':
      return send(attempt);
    case 'pauseVendor': {
      const vendor = vendorOf(held.row.endpoint as Endpoint);
      await pauseVendor(context.db, context.organisations[vendor], command.forMs);
      return [];
    }
    case 'retry':
      throw command.inMs === null ? failureOf(attempt.failure) : notNow(command.inMs, command.why);
    case 'end':
      return [];
  }
}

async function record(
  tx: Transaction,
  attempt: Attempt,
  command: RecordCommand,
  before: Batch,
): Promise<void> {
  const { held, batch, byKey, context } = attempt;
  const at = { id: held.row.id, claim: held.claim };
  attempt.key = await storeBatch(tx, at, { before, after: batch, record: command });
  if (attempt.seen.length > 0) {
    await storeRecords(tx, context.connection, attempt.seen, attempt.seenAt);
    attempt.seen = [];
  }
  if (attempt.unreadable.length > 0) {
    // Their documents must know, or they would be planned in a ring.
    const place = { kind: attempt.port.recordKind, feed: '' };
    await keepUnreadable(tx, context.connection, named(place, attempt.unreadable).aside);
    attempt.unreadable = [];
  }
  for (const id of attempt.gone) {
    const of = { connection: context.connection, kind: attempt.port.recordKind };
    await markUnseen(tx, { ...of, seenAt: attempt.seenAt }, id);
  }
  attempt.gone = [];
  const settled = command.settle.flatMap(({ key, as }): Settled[] => {
    const intent = byKey.get(key);
    if (!intent) return [];
    if (as === 'stale') return [{ intent, ended: 'stale' }];
    const end = attempt.ends.get(key);
    if (as === 'done') return end ? [end] : [];
    const messages = end?.ended === 'refused' ? end.messages : (batch.refusal ?? []);
    return [{ intent, ended: 'refused', messages }];
  });
  await settleMembers(tx, settled, attempt.seenAt);
  const released = command.release.flatMap((key) => byKey.get(key) ?? []);
  await releaseIntents(tx, released, command.alone);
}

/** What is there already: first in what was read before, then at the vendor. Answers the members it stands for. */
async function look(attempt: Attempt, why: 'first' | 'again'): Promise<string[]> {
  const { context, port, held } = attempt;
  const members = membersOf(attempt);
  const known = await targetsKnown(context.db, members);
  const asks: (() => Promise<Found>)[] = [];
  if (why === 'first') asks.push(() => lookInMirror(attempt, members));
  if (why === 'again' || port.looksFirst) {
    asks.push(() => reading(() => lookUpAll({ port, since: held.row.since }, members)));
  }
  attempt.seenAt = new Date();
  attempt.knowledgeAge = startWatch(context.clocks ?? machineClocks);
  const found: string[] = [];
  for (const ask of asks) {
    for (const [key, records] of await ask()) {
      const intent = attempt.byKey.get(key);
      if (!intent || found.includes(key)) continue;
      const end = endOf(intent, records, known);
      if (!end) continue;
      attempt.ends.set(key, end);
      found.push(key);
    }
  }
  return found;
}

async function lookInMirror(
  { context, port }: Attempt,
  members: readonly IntentRow[],
): Promise<Found> {
  const place = { connection: context.connection, kind: port.recordKind };
  const markers = members.map(({ marker }) => marker);
  const marked = await markedRecords(context.db, place, markers);
  return new Map(members.map(({ key, marker }) => [key, marked.get(marker) ?? []]));
}

function endOf(
  intent: IntentRow,
  records: readonly (KeptRecord | null)[],
  known: ReadonlySet<string>,
): Settled | null {
  const there = records.filter((record) => record !== null);
  if (endsItsTarget(intent.operation)) {
    return records.length > 0 ? { intent, ended: 'gone', record: there[0] ?? null } : null;
  }
  const before = intent.operation === 'create' ? known : new Set<string>();
  const record = standsFor(there, before);
  return record && { intent, ended: 'done', record, warnings: [] };
}

async function send(attempt: Attempt): Promise<BatchEvent[]> {
  const { port, key } = attempt;
  const members = membersOf(attempt);
  attempt.seenAt = new Date();
  let sent: Sent;
  try {
    sent = await port.send(members, key, proofOf(attempt), attempt.batch.sends);
  } catch (error) {
    return [await eventOf(attempt, error)];
  }
  const ends = matchResults(members, sent.results);
  for (const end of ends) attempt.ends.set(end.intent.key, end);
  const keysOf = (as: (end: Settled) => boolean) => ends.filter(as).map(({ intent }) => intent.key);
  const answered: BatchEvent = {
    event: 'answered',
    done: keysOf(({ ended }) => ended !== 'refused'),
    refused: keysOf(({ ended }) => ended === 'refused'),
    untried: sent.untried.map((member) => member.key),
    isStopped: sent.stoppedBy !== null,
  };
  if (sent.stoppedBy === null) return [answered];
  return [answered, await eventOf(attempt, sent.stoppedBy)];
}

/**
 * Asked after the lease, for each request: a change's targets are read again, then Postgres says whether this attempt
 * still has the batch, and from when what leaves may be at work. No step in between may be left out or moved.
 */
function proofOf(attempt: Attempt): Proof {
  const { context, held, port } = attempt;
  const clocks = context.clocks ?? machineClocks;
  return (members) => async () => {
    const isCreation = members[0]?.operation === 'create';
    const reads = !isCreation || port.readsBeforeCreation;
    const lookAge = reads ? await readTargets(attempt, members) : null;
    const knowledgeAge = isCreation ? attempt.knowledgeAge : null;
    const proofAge = startWatch(clocks);
    await proveHeld(context.db, { id: held.row.id, claim: held.claim }, port.quietMs);
    const mayLeave = (): void => {
      tooOldBeyond(proofAgeMsMaximum, 'the last question', proofAge);
      if (lookAge) tooOldBeyond(lookAgeMsMaximum, 'the last look', lookAge);
      if (knowledgeAge) tooOldBeyond(knowledgeAgeMsMaximum, 'the last look', knowledgeAge);
    };
    mayLeave();
    return mayLeave;
  };
}

function tooOldBeyond(ageMsMaximum: number, what: string, age: Stopwatch): void {
  if (age() > ageMsMaximum) throw new TooOldError(what, age());
}

/** Answers how long ago the first of the reads left. */
async function readTargets(
  { context, port }: Attempt,
  members: readonly IntentRow[],
): Promise<() => number> {
  const clocks = context.clocks ?? machineClocks;
  let age = startWatch(clocks);
  let hasLeft = false;
  const beforeLook = (): Promise<() => void> => {
    if (!hasLeft) age = startWatch(clocks);
    hasLeft = true;
    return Promise.resolve(() => undefined);
  };
  try {
    const { value, aside } = await settingAside(() => port.findStale(members, beforeLook));
    if (value.stale.size > 0) throw new TargetsMovedError([...value.stale], value, aside);
  } catch (error) {
    // A failed read says nothing about the write, which never left.
    throw error instanceof VendorError ? new LookFailedError(error) : error;
  }
  return () => age();
}

/** What an error of sending means to the machine. What is no vendor's is thrown on, and the next attempt looks. */
async function eventOf(attempt: Attempt, error: unknown): Promise<BatchEvent> {
  if (error instanceof TargetsMovedError) {
    attempt.seen = error.seen;
    attempt.unreadable = error.aside;
    attempt.gone = error.gone;
    return { event: 'targetsMoved', moved: error.moved };
  }
  if (error instanceof TooOldError) return { event: 'tooOld' };
  if (error instanceof LookFailedError) {
    attempt.failure = error.failure;
    return { event: 'lookFailed', inMs: waitAfter(error.failure) };
  }
  const failure = vendorFailureOf(error, membersOf(attempt));
  if (!failure) throw error;
  attempt.failure = error;
  if (failure.member !== null) {
    const intent = attempt.byKey.get(failure.member);
    const { messages } = failure;
    if (intent) attempt.ends.set(intent.key, { intent, ended: 'refused', messages });
  }
  return { event: 'failed', failure };
}

/** Each result belongs to the member whose marker or target it carries, never to the one at its place. */
function matchResults(members: readonly IntentRow[], results: Sent['results']): Settled[] {
  const only = members.length === 1 && results.length === 1;
  return members.flatMap((intent): Settled[] => {
    const own =
      results.find(({ marker }) => marker !== null && marker === intent.marker) ??
      results.find(({ targetId }) => targetId !== null && targetId === intent.targetId) ??
      (only ? results[0] : undefined);
    if (!own) return [];
    if (!own.ok) return [{ intent, ended: 'refused', messages: own.messages }];
    if (endsItsTarget(intent.operation)) return [{ intent, ended: 'gone', record: own.record }];
    const { record, warnings } = own;
    return record ? [{ intent, ended: 'done', record, warnings }] : [];
  });
}

/** Reads on the way to a write: a batch must reach its end, so nothing a look-up meets is final. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw notNow(waitAfter(error), error.message);
  }
}

function waitAfter(error: VendorError): number {
  const isAccess = error.kind === 'forbidden' || error.kind === 'signInExpired';
  return error.retryAfterMs ?? (isAccess ? accessPauseMs : 2_000);
}
