// How one call to Procore is made: token, company header, time limit, one renewal of a refused token, typed failures.
import { openGate } from '../http/call-gate.ts';
import type { BeforeSend, MayLeave } from '../http/call-gate.ts';
import { fetchClientCredentialsToken } from '../http/client-credentials.ts';
import { createHttpSender } from '../http/http-request.ts';
import type { HttpAnswer, HttpRequest } from '../http/http-request.ts';
import { parseLosslessJson } from '../http/lossless-json.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { createTokenCache } from '../http/token-cache.ts';
import { transportFailure } from '../http/transport-failure.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { ProcoreClientOptions } from './procore-api.ts';
import { procoreFailure } from './procore-errors.ts';

export interface ProcoreAsk {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{names}` where `params` go in. */
  readonly template: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly idempotencyToken?: string;
  /** Asked behind the gate, immediately before the request leaves. */
  readonly beforeSend?: BeforeSend | undefined;
}

export interface ProcoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for an answer without a body. */
  readonly json: LosslessJson;
}

export type ProcoreCall = (ask: ProcoreAsk) => Promise<ProcoreAnswer>;

export function createProcoreCall(options: ProcoreClientOptions): ProcoreCall {
  const { companyId, clientId, clientSecret, onCall, now = Date.now, gate = openGate } = options;
  const send = createHttpSender(
    options.timeoutMs === undefined ? {} : { totalMs: options.timeoutMs },
  );
  const tokens = createTokenCache({
    now,
    fetchToken: () =>
      fetchClientCredentialsToken({
        vendor: 'procore',
        send,
        url: `${options.loginUrl}/oauth/token`,
        path: '/oauth/token',
        form: {
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        },
        now,
        onCall,
      }),
  });

  async function sendOnce(
    ask: ProcoreAsk,
    token: string,
    mayLeave: MayLeave | undefined,
  ): Promise<HttpAnswer> {
    const write = ask.method !== 'GET';
    const startedAt = now();
    const { method, template: path } = ask;
    const report = (status: number | null) =>
      onCall?.({ vendor: 'procore', method, path, status, ms: now() - startedAt });
    try {
      const request = toRequest({ ask, token, apiUrl: options.apiUrl, companyId });
      const answer = await send({ ...request, mayLeave });
      report(answer.status);
      return answer;
    } catch (error) {
      const failure = transportFailure({ vendor: 'procore', error, write });
      report(failure?.status ?? null);
      throw failure ?? error;
    }
  }

  /** A refusal is thrown inside the gate, so that whoever holds the budget hears how long to stay away. */
  const sendGated = (ask: ProcoreAsk, token: string): Promise<HttpAnswer> => {
    const write = ask.method !== 'GET';
    return gate({ purpose: write ? 'write' : 'read' }, async () => {
      const mayLeave = await ask.beforeSend?.();
      const answer = await sendOnce(ask, token, mayLeave);
      if (!isAnswer(answer)) throw procoreFailure({ answer, write, now: now() });
      return answer;
    });
  };

  return async (ask) => {
    const token = await tokens.current();
    let answer = await sendGated(ask, token);
    // A 401 means the request was not taken, so it may be sent again; once, because a second one says the same.
    if (answer.status === 401) answer = await sendGated(ask, await tokens.renewed(token));
    const write = ask.method !== 'GET';
    if (answer.status === 401) {
      throw procoreFailure({ answer, write, now: now() });
    }
    return { status: answer.status, headers: answer.headers, json: readJson(answer, write) };
  };
}

/** A 401 is one too: it says to renew the token. */
function isAnswer({ status }: HttpAnswer): boolean {
  return (status >= 200 && status <= 299) || status === 401;
}

function toRequest({
  ask,
  token,
  apiUrl,
  companyId,
}: {
  ask: ProcoreAsk;
  token: string;
  apiUrl: string;
  companyId: string;
}): HttpRequest {
  const path = ask.template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(ask.params?.[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask.query ?? {})) {
    if (value !== undefined) query.set(name, value);
  }
  const queryText = query.toString();
  return {
    method: ask.method,
    url: `${apiUrl}${path}${queryText === '' ? '' : `?${queryText}`}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      // Wanted on every call, also where the company is in the path (procore/documentation tutorials/tutorial_mpz.md).
      'procore-company-id': companyId,
      ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ask.idempotencyToken === undefined ? {} : { 'idempotency-token': ask.idempotencyToken }),
    },
    ...(ask.body === undefined ? {} : { body: ask.body }),
  };
}

function readJson(answer: HttpAnswer, write: boolean): LosslessJson {
  if (answer.text.trim() === '') return null;
  try {
    return parseLosslessJson(answer.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new VendorError({
      vendor: 'procore',
      kind: 'malformedAnswer',
      status: answer.status,
      messages: ['the answer is not JSON'],
      mayHaveHappened: write,
    });
  }
}
