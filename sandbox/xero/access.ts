// What every call must get past before it works: a token that holds, the limits, the tenant, the format.
import { STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { LimitSettings, LimitState } from '../kit/limits.ts';
import type { AppScopes, Bases } from './scopes.ts';
import type { Verified } from '../kit/tokens.ts';
import type { XeroState } from './xero-state.ts';
import { Refusal } from '../kit/refusal.ts';
import { notFoundAnswer, validationEnvelope } from './failures.ts';

/**
 * Per app and organisation 5 at once, 60 a minute and 5,000 a day, and 10,000 a minute over all organisations.
 * Source: Xero developer docs, OAuth 2.0 API limits, read 2026-11-23.
 */
export const VENDOR_LIMITS: LimitSettings = {
  concurrent: 5,
  windows: {
    minute: { count: 60, windowMs: 60_000 },
    day: { count: 5_000, windowMs: 86_400_000 },
    appminute: { count: 10_000, windowMs: 60_000 },
  },
};

export function limitHeaders(state: LimitState): Record<string, string> {
  const left = (name: string): string => String(state[name]?.remaining ?? 0);
  return {
    'x-minlimit-remaining': left('minute'),
    'x-daylimit-remaining': left('day'),
    'x-appminlimit-remaining': left('appminute'),
    'xero-correlation-id': randomUUID(),
  };
}

/** Retry-After on minute and day breaches only, in whole seconds rounded up. */
export function tooManyRequests(problem: string, retryAfterMs: number | null): Answer {
  const isTold = retryAfterMs !== null && (problem === 'minute' || problem === 'day');
  const wait: Record<string, string> = isTold
    ? { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }
    : {};
  return { status: 429, headers: { 'x-rate-limit-problem': problem, ...wait } };
}

// Source: XeroAPI/xero-node issues 432 and 741, XeroAPI/Xero-OpenAPI issue 585, read 2026-11-23.
function problem(status: number, title: string, detail: string): Answer {
  return {
    status,
    body: {
      Type: null,
      Title: title,
      Status: status,
      Detail: detail,
      Instance: randomUUID(),
      Extensions: {},
    },
  };
}

/** What a wrong tenant gets, too. */
export function forbidden(): Answer {
  return problem(403, 'Forbidden', 'AuthenticationUnsuccessful');
}

/** A new token would not help. */
export function notPermitted(): Answer {
  return problem(401, 'Unauthorized', 'AuthorizationUnsuccessful');
}

export function unauthorised(verified: Exclude<Verified, { outcome: 'valid' }>): Answer {
  const detail =
    verified.outcome === 'expired'
      ? `TokenExpired: token expired at ${usDateTime(verified.token.expiresAtMs)}`
      : 'AuthenticationUnsuccessful';
  return {
    ...problem(401, 'Unauthorized', detail),
    headers: {
      'www-authenticate': 'Bearer error=invalid_token',
      'xero-correlation-id': randomUUID(),
    },
  };
}

/** MM/DD/YYYY HH:MM:SS. */
function usDateTime(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
}

/**
 * A call beyond the token's scopes; a new token would not help. "insufficent" is Xero's own spelling.
 * Source: XeroAPI/xero-node issue 320 and public notes of integrations, read 2026-11-23.
 */
export function scopeRefusal(
  request: SandboxRequest,
  scopes: AppScopes,
  bases: Bases,
): Answer | null {
  if (scopes.lets(request, bases)) return null;
  return {
    ...notPermitted(),
    headers: { 'www-authenticate': 'insufficent_scope', 'xero-correlation-id': randomUUID() },
  };
}

/**
 * A custom connection has one organisation, so its app may leave the header out; an app that is connected to several, and
 * a person's token, which may reach several, must name one. A wrong one is refused. Source: Xero OpenAPI 16.1.0,
 * requiredHeader, and developer.xero.com/faq/custom-integration, read 2026-11-23.
 */
export function tenantRefusal(
  request: SandboxRequest,
  { tenantId, connected }: XeroState,
): Answer | null {
  const given = request.headers['xero-tenant-id'] ?? '';
  const mayLeaveOut = request.role === 'tieout' && connected.length === 1;
  if (given === tenantId || (given === '' && mayLeaveOut)) return null;
  return forbidden();
}

/**
 * Xero answers XML unless JSON is asked for. This sandbox speaks JSON only, and refuses rather than give a client that
 * would get XML from Xero an answer it can read.
 */
export function checkFormat(request: SandboxRequest): void {
  const accept = request.headers['accept'] ?? '';
  if (accept.includes('application/json')) return;
  throw new Refusal({
    status: 406,
    body: 'Xero answers XML unless asked: send the header Accept: application/json',
    contentType: 'text/plain; charset=utf-8',
  });
}

export function failed(): Answer {
  const Message = 'An error occurred in Xero. Check the API Status page for current service status';
  return { status: 500, body: { ErrorNumber: 500, Type: 'InternalServerError', Message } };
}

/** The words are those of public reports of integrations, read 2026-11-23. */
export function offline(): Answer {
  return {
    status: 503,
    body: 'The Organisation is offline',
    contentType: 'text/plain; charset=utf-8',
  };
}

/** The same problem body with its keys in lower case. */
export function withLowerKeys(answer: Answer): Answer {
  if (typeof answer.body !== 'object' || answer.body === null) return answer;
  const entries = Object.entries(answer.body).map(
    ([key, value]) => [key.toLowerCase(), value as unknown] as const,
  );
  return { ...answer, body: Object.fromEntries(entries) };
}

/** A fault in Xero's own shape; a status with none of its own gets the problem body of the sign-in errors. */
export function faultAnswer(status: number, { path }: SandboxRequest): Answer {
  if (path.startsWith('/connect/')) return { status, body: { error: 'server_error' } };
  switch (status) {
    case 400:
      return validationEnvelope([]);
    case 401:
      return unauthorised({ outcome: 'unknown' });
    case 404:
      return notFoundAnswer();
    case 429:
      return tooManyRequests('minute', 1_000);
    case 500:
      return failed();
    case 503:
      return offline();
    default:
      return problem(
        status,
        STATUS_CODES[status] ?? 'Error',
        status === 403 ? 'AuthenticationUnsuccessful' : (STATUS_CODES[status] ?? 'Error'),
      );
  }
}

/** Source: Xero developer docs, request size, as quoted in public notes: 10 MB, read 2026-11-23. */
export const BODY_BYTES_MAX = 10_000_000;

export function bodyTooLarge(): Answer {
  return {
    status: 413,
    body: 'Request Entity Too Large',
    contentType: 'text/plain; charset=utf-8',
  };
}
