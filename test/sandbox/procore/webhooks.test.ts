// Proves webhooks v2 against a real receiver: hooks, triggers, the static Authorization header, payload v4.0, and silence
// about requisitions unless a setting names their resource.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
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
  call = await sandbox.as('tieout');
  receiver.forget();
});

const hook = (fields: Json = {}): Promise<string> => receiver.hook(call, fields);
const trigger = (hookId: string, resource: string, event: string) =>
  triggerOf(call, hookId, resource, event);

async function renameVendor(name: string): Promise<number> {
  const admin = await sandbox.as('admin');
  const vendors = await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`);
  const path = `/rest/v1.0/vendors/${id(vendors[0])}`;
  await admin('PATCH', path, { company_id: COMPANY, vendor: { name } });
  await sandbox.idle();
  return id(vendors[0]);
}

test('a change is told once, with the static header and string ids, and the header never comes back', async () => {
  const hookId = await hook();
  expect((await trigger(hookId, 'Company Vendors', 'update')).status).toBe(201);
  const vendor = await renameVendor('Renamed Ltd');
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]).toMatchObject({
    authorization: 'Bearer secret',
    payload: {
      reason: 'update',
      company_id: COMPANY,
      // Required and a string by the schema of payload v4.0, also where there is no project.
      project_id: '',
      resource_type: 'Company Vendors',
      resource_id: String(vendor),
    },
  });
  const { payload } = receiver.received[0]!;
  expect(payload['id']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(typeof payload['user_id']).toBe('string');
  expect(payload['metadata']).toBeUndefined();
  const shown = await call('GET', `${ROOT}/hooks/${hookId}`);
  expect(JSON.stringify(shown.body)).not.toContain('secret');
  const deliveries = await call('GET', `${ROOT}/hooks/${hookId}/deliveries?status=succeeded`);
  expect(at(deliveries.body, 'data', 0)).toMatchObject({
    id: payload['id'],
    payload,
    delivery_attempts: [{ response_status: 200 }],
  });
});

test('an event that no trigger names, a disabled hook and a refused change send nothing', async () => {
  const hookId = await hook();
  await trigger(hookId, 'Company Vendors', 'create');
  await renameVendor('One Ltd');
  expect(receiver.received).toEqual([]);
  await trigger(hookId, 'Company Vendors', 'update');
  await call('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'disabled' });
  await renameVendor('Two Ltd');
  expect(receiver.received).toEqual([]);
  await call('PATCH', `${ROOT}/hooks/${hookId}`, { status: 'active' });
  await renameVendor('');
  expect(receiver.received).toEqual([]);
});

test('requisitions fire nothing until a setting names their resource', async () => {
  const hookId = await hook();
  expect((await trigger(hookId, 'Requisitions', 'update')).status).toBe(422);
  const projects = await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`);
  const project = id(projects[0]);
  const rows = await sandbox.list('admin', `/rest/v1.1/requisitions?project_id=${project}`);
  const admin = await sandbox.as('admin');
  const change = (status: string) =>
    admin('PATCH', `/rest/v1.1/requisitions/${id(rows[0])}`, {
      project_id: project,
      requisition: { status },
    });
  await change('under_review');
  await sandbox.idle();
  expect(receiver.received).toEqual([]);
  await sandbox.control('PUT', '/settings', { requisitionResource: 'Requisitions' });
  const resources = await call('GET', `${ROOT}/resources?payload_version=v4.0`);
  expect(JSON.stringify(resources.body)).toContain('"Requisitions"');
  await trigger(hookId, 'Requisitions', 'update');
  await change('approved');
  await sandbox.idle();
  expect(receiver.received.map(({ payload }) => payload)).toMatchObject([
    {
      resource_type: 'Requisitions',
      resource_id: String(id(rows[0])),
      project_id: String(project),
    },
  ]);
});

test('many triggers at once: all made is 201, some is 207, none is 422', async () => {
  const hookId = await hook();
  const bulk = (triggers: Json[]) =>
    call('POST', `${ROOT}/hooks/${hookId}/triggers/bulk`, { triggers });
  const payments = { resource_name: 'Contract Payments', event_type: 'create' };
  const vendors = { resource_name: 'Company Vendors', event_type: 'update' };
  expect((await bulk([payments])).status).toBe(201);
  const partly = await bulk([payments, vendors]);
  expect(partly.status).toBe(207);
  expect(at(partly.body, 'data')).toMatchObject([vendors]);
  expect((await bulk([payments])).status).toBe(422);
  const listed = await call('GET', `${ROOT}/hooks/${hookId}/triggers`);
  const ids = (at(listed.body, 'data') as Json[]).map((row) => text(row, 'id'));
  expect(ids).toHaveLength(2);
  await call('DELETE', `${ROOT}/hooks/${hookId}/triggers/bulk`, { ids: ids.slice(0, 1) });
  const left = await call('GET', `${ROOT}/hooks/${hookId}/triggers`);
  expect(at(left.body, 'data')).toHaveLength(1);
});

test('a hook needs v4.0, its own namespace and HTTPS or loopback, and is seen by its own app only', async () => {
  const hookId = await hook();
  for (const [fields, status] of [
    [{ payload_version: 'v2.0', namespace: 'a' }, 422],
    [{ namespace: 'Upper Case' }, 422],
    [{ namespace: 'b', destination_url: 'http://example.com/hook' }, 422],
    [{}, 409],
  ] as const) {
    const reply = await call('POST', `${ROOT}/hooks`, {
      payload_version: 'v4.0',
      namespace: 'tieout',
      destination_url: receiver.destination,
      ...fields,
    });
    expect(reply.status).toBe(status);
  }
  const other = await sandbox.as('pm');
  expect((await other('GET', `${ROOT}/hooks/${hookId}`)).status).toBe(404);
  expect((await call('DELETE', `${ROOT}/hooks/${hookId}`)).status).toBe(204);
  expect(at((await call('GET', `${ROOT}/hooks`)).body, 'data')).toEqual([]);
});
