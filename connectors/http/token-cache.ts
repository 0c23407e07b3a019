// How a vendor's access token is kept: fetched once for all who ask at the same time, renewed before it runs out.

export interface AccessToken {
  readonly value: string;
  readonly expiresAt: number;
}

export interface TokenCache {
  /** A token with at least a minute left. */
  current(): Promise<string>;
  /** A token other than `refusedToken`, which the vendor has just refused. Callers who were refused together share one renewal. */
  renewed(refusedToken: string): Promise<string>;
}

/** A call may take most of its 25 s before the vendor looks at the token. */
const leftMsMin = 60_000;

export function createTokenCache({
  fetchToken,
  now = Date.now,
}: {
  fetchToken: () => Promise<AccessToken>;
  now?: () => number;
}): TokenCache {
  let kept: AccessToken | null = null;
  let underway: Promise<AccessToken> | null = null;

  async function fetchOnce(): Promise<string> {
    underway ??= fetchToken().finally(() => {
      underway = null;
    });
    kept = await underway;
    return kept.value;
  }

  return {
    async current() {
      if (underway === null && kept !== null && kept.expiresAt - now() >= leftMsMin) {
        return kept.value;
      }
      return fetchOnce();
    },
    async renewed(refusedToken) {
      if (kept !== null && kept.value !== refusedToken) return kept.value;
      return fetchOnce();
    },
  };
}
