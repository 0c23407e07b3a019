// Proves how long and how often a webhook is delivered: retries by the sandbox clock, 12 hours at most, each delivery's state, and
// what the documents leave open about an event.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { at, callerOf, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

const ROOT = `/rest/v2.0/companies/${COMPANY}/webhooks`;
const received: { authorization: string | undefined; payload: Json }[] = [];
let answer = 200;
let receiver: Server;
let destination: string;
let sandbox: Running;
let call: Send;

beforeAll(async () => {
  sandbox = await startSeeded('twenty');
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const payload = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
      received.push({ authorization: request.headers.authorization, payload });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  destination = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/procore`;
});
afterAll(async () => {
  await sandbox.close();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  await sandbox.control('PUT', '/clock', { now: new Date().toISOString() });
  call = await fresh().as('tieout');
  received.length = 0;
  answer = 200;
});

/** A caller with tokens of its own: those of the others expire while the clock runs ahead. */
const fresh = () => callerOf(sandbox.url);

async function hook(fields: Json = {}): Promise<string> {
  const reply = await call('POST', `${ROOT}/hooks`, {
    payload_version: 'v4.0',
    namespace: 'tieout',
    destination_url: destination,
    destination_headers: { Authorization: 'Bearer secret' },
    ...fields,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return text(reply.body, 'data', 'id');
}

async function trigger(hookId: string, resource_name: string, event_type: string) {
  return call('POST', `${ROOT}/hooks/${hookId}/triggers`, { resource_name, event_type });
}

async function renameVendor(name: string): Promise<number> {
  const people = fresh();
  const admin = await people.as('admin');
  const vendors = await people.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`);
  const path = `/rest/v1.0/vendors/${id(vendors[0])}`;
  await admin('PATCH', path, { company_id: COMPANY, vendor: { name } });
  await sandbox.idle();
  return id(vendors[0]);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const advance = (advanceMs: number) => sandbox.control('PUT', '/clock', { advanceMs });
const told = () => received.map(({ payload }) => text(payload, 'resource_id'));
const deliveries = async (hookId: string, query = '') => {
  const path = `${ROOT}/hooks/${hookId}/deliveries?per_page=100${query}`;
  const reply = await (await fresh().as('tieout'))('GET', path);
  return at(reply.body, 'data') as Json[];
};
const statuses = async (hookId: string) =>
  (await deliveries(hookId)).map((delivery) => delivery['status']);

test('a failing destination gets one attempt at a time, each pause twice the one before, and all of it once it answers', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  await renameVendor('Three Ltd');
  expect(received).toHaveLength(1);
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued', 'enqueued']);
  for (const [pauseMs, attempts] of [
    [1_000, 2],
    [2_000, 3],
    [4_000, 4],
  ] as const) {
    await advance(pauseMs + 5);
    await vi.waitFor(() => expect(received).toHaveLength(attempts));
    await sandbox.idle();
  }
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued', 'enqueued']);
  answer = 204;
  await advance(8_005);
  await vi.waitFor(() => expect(received).toHaveLength(7));
  await sandbox.idle();
  expect(await statuses(hookId)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  const [first, second] = await deliveries(hookId);
  expect(at(first, 'delivery_attempts')).toMatchObject([
    { response_status: 500, error: null },
    { response_status: 500 },
    { response_status: 500 },
    { response_status: 500 },
    { response_status: 204 },
  ]);
  expect(at(second, 'delivery_attempts')).toHaveLength(1);
  // A success resets: the next failure waits one second again.
  answer = 500;
  await renameVendor('Four Ltd');
  answer = 200;
  await advance(1_005);
  await vi.waitFor(async () => expect(await statuses(hookId)).not.toContain('retrying'));
});

test('a destination that fails for 12 hours loses what waited, and hears of what comes after', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  for (let hour = 0; hour < 11; hour += 1) {
    const before = received.length;
    await advance(HOUR + 5);
    await vi.waitFor(() => expect(received).toHaveLength(before + 1));
    await sandbox.idle();
  }
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued']);
  await advance(HOUR);
  await vi.waitFor(async () => expect(await statuses(hookId)).toEqual(['discarded', 'discarded']));
  answer = 200;
  const heard = received.length;
  await renameVendor('Three Ltd');
  expect(received).toHaveLength(heard + 1);
  expect(await statuses(hookId)).toEqual(['discarded', 'discarded', 'succeeded']);
});

test('what was tried and given up may be listed as failed', async () => {
  await sandbox.control('PUT', '/settings', { deliveryGivenUp: 'failed' });
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  await advance(12 * HOUR + MINUTE);
  await vi.waitFor(async () => expect(await statuses(hookId)).toEqual(['failed', 'discarded']));
});

test('a disabled hook keeps what waits until it is active again', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  answer = 500;
  await renameVendor('One Ltd');
  answer = 200;
  await call('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'disabled' });
  await advance(HOUR);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(received).toHaveLength(1);
  const later = await fresh().as('tieout');
  await later('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'active' });
  await vi.waitFor(() => expect(received).toHaveLength(2));
});

test('deliveries are listed by status, resource, event and time', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  await renameVendor('One Ltd');
  answer = 500;
  await renameVendor('Two Ltd');
  const count = async (query: string) => (await deliveries(hookId, query)).length;
  expect(await count('&status=succeeded')).toBe(1);
  expect(await count('&status=retrying')).toBe(1);
  expect(await count('&resource_name=Company Vendors&event_type=update')).toBe(2);
  expect(await count('&resource_name=Projects')).toBe(0);
  expect(await count('&event_type=create')).toBe(0);
  expect(await count('&start=2000-01-01T00:00:00Z&end=2001-01-01T00:00:00Z')).toBe(0);
  const path = `${ROOT}/hooks/${hookId}/deliveries`;
  expect((await call('GET', `${path}?status=lost`)).status).toBe(400);
  expect((await call('GET', `${path}?start=soon`)).status).toBe(400);
});

test('one change may be told twice, with one time and two ids', async () => {
  await sandbox.control('PUT', '/settings', { eventsPerChange: 'two' });
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  const vendor = await renameVendor('One Ltd');
  expect(told()).toEqual([String(vendor), String(vendor)]);
  const [first, second] = received.map(({ payload }) => payload);
  expect(first?.['timestamp']).toBe(second?.['timestamp']);
  expect(first?.['id']).not.toBe(second?.['id']);
});

test.each([
  ['null', { project_id: null }],
  ['absent', {}],
] as const)('the project of a company’s own event may be %s', async (value, expected) => {
  await sandbox.control('PUT', '/settings', { projectOfCompanyEvent: value });
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  await renameVendor('One Ltd');
  const { payload } = received[0]!;
  expect('project_id' in payload).toBe('project_id' in expected);
  expect(payload).toMatchObject(expected);
});
