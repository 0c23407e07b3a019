// Proves what a person does in Xero Projects' screens: each act, what it leaves, also after a restart, and that Xero's refusals hold for it too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Projects, Site } from './project-caller.ts';
import type { RunningSandbox } from '../../../../sandbox/kit/sandbox-spec.ts';
import { items, newSite, newTime, projectsOf } from './project-caller.ts';
import { openSandbox } from '../xero-sandbox.ts';

let sandbox: RunningSandbox;
let projects: Projects;
let call: Projects['call'];
let act: Projects['act'];
let site: Site;

beforeAll(async () => {
  const opened = await openSandbox();
  ({ sandbox } = opened);
  projects = await projectsOf(opened.client);
  ({ call, act } = projects);
  site = await newSite(projects);
});
afterAll(() => sandbox.close());

test('a person logs time, changes some of it and deletes it', async () => {
  const { taskId, userIds } = site;
  const logged = await act('log-time', {
    ...{ taskId, userId: userIds[1], minutes: 450, date: '2026-11-03', description: 'Slab' },
  });
  const path = `${site.path}/Time/${String(logged.body['timeEntryId'])}`;
  const first = (await call('GET', path)).body;
  expect(first).toMatchObject({
    ...{ taskId, userId: userIds[1], duration: 450, description: 'Slab' },
    dateUtc: '2026-11-03T00:00:00Z',
  });
  const changed = await act('change-time', { ...logged.body, minutes: 480, date: '2026-11-04' });
  expect(changed.status).toBe(200);
  expect((await call('GET', path)).body).toEqual({
    ...first,
    ...{ duration: 480, dateUtc: '2026-11-04T00:00:00Z' },
  });
  expect((await act('delete-time', logged.body)).status).toBe(200);
  expect((await call('GET', path)).status).toBe(404);
});

test('a person locks and invoices time, and takes it back', async () => {
  const timeEntryId = await newTime(projects, site);
  for (const status of ['LOCKED', 'INVOICED', 'ACTIVE']) {
    expect((await act('time-status', { timeEntryId, status })).body).toEqual({
      ...{ timeEntryId, status },
    });
    expect((await call('GET', `${site.path}/Time/${timeEntryId}`)).body['status']).toBe(status);
  }
});

test('a person renames, closes and reopens a project, and changes a task', async () => {
  const { projectId, taskId } = site;
  await act('change-project', { projectId, name: 'Renamed', status: 'CLOSED' });
  expect((await call('GET', site.path)).body).toMatchObject({ name: 'Renamed', status: 'CLOSED' });
  await act('change-project', { projectId, status: 'INPROGRESS' });
  await act('change-task', { taskId, name: 'Boxing', rate: '72.50' });
  expect((await call('GET', `${site.path}/Tasks/${taskId}`)).body).toMatchObject({
    ...{ name: 'Boxing', rate: { currency: 'NZD', value: 72.5 }, chargeType: 'TIME' },
  });
});

test('what Xero would refuse is 409 with its words, and nothing is done', async () => {
  const { taskId, userIds, projectId } = site;
  const time = { taskId, userId: userIds[0], date: '2026-11-03' };
  const before = items(await call('GET', `${site.path}/Time?pageSize=500`));
  const long = await act('log-time', { ...time, minutes: 59_941 });
  expect([long.status, long.body['error']]).toEqual([
    409,
    'The Duration must be between 1 and 59940 minutes.',
  ]);
  const timeEntryId = await newTime(projects, site);
  await act('time-status', { timeEntryId, status: 'LOCKED' });
  expect((await act('delete-time', { timeEntryId })).status).toBe(409);
  expect((await act('change-time', { timeEntryId, minutes: 1 })).status).toBe(409);
  expect((await act('task-status', { taskId, status: 'INVOICED' })).status).toBe(409);
  await act('change-project', { projectId, status: 'CLOSED' });
  expect((await act('log-time', { ...time, minutes: 1 })).status).toBe(409);
  await act('change-project', { projectId, status: 'INPROGRESS' });
  expect(items(await call('GET', `${site.path}/Time?pageSize=500`))).toHaveLength(
    before.length + 1,
  );
});

test('what is not there is 404', async () => {
  const nobody = '11111111-1111-4111-8111-111111111111';
  const gone = [
    act('delete-time', { timeEntryId: nobody }),
    act('change-time', { timeEntryId: nobody }),
    act('time-status', { timeEntryId: nobody, status: 'LOCKED' }),
    act('task-status', { taskId: nobody, status: 'LOCKED' }),
    act('change-task', { taskId: nobody }),
    act('change-project', { projectId: nobody }),
    act('log-time', { taskId: nobody, userId: nobody, minutes: 1, date: '2026-11-03' }),
  ];
  expect((await Promise.all(gone)).map(({ status }) => status)).toEqual(gone.map(() => 404));
});

test('projects, tasks, time and expenses are there again after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'xero-projects-'));
  const first = await openSandbox({ dataDir });
  const before = await projectsOf(first.client);
  const own = await newSite(before);
  await newTime(before, own, { duration: 95 });
  await before.act('change-project', { projectId: own.projectId, expenses: '499.00' });
  const shown = (await before.call('GET', own.path)).body;
  await first.sandbox.close();
  const second = await openSandbox({ dataDir });
  const after = await projectsOf(second.client);
  expect((await after.call('GET', own.path)).body).toEqual(shown);
  expect(shown).toMatchObject({ minutesLogged: 95, totalToBeInvoiced: { value: 594 } });
  await second.sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});
