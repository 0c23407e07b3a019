// Proves that the Projects API keeps to what all of Xero keeps to: scopes, tenant, keys, limits, faults, bends and the log.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from '../xero-sandbox.ts';
import type { Projects, Site } from './project-caller.ts';
import type { RunningSandbox } from '../../../../sandbox/kit/sandbox-spec.ts';
import { items, newSite, newTime, projectsOf, task } from './project-caller.ts';
import { openSandbox } from '../xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let projects: Projects;
let call: Projects['call'];
let site: Site;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  projects = await projectsOf(client);
  ({ call } = projects);
  site = await newSite(projects);
});
afterEach(async () => {
  for (const name of ['faults', 'bend', 'scopes'])
    await client.control('DELETE', `/_sandbox/${name}`);
});
afterAll(() => sandbox.close());

const fault = (given: Json): Promise<Reply> => client.control('POST', '/_sandbox/faults', given);
const durations = async (): Promise<unknown[]> =>
  items(await call('GET', `${site.path}/Time`)).map(({ duration }) => duration);

describe('a token', () => {
  test('with projects.read reads, and is 401 for a write in the words of a missing scope', async () => {
    const reader = await projectsOf(client, ['projects.read']);
    for (const path of ['/Projects', '/ProjectsUsers', site.path, `${site.path}/Tasks`])
      expect([path, (await reader.call('GET', path)).status]).toEqual([path, 200]);
    for (const [method, path] of [
      ['POST', '/Projects'],
      ['PUT', site.path],
      ['PATCH', site.path],
      ['DELETE', `${site.path}/Tasks/${site.taskId}`],
    ] as const) {
      const reply = await reader.call(method, path, method === 'DELETE' ? undefined : {});
      expect([reply.status, reply.body['Detail'], reply.headers.get('www-authenticate')]).toEqual([
        401,
        'AuthorizationUnsuccessful',
        'insufficent_scope',
      ]);
    }
  });

  test('of the accounting API alone opens nothing, and one of Projects alone no bills', async () => {
    const other = await projectsOf(client, ['accounting.settings', 'accounting.invoices']);
    expect((await other.call('GET', '/Projects')).status).toBe(401);
    await client.control('PUT', '/_sandbox/scopes', { scopes: ['projects'] });
    expect((await call('POST', '/Projects', { name: 'Shed' })).status).toBe(201);
    expect((await client.call('GET', '/Invoices')).status).toBe(401);
    expect((await client.call('GET', '/Users')).status).toBe(401);
  });

  test('for another tenant is 403', async () => {
    const reply = await call('GET', '/Projects', undefined, { 'xero-tenant-id': 'another' });
    expect([reply.status, reply.body['Title']]).toEqual([403, 'Forbidden']);
  });
});

test('an organisation without Projects is 403 there and works elsewhere; one offline is 503', async () => {
  await client.control('PUT', '/_sandbox/organisation', { hasProjects: false });
  expect((await call('GET', '/Projects')).status).toBe(403);
  expect((await call('POST', '/Projects', { name: 'Shed' })).status).toBe(403);
  expect((await client.call('GET', '/Users')).status).toBe(200);
  await client.control('PUT', '/_sandbox/organisation', { hasProjects: true, isOffline: true });
  expect((await call('GET', '/Projects')).status).toBe(503);
  await client.control('PUT', '/_sandbox/organisation', { isOffline: false });
  expect((await call('GET', '/Projects')).status).toBe(200);
});

describe('an Idempotency-Key', () => {
  test('gives the first answer again and writes once, a 204 and a refusal too', async () => {
    const key = { 'idempotency-key': 'time-1' };
    const before = (await durations()).length;
    const first = await call('POST', `${site.path}/Time`, site.time(), key);
    const again = await call('POST', `${site.path}/Time`, site.time(), key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await durations()).toHaveLength(before + 1);
    const patch = { 'idempotency-key': 'patch-1' };
    const status = { status: 'INPROGRESS' };
    expect((await call('PATCH', site.path, status, patch)).status).toBe(204);
    expect((await call('PATCH', site.path, status, patch)).status).toBe(204);
    const bad = { 'idempotency-key': 'bad-1' };
    const refusal = await call('POST', '/Projects', {}, bad);
    expect((await call('POST', '/Projects', {}, bad)).body).toEqual(refusal.body);
  });

  test('of another request is 400 in the shape of this API', async () => {
    const key = { 'idempotency-key': 'time-2' };
    await call('POST', `${site.path}/Tasks`, task(), key);
    const reply = await call('POST', `${site.path}/Tasks`, task({ name: 'Other' }), key);
    expect([reply.status, Object.keys(reply.body)]).toEqual([400, ['message']]);
    expect(reply.body['message']).toContain('different request');
  });
});

describe('the limits', () => {
  test('count both APIs together, and tell how much is left', async () => {
    const left = (reply: Reply): number => Number(reply.headers.get('x-minlimit-remaining'));
    const before = left(await client.call('GET', '/Organisation'));
    expect(left(await call('GET', '/Projects'))).toBe(before - 1);
  });

  test('refuse in the same way', async () => {
    const window = { count: 0, windowMs: 60_000 };
    await client.control('PUT', '/_sandbox/limits', { minute: window });
    const reply = await call('GET', '/Projects');
    await client.control('PUT', '/_sandbox/limits', { minute: { ...window, count: 100_000 } });
    expect([reply.status, reply.headers.get('x-rate-limit-problem')]).toEqual([429, 'minute']);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a fault', () => {
  const path = '/projects.xro/2.0/*';

  test('after the work is done cuts the connection and leaves what was written', async () => {
    await fault({ method: 'POST', path, kind: 'dropAfter' });
    const duration = 4_321;
    await expect(call('POST', `${site.path}/Time`, site.time({ duration }))).rejects.toThrow();
    expect(await durations()).toContain(duration);
  });

  test('after the work is done fails a deletion that happened', async () => {
    const timeEntryId = await newTime(projects, site);
    await fault({ method: 'DELETE', path, kind: 'errorAfter' });
    const reply = await call('DELETE', `${site.path}/Time/${timeEntryId}`);
    expect([reply.status, Object.keys(reply.body)]).toEqual([500, ['message']]);
    expect((await call('GET', `${site.path}/Time/${timeEntryId}`)).status).toBe(404);
  });

  test('makes a read stale, a list empty, and a call refused over a limit', async () => {
    const before = await durations();
    await newTime(projects, site, { duration: 77 });
    const list = `/projects.xro/2.0${site.path}/Time`;
    await fault({ method: 'GET', path: list, kind: 'stale' });
    expect(await durations()).toEqual(before);
    expect(await durations()).toHaveLength(before.length + 1);
    await client.control('DELETE', '/_sandbox/faults');
    await fault({ method: 'GET', path: list, kind: 'empty' });
    const empty = await call('GET', `${site.path}/Time`);
    expect([items(empty), (empty.body['pagination'] as Json)['itemCount']]).toEqual([[], 0]);
    await fault({ method: 'POST', path, kind: '429' });
    expect((await call('POST', '/Projects', { name: 'Shed' })).status).toBe(429);
    await fault({ method: 'POST', path, kind: 'refuse', status: 400 });
    expect(Object.keys((await call('POST', '/Projects', { name: 'Shed' })).body)).toEqual([
      'message',
      'modelState',
    ]);
  });

  test('moves a page', async () => {
    const paged = await newSite(projects);
    for (const duration of [1, 2, 3, 4]) await newTime(projects, paged, { duration });
    const page = async (): Promise<unknown[]> =>
      items(await call('GET', `${paged.path}/Time?page=2&pageSize=2`)).map(
        (one) => one['duration'],
      );
    expect(await page()).toEqual([3, 4]);
    await fault({ method: 'GET', path, kind: 'pageShift' });
    expect(await page()).toEqual([2, 3]);
  });
});

test('a bend finds time by its own id, and a hidden project is gone', async () => {
  const timeEntryId = await newTime(projects, site);
  const path = '/projects.xro/2.0/*';
  await client.control('PUT', '/_sandbox/bend', {
    ...{ path, id: timeEntryId, set: { status: 'PENDING' } },
  });
  expect((await call('GET', `${site.path}/Time/${timeEntryId}`)).body['status']).toBe('PENDING');
  expect((await call('GET', `${site.path}/Tasks/${site.taskId}`)).body['status']).toBe('ACTIVE');
  await client.control('PUT', '/_sandbox/bend', { path, id: site.projectId, hide: true });
  const listed = items(await call('GET', '/Projects?pageSize=500'));
  expect(listed.map(({ projectId }) => projectId)).not.toContain(site.projectId);
  expect((await call('GET', site.path)).status).toBe(404);
});

test('the access log has each call, with one document for a write and none for a read', async () => {
  const log = async (since: number): Promise<Json[]> => {
    const { raw } = await client.control('GET', `/_sandbox/access-log?since=${since}`);
    const parsed = JSON.parse(raw) as Json[] | { entries: Json[] };
    return Array.isArray(parsed) ? parsed : parsed.entries;
  };
  const last = Number((await log(0)).at(-1)?.['seq']);
  await call('GET', '/Projects');
  await call('POST', '/Projects', { name: 'Shed' });
  await call('PATCH', site.path, { status: 'CLOSED' });
  const seen = await log(last);
  expect(seen.map(({ method, status, elements }) => [method, status, elements])).toEqual([
    ['GET', 200, 0],
    ['POST', 201, 1],
    ['PATCH', 204, 1],
  ]);
});
