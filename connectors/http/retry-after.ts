// How long a vendor asks us to wait, from whichever of its header forms it used.

export type AnswerHeaders = Readonly<Record<string, string | undefined>>;

/** A reset that lies in the past still means "not yet": the vendor has just refused. */
const waitMsMin = 1_000;
/** A day and a little: Xero's daily limit can ask for hours. A longer wish is a broken header. */
const waitMsMax = 25 * 60 * 60 * 1_000;

/**
 * `Retry-After` as seconds or as an HTTP date (RFC 9110, 10.2.3), else `X-Rate-Limit-Reset` as unix seconds
 * (Procore's rate-limiting page, read 2026-11-23), else null. Points in time are measured from the answer's own
 * `Date`, so that a clock that is wrong here does not matter. Header names in lower case.
 */
export function retryAfterMs(headers: AnswerHeaders, now: number): number | null {
  const asked = askedToWaitMs(headers, now);
  if (asked !== null) return asked;
  const serverNow = instant(headers['date']) ?? now;
  const reset = headers['x-rate-limit-reset']?.trim();
  if (reset !== undefined && /^\d+$/.test(reset)) return bounded(Number(reset) * 1_000 - serverNow);
  return null;
}

/**
 * `Retry-After` alone, which any answer may carry (RFC 9110, 10.2.3: 503, 429, a redirect). Procore writes
 * `X-Rate-Limit-Reset` on every answer, so that one asks nobody to wait unless the answer is a 429.
 */
export function askedToWaitMs(headers: AnswerHeaders, now: number): number | null {
  const serverNow = instant(headers['date']) ?? now;
  const retryAfter = headers['retry-after']?.trim();
  if (retryAfter !== undefined && /^\d+(\.\d+)?$/.test(retryAfter)) {
    return bounded(Number(retryAfter) * 1_000);
  }
  const at = instant(retryAfter);
  return at === null ? null : bounded(at - serverNow);
}

function instant(text: string | undefined): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function bounded(ms: number): number {
  return Math.min(waitMsMax, Math.max(waitMsMin, Math.ceil(ms)));
}
