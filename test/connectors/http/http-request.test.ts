// Proves how one HTTP request ends: each way of getting no answer is told apart, and whether the request can have arrived.
import { afterEach, expect, it } from 'vitest';
import {
  createHttpSender,
  NoAnswerError,
  UnusableAnswerError,
} from '../../../connectors/http/http-request.ts';
import type { HttpLimits } from '../../../connectors/http/http-request.ts';
import { closedUrl, startVendorStub } from '../support/vendor-stub.ts';
import type { StubAnswer, VendorStub } from '../support/vendor-stub.ts';

let stub: VendorStub | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function ask(given: StubAnswer, limits: Partial<HttpLimits> = {}) {
  stub = await startVendorStub(() => given);
  const send = createHttpSender({ totalMs: 300, ...limits });
  return send({ method: 'POST', url: `${stub.url}/x`, headers: { a: 'b' }, body: 'hello' });
}
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

it('gives status, headers and text of any answer', async () => {
  const answer = await ask({ status: 422, headers: { 'X-Note': 'n' }, body: { errors: 'é' } });
  expect(answer).toMatchObject({ status: 422, headers: { 'x-note': 'n' }, text: '{"errors":"é"}' });
  expect(stub?.calls[0]).toMatchObject({ method: 'POST', body: 'hello', headers: { a: 'b' } });
});

it('does not follow a redirect', async () => {
  const answer = await ask({ status: 302, headers: { location: '/elsewhere' } });
  expect(answer.status).toBe(302);
  expect(stub?.calls).toHaveLength(1);
});

it.each([
  ['hang', 'timeout'],
  ['drip', 'timeout'],
  ['reset', 'reset'],
  ['truncate', 'truncated'],
] as const)('calls a stub that does %s: %s, and it may have arrived', async (given, reason) => {
  const startedAt = Date.now();
  const error = await failure(ask(given));
  expect(error).toBeInstanceOf(NoAnswerError);
  expect(error).toMatchObject({ reason, mayHaveArrived: true });
  expect(Date.now() - startedAt).toBeLessThan(2_000);
});

it('knows that a refused connection carried nothing', async () => {
  const send = createHttpSender();
  const error = await failure(send({ method: 'POST', url: `${await closedUrl()}/x`, headers: {} }));
  expect(error).toMatchObject({ reason: 'notConnected', mayHaveArrived: false });
});

it('knows that an unknown host was never reached', async () => {
  const send = createHttpSender({ totalMs: 5_000 });
  const error = await failure(send({ method: 'GET', url: 'http://host.invalid/', headers: {} }));
  expect(error).toMatchObject({ reason: 'notConnected', mayHaveArrived: false });
});

it('stops reading an answer that is too large', async () => {
  const error = await failure(ask({ body: 'x'.repeat(2_000) }, { answerBytesMax: 1_000 }));
  expect(error).toBeInstanceOf(UnusableAnswerError);
  expect(error).toMatchObject({ status: 200, why: 'larger than 1000 bytes' });
});
