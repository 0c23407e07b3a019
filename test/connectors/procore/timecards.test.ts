// Proves how timecards are read: of the projects that post, from their first day on, by their codes as people see them.
import { afterEach, expect, it } from 'vitest';
import { clientOf, failureOf, startProcoreStub } from './procore-stub.ts';
import type { ProcoreStub } from './procore-stub.ts';

let stub: ProcoreStub;
afterEach(() => stub.close());

const card = (id: number, over: object = {}) => ({
  ...{ id, date: '2026-06-02', hours: '7.5', approval_status: 'approved', status: 'approved' },
  ...{ project: { id: 5, name: '26-001 - Wharf' }, party: { id: 91, name: 'Aroha Ngata' } },
  ...{ cost_code: { id: 301, name: 'Concrete' }, description: 'Boxing', deleted_at: null },
  updated_at: '2026-06-03T01:02:03Z',
  ...over,
});
const costCodes = [{ id: 301, name: 'Concrete', code: '300', full_code: '03-300' }];
const isCodes = (path: string): boolean => path === '/rest/v1.0/cost_codes';
const ask = { from: '2026-01-01', projectIds: new Set(['5']) };
const start = (cards: object[]) =>
  startProcoreStub(({ path }) => ({ body: isCodes(path) ? costCodes : cards }));

it('by the range of days and what changed, of the company at once', async () => {
  stub = await start([card(700)]);
  const updatedSince = '2026-06-01T00:00:00.000Z';
  expect(await clientOf(stub).listTimecards({ ...ask, updatedSince })).toEqual([
    {
      ...{ kind: 'procoreTimecard', id: '700', projectId: '5', date: '2026-06-02', hours: '7.50' },
      ...{ approval: 'approved', isDeleted: false, description: 'Boxing' },
      costCode: { id: '301', code: '03-300', name: 'Concrete' },
      worker: { id: '91', name: 'Aroha Ngata' },
      updatedAt: '2026-06-03T01:02:03.000Z',
    },
  ]);
  const [list] = stub.apiCalls();
  expect(list?.path).toBe('/rest/v1.0/companies/5629494500123/timecard_entries');
  expect(Object.fromEntries(list?.query ?? [])).toMatchObject({
    ...{ start_date: '2026-01-01', end_date: '2100-01-01', per_page: '1000' },
    'filters[updated_at]': `${updatedSince}...2100-01-01T00:00:00Z`,
  });
});

it('of other projects nothing is kept, and their codes are not asked for', async () => {
  stub = await start([card(700), card(701, { project: { id: 6, name: 'Another' } })]);
  const found = await clientOf(stub).listTimecards(ask);
  expect(found.map(({ id }) => id)).toEqual(['700']);
  const asked = stub.apiCalls().filter(({ path }) => isCodes(path));
  expect(asked.map(({ query }) => query.get('project_id'))).toEqual(['5']);
});

it('the codes of a project are asked for once, and again for one that is not among them or after hours', async () => {
  const cards = [card(700)];
  let now = 0;
  stub = await start(cards);
  const client = clientOf(stub, { now: () => now });
  const asked = () => stub.apiCalls().filter(({ path }) => isCodes(path)).length;
  await client.listTimecards(ask);
  await client.listTimecards(ask);
  expect(asked()).toBe(1);
  cards.push(card(701, { cost_code: { id: 302, name: 'Piles' } }));
  await failureOf(client.listTimecards(ask));
  await failureOf(client.listTimecards(ask));
  expect(asked()).toBe(2);
  now = 7 * 3_600_000;
  cards.pop();
  await client.listTimecards(ask);
  expect(asked()).toBe(3);
});

it('one that cannot be read is named, and the rest is read', async () => {
  const odd = [
    ...[card(1, { hours: 'many' }), card(2, { cost_code: { id: 999, name: 'Gone' } })],
    ...[card(3, { project: null }), card(4, { cost_code: null, party: null })],
    card(5, { deleted_at: '2026-06-04T00:00:00Z' }),
  ];
  stub = await start([card(700), ...odd]);
  const named: (string | null)[] = [];
  const client = clientOf(stub, { onUnreadable: ({ id }) => named.push(id) });
  const found = await client.listTimecards(ask);
  expect(found.map(({ id }) => id)).toEqual(['700', '4', '5']);
  expect(found[1]).toMatchObject({ costCode: null, worker: null });
  expect(found[2]?.isDeleted).toBe(true);
  expect(named).toEqual(['1', '2', '3']);
});

it('one by itself is read under its own id', async () => {
  stub = await startProcoreStub(({ path }) => ({ body: isCodes(path) ? costCodes : card(700) }));
  const found = await clientOf(stub).readTimecard({ projectId: '5', id: '700' });
  expect([found.id, found.costCode?.code]).toEqual(['700', '03-300']);
  expect(stub.apiCalls()[0]?.path).toBe('/rest/v1.0/companies/5629494500123/timecard_entries/700');
});
