// Proves what each answer of a token endpoint means, and that nothing secret is in the failure.
import { afterEach, expect, it } from 'vitest';
import { fetchClientCredentialsToken } from '../../../connectors/http/client-credentials.ts';
import { createHttpSender } from '../../../connectors/http/http-request.ts';
import { startVendorStub } from '../support/vendor-stub.ts';
import type { StubAnswer, VendorStub } from '../support/vendor-stub.ts';

let stub: VendorStub;
afterEach(() => stub.close());

async function ask(answer: StubAnswer) {
  stub = await startVendorStub(() => answer);
  return fetchClientCredentialsToken({
    vendor: 'xero',
    send: createHttpSender({ totalMs: 300 }),
    url: `${stub.url}/connect/token`,
    path: '/connect/token',
    form: { grant_type: 'client_credentials', scope: 'one two', client_secret: 'a&secret' },
    now: () => 1_000,
  });
}

it('gives the token and when it ends, and sends spaces as %20', async () => {
  const token = await ask({ body: { access_token: 't', expires_in: 1800, token_type: 'Bearer' } });
  expect(token).toEqual({ value: 't', expiresAt: 1_801_000 });
  expect(stub.calls[0]?.body).toBe(
    'grant_type=client_credentials&scope=one%20two&client_secret=a%26secret',
  );
});

const refusals: [string, StubAnswer, object][] = [
  [
    'invalid_client',
    { status: 400, body: { error: 'invalid_client' } },
    { kind: 'signInExpired', messages: ['invalid_client'] },
  ],
  [
    '401',
    { status: 401, body: { error: 'invalid_client', error_description: 'a&secret is wrong' } },
    { kind: 'signInExpired' },
  ],
  ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, { kind: 'forbidden' }],
  ['403', { status: 403 }, { kind: 'forbidden' }],
  [
    '429',
    { status: 429, headers: { 'retry-after': '4' } },
    { kind: 'rateLimited', retryAfterMs: 4_000 },
  ],
  ['503', { status: 503, body: 'a&secret' }, { kind: 'unavailable', messages: [] }],
  ['a redirect', { status: 302, headers: { location: '/x' } }, { kind: 'malformedAnswer' }],
  ['a 200 that is no token', { body: { token: 't' } }, { kind: 'malformedAnswer' }],
  ['a 200 that is not JSON', { body: '<html>' }, { kind: 'malformedAnswer' }],
  ['a hang', 'hang', { kind: 'noAnswer', messages: ['timeout'] }],
];
it.each(refusals)('reads %s', async (_, answer, expected) => {
  const error: unknown = await ask(answer).then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ vendor: 'xero', mayHaveHappened: false, ...expected });
  expect(JSON.stringify(error) + String(error)).not.toContain('a&secret');
});
