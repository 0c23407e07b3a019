// Proves that an unmodified xero-node logs time through the stand-in's Projects API with nothing set but basePath and a token set.
import { afterAll, expect, test } from 'vitest';
import { XeroClient } from 'xero-node';
import { control, openSandbox } from '../xero-sandbox.ts';

const TENANT = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';
/** Their enums are missing in what the package exports. */
type Api = XeroClient['projectApi'];
type NewTask = Parameters<Api['createTask']>[2];
type Patch = Parameters<Api['patchProject']>[2];

const { sandbox } = await openSandbox();
afterAll(() => sandbox.close());

test('xero-node makes a project, a task and time, changes, lists and deletes them', async () => {
  const issued = await control(sandbox.url, 'POST', '/_sandbox/token', { role: 'tieout' });
  const { projectApi: api } = clientWith(String(issued.body['access_token']));
  const users = await api.getProjectUsers(TENANT);
  const userId = users.body.items?.[0]?.userId ?? '';
  const project = await api.createProject(TENANT, { name: 'Node' }, 'project-key');
  const projectId = project.body.projectId ?? '';
  expect([project.response.status, project.body.minutesLogged]).toEqual([201, 0]);
  const task = { name: 'Work', rate: { value: 60 }, chargeType: 'TIME' };
  const made = await api.createTask(TENANT, projectId, task as unknown as NewTask, 'task-key');
  const taskId = made.body.taskId ?? '';
  const time = { userId, taskId, dateUtc: new Date('2026-11-02T00:00:00Z'), duration: 90 };
  const logged = await api.createTimeEntry(TENANT, projectId, time, 'time-key');
  const timeEntryId = logged.body.timeEntryId ?? '';
  const changed = { ...time, duration: 60 };
  const update = await api.updateTimeEntry(TENANT, projectId, timeEntryId, changed, 'change-key');
  expect(update.response.status).toBe(204);
  const listed = await api.getTimeEntries(
    TENANT,
    projectId,
    undefined,
    undefined,
    undefined,
    undefined,
    1,
    500,
  );
  expect(listed.body.items?.map(({ duration }) => duration)).toEqual([60]);
  const found = await api.getProject(TENANT, projectId);
  expect([found.body.totalTaskAmount?.value, found.body.minutesLogged]).toEqual([60, 60]);
  await api.deleteTimeEntry(TENANT, projectId, timeEntryId);
  await api.deleteTask(TENANT, projectId, taskId);
  await api.patchProject(TENANT, projectId, { status: 'CLOSED' } as unknown as Patch, 'close-key');
  expect((await api.getProject(TENANT, projectId)).body.status).toBe('CLOSED');
});

function clientWith(accessToken: string): XeroClient {
  const xero = new XeroClient();
  xero.setTokenSet({ access_token: accessToken });
  xero.projectApi.basePath = `${sandbox.url}/projects.xro/2.0`;
  return xero;
}
