// How one call to Xero is made: own token, tenant, time limit, one renewal of a refused token, typed failures.
import { XeroClient as Sdk } from 'xero-node';
import type { AccountingApi, ProjectApi } from 'xero-node';
import { fetchClientCredentialsToken } from '../http/client-credentials.ts';
import { openGate } from '../http/call-gate.ts';
import type { BeforeSend, MayLeave } from '../http/call-gate.ts';
import { createHttpSender, defaultTimeoutMs } from '../http/http-request.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { createTokenCache } from '../http/token-cache.ts';
import type { TokenCache } from '../http/token-cache.ts';
import { transportFailure } from '../http/transport-failure.ts';
import { VendorError } from '../http/vendor-error.ts';
import { sendThroughSdk } from './sdk-transport.ts';
import type { SdkAnswer } from './sdk-transport.ts';
import type { XeroClientOptions } from './xero-api.ts';
import { scopeOf, scopesFor } from './scopes.ts';
import { lacksScope, xeroFailure } from './xero-errors.ts';

export interface XeroAsk {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** For metrics: the path under /api.xro/2.0, or /projects.xro/2.0, with `{names}` in place of ids. */
  readonly template: string;
  readonly run: (api: AccountingApi, tenantId: string, projects: ProjectApi) => Promise<unknown>;
  /** A 304 to `If-Modified-Since` is an answer too; whether Xero sends one is not documented. */
  readonly conditional?: boolean;
  /** Asked behind the gate, immediately before the request leaves. */
  readonly beforeSend?: BeforeSend | undefined;
}

export type XeroCall = (ask: XeroAsk) => Promise<SdkAnswer>;

/** Any status but 2xx, or 304 to a conditional read, is thrown as VendorError. */
export function createXeroCall(options: XeroClientOptions): XeroCall {
  const { tenantId, onCall, timeoutMs: totalMs = defaultTimeoutMs, now = Date.now } = options;
  const { gate = openGate } = options;
  const tokens = createXeroTokens(options);
  const sdkOf = createSdkPerToken(options.apiUrl);

  async function sendOnce(
    { method, template, run }: XeroAsk,
    token: string,
    mayLeave: MayLeave | undefined,
  ): Promise<SdkAnswer> {
    const write = method !== 'GET';
    const startedAt = now();
    const report = (status: number | null) =>
      onCall?.({ vendor: 'xero', method, path: template, status, ms: now() - startedAt });
    const { accountingApi, projectApi } = sdkOf(token);
    try {
      const answer = await sendThroughSdk({
        ...{ totalMs, mayLeave },
        run: () => run(accountingApi, tenantId, projectApi),
      });
      report(answer.status);
      return answer;
    } catch (error) {
      const failure = transportFailure({ vendor: 'xero', error, write });
      report(failure?.status ?? null);
      throw failure ?? error;
    }
  }

  /** A refusal is thrown inside the gate, so that whoever holds the budget hears how long to stay away. */
  const sendGated = (ask: XeroAsk, token: string): Promise<SdkAnswer> => {
    const write = ask.method !== 'GET';
    return gate({ purpose: write ? 'write' : 'read' }, async () => {
      const mayLeave = await ask.beforeSend?.();
      const answer = await sendOnce(ask, token, mayLeave);
      const { status } = answer;
      const isAnswer =
        (status >= 200 && status <= 299) ||
        status === 401 ||
        (status === 304 && ask.conditional === true);
      if (!isAnswer) throw xeroFailure({ answer, write, now: now() });
      return answer;
    });
  };

  return async (ask) => {
    const token = await tokens.current();
    let answer = await sendGated(ask, token);
    // A 401 means the request was not taken, so it may be sent again; once, because a second one says the same.
    if (answer.status === 401 && !lacksScope(answer)) {
      answer = await sendGated(ask, await tokens.renewed(token));
    }
    if (answer.status === 401) {
      const write = ask.method !== 'GET';
      const scope = lacksScope(answer) ? scopeOf({ template: ask.template, write }) : null;
      throw xeroFailure({ answer, write, now: now(), scope });
    }
    return answer;
  };
}

/**
 * The token is fetched by our own client: xero-node's identity host is fixed and its client-credentials call sends the
 * scopes under a wrong name (xero-node 20.0.0, XeroClient.js, getClientCredentialsToken).
 */
function createXeroTokens(options: XeroClientOptions): TokenCache {
  const { identityUrl, clientId, clientSecret, onCall, now = Date.now } = options;
  const scopes = scopesFor({
    writesPayments: options.writesPayments ?? false,
    writesOptions: options.writesOptions ?? false,
    readsActuals: options.readsActuals ?? false,
    attachesFiles: options.attachesFiles ?? false,
    writesProjects: options.writesProjects ?? false,
  });
  const send = createHttpSender(
    options.timeoutMs === undefined ? {} : { totalMs: options.timeoutMs },
  );
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return createTokenCache({
    now,
    fetchToken: () =>
      fetchClientCredentialsToken({
        vendor: 'xero',
        send,
        url: `${identityUrl}/connect/token`,
        path: '/connect/token',
        headers: { authorization: `Basic ${basic}` },
        form: { grant_type: 'client_credentials', scope: scopes.join(' ') },
        now,
        onCall,
      }),
  });
}

/** One SDK client per token: an SDK client is one mutable token, which calls at the same time must not change under each other. */
type Apis = Pick<Sdk, 'accountingApi' | 'projectApi'>;
function createSdkPerToken(apiUrl: string): (token: string) => Apis {
  let last: { token: string; apis: Apis } | null = null;
  return (token) => {
    if (last?.token === token) return last.apis;
    const sdk = new Sdk();
    sdk.accountingApi.basePath = `${apiUrl}/api.xro/2.0`;
    sdk.projectApi.basePath = `${apiUrl}/projects.xro/2.0`;
    sdk.setTokenSet({ access_token: token });
    last = { token, apis: sdk };
    return last.apis;
  };
}

export function malformedXeroAnswer({
  status,
  why,
  write,
}: {
  status: number;
  why: string;
  write: boolean;
}): VendorError {
  return new VendorError({
    vendor: 'xero',
    kind: 'malformedAnswer',
    status,
    messages: [why],
    mayHaveHappened: write,
  });
}

/** The collection an answer holds. xero-node resolves a 200 that is not JSON, or holds no such list, as if all were well. */
export function collectionOf(answer: SdkAnswer, name: string, write: boolean): LosslessJson[] {
  const { json, status } = answer;
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const collection = isObject ? json[name] : undefined;
  if (Array.isArray(collection)) return collection;
  const why = json === undefined ? 'the answer is not JSON' : `the answer holds no list ${name}`;
  throw malformedXeroAnswer({ status, why, write });
}
