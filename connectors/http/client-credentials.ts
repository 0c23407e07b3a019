// How a client signs in with its own id and secret (RFC 6749, 4.4), and what a refusal of that means.
import { z } from 'zod';
import type { HttpAnswer, SendHttp } from './http-request.ts';
import type { OnCall } from './call-report.ts';
import { parseLosslessJson } from './lossless-json.ts';
import { retryAfterMs } from './retry-after.ts';
import type { AccessToken } from './token-cache.ts';
import { transportFailure } from './transport-failure.ts';
import { VendorError } from './vendor-error.ts';
import type { VendorName } from './vendor-error.ts';

const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.string().regex(/^\d{1,9}$/),
});
const refusalSchema = z.looseObject({ error: z.string().regex(/^[a-z_]{1,60}$/) });

export interface ClientCredentialsAsk {
  readonly vendor: VendorName;
  readonly send: SendHttp;
  readonly url: string;
  /** The path alone, for metrics. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly now: () => number;
  readonly onCall?: OnCall | undefined;
}

/** A new token. Nothing was asked of the vendor's records, so no failure here may have changed them. */
export async function fetchClientCredentialsToken(ask: ClientCredentialsAsk): Promise<AccessToken> {
  const startedAt = ask.now();
  const answer = await sendForm(ask);
  if (answer.status !== 200) throw refusalOf(ask, answer);
  const token = tokenSchema.safeParse(readJson(answer.text));
  if (!token.success) {
    throw new VendorError({
      vendor: ask.vendor,
      kind: 'malformedAnswer',
      status: answer.status,
      messages: ['the token endpoint answered something that is not a token'],
      mayHaveHappened: false,
    });
  }
  return {
    value: token.data.access_token,
    expiresAt: startedAt + Number(token.data.expires_in) * 1_000,
  };
}

async function sendForm(ask: ClientCredentialsAsk): Promise<HttpAnswer> {
  const { vendor, send, url, path, form, now, onCall } = ask;
  const startedAt = now();
  const report = (status: number | null) =>
    onCall?.({ vendor, method: 'POST', path, status, ms: now() - startedAt });
  try {
    const answer = await send({
      method: 'POST',
      url,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...ask.headers,
      },
      body: encodeForm(form),
    });
    report(answer.status);
    return answer;
  } catch (error) {
    const failure = transportFailure({ vendor, error, write: false });
    report(failure?.status ?? null);
    throw failure ?? error;
  }
}

/** Spaces as %20: Xero is reported to answer invalid_scope to "+". */
function encodeForm(form: Readonly<Record<string, string>>): string {
  return Object.entries(form)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

function refusalOf({ vendor, now }: ClientCredentialsAsk, answer: HttpAnswer): VendorError {
  const { status, headers } = answer;
  // Only the error code of RFC 6749 is kept: a description may repeat what was sent.
  const refusal = refusalSchema.safeParse(readJson(answer.text));
  const messages = refusal.success ? [refusal.data.error] : [];
  const failure = { vendor, status, messages, mayHaveHappened: false };
  if (status === 429) {
    return new VendorError({
      ...failure,
      kind: 'rateLimited',
      retryAfterMs: retryAfterMs(headers, now()),
    });
  }
  if (status >= 500) {
    const wait = retryAfterMs(headers, now());
    return new VendorError({ ...failure, kind: 'unavailable', retryAfterMs: wait });
  }
  if (status === 403) return new VendorError({ ...failure, kind: 'forbidden' });
  if (refusal.success && refusal.data.error === 'invalid_scope') {
    // The refusal does not say which.
    const messages = ['one of the scopes asked for is not granted', ...(failure.messages ?? [])];
    return new VendorError({ ...failure, kind: 'forbidden', messages });
  }
  if (status === 400 || status === 401) {
    return new VendorError({ ...failure, kind: 'signInExpired' });
  }
  return new VendorError({ ...failure, kind: 'malformedAnswer' });
}

function readJson(text: string): unknown {
  try {
    return parseLosslessJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
