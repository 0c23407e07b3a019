// Proves the faults a test can order: what was done, what was answered, and how that meets the Idempotency-Key.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, newContact, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
let number = 0;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
beforeEach(() => {
  number += 1;
});
afterEach(() => client.control('DELETE', '/_sandbox/faults'));
afterAll(() => sandbox.close());

const invoices = '/api.xro/2.0/Invoices';
const fault = (change: Json): Promise<unknown> =>
  client.control('POST', '/_sandbox/faults', { method: 'PUT', path: invoices, ...change });
const put = (key?: string): ReturnType<Client['call']> =>
  client.call(
    'PUT',
    '/Invoices',
    bill(contactId, { InvoiceNumber: `F-${number}` }),
    key === undefined ? {} : { 'idempotency-key': key },
  );
const count = async (): Promise<number> =>
  elements(await client.call('GET', `/Invoices?InvoiceNumbers=F-${number}`), 'Invoices').length;

test('refuse does nothing, and the same key works afterwards', async () => {
  await fault({ kind: 'refuse' });
  expect((await put('refuse')).status).toBe(503);
  expect(await count()).toBe(0);
  expect((await put('refuse')).status).toBe(200);
});

test('dropAfter does the work and says nothing; the same key then tells', async () => {
  await fault({ kind: 'dropAfter' });
  await expect(put('drop')).rejects.toThrow();
  expect(await count()).toBe(1);
  expect((await put('drop')).status).toBe(200);
  expect(await count()).toBe(1);
});

test('errorAfter does the work and answers an error, which the same key repeats', async () => {
  await fault({ kind: 'errorAfter', status: 502 });
  expect((await put('error')).status).toBe(502);
  expect(await count()).toBe(1);
  expect((await put('error')).status).toBe(502);
  expect(await count()).toBe(1);
});

test('429 is the vendor refusing, with nothing done', async () => {
  await fault({ kind: '429', ms: 3_000 });
  const reply = await put('limited');
  expect([
    reply.status,
    reply.headers.get('retry-after'),
    reply.headers.get('x-rate-limit-problem'),
  ]).toEqual([429, '3', 'minute']);
  expect(await count()).toBe(0);
});

test('delay works late', async () => {
  await fault({ kind: 'delay', ms: 300 });
  const before = Date.now();
  expect((await put()).status).toBe(200);
  expect(Date.now() - before).toBeGreaterThanOrEqual(290);
});

test('from and times choose which requests, and a star a whole path', async () => {
  await fault({ method: '*', path: '/api.xro/2.0/*', kind: 'refuse', from: 2, times: 2 });
  const statuses = [];
  for (let call = 0; call < 4; call += 1) {
    statuses.push((await client.call('GET', '/TaxRates')).status);
  }
  expect(statuses).toEqual([200, 503, 503, 200]);
  const { faults } = (await client.control('GET', '/_sandbox/faults')).body as { faults: Json[] };
  expect(faults[0]).toMatchObject({ seen: 4, fired: 2 });
});

test('the token endpoint can fail too', async () => {
  await fault({ method: 'POST', path: '/connect/token', kind: 'refuse', status: 500 });
  const reply = await fetch(`${sandbox.url}/connect/token`, { method: 'POST' });
  expect(reply.status).toBe(500);
});

test('a fault that makes no sense is refused with what to do', async () => {
  const reply = await client.control('POST', '/_sandbox/faults', {
    method: 'PUT',
    path: '/x',
    kind: 'explode',
  });
  expect([reply.status, String(reply.body['error'])]).toEqual([
    400,
    expect.stringContaining('kind'),
  ]);
});
