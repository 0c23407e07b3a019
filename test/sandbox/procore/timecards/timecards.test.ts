// Proves what Procore does with timecards: both paths, which days a list shows, every refusal, the lock, events, and the rules left open.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, id } from '../procore-caller.ts';
import type { Json, Reply, Running } from '../procore-caller.ts';
import { startReceiver, trigger } from '../webhook-receiver.ts';
import type { Receiver } from '../webhook-receiver.ts';
import { OF_COMPANY, siteOf, startSite } from './timecard-caller.ts';
import type { Site } from './timecard-caller.ts';

let sandbox: Running;
let receiver: Receiver;
let site: Site;
let entries: string;

beforeAll(async () => {
  sandbox = await startSite();
  receiver = await startReceiver();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  receiver.forget();
  site = await siteOf(sandbox);
  entries = `${site.path}/timecard_entries`;
});

const bodies = (): Json[] => receiver.received.map(({ payload }) => payload);
const settings = (rules: Json): Promise<Reply> => sandbox.control('PUT', '/settings', rules);
const patch = (row: unknown, timecard_entry: Json): Promise<Reply> =>
  site.admin('PATCH', `${entries}/${id(row)}`, { timecard_entry });
const dates = async (path: string): Promise<unknown[]> =>
  (await sandbox.list('admin', path)).map((one) => one['date']).sort();

describe('a timecard', () => {
  test('is entered with 201 and shown by a project and by the company, each in its own fields', async () => {
    const made = await site.enter({
      ...{ time_in: '2026-11-16T07:00:00+13:00', time_out: '2026-11-16T15:00:00+13:00' },
      ...{ lunch_time: '30', description: 'Slab' },
    });
    expect(made.status).toBe(201);
    const person = site.people.at(-1);
    const shared = {
      ...{ id: id(made.body), date: '2026-11-16', hours: '7.5', billable: true },
      ...{ time_in: '2026-11-15T18:00:00.000Z', time_out: '2026-11-16T02:00:00.000Z' },
      ...{ approval_status: 'pending', status: 'pending', description: 'Slab' },
      party: { id: id(person), name: 'Jakub Nowak' },
      cost_code: { id: site.costCode, name: 'Preliminaries' },
      ...{ line_item_type_id: site.labour, origin_id: null, deleted_at: null },
      ...{ sub_job: null, login_information: null },
    };
    expect(made.body).toMatchObject({ ...shared, lunch_time: 30, timesheet_status: 'pending' });
    expect(at(made.body, 'timecard_time_type', 'time_type')).toBe('Regular Time');
    const one = await sandbox.one('admin', `${OF_COMPANY}/${id(made.body)}`);
    expect(one).toMatchObject({ ...shared, lunch_time: '30', timecard_type: 'Regular Time' });
    expect(one).toMatchObject({ project: { id: site.project } });
    expect('timesheet_status' in one).toBe(false);
  });

  test('of somebody who signs in says who', async () => {
    const foreman = site.people.find((one) => one['employee_id'] === 'E-003');
    const made = await site.enter({ party_id: id(foreman) });
    expect(at(made.body, 'login_information')).toEqual({
      id: at(foreman, 'user_id'),
      login: at(foreman, 'contact', 'email'),
      name: 'Tom Kereama',
    });
  });

  test('without hours has what start and stop leave of the break', async () => {
    const made = await site.enter({
      ...{ hours: undefined, time_in: '2026-11-16T07:00:00Z', time_out: '2026-11-16T15:15:00Z' },
      lunch_time: 30,
    });
    expect(at(made.body, 'hours')).toBe('7.75');
  });

  test.each<[string, Json, string]>([
    ['without hours', { hours: undefined }, 'hours'],
    ['with empty hours', { hours: null }, 'hours'],
    ['of no hours', { hours: '0' }, 'hours'],
    ['below zero', { hours: '-7.50' }, 'hours'],
    ['of 24.01 hours', { hours: '24.01' }, 'hours'],
    ['with a third decimal', { hours: '7.333' }, 'hours'],
    ['of words', { hours: 'all day' }, 'hours'],
    ['on no day', { date: '2026-02-30' }, 'date'],
    ['on an empty day', { date: null }, 'date'],
    ['of nobody', { party_id: undefined }, 'party_id'],
    ['of an unknown person', { party_id: 1 }, 'party_id'],
    ['with an unknown cost code', { cost_code_id: 1 }, 'cost_code_id'],
    ['with an unknown type of time', { timecard_time_type_id: 1 }, 'timecard_time_type_id'],
    ['with an unknown cost type', { line_item_type_id: 1 }, 'line_item_type_id'],
    ['with an unknown sub job', { sub_job_id: 1 }, 'sub_job_id'],
    ['with a break of words', { lunch_time: 'long' }, 'lunch_time'],
    ['with a start that is no moment', { time_in: 'early' }, 'time_in'],
    ['with a text for its origin', { origin_id: 'tieout:1' }, 'origin_id'],
  ])('%s is refused', async (_title, change, field) => {
    const reply = await site.enter(change);
    expect([reply.status, Object.keys(at(reply.body, 'errors') as Json)]).toEqual([422, [field]]);
  });

  test('that ends before it begins is refused', async () => {
    const reply = await site.enter({
      ...{ hours: undefined, time_in: '2026-11-16T07:00:00Z', time_out: '2026-11-16T06:00:00Z' },
    });
    expect([reply.status, at(reply.body, 'errors', 'time_out')]).toEqual([
      422,
      ['must be after time_in and the break'],
    ]);
  });

  test('with a cost type that is no labour, or a cost code of another project, is refused', async () => {
    const materials = await site.enter({ line_item_type_id: site.materials });
    expect(materials).toMatchObject({
      status: 422,
      body: { errors: { line_item_type_id: ['must have a base type of labor'] } },
    });
    const codes = `/rest/v1.0/cost_codes?project_id=${site.other}`;
    const [foreign] = await sandbox.list('admin', codes);
    expect((await site.enter({ cost_code_id: id(foreign) })).status).toBe(422);
  });

  test('with a field nobody knows is 406, and a project’s path knows no approval', async () => {
    expect((await site.enter({ colour: 'red' })).status).toBe(406);
    expect((await site.enter({ approval_status: 'approved' })).status).toBe(406);
    expect((await site.enter({ timesheet_id: 1 })).status).toBe(422);
  });

  test('is changed and deleted; the project’s path says nothing then, the company’s the record', async () => {
    const first = (await site.enter()).body;
    const changed = await patch(first, { hours: '4', cost_code_id: null, description: null });
    expect(changed).toMatchObject({ status: 200, body: { hours: '4.0', cost_code: null } });
    expect(Date.parse(String(at(changed.body, 'updated_at')))).toBeGreaterThan(
      Date.parse(String(at(first, 'updated_at'))),
    );
    const gone = await site.admin('DELETE', `${entries}/${id(first)}`);
    expect([gone.status, gone.body]).toEqual([200, null]);
    const second = (await site.enter()).body;
    const told = await site.admin('DELETE', `${OF_COMPANY}/${id(second)}`);
    expect([told.status, id(told.body)]).toEqual([200, id(second)]);
    expect(at(told.body, 'deleted_at')).toBe(at(told.body, 'updated_at'));
    for (const path of [`${entries}/${id(first)}`, `${OF_COMPANY}/${id(second)}`])
      expect((await site.admin('GET', path)).status).toBe(404);
  });

  test('that is approved is changed and deleted by an administrator only', async () => {
    const row = (await site.enter()).body;
    const path = `${OF_COMPANY}/${id(row)}`;
    const approved = { project_id: site.project, timecard_entry: { approval_status: 'approved' } };
    expect((await site.admin('PATCH', path, approved)).status).toBe(200);
    const app = await sandbox.as('tieout');
    const hours = { timecard_entry: { hours: '1' } };
    expect((await app('PATCH', `${entries}/${id(row)}`, hours)).status).toBe(403);
    expect((await app('DELETE', path)).status).toBe(403);
    expect((await patch(row, { hours: '1' })).status).toBe(200);
    await settings({ approvedTimecards: 'changeable' });
    expect((await app('DELETE', path)).status).toBe(200);
  });

  test('of another project, or in one that is hidden, is not there', async () => {
    const row = (await site.enter()).body;
    const other = `/rest/v1.0/projects/${site.other}/timecard_entries/${id(row)}`;
    expect((await site.admin('GET', other)).status).toBe(404);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: [site.other] });
    const app = await sandbox.as('tieout');
    expect((await app('GET', `${OF_COMPANY}/${id(row)}`)).status).toBe(404);
    expect((await app('GET', OF_COMPANY)).body).toEqual([]);
    expect((await app('GET', entries)).status).toBe(404);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: 'all', tools: [] });
    expect((await app('GET', OF_COMPANY)).status).toBe(403);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: 'all' });
  });

  test('is entered by the company’s path for the project it names', async () => {
    const body = { project_id: site.other, timecard_entry: site.card({ cost_code_id: null }) };
    const made = await site.admin('POST', OF_COMPANY, body);
    expect([made.status, at(made.body, 'project', 'id')]).toEqual([201, site.other]);
    expect((await site.admin('POST', OF_COMPANY, { timecard_entry: site.card() })).status).toBe(
      400,
    );
    const moved = { project_id: site.project, timecard_entry: {} };
    const path = `${OF_COMPANY}/${id(made.body)}`;
    expect((await site.admin('PATCH', path, moved)).status).toBe(404);
  });
});

describe('a list', () => {
  test('of a project shows today alone, by the clock of the firm, unless told otherwise', async () => {
    // 11:30 in Auckland, where it is the 17th already.
    await sandbox.control('PUT', '/clock', { now: '2026-11-16T22:30:00Z' });
    for (const date of ['2026-11-15', '2026-11-16', '2026-11-17']) await site.enter({ date });
    await site.enter({ date: undefined });
    expect(await dates(entries)).toEqual(['2026-11-17', '2026-11-17']);
    expect(await dates(`${entries}?log_date=2026-11-15`)).toEqual(['2026-11-15']);
    const days = 'start_date=2026-11-15&end_date=2026-11-16';
    expect(await dates(`${entries}?${days}`)).toEqual(['2026-11-15', '2026-11-16']);
    for (const wrong of ['start_date=2026-11-15', 'end_date=2026-11-15', 'log_date=yesterday'])
      expect([wrong, (await site.admin('GET', `${entries}?${wrong}`)).status]).toEqual([
        wrong,
        400,
      ]);
  });

  test('of the company shows every day, or those asked for, by person, id and change', async () => {
    const first = (await site.enter({ date: '2026-11-02' })).body;
    const foreman = site.people.find((one) => one['employee_id'] === 'E-003');
    const second = (await site.enter({ date: '2026-11-09', party_id: id(foreman) })).body;
    expect(await dates(OF_COMPANY)).toEqual(['2026-11-02', '2026-11-09']);
    expect(await dates(`${OF_COMPANY}?start_date=2026-11-03`)).toEqual(['2026-11-09']);
    expect(await dates(`${OF_COMPANY}?end_date=2026-11-02`)).toEqual(['2026-11-02']);
    expect(await dates(`${OF_COMPANY}?filters[party_id]=${id(foreman)}`)).toEqual(['2026-11-09']);
    expect(await dates(`${OF_COMPANY}?filters[id]=${id(first)}`)).toEqual(['2026-11-02']);
    const from = String(at(second, 'updated_at'));
    const since = `filters[updated_at]=${from}...2100-01-01T00:00:00Z`;
    expect(await dates(`${OF_COMPANY}?${since}`)).toEqual(['2026-11-09']);
    const paged = await site.admin('GET', `${OF_COMPANY}?per_page=1&page=2`);
    expect([paged.headers.get('total'), (paged.body as Json[]).map(id)]).toEqual([
      '2',
      [id(second)],
    ]);
  });

  test('shows a deleted timecard only where the rules say so, with its moment', async () => {
    const row = (await site.enter()).body;
    await site.admin('DELETE', `${entries}/${id(row)}`);
    const day = `${entries}?log_date=2026-11-16`;
    expect(await dates(OF_COMPANY)).toEqual([]);
    await settings({ deletedTimecards: 'listed' });
    for (const path of [OF_COMPANY, day]) {
      const [shown] = await sandbox.list('admin', path);
      expect([id(shown), typeof at(shown, 'deleted_at')]).toEqual([id(row), 'string']);
    }
  });
});

describe('an open question, answered otherwise', () => {
  test('hours have two decimals', async () => {
    await settings({ timecardHours: 'two decimals' });
    expect(at((await site.enter({ hours: '8' })).body, 'hours')).toBe('8.00');
  });

  test('an origin is a number, kept and shown as one and of one timecard only, or any text', async () => {
    expect(at((await site.enter({ origin_id: 7 })).body, 'origin_id')).toBe(7);
    expect((await site.enter({ origin_id: 7 })).status).toBe(409);
    await settings({ timecardOriginId: 'any text' });
    expect(at((await site.enter({ origin_id: 'tieout:1' })).body, 'origin_id')).toBe('tieout:1');
  });
});

test('each change is told to a hook that asked for it, whoever makes it', async () => {
  const tieout = await sandbox.as('tieout');
  const hook = await receiver.hook(tieout, {});
  for (const event of ['create', 'update', 'delete'])
    await trigger(tieout, hook, 'Timecard Entries', event);
  const row = (await site.enter()).body;
  await patch(row, { hours: '1' });
  await site.admin('DELETE', `${OF_COMPANY}/${id(row)}`);
  const entered = await sandbox.control('POST', '/timecards', {
    ...{ projectId: site.project, person: 'tom.kereama', hours: '8.00' },
  });
  await sandbox.idle();
  const told = bodies().map((body) => [body['reason'], body['resource_id']]);
  expect(told).toEqual([
    ['create', String(id(row))],
    ['update', String(id(row))],
    ['delete', String(id(row))],
    ['create', String(id(entered.body))],
  ]);
  expect(bodies().map((body) => body['resource_type'])).toEqual(told.map(() => 'Timecard Entries'));
  expect(bodies()[0]?.['project_id']).toBe(String(site.project));
});
