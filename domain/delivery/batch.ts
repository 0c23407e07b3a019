// The life of a batch as a pure machine: what an attempt does next, from what it was told. Activities only carry it out.
import type { Operation } from './operation.ts';

/**
 * - `claimed`: no request of these members can still take effect.
 * - `sent`: one may be on its way; whoever finds it so after a crash knows no more.
 * - `unknown`: one left and its outcome is open.
 */
export type BatchState = 'claimed' | 'sent' | 'unknown' | 'settled';

/** How an endpoint takes writes. */
export type EndpointTraits = {
  /** Whether what is sent again after a look-up keeps its key, which is then each member's own. */
  keepsKey: boolean;
  /** How long after it left a request without an answer may still take effect. */
  quietMs: number;
};

export type Batch = {
  state: BatchState;
  operation: Operation;
  /** Keys of the intents it is still about, in the order of the body. */
  members: readonly string[];
  /** How often something was sent, or was about to be. */
  sends: number;
  /** Moves with every new idempotency key. */
  keyNumber: number;
  /** An error was answered under the key: it would be answered again. */
  keySpoiled: boolean;
  traits: EndpointTraits;
  /** What the attempt found when it began; meaningless afterwards. */
  found: { isKeyRemembered: boolean; quietForMs: number };
  /** What it was before what is on its way now; `claimed` means that nothing else is in doubt. */
  before: 'claimed' | 'unknown';
  /** The whole request was refused with these words; it is looked up whether it was done all the same. */
  refusal: readonly string[] | null;
};

export const failureKinds = [
  'rateLimited',
  'signInExpired',
  'forbidden',
  'notFound',
  'refused',
  'conflict',
  'unavailable',
  'noAnswer',
  'malformedAnswer',
  'notSendable',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export type Failure = {
  kind: FailureKind;
  status: number | null;
  retryAfterMs: number | null;
  messages: readonly string[];
  /** False where the request certainly never left. */
  mayHaveLeft: boolean;
  /** `notSendable`: whose body it was, where that is known. */
  member: string | null;
};

export type BatchEvent =
  /** An attempt has written its claim and read the batch. */
  | { event: 'began'; isKeyRemembered: boolean; quietForMs: number }
  | { event: 'looked'; found: readonly string[] }
  /** Read again behind the gate: these targets are no longer as the plan saw them. Nothing left. */
  | { event: 'targetsMoved'; moved: readonly string[] }
  /** Behind the gate the attempt was found too old. Nothing left. */
  | { event: 'tooOld' }
  /** The targets could not be read again. Nothing left. */
  | { event: 'lookFailed'; inMs: number }
  | {
      event: 'answered';
      done: readonly string[];
      refused: readonly string[];
      /** Their request was never made. */
      untried: readonly string[];
      /** More is to be said about those without an answer, by the next event. */
      isStopped: boolean;
    }
  | { event: 'failed'; failure: Failure };

export type Settling = { key: string; as: 'done' | 'refused' | 'stale' };

export type Command =
  /** One transaction: the batch as it is now, the members that reached their end, and those that leave it. */
  | {
      do: 'record';
      settle: readonly Settling[];
      release: readonly string[];
      /** Whether what is released must be sent by itself. */
      alone: boolean;
      quiet: 'asItIs' | 'over' | { forMs: number };
    }
  /** `first`: before anything was ever sent, where that is cheap; `again`: the outcome is in doubt. */
  | { do: 'look'; for: 'first' | 'again' }
  | { do: 'send' }
  | { do: 'pauseVendor'; forMs: number }
  /** Null: as the failure itself asks for. */
  | { do: 'retry'; inMs: number | null; why: string }
  | { do: 'end' };

/** After an answered error what is not found is looked for once more this much later: one empty list proves nothing. */
const secondLookMs = 3_000;
/** How soon what was sent is looked for again while it may be yet to come. */
const lookAgainMs = 5_000;
/** How long a vendor is left alone after it refused our sign-in or rights. */
const accessPauseMs = 30_000;
/** How often what a whole request was answered 404 for is tried before that is taken for an answer. */
const notFoundTries = 5;
/** The same for a refusal in nobody's words, which a filter before the vendor may have given. */
const wordlessTries = 3;

const notThere =
  'It answers that what this belongs to is not there, or that Tieout may not see it (404).';
const wordlessRefusal =
  'It answers 403 to this record alone and gives no reason; a filter before it may dislike a word in it.';

type Record = Extract<Command, { do: 'record' }>;
const nothingElse = { settle: [], release: [], alone: false } as const;

function record(over: Partial<Omit<Record, 'do'>> = {}): Record {
  return { do: 'record', ...nothingElse, quiet: 'asItIs', ...over };
}

function settling(keys: readonly string[], as: Settling['as']): Settling[] {
  return keys.map((key) => ({ key, as }));
}

function without(members: readonly string[], gone: readonly string[]): string[] {
  return members.filter((key) => !gone.includes(key));
}

export function step(batch: Batch, event: BatchEvent): [Batch, Command[]] {
  if (batch.state === 'settled' && event.event !== 'began') return [batch, []];
  switch (event.event) {
    case 'began':
      return begin({ ...batch, found: event, refusal: null });
    case 'looked':
      return afterLook(batch, event.found);
    case 'targetsMoved':
      return afterMove(batch, event.moved);
    case 'tooOld':
      return afterTooOld(batch);
    case 'lookFailed': {
      const why = 'what is to be changed could not be read again; nothing was sent';
      const retry = { do: 'retry', inMs: event.inMs, why } as const;
      return [neverSent(batch), [record({ quiet: quietBefore(batch) }), retry]];
    }
    case 'answered':
      return afterAnswer(batch, event);
    case 'failed':
      return afterFailure(batch, event.failure);
  }
}

function begin(batch: Batch): [Batch, Command[]] {
  if (batch.state === 'settled') return [batch, [{ do: 'end' }]];
  if (batch.members.length === 0) return settled(batch, record());
  if (batch.state === 'claimed') {
    return batch.operation === 'create' ? [batch, [{ do: 'look', for: 'first' }]] : leave(batch);
  }
  // The identical request under a remembered key takes effect once and overwrites nobody.
  const isRepeatable =
    batch.operation === 'create' && batch.found.isKeyRemembered && !batch.keySpoiled;
  return isRepeatable ? leave(batch) : [batch, [{ do: 'look', for: 'again' }]];
}

function settled(batch: Batch, last: Record): [Batch, Command[]] {
  return [{ ...batch, state: 'settled', members: [] }, [last, { do: 'end' }]];
}

/** Stored before the request leaves: from here on its outcome is unknown until settled. */
function leave(batch: Batch, settle: readonly Settling[] = []): [Batch, Command[]] {
  const before = batch.state === 'claimed' ? 'claimed' : 'unknown';
  return [
    { ...batch, state: 'sent', sends: batch.sends + 1, before },
    [record({ settle, quiet: { forMs: batch.traits.quietMs } }), { do: 'send' }],
  ];
}

/** Nothing left: the batch is as it was before, so that an earlier doubt stays a doubt. */
function asBefore(batch: Batch): Batch {
  return { ...batch, state: batch.before };
}

/** The request was never made, so that it does not count either. */
function neverSent(batch: Batch): Batch {
  return { ...asBefore(batch), sends: batch.sends - 1 };
}

function quietBefore({ before }: Batch): Record['quiet'] {
  return before === 'claimed' ? 'over' : 'asItIs';
}

function withNewKey(batch: Batch): Batch {
  return { ...batch, keyNumber: batch.keyNumber + 1, keySpoiled: false };
}

function afterLook(batch: Batch, found: readonly string[]): [Batch, Command[]] {
  const settle = settling(found, 'done');
  const left = without(batch.members, found);
  const narrowed = { ...batch, members: left };
  if (left.length === 0) return settled(batch, record({ settle }));
  // An earlier request, whose outcome was open before the refused one left, may be yet to come.
  const mayBeAtWork = batch.found.quietForMs > 0 && batch.state !== 'claimed';
  const isAnswered = batch.refusal !== null && batch.before === 'claimed';
  if (batch.refusal !== null && (isAnswered || !mayBeAtWork)) return refuse(narrowed, settle);
  if (batch.state === 'claimed') return leave(narrowed, settle);
  if (mayBeAtWork) {
    const inMs = Math.min(batch.found.quietForMs, lookAgainMs);
    const why = 'what was sent is not there, and may be yet to come';
    return [narrowed, [record({ settle }), { do: 'retry', inMs, why }]];
  }
  const keepsKey = batch.traits.keepsKey && !batch.keySpoiled;
  const renewed = keepsKey ? narrowed : withNewKey(narrowed);
  return leave({ ...renewed, state: 'claimed' }, settle);
}

/** What is not there after all was refused: alone for good, in company each by itself once more. */
function refuse(batch: Batch, settle: readonly Settling[]): [Batch, Command[]] {
  const { members } = batch;
  if (members.length > 1) {
    return settled(batch, record({ settle, release: members, alone: true, quiet: 'over' }));
  }
  const all = [...settle, ...settling(members, 'refused')];
  return settled(batch, record({ settle: all, quiet: 'over' }));
}

function afterMove(batch: Batch, moved: readonly string[]): [Batch, Command[]] {
  const settle = settling(moved, 'stale');
  const left = without(batch.members, moved);
  const unsent = neverSent(batch);
  if (left.length === 0) return settled(unsent, record({ settle, quiet: 'over' }));
  return leave({ ...unsent, members: left }, settle);
}

function afterTooOld(batch: Batch): [Batch, Command[]] {
  const { members, operation } = batch;
  // Many targets take long to read: one alone is young enough when it has been.
  const stays = operation === 'create' ? members : members.slice(0, 1);
  const release = without(members, stays);
  const why = 'it took too long between the last look and the request; nothing was sent';
  return [
    { ...neverSent(batch), members: stays },
    [
      record({ release, quiet: quietBefore(batch) }),
      { do: 'retry', inMs: release.length > 0 ? 50 : 500, why },
    ],
  ];
}

type Answered = Extract<BatchEvent, { event: 'answered' }>;

function afterAnswer(batch: Batch, told: Answered): [Batch, Command[]] {
  const settle = [...settling(told.done, 'done'), ...settling(told.refused, 'refused')];
  const release = told.untried;
  const left = without(batch.members, [...told.done, ...told.refused, ...release]);
  if (left.length === 0) return settled(batch, record({ settle, release, quiet: 'over' }));
  const narrowed = { ...batch, members: left };
  if (told.isStopped) return [narrowed, [record({ settle, release })]];
  // The answer did not say what became of these: they are looked up before anything is sent again.
  return [
    { ...narrowed, state: 'unknown', keySpoiled: true },
    [
      record({ settle, release, quiet: untilSecondLook(batch) }),
      { do: 'retry', inMs: 1_000, why: 'the answer left out some of the records sent' },
    ],
  ];
}

/** An answered error ends the doubt soon, but never that about a request before it, which may be yet to come. */
function untilSecondLook({ before }: Batch): Record['quiet'] {
  return before === 'claimed' ? { forMs: secondLookMs } : 'asItIs';
}

function unknown(batch: Batch, failure: Failure, quiet: Record['quiet']): [Batch, Record] {
  const keySpoiled = batch.keySpoiled || failure.kind !== 'noAnswer';
  return [{ ...batch, state: 'unknown', keySpoiled }, record({ quiet })];
}

/** RFC 9110: 408, 502 and 504 come from between us and the vendor, which may go on with the work all the same. */
function gaveUpWaiting({ status }: Failure): boolean {
  return status === 408 || status === 502 || status === 504;
}

function afterFailure(batch: Batch, failure: Failure): [Batch, Command[]] {
  const second = untilSecondLook(batch);
  const why = failure.messages[0] ?? failure.kind;
  switch (failure.kind) {
    case 'rateLimited': {
      // Not executed, and not an answer that is kept under the key: the same request again, later.
      const stay = record({ quiet: quietBefore(batch) });
      const retry = { do: 'retry', inMs: null, why } as const;
      // Our own budget was used up: the vendor asked nobody to stay away.
      if (failure.status === null) return [asBefore(batch), [stay, retry]];
      const pause = { do: 'pauseVendor', forMs: failure.retryAfterMs ?? 1_000 } as const;
      return [asBefore(batch), [stay, pause, retry]];
    }
    case 'noAnswer': {
      const retry = { do: 'retry', inMs: null, why } as const;
      if (!failure.mayHaveLeft) {
        return [asBefore(batch), [record({ quiet: quietBefore(batch) }), retry]];
      }
      const [after, kept] = unknown(batch, failure, 'asItIs');
      return [after, [kept, retry]];
    }
    case 'unavailable':
    case 'malformedAnswer':
    case 'conflict': {
      const [after, kept] = unknown(batch, failure, gaveUpWaiting(failure) ? 'asItIs' : second);
      return [after, [kept, { do: 'retry', inMs: failure.retryAfterMs ?? 1_000, why }]];
    }
    case 'signInExpired':
      return lostAccess(batch, failure);
    case 'forbidden':
      // The vendor's own refusal is in words; a page of HTML comes from before it and is about what was in the request.
      if (failure.messages.length > 0) return lostAccess(batch, failure);
      return afterTries(batch, failure, { tries: wordlessTries, words: wordlessRefusal });
    case 'notFound':
      return afterTries(batch, failure, { tries: notFoundTries, words: notThere });
    case 'refused':
      return lookWhetherRefused(batch, failure, failure.messages);
    case 'notSendable':
      return afterNotSendable(batch, failure);
  }
}

function lostAccess(batch: Batch, failure: Failure): [Batch, Command[]] {
  const [after, kept] = unknown(batch, failure, untilSecondLook(batch));
  const forMs = failure.retryAfterMs ?? accessPauseMs;
  const why = failure.messages[0] ?? failure.kind;
  return [after, [kept, { do: 'pauseVendor', forMs }, { do: 'retry', inMs: forMs, why }]];
}

/** Tried some times before it is taken for an answer; in company taken apart at once, where words are missing. */
function afterTries(
  batch: Batch,
  failure: Failure,
  { tries, words }: { tries: number; words: string },
): [Batch, Command[]] {
  const isTakenApart = failure.kind === 'forbidden' && batch.members.length > 1;
  if (batch.sends >= tries || isTakenApart) return lookWhetherRefused(batch, failure, [words]);
  const [after, kept] = unknown(batch, failure, untilSecondLook(batch));
  const inMs = failure.retryAfterMs ?? batch.sends * 2_000;
  return [after, [kept, { do: 'retry', inMs, why: words }]];
}

/** Even a refusal of the whole request is an answered error: what is there all the same is settled as done. */
function lookWhetherRefused(
  batch: Batch,
  failure: Failure,
  refusal: readonly string[],
): [Batch, Command[]] {
  const [after, kept] = unknown(batch, failure, untilSecondLook(batch));
  return [{ ...after, refusal }, [kept, { do: 'look', for: 'again' }]];
}

/** A body that cannot leave exactly as decided fails by itself; the rest of its batch goes on. */
function afterNotSendable(batch: Batch, failure: Failure): [Batch, Command[]] {
  if (failure.member === null) {
    return lookWhetherRefused(batch, failure, failure.messages);
  }
  const settle = settling([failure.member], 'refused');
  const left = without(batch.members, [failure.member]);
  if (left.length === 0) return settled(batch, record({ settle, quiet: 'over' }));
  const why = 'one record of the batch could not be sent; the rest follows';
  return [
    { ...withNewKey(asBefore(batch)), members: left, keySpoiled: batch.before === 'unknown' },
    [record({ settle, quiet: quietBefore(batch) }), { do: 'retry', inMs: 50, why }],
  ];
}
