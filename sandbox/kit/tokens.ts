// Which access tokens a sandbox has issued, to which app, and whether one still holds.
import { randomBytes } from 'node:crypto';
import type { SandboxClock } from './clock.ts';
import type { Collection, JournalledStore } from './store.ts';

/** `app` is what limits, authorship and the access log are kept by; a role is an app of its own. */
export type IssuedToken = {
  app: string;
  role: string;
  expiresAtMs: number;
  /** What it was asked for; null where nothing narrows it. */
  scopes: readonly string[] | null;
};

export type Verified =
  | { outcome: 'valid'; token: IssuedToken }
  | { outcome: 'missing' }
  | { outcome: 'unknown' }
  | { outcome: 'expired'; token: IssuedToken };

const FORGET_AFTER_MS = 86_400_000;

export class TokenRegistry {
  readonly #tokens: Collection<IssuedToken>;
  readonly #clock: SandboxClock;

  constructor(store: JournalledStore, clock: SandboxClock) {
    this.#tokens = store.collection<IssuedToken>('kit.tokens');
    this.#clock = clock;
  }

  issue(
    role: string,
    ttlSeconds: number,
    scopes: readonly string[] | null = null,
  ): { accessToken: string; expiresInSeconds: number } {
    this.#forgetLongExpired();
    const accessToken = randomBytes(32).toString('base64url');
    const expiresAtMs = this.#clock.nowMs() + ttlSeconds * 1000;
    this.#tokens.set(accessToken, { app: role, role, expiresAtMs, scopes });
    return { accessToken, expiresInSeconds: ttlSeconds };
  }

  verify(authorization: string | undefined): Verified {
    const match = /^Bearer\s+(\S+)$/i.exec(authorization ?? '');
    if (match?.[1] === undefined) return { outcome: 'missing' };
    const token = this.#tokens.get(match[1]);
    if (token === undefined) return { outcome: 'unknown' };
    if (token.expiresAtMs <= this.#clock.nowMs()) return { outcome: 'expired', token };
    return { outcome: 'valid', token };
  }

  #forgetLongExpired(): void {
    const before = this.#clock.nowMs() - FORGET_AFTER_MS;
    for (const [id, token] of this.#tokens.entries()) {
      if (token.expiresAtMs < before) this.#tokens.delete(id);
    }
  }
}
