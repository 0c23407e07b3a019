// A vendor, a database and attempts at a batch as a model, for fast-check to drive: an attempt may be frozen wherever it yields.
import { expect } from 'vitest';
import type { Batch, BatchEvent, Failure } from '../../../domain/delivery/batch.ts';
import { step } from '../../../domain/delivery/batch.ts';

const quietMs = 45_000;
const proofAgeMsMaximum = 5_000;
/** As activities/send-batch.ts: what an attempt knows may be so old when a request leaves. */
const knowledgeAgeMsMaximum = 30_000;
/** A request takes effect no later than this after it left: the quiet time, less what may pass between proof and first byte. */
const deliveryMsMaximum = quietMs - proofAgeMsMaximum;
const secondLookMs = 3_000;

export type Endpoint = { keyMemoryMs: number; keepsKey: boolean; isOneRequest: boolean };
export const xero: Endpoint = { keyMemoryMs: 5 * 60_000, keepsKey: false, isOneRequest: true };
export const procore: Endpoint = { keyMemoryMs: 0, keepsKey: true, isOneRequest: false };
/** The vendor keeps a key a minute longer than we trust it to. */
const vendorMemoryMs = 6 * 60_000;

export const moods = [
  'works',
  'worksAndLosesTheAnswer',
  'neverArrives',
  'worksLate',
  'errsAfter',
  'errsBefore',
  'errsAndWorksALittleLater',
  'gatewayGivesUpAndWorksLate',
  'limits',
  'refusesAll',
  'refusesAllAfterDoingIt',
  'refusesOne',
  'forgetsOneInItsAnswer',
] as const;
type Mood = (typeof moods)[number];

type Stored = {
  batch: Batch;
  claim: number;
  quietUntil: number;
  keyFirstSentAt: number | null;
  key: string;
};

export class World {
  now = 0;
  effects = new Map<string, number>();
  refusals = new Set<string>();
  ends = new Map<string, 'done' | 'refused'>();
  ready: { key: string; alone: boolean }[];
  stored: Stored | null = null;
  late: { at: number; key: string; members: readonly string[] }[] = [];
  remembered = new Map<string, { at: number; answer: Answer }>();
  keys = 0;
  moods: Mood[] = [];
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint, members: readonly string[]) {
    this.endpoint = endpoint;
    this.ready = members.map((key) => ({ key, alone: false }));
  }

  pass(ms: number): void {
    const until = this.now + ms;
    const due = this.late.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    this.late = this.late.filter(({ at }) => at > until);
    for (const { at, key, members } of due) {
      this.now = at;
      this.work(key, members);
    }
    this.now = until;
  }

  /** The vendor does what it is asked, once under a key that it remembers. */
  work(key: string, members: readonly string[], refused: string[] = []): void {
    if (this.remembers(key)) return;
    this.remembered.set(key, { at: this.now, answer: { done: [...members], refused } });
    for (const member of members) {
      this.effects.set(member, (this.effects.get(member) ?? 0) + 1);
    }
  }

  /** What was answered under a key, refusals included, where keys are remembered at all. */
  remembers(key: string): Answer | null {
    const known = this.remembered.get(key);
    const isYoung = known !== undefined && this.now - known.at < vendorMemoryMs;
    return this.endpoint.isOneRequest && isYoung ? known.answer : null;
  }

  /** As the writer claims: what is left of a batch first, else what is ready. */
  claimBatch(): void {
    if (this.stored && this.stored.batch.state !== 'settled') return;
    const first = this.ready[0];
    if (!first) return;
    const members = first.alone ? [first] : this.ready.filter(({ alone }) => !alone);
    this.ready = this.ready.filter((one) => !members.includes(one));
    this.stored = {
      claim: 0,
      quietUntil: 0,
      keyFirstSentAt: null,
      key: this.newKey(),
      batch: {
        state: 'claimed',
        operation: 'create',
        members: members.map(({ key }) => key),
        sends: 0,
        keyNumber: 0,
        keySpoiled: false,
        traits: { keepsKey: this.endpoint.keepsKey, quietMs },
        found: { isKeyRemembered: false, quietForMs: 0 },
        before: 'claimed',
        refusal: null,
      },
    };
  }

  newKey(): string {
    this.keys += 1;
    return `key-${this.keys}`;
  }

  isOver(): boolean {
    return this.ready.length === 0 && this.stored?.batch.state === 'settled';
  }
}

export class Superseded extends Error {}
export class Retry extends Error {}
class TooOld extends Error {}
class Refused extends Error {
  readonly failure: Failure;
  constructor(kind: Failure['kind'], over: Partial<Failure> = {}) {
    super(kind);
    this.failure = {
      kind,
      status: 500,
      retryAfterMs: null,
      messages: ['no'],
      mayHaveLeft: true,
      member: null,
      ...over,
    };
  }
}

/** One attempt, as activities/send-batch.ts makes it; frozen wherever it yields. */
export function* attempt(world: World): Generator<void, void> {
  world.claimBatch();
  const stored = world.stored;
  if (!stored || stored.batch.state === 'settled') return;
  stored.claim += 1;
  const claim = stored.claim;
  let batch: Batch = {
    ...stored.batch,
    refusal: null,
    before: stored.batch.state === 'claimed' ? 'claimed' : 'unknown',
  };
  const keyAge = stored.keyFirstSentAt === null ? Infinity : world.now - stored.keyFirstSentAt;
  const began: BatchEvent = {
    event: 'began',
    isKeyRemembered: keyAge < world.endpoint.keyMemoryMs,
    quietForMs: Math.max(0, stored.quietUntil - world.now),
  };
  const events: BatchEvent[] = [began];
  let knownAt = world.now;
  for (let event = events.shift(); event; event = events.shift()) {
    const before = batch;
    const [after, commands] = step(before, event);
    batch = after;
    for (const command of commands) {
      yield;
      switch (command.do) {
        case 'record': {
          if (stored.claim !== claim) throw new Superseded();
          stored.batch = batch;
          if (batch.keyNumber !== before.keyNumber) {
            stored.key = world.newKey();
            stored.keyFirstSentAt = null;
          }
          if (command.quiet === 'over') stored.quietUntil = 0;
          else if (command.quiet !== 'asItIs') stored.quietUntil = world.now + command.quiet.forMs;
          for (const { key, as } of command.settle) {
            expect(world.ends.has(key), 'a member ends once').toBe(false);
            world.ends.set(key, as === 'done' ? 'done' : 'refused');
          }
          const { alone } = command;
          world.ready.push(...command.release.map((key) => ({ key, alone })));
          break;
        }
        case 'look': {
          knownAt = world.now;
          const sees = command.for === 'again' || !world.endpoint.isOneRequest;
          const found = sees ? batch.members.filter((key) => world.effects.has(key)) : [];
          yield;
          events.push({ event: 'looked', found });
          break;
        }
        case 'send':
          events.push(...(yield* send(world, stored, { claim, knownAt }, batch)));
          break;
        case 'retry':
          throw new Retry();
        case 'pauseVendor':
        case 'end':
          break;
      }
    }
  }
}

function* send(
  world: World,
  stored: Stored,
  mine: { claim: number; knownAt: number },
  batch: Batch,
): Generator<void, BatchEvent[]> {
  const requests = world.endpoint.isOneRequest
    ? [batch.members]
    : batch.members.map((member) => [member]);
  const done: string[] = [];
  const refused: string[] = [];
  for (const [index, members] of requests.entries()) {
    try {
      const answer = yield* request(world, stored, mine, members);
      done.push(...answer.done);
      refused.push(...answer.refused);
    } catch (error) {
      const untried = requests.slice(index + 1).flat();
      const stop: BatchEvent | null =
        error instanceof Refused
          ? { event: 'failed', failure: error.failure }
          : error instanceof TooOld
            ? { event: 'tooOld' }
            : null;
      if (!stop) throw error;
      if (world.endpoint.isOneRequest) return [stop];
      return [{ event: 'answered', done, refused, untried, isStopped: true }, stop];
    }
  }
  return [{ event: 'answered', done, refused, untried: [], isStopped: false }];
}

type Answer = { done: string[]; refused: string[] };

function* request(
  world: World,
  stored: Stored,
  { claim, knownAt }: { claim: number; knownAt: number },
  members: readonly string[],
): Generator<void, Answer> {
  const key = world.endpoint.isOneRequest ? stored.key : `${stored.key}-${members.join()}`;
  yield; // waits for its lease
  if (stored.claim !== claim || stored.batch.state !== 'sent') throw new Superseded();
  stored.quietUntil = world.now + quietMs;
  stored.keyFirstSentAt ??= world.now;
  const provedAt = world.now;
  yield; // frozen between the proof and the first byte
  if (world.now - provedAt > proofAgeMsMaximum) throw new TooOld();
  if (world.now - knownAt > knowledgeAgeMsMaximum) throw new TooOld();
  const mood = world.moods.shift() ?? 'works';
  const later = (ms: number) => world.late.push({ at: world.now + ms, key, members });
  const before = world.remembers(key);
  if (before && ['works', 'refusesAll', 'refusesOne', 'forgetsOneInItsAnswer'].includes(mood)) {
    yield;
    return before;
  }
  const [first, ...others] = members;
  if (first === undefined) throw new Error('a request has members');
  switch (mood) {
    case 'worksAndLosesTheAnswer':
      world.work(key, members);
      yield;
      throw new Refused('noAnswer', { status: null });
    case 'neverArrives':
      yield;
      throw new Refused('noAnswer', { status: null });
    case 'worksLate':
      later(deliveryMsMaximum);
      yield;
      throw new Refused('noAnswer', { status: null });
    case 'gatewayGivesUpAndWorksLate':
      later(deliveryMsMaximum);
      throw new Refused('unavailable', { status: 504 });
    case 'errsAfter':
      world.work(key, members);
      yield;
      throw new Refused('unavailable');
    case 'errsAndWorksALittleLater':
      later(secondLookMs - 100);
      throw new Refused('unavailable');
    case 'errsBefore':
      throw new Refused('unavailable', { status: 503 });
    case 'limits':
      throw new Refused('rateLimited', { status: 429, mayHaveLeft: false });
    case 'refusesAll':
      world.refusals.add(first);
      yield;
      throw new Refused('refused', { status: 400 });
    case 'refusesAllAfterDoingIt':
      world.work(key, members);
      yield;
      throw new Refused('refused', { status: 400 });
    case 'refusesOne':
      if (!world.endpoint.isOneRequest) break;
      world.work(key, others, [first]);
      world.refusals.add(first);
      yield;
      return { done: others, refused: [first] };
    case 'forgetsOneInItsAnswer':
      if (!world.endpoint.isOneRequest) break;
      world.work(key, members);
      yield;
      return { done: others, refused: [] };
    case 'works':
      break;
  }
  world.work(key, members);
  yield;
  return { done: [...members], refused: [] };
}
