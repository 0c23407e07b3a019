// A stub Procore for unit tests: the token endpoint works, the rest is what the test says.
import { createProcoreClient } from '../../../connectors/procore/procore-client.ts';
import type { ProcoreClientOptions } from '../../../connectors/procore/procore-api.ts';
import { startVendorStub } from '../support/vendor-stub.ts';
import type { StubAnswer, StubCall, VendorStub } from '../support/vendor-stub.ts';

export interface ProcoreStub extends VendorStub {
  /** The calls other than those for a token. */
  readonly apiCalls: () => StubCall[];
  readonly tokenCalls: () => StubCall[];
}

/** Tokens are "token-1", "token-2", …, good for 5400 s. */
export async function startProcoreStub(
  handler: (call: StubCall) => StubAnswer | undefined,
): Promise<ProcoreStub> {
  let tokens = 0;
  const stub = await startVendorStub((call) => {
    if (call.path !== '/oauth/token') return handler(call);
    tokens += 1;
    return { body: { access_token: `token-${tokens}`, token_type: 'bearer', expires_in: 5400 } };
  });
  return {
    ...stub,
    apiCalls: () => stub.calls.filter(({ path }) => path !== '/oauth/token'),
    tokenCalls: () => stub.calls.filter(({ path }) => path === '/oauth/token'),
  };
}

export function clientOf(stub: { url: string }, options: Partial<ProcoreClientOptions> = {}) {
  return createProcoreClient({
    apiUrl: stub.url,
    loginUrl: stub.url,
    clientId: 'an-id',
    clientSecret: 'a-secret',
    companyId: '5629494500123',
    timeoutMs: 500,
    ...options,
  });
}

export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
