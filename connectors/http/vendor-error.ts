// The one closed set of ways a vendor call fails, whichever vendor it was, with what a caller needs to decide what happens next.

import { holdableText } from './holdable-text.ts';

export type VendorName = 'procore' | 'xero';

/**
 * How a call failed, and what follows from it:
 * - `rateLimited`: 429. Not done; send the same request again after `retryAfterMs` (null: own back-off).
 * - `signInExpired`: the sign-in was refused even after one renewal, or the client's own id or secret was.
 * - `forbidden`: 403, or a scope the sign-in lacks; renewing never helps.
 * - `notFound`: 404. Both vendors also say so for what the caller may not see: never a proof of absence.
 * - `refused`: the vendor understood and said no; `messages` holds its sentences.
 * - `conflict`: 409, or an idempotency key that was already used for another request.
 * - `unavailable`: 5xx, or a list that would not hold still. An *answered* error: look the record up before a
 *   write is sent again, under a new key.
 * - `noAnswer`: no whole answer arrived. A write may be repeated unchanged under its key while the vendor
 *   remembers that key.
 * - `malformedAnswer`: an answer that cannot be read. After a write: look the record up.
 */
export const vendorFailureKinds = [
  'rateLimited',
  'signInExpired',
  'forbidden',
  'notFound',
  'refused',
  'conflict',
  'unavailable',
  'noAnswer',
  'malformedAnswer',
] as const;
export type VendorFailureKind = (typeof vendorFailureKinds)[number];

export interface VendorFailure {
  readonly vendor: VendorName;
  readonly kind: VendorFailureKind;
  /** The HTTP status, or null where none arrived. */
  readonly status: number | null;
  readonly retryAfterMs?: number | null;
  /** Which limit was hit, where the vendor says: 'minute', 'concurrent', 'day', 'appminute'. */
  readonly limit?: string | null;
  /** The vendor's own validation sentences, or ours about what could not be read. Never a body or a token. */
  readonly messages?: readonly string[];
  /** Whether the write asked for may have taken effect. Always false for a read. */
  readonly mayHaveHappened: boolean;
}

const whatToDo: Record<VendorFailureKind, string> = {
  rateLimited: 'the rate limit is reached; wait, then send the same request again',
  signInExpired: 'the sign-in is not accepted; check the client id and secret, or reconnect',
  forbidden: 'this sign-in may not do that; check its permissions, scopes and connection',
  notFound: 'there is no such record, or this sign-in may not see it',
  refused: 'the request was refused',
  conflict: 'the request conflicts with an earlier one; read the record before trying again',
  unavailable: 'the vendor could not serve the request; try again later',
  noAnswer: 'no complete answer arrived; the outcome of a write is unknown until it is looked up',
  malformedAnswer:
    'the answer could not be read; the outcome of a write is unknown until looked up',
};

/** A failed vendor call. Safe to log and to store: it holds no token, body or header. */
export class VendorError extends Error {
  readonly vendor: VendorName;
  readonly kind: VendorFailureKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly limit: string | null;
  readonly messages: readonly string[];
  readonly mayHaveHappened: boolean;

  constructor(failure: VendorFailure) {
    const { vendor, kind, status } = failure;
    // An answer that is no JSON passes no other door on its way into Postgres.
    const messages = (failure.messages ?? []).map(holdableText);
    const said = messages.length === 0 ? '' : ` It said: ${messages.join(' / ')}`;
    const answered = status === null ? '' : ` (HTTP ${status})`;
    super(`${vendor}: ${kind}${answered}: ${whatToDo[kind]}.${said}`);
    this.name = 'VendorError';
    this.vendor = vendor;
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = failure.retryAfterMs ?? null;
    this.limit = failure.limit ?? null;
    this.messages = messages;
    this.mayHaveHappened = failure.mayHaveHappened;
  }
}

/** What a read answers; null where the vendor has no such record, or does not show it to this sign-in. */
export async function nullWhereNotFound<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'notFound') return null;
    throw error;
  }
}
