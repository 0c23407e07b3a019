// Proves Xero's limits: five at once, sixty a minute in fixed windows, a day, their headers, and when to come back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Client, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, clientFor, elements, newContact } from './xero-sandbox.ts';
import { startXeroSandbox } from '../../../sandbox/xero/server.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await startXeroSandbox({ latencyMs: 30 });
  client = await clientFor(sandbox.url, 'tieout');
});
afterEach(() => sandbox.close());

const read = (who: Client = client): Promise<Reply> => who.call('GET', '/Organisation/Actions');
const header = ({ headers }: Reply, name: string): string | null => headers.get(name);

async function readMany(times: number): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let done = 0; done < times; done += 5) {
    replies.push(...(await Promise.all([1, 2, 3, 4, 5].map(() => read()))));
  }
  return replies;
}

test('a sixth call at the same time is refused without Retry-After, and uses nothing up', async () => {
  const path = '/api.xro/2.0/Organisation/Actions';
  const slow = { method: 'GET', path, kind: 'delay', times: 5, ms: 1_500 };
  await client.control('POST', '/_sandbox/faults', slow);
  const replies = await Promise.all([1, 2, 3, 4, 5, 6].map(() => read()));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  const [reply] = refused;
  if (reply === undefined) throw new Error('Nothing was refused');
  expect(header(reply, 'x-rate-limit-problem')).toBe('concurrent');
  expect(header(reply, 'retry-after')).toBeNull();
  expect(header(await read(), 'x-minlimit-remaining')).toBe('54');
});

test('sixty a minute, then 429 with whole seconds to wait, then a new window', async () => {
  const replies = await readMany(60);
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  const last = replies.map((reply) => Number(header(reply, 'x-minlimit-remaining')));
  expect(Math.min(...last)).toBe(0);
  const refused = await read();
  expect(refused.status).toBe(429);
  expect(header(refused, 'x-rate-limit-problem')).toBe('minute');
  const wait = Number(header(refused, 'retry-after'));
  expect(Number.isInteger(wait) && wait > 50 && wait <= 60).toBe(true);
  expect(header(refused, 'x-daylimit-remaining')).toBe('4940');
  expect(header(refused, 'x-appminlimit-remaining')).toBe('9940');
  await client.control('PUT', '/_sandbox/clock', { advanceMs: wait * 1_000 });
  expect((await read()).status).toBe(200);
});

test('windows are fixed: what was used late in one does not count in the next', async () => {
  await read();
  await client.control('PUT', '/_sandbox/clock', { advanceMs: 55_000 });
  await readMany(55);
  await client.control('PUT', '/_sandbox/clock', { advanceMs: 5_000 });
  const replies = await readMany(60);
  expect(replies.every(({ status }) => status === 200)).toBe(true);
});

test('every role is an app with limits of its own', async () => {
  await readMany(60);
  expect((await read()).status).toBe(429);
  expect((await read(await client.as('bookkeeper'))).status).toBe(200);
});

test('a day limit says how many seconds are left of the day', async () => {
  await client.control('PUT', '/_sandbox/limits', { day: { count: 1, windowMs: 86_400_000 } });
  await read();
  const refused = await read();
  expect(header(refused, 'x-rate-limit-problem')).toBe('day');
  expect(Number(header(refused, 'retry-after'))).toBeGreaterThan(86_000);
});

test('a replay of an idempotent request counts, and a refused request was not done', async () => {
  const contactId = await newContact(client);
  const body = bill(contactId, { InvoiceNumber: 'L-1' });
  const put = (): Promise<Reply> =>
    client.call('PUT', '/Invoices', body, { 'idempotency-key': 'one' });
  const [first, second] = [await put(), await put()];
  const left = [first, second].map((reply) => Number(header(reply, 'x-minlimit-remaining')));
  expect(left).toEqual([58, 57]);
  await client.control('PUT', '/_sandbox/limits', { minute: { count: 3, windowMs: 60_000 } });
  const refused = await client.call('PUT', '/Invoices', bill(contactId, { InvoiceNumber: 'L-2' }));
  expect(refused.status).toBe(429);
  await client.control('PUT', '/_sandbox/limits', { minute: { count: 60, windowMs: 60_000 } });
  const found = await client.call('GET', '/Invoices?InvoiceNumbers=L-2');
  expect(elements(found, 'Invoices')).toEqual([]);
});

test('fast limits keep the counts and shorten the windows ten times', async () => {
  const fast = await startXeroSandbox({ limits: 'fast' });
  const limits = (await (await fetch(`${fast.url}/_sandbox/limits`)).json()) as Record<
    string,
    unknown
  >;
  await fast.close();
  expect(limits).toMatchObject({ concurrent: 5, minute: { count: 60, windowMs: 6_000 } });
});
