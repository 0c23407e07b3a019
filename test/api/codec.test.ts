// The decode endpoint: what our codec wrote comes back, for Temporal's UI and no other page.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Payload } from '@temporalio/common';
import { createPayloadCodec } from '../../codec/payload-codec.ts';
import type { TestApi } from './api-fixture.ts';
import { startTestApi, testSettings } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());

const ui = 'http://127.0.0.1:4405';
const plain: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('{"saw":"nothing"}'),
};
const text = (bytes: Uint8Array | null | undefined): string =>
  Buffer.from(bytes ?? []).toString('base64');
const toJson = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([k, v]) => [k, text(v)])),
  data: text(data),
});

async function decode(payloads: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${test.api.url}/codec/decode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    body: JSON.stringify({ payloads }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}

describe('the decode endpoint', () => {
  it('gives back what the codec wrote, and leaves a plain payload as it is', async () => {
    const encoded = await createPayloadCodec(testSettings.codecKey).encode([plain]);
    const answer = await decode([...encoded, plain].map(toJson), { origin: ui });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ payloads: [toJson(plain), toJson(plain)] });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ui);
  });

  it('says why when the key is another or the payload is damaged', async () => {
    const [other] = await createPayloadCodec(randomBytes(32)).encode([plain]);
    const [ours] = await createPayloadCodec(testSettings.codecKey).encode([plain]);
    if (!other || !ours?.data) throw new Error('nothing was encoded');
    const damaged = Buffer.from(ours.data);
    damaged[30] = (damaged[30] ?? 0) ^ 1;
    expect((await decode([toJson(other)])).status).toBe(400);
    expect((await decode([toJson({ ...ours, data: damaged })])).status).toBe(400);
    expect((await decode([toJson({ ...ours, data: Buffer.from('short') })])).status).toBe(400);
    expect((await decode('nothing')).status).toBe(400);
  });

  it.each([
    ['http://127.0.0.1:4405', 204],
    ['http://localhost:4405', 204],
    ['http://127.0.0.1:4406', 403],
    ['https://127.0.0.1:4405', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ])('answers the preflight of %s with %i', async (origin, status) => {
    const response = await fetch(`${test.api.url}/codec/decode`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(status);
    const allowed = response.headers.get('access-control-allow-origin');
    expect(allowed).toBe(status === 204 ? origin : null);
  });

  it('refuses the work of another page, not only its reading', async () => {
    expect((await decode([toJson(plain)], { origin: 'https://evil.example' })).status).toBe(403);
  });
});
