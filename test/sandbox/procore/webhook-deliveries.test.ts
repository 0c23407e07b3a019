// Proves how long and how often a webhook is delivered: retries by the sandbox clock, 12 hours at most, each delivery's state, and
// what the documents leave open about an event.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { at, callerOf, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';
import { ROOT, startReceiver, trigger as triggerOf } from './webhook-receiver.ts';
import type { Receiver } from './webhook-receiver.ts';

let receiver: Receiver;
let sandbox: Running;
let call: Send;

beforeAll(async () => {
  sandbox = await startSeeded('twenty');
  receiver = await startReceiver();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  await sandbox.control('PUT', '/clock', { now: new Date().toISOString() });
  call = await fresh().as('tieout');
  receiver.forget();
});

/** A caller with tokens of its own: those of the others expire while the clock runs ahead. */
const fresh = () => callerOf(sandbox.url);

const hook = (fields: Json = {}): Promise<string> => receiver.hook(call, fields);
const trigger = (hookId: string, resource: string, event: string) =>
  triggerOf(call, hookId, resource, event);

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
const told = () => receiver.received.map(({ payload }) => text(payload, 'resource_id'));
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
  receiver.answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  await renameVendor('Three Ltd');
  expect(receiver.received).toHaveLength(1);
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued', 'enqueued']);
  for (const [pauseMs, attempts] of [
    [1_000, 2],
    [2_000, 3],
    [4_000, 4],
  ] as const) {
    await advance(pauseMs + 5);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(attempts));
    await sandbox.idle();
  }
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued', 'enqueued']);
  receiver.answer = 204;
  await advance(8_005);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(7));
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
  receiver.answer = 500;
  await renameVendor('Four Ltd');
  receiver.answer = 200;
  await advance(1_005);
  await vi.waitFor(async () => expect(await statuses(hookId)).not.toContain('retrying'));
});

test('a destination that fails for 12 hours loses what waited, and hears of what comes after', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  receiver.answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  for (let hour = 0; hour < 11; hour += 1) {
    const before = receiver.received.length;
    await advance(HOUR + 5);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(before + 1));
    await sandbox.idle();
  }
  expect(await statuses(hookId)).toEqual(['retrying', 'enqueued']);
  await advance(HOUR);
  await vi.waitFor(async () => expect(await statuses(hookId)).toEqual(['discarded', 'discarded']));
  receiver.answer = 200;
  const heard = receiver.received.length;
  await renameVendor('Three Ltd');
  expect(receiver.received).toHaveLength(heard + 1);
  expect(await statuses(hookId)).toEqual(['discarded', 'discarded', 'succeeded']);
});

test('what was tried and given up may be listed as failed', async () => {
  await sandbox.control('PUT', '/settings', { deliveryGivenUp: 'failed' });
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  receiver.answer = 500;
  await renameVendor('One Ltd');
  await renameVendor('Two Ltd');
  await advance(12 * HOUR + MINUTE);
  await vi.waitFor(async () => expect(await statuses(hookId)).toEqual(['failed', 'discarded']));
});

test('a disabled hook keeps what waits until it is active again', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  receiver.answer = 500;
  await renameVendor('One Ltd');
  receiver.answer = 200;
  await call('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'disabled' });
  await advance(HOUR);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(receiver.received).toHaveLength(1);
  const later = await fresh().as('tieout');
  await later('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'active' });
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
});

test('deliveries are listed by status, resource, event and time', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'update');
  await renameVendor('One Ltd');
  receiver.answer = 500;
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
  const [first, second] = receiver.received.map(({ payload }) => payload);
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
  const { payload } = receiver.received[0]!;
  expect('project_id' in payload).toBe('project_id' in expected);
  expect(payload).toMatchObject(expected);
});
