// Whether a write is the same write again: then its first answer is given and nothing is done.
import { createHash } from 'node:crypto';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Collection } from '../kit/store.ts';
import type { Handler } from '../kit/router.ts';
import type { Refusal } from '../kit/refusal.ts';
import type { SandboxKit } from '../kit/sandbox-spec.ts';

/** The shape in which the API that was called says no. */
type Refuse = (message: string) => Refusal;

type Kept = { firstAtMs: number; request: string; answer: Answer };

/**
 * Keys live six minutes from the first call, per app, on PUT, POST and PATCH; at most 128 characters; errors are kept
 * like any answer. Source: Xero developer docs, Idempotency, and Xero OpenAPI 16.1.0, idempotencyKey, read 2026-11-23.
 */
const LIFETIME_MS = 360_000;
const KEY_MAX = 128;
const METHODS = ['PUT', 'POST', 'PATCH'];

export class IdempotencyCache {
  readonly #kept: Collection<Kept>;
  readonly #kit: SandboxKit;

  constructor(kit: SandboxKit) {
    this.#kept = kit.store.collection<Kept>('idempotency');
    this.#kit = kit;
  }

  /** Requests work one after another, so a duplicate that comes at the same time finds the first one's answer. */
  answer(
    request: SandboxRequest,
    work: Handler,
    { replayed, refuse }: { replayed: (first: Answer) => Answer; refuse: Refuse },
  ): Answer {
    const key = keyOf(request);
    if (key === null) return work(request);
    if (key.length > KEY_MAX) {
      throw refuse(`Idempotency Key: must not be longer than ${KEY_MAX} characters.`);
    }
    const id = `${request.app}/${key}`;
    const fingerprint = fingerprintOf(request);
    const kept = this.#kept.get(id);
    if (kept !== undefined && this.#isAlive(kept)) {
      if (kept.request === fingerprint) return replayed(kept.answer);
      throw refuse(`Idempotency Key: ${key} is used with a different request.`);
    }
    const answer = work(request);
    this.#keep(id, fingerprint, answer);
    return answer;
  }

  /** Keeps the answer to a call that never came to work; a key that has its answer keeps it. */
  keepFirst(request: SandboxRequest, answer: Answer): void {
    const key = keyOf(request);
    if (key === null) return;
    const id = `${request.app}/${key}`;
    const kept = this.#kept.get(id);
    if (kept !== undefined && this.#isAlive(kept)) return;
    this.#keep(id, fingerprintOf(request), answer);
  }

  #keep(id: string, request: string, answer: Answer): void {
    this.#forgetDead();
    this.#kept.set(id, { firstAtMs: this.#kit.clock.nowMs(), request, answer });
  }

  #isAlive(kept: Kept): boolean {
    return this.#kit.clock.nowMs() < kept.firstAtMs + LIFETIME_MS;
  }

  #forgetDead(): void {
    for (const [id, kept] of this.#kept.entries()) {
      if (!this.#isAlive(kept)) this.#kept.delete(id);
    }
  }
}

function keyOf({ headers, method }: SandboxRequest): string | null {
  const key = headers['idempotency-key'] ?? '';
  return key === '' || !METHODS.includes(method) ? null : key;
}

function fingerprintOf({ method, path, query, rawBody }: SandboxRequest): string {
  const hash = createHash('sha256').update(`${method} ${path}?${query.toString()}\n`);
  return hash.update(rawBody).digest('hex');
}
