// Proves the Idempotency-Key: one execution per key for six minutes, errors kept too, another request refused.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, newContact, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterAll(() => sandbox.close());

const put = (key: string, body: unknown, path = '/Invoices'): ReturnType<Client['call']> =>
  client.call('PUT', path, body, { 'idempotency-key': key });
const count = async (number: string): Promise<number> =>
  elements(await client.call('GET', `/Invoices?InvoiceNumbers=${number}`), 'Invoices').length;

test('a repeated request is answered with the first answer and not done again', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-1' });
  const first = await put('key-1', body);
  const again = await put('key-1', body);
  expect(first.status).toBe(200);
  expect(again.raw).toBe(first.raw);
  expect(await count('I-1')).toBe(1);
});

test('duplicates that come at the same time are done once', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-2' });
  const answers = await Promise.all([1, 2, 3, 4].map(() => put('key-2', body)));
  expect(new Set(answers.map(({ raw }) => raw)).size).toBe(1);
  expect(await count('I-2')).toBe(1);
});

test('an error is kept, so that mending the cause does not help under the same key', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-3', Date: '2026-03-01' });
  expect((await put('key-3', body)).status).toBe(400);
  await client.control('PUT', '/_sandbox/organisation', { periodLockDate: null });
  expect((await put('key-3', body)).status).toBe(400);
  expect((await put('key-3b', body)).status).toBe(200);
  await client.control('PUT', '/_sandbox/organisation', { periodLockDate: '2026-03-31' });
});

test('another body, address or method under the same key is refused and does nothing', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-4' });
  await put('key-4', body);
  const others: [string, string, Json][] = [
    ['PUT', '/Invoices', bill(contactId, { InvoiceNumber: 'I-5' })],
    ['PUT', '/Invoices?unitdp=4', body],
    ['POST', '/Invoices', body],
  ];
  for (const [method, path, sent] of others) {
    const reply = await client.call(method, path, sent, { 'idempotency-key': 'key-4' });
    expect([reply.status, reply.body['Message']]).toEqual([
      400,
      'Idempotency Key: key-4 is used with a different request.',
    ]);
  }
  expect(await count('I-5')).toBe(0);
});

test('after six minutes from the first call the same key executes again', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-6' });
  await put('key-6', body);
  await client.control('PUT', '/_sandbox/clock', { advanceMs: 350_000 });
  await put('key-6', body);
  expect(await count('I-6')).toBe(1);
  await client.control('PUT', '/_sandbox/clock', { advanceMs: 11_000 });
  await put('key-6', body);
  expect(await count('I-6')).toBe(2);
});

test('a key belongs to its app and has at most 128 characters', async () => {
  const body = bill(contactId, { InvoiceNumber: 'I-7' });
  await put('key-7', body);
  const person = await client.as('bookkeeper');
  await person.call('PUT', '/Invoices', body, { 'idempotency-key': 'key-7' });
  expect(await count('I-7')).toBe(2);
  expect((await put('k'.repeat(128), body)).status).toBe(200);
  expect((await put('k'.repeat(129), body)).status).toBe(400);
});
