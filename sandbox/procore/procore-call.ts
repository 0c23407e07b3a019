// What a request to the Procore sandbox is once it has passed the door, and how it is refused: Procore's two error bodies.
import type { RuleName, RuleValue } from './open-rules.ts';

export type AppRole = 'pm' | 'admin' | 'tieout';

export const appRoles: readonly AppRole[] = ['pm', 'admin', 'tieout'];

/** The user behind each app: webhook payload v4.0 names only the user, never the app. */
export const userIds: Record<AppRole, number> = {
  pm: 562949949000447,
  admin: 562949949000448,
  tieout: 562949949000449,
};

export const userNames: Record<AppRole, string> = {
  pm: 'Mere Paki',
  admin: 'Tom Ridge',
  tieout: 'Tieout (service account)',
};

export type ProcoreCall = {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
  app: AppRole;
  /** Root of the sandbox as the caller addressed it, for Link headers. */
  baseUrl: string;
  path: string;
  companyId: string;
  /** How an open question is answered at this moment. */
  rule: <N extends RuleName>(name: N) => RuleValue<N>;
};

export type ProcoreAnswer = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
};

export type ProcoreRoute = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `{name}` parameters. */
  path: string;
  handle: (call: ProcoreCall) => ProcoreAnswer;
};

/** A refusal. `errors` is what v1 puts under "errors": a text, a list, or field → messages. */
export class ProcoreRefusal extends Error {
  readonly status: number;
  readonly errors: string | string[] | Record<string, string[]>;
  readonly headers: Record<string, string>;
  /** Of a refusal that has a name of its own. */
  readonly code: string | null;

  constructor(
    status: number,
    errors: string | string[] | Record<string, string[]>,
    headers: Record<string, string> = {},
    code: string | null = null,
  ) {
    super(`Procore refusal ${status}`);
    this.name = 'ProcoreRefusal';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
    this.code = code;
  }
}

/** Procore hides what the caller may not see: absent and forbidden records answer alike. */
export function notFound(): ProcoreRefusal {
  return new ProcoreRefusal(404, 'Not Found');
}

export function unprocessable(errors: string | Record<string, string[]>): ProcoreRefusal {
  return new ProcoreRefusal(422, errors);
}

export function badRequest(message: string): ProcoreRefusal {
  return new ProcoreRefusal(400, message);
}

const V2_CODES: Record<number, string> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  422: 'UNPROCESSABLE_ENTITY',
  429: 'TOO_MANY_REQUESTS',
};

/**
 * v1 answers {"errors": …}, v2 {"error": {code, message, details}}; the reference names both for every resource, and a
 * refusal with a name of its own can say it in the second only. That v1 then does so is UNCONFIRMED.
 * Source: Procore REST reference, error bodies of v1 and v2 resources, read 2026-11-23.
 */
export function refusalBody(path: string, refusal: ProcoreRefusal): unknown {
  const { errors, status, code } = refusal;
  if (!path.startsWith('/rest/v2.') && code === null) return { errors };
  const message = typeof errors === 'string' ? errors : 'The request could not be processed';
  const details = typeof errors === 'string' ? [] : errors;
  return { error: { code: code ?? V2_CODES[status] ?? 'ERROR', message, details } };
}
