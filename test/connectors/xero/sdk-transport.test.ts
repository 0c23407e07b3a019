// Proves that xero-node's own axios is bounded: nothing hangs, nothing is followed, and each lost answer is told apart.
import { createRequire } from 'node:module';
import { XeroClient as Sdk } from 'xero-node';
import { afterEach, expect, it } from 'vitest';
import { NoAnswerError, UnusableAnswerError } from '../../../connectors/http/http-request.ts';
import { answerOfRejection, sendThroughSdk } from '../../../connectors/xero/sdk-transport.ts';
import { closedUrl, startVendorStub } from '../support/vendor-stub.ts';
import type { StubAnswer, VendorStub } from '../support/vendor-stub.ts';
import { clientOf, failureOf, startXeroStub } from './xero-stub.ts';

let stub: VendorStub | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

function sdkFor(url: string) {
  const sdk = new Sdk();
  sdk.accountingApi.basePath = `${url}/api.xro/2.0`;
  sdk.setTokenSet({ access_token: 'a-token' });
  return sdk.accountingApi;
}
async function send(given: StubAnswer, answerBytesMax?: number) {
  stub = await startVendorStub(() => given);
  const api = sdkFor(stub.url);
  return sendThroughSdk({
    totalMs: 300,
    ...(answerBytesMax === undefined ? {} : { answerBytesMax }),
    run: () => api.getOrganisations('tenant'),
  });
}

it('gives the answer with numbers as text, whatever the status', async () => {
  const answer = await send({ status: 418, headers: { 'X-Note': 'n' }, body: '{"a":0.10}' });
  expect(answer).toEqual({
    status: 418,
    headers: expect.objectContaining({ 'x-note': 'n' }) as unknown,
    json: { a: '0.10' },
    text: null,
  });
});

it('keeps a body that is not JSON apart from JSON that is text', async () => {
  expect(await send({ body: 'offline' })).toMatchObject({ json: undefined, text: 'offline' });
  await stub?.close();
  expect(await send({ body: '"offline"' })).toMatchObject({ json: 'offline', text: null });
});

it('survives a date that makes xero-node itself throw', async () => {
  const body = { Organisations: [{ OrganisationID: 'x', PeriodLockDate: '/Date(none)/' }] };
  expect(await send({ body })).toMatchObject({ status: 200, json: body });
});

it.each([
  ['hang', 'timeout'],
  ['drip', 'timeout'],
  ['reset', 'reset'],
  ['truncate', 'truncated'],
] as const)('ends a call to a stub that does %s: %s', async (given, reason) => {
  const startedAt = Date.now();
  const error = await failureOf(send(given));
  expect(error).toBeInstanceOf(NoAnswerError);
  expect(error).toMatchObject({ reason, mayHaveArrived: true });
  expect(Date.now() - startedAt).toBeLessThan(2_000);
});

it('knows that a refused connection carried nothing', async () => {
  const api = sdkFor(await closedUrl());
  const error = await failureOf(
    sendThroughSdk({ totalMs: 300, run: () => api.getOrganisations('tenant') }),
  );
  expect(error).toMatchObject({ reason: 'notConnected', mayHaveArrived: false });
});

it('does not follow a redirect', async () => {
  expect(await send({ status: 302, headers: { location: '/other' } })).toMatchObject({
    status: 302,
  });
  expect(stub?.calls).toHaveLength(1);
});

it('stops reading an answer that is too large', async () => {
  const error = await failureOf(send({ body: 'x'.repeat(5_000) }, 1_000));
  expect(error).toBeInstanceOf(UnusableAnswerError);
});

it('leaves a limit on the axios of xero-node itself, for calls from elsewhere', () => {
  const fromSdk = createRequire(createRequire(import.meta.url).resolve('xero-node'));
  const { defaults } = fromSdk('axios') as { defaults: Record<string, unknown> };
  expect(defaults).toMatchObject({
    timeout: 25_000,
    maxRedirects: 0,
    maxContentLength: 52_428_800,
  });
});

it('keeps calls at the same time apart', async () => {
  stub = await startVendorStub(({ headers }) => ({ body: { tenant: headers['xero-tenant-id'] } }));
  const api = sdkFor(stub.url);
  const tenants = Array.from({ length: 20 }, (_, i) => `tenant-${i}`);
  const answers = await Promise.all(
    tenants.map((tenant) =>
      sendThroughSdk({ totalMs: 2_000, run: () => api.getOrganisations(tenant) }),
    ),
  );
  expect(answers.map(({ json }) => (json as { tenant: string }).tenant)).toEqual(tenants);
});

it.each([
  [
    'an answer',
    { statusCode: 400, headers: { 'Retry-After': '3' }, body: { n: 1.5 } },
    { status: 400, headers: { 'retry-after': '3' }, json: { n: '1.5' } },
  ],
  [
    'text',
    { statusCode: 503, headers: {}, body: 'The Organisation is offline' },
    { status: 503, text: 'The Organisation is offline' },
  ],
  ['no answer', { statusCode: 0, headers: {}, body: 'timeout of 3ms exceeded' }, null],
])('reads what xero-node rejects with as text: %s', (_, response, expected) => {
  const read = answerOfRejection(JSON.stringify({ response, body: response.body }));
  if (expected === null) expect(read).toBeNull();
  else expect(read).toMatchObject(expected);
});

it('fails a whole client call in time against a stub that never answers', async () => {
  const xero = await startXeroStub(() => 'hang');
  stub = xero;
  const startedAt = Date.now();
  const error = await failureOf(clientOf(xero, { timeoutMs: 250 }).readOrganisation());
  expect(error).toMatchObject({ kind: 'noAnswer', messages: ['timeout'], mayHaveHappened: false });
  expect(Date.now() - startedAt).toBeLessThan(2_000);
});
