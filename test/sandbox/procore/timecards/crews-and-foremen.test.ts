// Proves what Procore does with crews and the people in them, and what a foreman does with timecards without an app.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, id } from '../procore-caller.ts';
import type { Json, Running } from '../procore-caller.ts';
import { OF_COMPANY, siteOf, startSite } from './timecard-caller.ts';
import type { Site } from './timecard-caller.ts';

let sandbox: Running;
let site: Site;
let entries: string;

beforeAll(async () => {
  sandbox = await startSite();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  site = await siteOf(sandbox);
  entries = `${site.path}/timecard_entries`;
});

const dates = async (path: string): Promise<unknown[]> =>
  (await sandbox.list('admin', path)).map((one) => one['date']).sort();

describe('crews, people and types of time', () => {
  const crews = (): string => `${site.path}/crews`;
  const members = (): { lead_party_id: number; party_ids: number[] } => {
    const [first, second] = site.people.map(id);
    return { lead_party_id: first ?? 0, party_ids: [first ?? 0, second ?? 0] };
  };

  test('a crew is made, listed, named on a timecard, changed and deleted', async () => {
    const body = { crew: { name: 'Slab gang', ...members() } };
    const made = await site.admin('POST', crews(), body);
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Slab gang', project_id: site.project, lead: { name: 'Hana Whitlock' } },
    });
    expect(at(made.body, 'employees', 1, 'name')).toBe('Marcus Aldridge');
    const crew_id = id(made.body);
    const timecard_entry = site.card({ crew_id });
    const card = await site.admin('POST', OF_COMPANY, { project_id: site.project, timecard_entry });
    expect(at(card.body, 'crew')).toEqual({ id: crew_id, name: 'Slab gang' });
    const inProject = await sandbox.one('admin', `${entries}/${id(card.body)}`);
    expect(at(inProject, 'crew', 'employees', 0, 'name')).toBe('Hana Whitlock');
    const renamed = await site.admin('PATCH', `${crews()}/${crew_id}`, { crew: { name: 'Gang' } });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Gang' } });
    expect((await sandbox.list('admin', crews())).map(id)).toEqual([crew_id]);
    expect(await sandbox.list('admin', `${crews()}/ids`)).toEqual([{ id: crew_id }]);
    expect((await site.admin('DELETE', `${crews()}/${crew_id}`)).status).toBe(204);
    expect((await site.admin('GET', `${crews()}/${crew_id}`)).status).toBe(404);
    expect(at(await sandbox.one('admin', `${OF_COMPANY}/${id(card.body)}`), 'crew')).toBeNull();
  });

  test.each<[string, Json]>([
    ['name', { name: ' ' }],
    ['lead_party_id', { lead_party_id: null }],
    ['lead_party_id', { lead_party_id: 1 }],
    ['party_ids', { party_ids: [] }],
    ['party_ids', { party_ids: [1] }],
    ['party_ids', { party_ids: 'all' }],
  ])('a crew with a wrong %s is refused', async (field, change) => {
    const crew = { name: 'Gang', ...members(), ...change };
    const reply = await site.admin('POST', crews(), { crew });
    expect([reply.status, Object.keys(at(reply.body, 'errors') as Json)]).toEqual([422, [field]]);
  });

  test('a crew of another project is no crew of a timecard', async () => {
    const other = `/rest/v1.0/projects/${site.other}/crews`;
    const made = await site.admin('POST', other, { crew: { name: 'Far', ...members() } });
    const timecard_entry = site.card({ crew_id: id(made.body) });
    const card = await site.admin('POST', OF_COMPANY, { project_id: site.project, timecard_entry });
    expect([card.status, Object.keys(at(card.body, 'errors') as Json)]).toEqual([422, ['crew_id']]);
  });

  test('the people and the types of time are the same for the company and a project', async () => {
    expect(await sandbox.list('admin', `${site.path}/people`)).toEqual(site.people);
    expect(site.people.map((one) => one['user_id'] !== null)).toEqual([
      ...[true, true, true, false, false, false, false, false],
    ]);
    const ofCompany = `/rest/v1.0/companies/${COMPANY}/timecard_time_types`;
    const types = await sandbox.list('admin', ofCompany);
    expect(types.map((one) => one['abbreviated_time_type'])).toContain('OT');
    const ofProject = `/rest/v1.0/timecard_time_types?project_id=${site.project}`;
    expect(await sandbox.list('admin', ofProject)).toEqual(types);
  });
});

describe('what a foreman does without an app', () => {
  test('enters, changes, approves and deletes one', async () => {
    const entered = await sandbox.control('POST', '/timecards', {
      ...{ projectId: site.project, person: 'rosa.delacroix', date: '2026-11-16' },
      ...{ hours: '7.25', costCode: '06-100', timeType: 'Overtime', description: 'Frames' },
    });
    expect(entered).toMatchObject({
      status: 201,
      body: {
        ...{ date: '2026-11-16', hours: '7.25', timecard_type: 'Overtime' },
        ...{ party: { name: 'Rosa Delacroix' }, cost_code: { name: 'Carpentry' } },
        ...{ line_item_type_id: site.labour, approval_status: 'pending' },
      },
    });
    const path = `/timecards/${id(entered.body)}`;
    const changed = await sandbox.control('PUT', path, { hours: '6.00', approval: 'approved' });
    expect(changed).toMatchObject({
      status: 200,
      body: { hours: '6.0', approval_status: 'approved', description: 'Frames' },
    });
    const corrected = await sandbox.control('PUT', path, { hours: '5.5', costCode: null });
    expect(corrected).toMatchObject({ status: 200, body: { hours: '5.5', cost_code: null } });
    expect((await sandbox.control('DELETE', path)).status).toBe(200);
    expect((await sandbox.control('DELETE', path)).status).toBe(404);
  });

  test('is refused what Procore refuses, and what there is not', async () => {
    const one = { projectId: site.project, person: 'tom.kereama' };
    const refused = [{ ...one, hours: '25.00' }, { ...one }];
    for (const body of refused)
      expect((await sandbox.control('POST', '/timecards', body)).status).toBe(409);
    const unknown = [
      { ...one, person: 'nobody' },
      { ...one, projectId: 1 },
      { ...one, costCode: '99-999' },
      { ...one, timeType: 'Nap' },
    ];
    for (const body of unknown)
      expect((await sandbox.control('POST', '/timecards', { hours: '1', ...body })).status).toBe(
        404,
      );
  });

  test('enters two weeks, once and never by a seed: people, overtime, and what foremen get wrong', async () => {
    expect(await dates(OF_COMPANY)).toEqual([]);
    const told = (await sandbox.control('POST', '/timecard-weeks')).body;
    expect(at(told, 'projects')).toEqual([site.project, site.other]);
    const rows = await sandbox.list('admin', `${OF_COMPANY}?per_page=500`);
    expect([rows.length, at(told, 'timecards')]).toEqual([rows.length, rows.length]);
    expect(rows.length).toBeGreaterThan(60);
    const days = new Set(rows.map((one) => one['date']));
    expect(
      [...days]
        .sort()
        .slice(0, 1)
        .concat([...days].sort().slice(-1)),
    ).toEqual(['2026-11-09', '2026-11-20']);
    expect(new Set(rows.map((one) => at(one, 'party', 'name'))).size).toBe(6);
    expect(rows.filter((one) => one['cost_code'] === null)).toHaveLength(1);
    expect(rows.filter((one) => one['billable'] === false)).toHaveLength(1);
    expect(rows.filter((one) => one['timecard_type'] === 'Overtime')).toMatchObject([
      { date: '2026-11-14', hours: '5.0', time_in: '2026-11-13T18:00:00.000Z' },
    ]);
    expect(rows.filter((one) => one['description'] === 'Pour, block B')).toHaveLength(2);
    expect(new Set(rows.map((one) => one['approval_status']))).toEqual(
      new Set(['completed', 'approved', 'pending']),
    );
    expect(new Set(rows.map((one) => at(one, 'project', 'id')))).toEqual(
      new Set([site.project, site.other]),
    );
    expect((await sandbox.control('POST', '/timecard-weeks')).status).toBe(409);
  });

  test('enters the same two weeks for the same seed', async () => {
    const weeks = async (): Promise<unknown[]> => {
      await sandbox.control('POST', '/seed', { company: 'twenty' });
      await sandbox.control('POST', '/timecard-weeks');
      const rows = await sandbox.list('admin', `${OF_COMPANY}?per_page=500`);
      return rows.map((one) => [
        one['date'],
        one['hours'],
        at(one, 'party', 'name'),
        one['cost_code'],
      ]);
    };
    expect(await weeks()).toEqual(await weeks());
  });

  test.each([
    ['demo', 2, '2026-11-13T18:00:00.000Z'],
    ['uk', 2, '2026-11-14T07:00:00.000Z'],
    ['empty', 1, '2026-11-13T18:00:00.000Z'],
  ])(
    'enters them for the company %s on %i projects, by its own clocks',
    async (company, count, from) => {
      await sandbox.control('POST', '/seed', { company });
      const told = (await sandbox.control('POST', '/timecard-weeks')).body;
      expect(at(told, 'projects')).toHaveLength(count);
      const rows = await sandbox.list('admin', `${OF_COMPANY}?per_page=500`);
      expect(rows).toHaveLength(Number(at(told, 'timecards')));
      const clocked = rows.filter((one) => one['time_in'] !== null);
      expect(clocked.map((one) => one['time_in'])).toEqual([from]);
    },
  );
});
