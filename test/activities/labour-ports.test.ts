// Proves how the writers of Xero Projects look for what they wrote, see what moved, and leave the rest of Xero alone where they lack a right.
import { describe, expect, it } from 'vitest';
import { createLabourPorts } from '../../activities/labour-ports.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { XeroClient } from '../../connectors/xero/xero-api.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';
import { versionOfTask } from '../../domain/records/xero/project-task.ts';
import { versionOfTime } from '../../domain/records/xero/time-entry.ts';
import { kept } from '../support/kept-records.ts';

const entry = kept('xeroTimeEntry');
const marker = 'tieout:demo/projectLabour/5/time-700';
const body = {
  kind: 'xeroTimeEntry',
  ...{ projectId: 'project-1', entryId: null, userId: 'user-1', taskId: 'task-1', minutes: 450 },
  ...{ at: '2026-06-02T00:00:00.000Z', description: `Boxing, grid C ${marker}` },
} as const;

const member = (given: WriteBody, over: Partial<IntentRow> = {}): IntentRow =>
  ({
    ...{ key: 'k'.repeat(64), body: given, marker, operation: 'create' },
    ...{ targetId: null, targetVersion: null },
    ...over,
  }) as IntentRow;
const change = { ...body, entryId: entry.id, minutes: 480 };
const changing = member(change, {
  ...{ operation: 'update', targetId: entry.id, targetVersion: versionOfTime(entry) },
});
const removal = { kind: 'xeroTimeEntryDelete', projectId: 'project-1', entryId: entry.id } as const;
const removing = member(removal, { operation: 'delete', targetId: entry.id });

const portsWith = (client: Partial<XeroClient>) => createLabourPorts(client as XeroClient);
const anyTime = () => Promise.resolve(() => undefined);
const proof = () => anyTime;

describe('time', () => {
  it('that was made is found by its marker, among that of the days around, in one call for all', async () => {
    const asked: unknown[] = [];
    const ports = portsWith({
      listTimeEntries: (ask) => {
        asked.push(ask);
        return Promise.resolve([entry, kept('xeroTimeEntry', { id: 'other', description: null })]);
      },
    });
    const second = member(
      { ...body, at: '2026-06-09T00:00:00.000Z' },
      { key: 'second', marker: 'm' },
    );
    const found = await ports['xero/time'].lookUp([member(body), second], null);
    expect([found.get('k'.repeat(64)), found.get('second')]).toEqual([[entry], []]);
    expect(asked).toEqual([
      {
        projectId: 'project-1',
        ...{ from: '2026-06-01T00:00:00.000Z', to: '2026-06-10T00:00:00.000Z' },
      },
    ]);
  });

  it('that was changed is found where it says so, and that was deleted where it is not there', async () => {
    const showing = (shown: typeof entry | null) =>
      portsWith({ readTimeEntry: () => Promise.resolve(shown) })['xero/time'];
    const changed = { ...entry, minutes: 480 };
    const by = async (shown: typeof entry | null, one: IntentRow) =>
      (await showing(shown).lookUp([one], null)).get(one.key);
    expect(await by(changed, changing)).toEqual([changed]);
    expect(await by(entry, changing)).toEqual([]);
    expect(await by(null, changing)).toEqual([]);
    expect(await by(entry, removing)).toEqual([]);
    expect(await by(null, removing)).toEqual([null]);
  });

  it.each([
    ['as it was', entry, false],
    ['invoiced', { ...entry, status: 'INVOICED' }, true],
    ['changed in anything', { ...entry, minutes: 1 }, true],
    ['gone', null, true],
  ])('%s: moved = %o', async (_case, shown, isStale) => {
    const ports = portsWith({ readTimeEntry: () => Promise.resolve(shown) });
    const { stale } = await ports['xero/time'].findStale([changing], anyTime);
    expect(stale.has(changing.key)).toBe(isStale);
  });

  it('that was changed is kept as it was sent, since Xero answers with nothing', async () => {
    const ports = portsWith({ updateTimeEntry: () => Promise.resolve() });
    const { results } = await ports['xero/time'].send([changing], 'key', proof);
    expect(results).toMatchObject([{ ok: true, record: { id: entry.id, minutes: 480 } }]);
  });
});

describe('tasks', () => {
  const terms = {
    estimateMinutes: 600,
    rate: { currency: 'NZD', value: '0.00' },
    status: 'ACTIVE',
  };
  const task = kept('xeroProjectTask', { terms });
  const taskChange = {
    kind: 'xeroProjectTaskChange',
    ...{ projectId: 'project-1', taskId: 'task-1', name: task.name, chargeType: task.chargeType },
    ...{ rate: terms.rate, estimateMinutes: 5400 },
  } as const;
  const done = { ...task, terms: { ...terms, estimateMinutes: 5400 } };
  const one = member(taskChange, {
    ...{ operation: 'update', targetId: 'task-1', targetVersion: versionOfTask(task) },
  });
  const showing = (...tasks: (typeof task)[]) =>
    portsWith({ listProjectTasks: () => Promise.resolve(tasks) })['xero/projecttasks'];

  it.each([
    ['as it was', task, false],
    ['estimated otherwise', done, true],
    ['renamed', { ...task, name: 'Slabs' }, true],
    ['charged', { ...task, chargeType: 'TIME' }, true],
    ['at another rate', { ...task, terms: { ...terms, rate: null } }, true],
    ['locked', { ...task, terms: { ...terms, status: 'LOCKED' } }, true],
    ['another one', { ...task, id: 'task-2' }, true],
  ])('%s: moved = %o', async (_case, shown, isStale) => {
    const { stale, seen, gone } = await showing(shown).findStale([one], anyTime);
    expect(stale.has(one.key)).toBe(isStale);
    expect([seen, gone]).toEqual(shown.id === 'task-1' ? [[shown], []] : [[], ['task-1']]);
  });

  it('of a project that Xero does not show are moved, and not said to be gone', async () => {
    const notFound = new VendorError({
      ...{ vendor: 'xero', kind: 'notFound', status: 404, mayHaveHappened: false, messages: [] },
    });
    const ports = portsWith({ listProjectTasks: () => Promise.reject(notFound) });
    const { stale, gone } = await ports['xero/projecttasks'].findStale([one], anyTime);
    expect([stale.size, gone]).toEqual([1, []]);
  });

  it('whose change was lost on the way back are found where they say it', async () => {
    const by = async (...tasks: (typeof task)[]) =>
      (await showing(...tasks).lookUp([one], null)).get(one.key);
    expect(await by(done)).toEqual([done]);
    expect(await by(task)).toEqual([]);
    expect(await by({ ...done, id: 'task-2' })).toEqual([]);
  });

  it('are looked for in one list a project, however many there are', async () => {
    const asked: string[] = [];
    const ports = portsWith({
      listProjectTasks: ({ projectId }) => {
        asked.push(projectId);
        return Promise.resolve([task]);
      },
    });
    const create = { kind: 'xeroProjectTask', name: 'x', chargeType: 'NON_CHARGEABLE' } as const;
    const of = (projectId: string, key: string) =>
      member({ ...create, projectId, currency: 'NZD' }, { key });
    const members = [of('project-1', 'a'), of('project-1', 'b'), of('project-2', 'c')];
    await ports['xero/projecttasks'].lookUp(members, null);
    expect(asked).toEqual(['project-1', 'project-2']);
  });

  it('that were changed are kept as they were sent, since Xero answers with nothing', async () => {
    const ports = portsWith({ updateProjectTask: () => Promise.resolve() });
    const { results } = await ports['xero/projecttasks'].send([one], 'key', proof);
    expect(results).toMatchObject([{ ok: true, targetId: 'task-1', record: done }]);
  });
});

it.each([
  ['xero/time', 'createTimeEntry', member(body)],
  [
    'xero/projects',
    'createProject',
    member({ kind: 'xeroProject', contactId: 'contact-1', name: '26-001 Wharf' }),
  ],
  [
    'xero/projecttasks',
    'createProjectTask',
    member({
      ...{ kind: 'xeroProjectTask', projectId: 'project-1', name: 'Concrete' },
      ...{ chargeType: 'NON_CHARGEABLE', currency: 'NZD' },
    }),
  ],
] as const)(
  '%s without its right is tried again alone, and nobody else waits',
  async (endpoint, method, one) => {
    const refused = new VendorError({
      ...{ vendor: 'xero', kind: 'forbidden', status: 403, mayHaveHappened: false },
      messages: ['AuthenticationUnsuccessful'],
    });
    const ports = portsWith({ [method]: () => Promise.reject(refused) });
    const { stoppedBy } = await ports[endpoint].send([one], 'key', proof);
    expect(stoppedBy).toMatchObject({ kind: 'rateLimited', status: null });
  },
);

it('a project or a task that somebody made meanwhile is found by its name', async () => {
  const name = '26-001 Ferry Terminal';
  const ports = portsWith({
    listProjects: () =>
      Promise.resolve([
        kept('xeroProject', { id: 'closed', name, status: 'CLOSED' }),
        kept('xeroProject', { name }),
      ]),
    listProjectTasks: () => Promise.resolve([kept('xeroProjectTask', { name: '03-300 CONCRETE' })]),
  });
  const project = member({ kind: 'xeroProject', contactId: 'contact-1', name });
  const found = await ports['xero/projects'].lookUp([project], null);
  expect(found.get(project.key)?.map((one) => one && 'id' in one && one.id)).toEqual(['project-1']);
  const task = member({
    ...{ kind: 'xeroProjectTask', projectId: 'project-1', name: '03-300 Concrete' },
    ...{ chargeType: 'NON_CHARGEABLE', currency: 'NZD' },
  });
  expect((await ports['xero/projecttasks'].lookUp([task], null)).get(task.key)).toHaveLength(1);
});
