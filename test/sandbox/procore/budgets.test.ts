// Proves what a project's budget shows: views of their own shape, rows whose figures follow from the contracts and pay apps they
// stand for, groups, pages, snapshots and modifications, read only and for those who may use the budget.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, cents, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { currencyCaller } from './currency-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import { payAppCaller } from './pay-app-caller.ts';

let sandbox: Running;
let project: number;
let standard: number;
let lettings: number;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: 'all', tools: 'all' });
  project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  const views = await sandbox.list('tieout', `/rest/v1.0/budget_views${inProject()}`);
  [standard = 0, lettings = 0] = views.map(id);
});

const inProject = (more = '') => `?project_id=${project}&per_page=200${more}`;
const settings = (rules: Json) => sandbox.control('PUT', '/settings', rules);
const rowsOf = (more = '', view = standard) =>
  sandbox.list('tieout', `/rest/v1.0/budget_views/${view}/detail_rows${inProject(more)}`);
const groupsOf = (more = '', view = standard) =>
  sandbox.list('tieout', `/rest/v1.0/budget_views/${view}/summary_rows${inProject(more)}`);
const hundredths = (row: Json | undefined, name: string): number =>
  Math.round(Number(row?.[name]) * 100);
const total = (rows: readonly Json[], name: string): number =>
  rows.reduce((sum, row) => sum + hundredths(row, name), 0);
const addLine = (costCode: string, costType: string, more: Json = {}) =>
  sandbox.control('POST', '/budget-lines', {
    ...{ projectId: project, costCode, costType, amount: '12345.67' },
    ...more,
  });

describe('the rows of a view', () => {
  test('commit what the project’s approved contracts come to, code by code', async () => {
    const committed = new Map<number, bigint>();
    for (const kind of ['work_order_contracts', 'purchase_order_contracts']) {
      for (const listed of await sandbox.list('admin', `/rest/v1.0/${kind}${inProject()}`)) {
        if (listed['status'] !== 'Approved') continue;
        const path = `/rest/v1.0/${kind}/${id(listed)}${inProject()}`;
        for (const line of (await sandbox.one('admin', path))['line_items'] as Json[]) {
          const code = Number(at(line, 'wbs_code', 'id'));
          committed.set(code, (committed.get(code) ?? 0n) + cents(text(line, 'amount')));
        }
      }
    }
    const rows = await rowsOf('&budget_row_type=all');
    const shown = rows
      .filter((row) => row['Committed Costs'] !== 0)
      .map((row) => [Number(row['wbs_code_id']), BigInt(hundredths(row, 'Committed Costs'))]);
    expect(committed.size).toBeGreaterThan(1);
    expect(new Map(shown as [number, bigint][])).toEqual(committed);
  });

  test('cost to date what approved pay apps billed, gross or net as the rules say', async () => {
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '1000.00' }]);
    const code = at(await billing.contract(), 'line_items', 0, 'wbs_code', 'id');
    const costs = async () => {
      const rows = await rowsOf('&budget_row_type=all');
      return hundredths(
        rows.find((row) => row['wbs_code_id'] === code),
        'Job to Date Costs',
      );
    };
    const before = await costs();
    const payApp = await billing.bill();
    await billing.claim(payApp, 'Walls', { work_completed_this_period: '400.00' });
    for (const [status, more] of [
      ['approved_as_noted', 0],
      ['pending_owner_approval', 0],
      ['approved', 40_000],
    ] as const) {
      ok(await billing.patch(payApp, { status }));
      expect((await costs()) - before, status).toBe(more);
    }
    await settings({ jobToDateAmount: 'net' });
    const net = await costs();
    ok(await billing.patch(payApp, { status: 'draft' }));
    // 10 % are held.
    expect(net - (await costs())).toBe(36_000);
  });

  test('follow one another: each formula is of the columns beside it', async () => {
    const rows = await rowsOf('&budget_row_type=all');
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      const of = (name: string) => hundredths(row, name);
      const revised = of('original_budget_amount') + of('budget_modifications');
      expect(of('Revised Budget')).toBe(revised + of('Approved Budget Changes'));
      expect(of('Projected Budget')).toBe(of('Revised Budget') + of('Pending Budget Changes'));
      expect(of('Projected Costs')).toBe(of('Committed Costs') + of('Pending Cost Changes'));
      const left = Math.max(0, of('Projected Budget') - of('Projected Costs'));
      expect(hundredths(row['budget_forecast'] as Json, 'amount')).toBe(left);
      expect(of('Estimated Cost at Completion')).toBe(of('Projected Costs') + left);
      const over = of('Projected Budget') - of('Estimated Cost at Completion');
      expect(of('Projected over Under')).toBe(over);
    }
  });

  test('say change orders of both sides where their status counts them', async () => {
    const world = await ownerWorld(sandbox);
    const before = await rowsOf('&budget_row_type=all');
    await world.changeOrder('100.00');
    await world.changeOrder('40.00', 'pending');
    const after = await rowsOf('&budget_row_type=all');
    const grown = (name: string) => total(after, name) - total(before, name);
    expect(grown('Approved Budget Changes')).toBe(10_000);
    expect(grown('Pending Budget Changes')).toBe(4_000);
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '10.00' }]);
    const base = await rowsOf('&budget_row_type=all');
    const approved = await billing.orders.make([{ amount: '5.00' }], 'Agreed');
    await billing.orders.setStatus(approved, 'approved');
    const pending = await billing.orders.make([{ amount: '3.00' }], 'Asked');
    await billing.orders.setStatus(pending, 'pending');
    const last = await rowsOf('&budget_row_type=all');
    expect(total(last, 'Committed Costs') - total(base, 'Committed Costs')).toBe(500);
    expect(total(last, 'Pending Cost Changes') - total(base, 'Pending Cost Changes')).toBe(300);
  });

  test('budget own work without a contract, leave a code out, and tell which is which', async () => {
    const budgeted = await rowsOf();
    expect(budgeted.every((row) => row['budgeted'] === true && row['id'] !== null)).toBe(true);
    const own = budgeted.filter((row) => row['Committed Costs'] === 0);
    expect(own.length).toBeGreaterThanOrEqual(3);
    for (const row of own) expect(row['original_budget_amount']).toBeGreaterThan(0);
    await payAppCaller(sandbox, [{ description: 'Walls', amount: '10.00' }]);
    const rest = await rowsOf('&budget_row_type=unbudgeted');
    expect(rest.length).toBeGreaterThan(0);
    for (const row of rest) {
      expect(row).toMatchObject({ id: null, budgeted: false, original_budget_amount: 0 });
      expect(row['unbudgeted_reason']).toBe('Cost Code and Cost Type have not been budgeted.');
    }
    expect(await rowsOf('&budget_row_type=all')).toHaveLength(budgeted.length + rest.length);
  });

  test('are the same for the same seed, in whole hundreds, and another’s are others', async () => {
    const first = await rowsOf();
    await sandbox.control('POST', '/seed', { company: 'twenty' });
    expect(await rowsOf()).toEqual(first);
    for (const row of first) expect(hundredths(row, 'original_budget_amount') % 10_000).toBe(0);
    await sandbox.control('POST', '/seed', { company: 'twenty', seed: 'another' });
    expect(await rowsOf()).not.toEqual(first);
  });

  test('are in the project’s currency, a contract’s own at its rate', async () => {
    const caller = await currencyCaller(sandbox);
    await caller.grant({ multicurrency: true, phaseTwo: true }, {});
    const before = total(await rowsOf('&budget_row_type=all'), 'Committed Costs');
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '1000.00' }]);
    const euros = { contractId: billing.contractId, currency: 'EUR', rate: '1.83' };
    ok(await caller.contractCurrency(euros));
    const rows = await rowsOf('&budget_row_type=all');
    expect(total(rows, 'Committed Costs') - before).toBe(183_000);
    expect(rows[0]).toMatchObject({ currency_configuration: { currency_iso_code: 'NZD' } });
  });
});

describe('columns', () => {
  test('are each view’s own, and so the shape of its rows', async () => {
    const [row] = await rowsOf();
    const [other] = await rowsOf('', lettings);
    expect(Object.keys(other ?? {})).toEqual(expect.arrayContaining(['Let', 'Certified']));
    expect(other?.['Let']).toBe(row?.['Committed Costs']);
    expect(other).not.toHaveProperty('Committed Costs');
    expect(other).not.toHaveProperty('budget_forecast');
    expect((await groupsOf('', lettings))[0]).not.toHaveProperty('budget_forecast');
  });

  test('are listed with fixed ones ahead, and are the keys of rows where the rules say so', async () => {
    const path = `/rest/v1.0/budget_views/${lettings}/budget_detail_columns${inProject()}`;
    const columns = await sandbox.list('tieout', path);
    const ahead = columns.filter(({ type }) => type === 'standard');
    expect(ahead.map((column) => column['id'])).toContain('cost_code');
    for (const column of ahead) expect(column['position']).toBeLessThan(0);
    const sources = columns.filter(({ type }) => type === 'source');
    expect(sources.map(({ name }) => name)).toEqual(['Let', 'Certified']);
    const [named] = await rowsOf('', lettings);
    await settings({ budgetColumnKeys: 'id' });
    const [row] = await rowsOf('', lettings);
    expect(row).not.toHaveProperty('Let');
    expect(row?.[text(sources[0], 'id')]).toBe(named?.['Let']);
  });

  test('are numbers, or texts of two decimals where the rules say so', async () => {
    const [number] = await rowsOf();
    await settings({ budgetAmounts: 'texts' });
    const [row] = await rowsOf();
    expect(typeof number?.['original_budget_amount']).toBe('number');
    const amount = text(row, 'original_budget_amount');
    expect(Number(cents(amount))).toBe(hundredths(number, 'original_budget_amount'));
    expect(text(row, 'budget_forecast', 'amount')).toMatch(/^\d+\.\d\d$/);
  });
});

describe('filters, order, groups and pages', () => {
  test('of rows', async () => {
    const rows = await rowsOf();
    const [first] = rows;
    for (const [name, key] of [
      ['cost_code_id[]', 'cost_code_id'],
      ['cost_code_name[]', 'cost_code'],
      ['root_cost_code_id[]', 'root_cost_code_id'],
      ['category_id[]', 'category_id'],
      ['budget_line_item_id[]', 'id'],
    ] as const) {
      const value = first?.[key];
      const found = await rowsOf(`&${name}=${encodeURIComponent(String(value))}`);
      expect(found, name).toEqual(rows.filter((row) => row[key] === value));
    }
    const own = encodeURIComponent(`id=${project},type=Project`);
    expect(await rowsOf(`&biller[]=${own}`)).toEqual(rows);
    expect(await rowsOf('&biller[]=id=7,type=SubJob')).toEqual([]);
    const codes = rows.map((row) => text(row, 'cost_code'));
    expect(codes).toEqual([...codes].sort());
    const byCategory = (await rowsOf('&sort=category_id')).map((row) => Number(row['category_id']));
    expect(byCategory).toEqual([...byCategory].sort((a, b) => a - b));
  });

  test('of summary rows: every grouping comes to the same', async () => {
    const rows = await rowsOf();
    const budget = total(rows, 'original_budget_amount');
    for (const by of ['project', 'biller', 'category', 'cost_code', 'biller,root_cost_code']) {
      const groups = await groupsOf(`&group_by=${by}`);
      expect(total(groups, 'original_budget_amount'), by).toBe(budget);
      expect(total(groups, 'Committed Costs'), by).toBe(total(rows, 'Committed Costs'));
      const lines = groups.flatMap((group) => group['budget_line_item_ids'] as string[]);
      expect(lines.sort(), by).toEqual(rows.map((row) => String(row['id'])).sort());
      const isByBiller = by.includes('biller');
      for (const group of groups) {
        expect(group['biller_type'], by).toBe(isByBiller ? 'Project' : null);
      }
    }
    expect(await groupsOf()).toEqual(await groupsOf('&group_by=biller,root_cost_code'));
  });

  test('pages have their total and their links', async () => {
    const all = await rowsOf();
    const call = await sandbox.as('tieout');
    const path = `/rest/v1.0/budget_views/${standard}/detail_rows?project_id=${project}&per_page=2`;
    const second = await call('GET', `${path}&page=2`);
    expect(second.body).toEqual(all.slice(2, 4));
    expect(second.headers.get('total')).toBe(String(all.length));
    expect(second.headers.get('link')).toContain('rel="next"');
  });

  test.each([
    'detail_rows?budget_row_type=some',
    'detail_rows?sort=colour',
    'summary_rows?group_by=colour',
  ])('%s is refused', async (asked) => {
    const call = await sandbox.as('tieout');
    const path = `/rest/v1.0/budget_views/${standard}/${asked}&project_id=${project}`;
    expect((await call('GET', path)).status).toBe(400);
  });
});

test('a snapshot keeps the figures of its moment', async () => {
  const before = await rowsOf('&budget_row_type=all');
  const asked = { projectId: project, name: 'May', viewId: standard };
  const made = await sandbox.control('POST', '/budget-snapshots', asked);
  expect(made.status).toBe(201);
  expect((await addLine('32-100', 'O')).status).toBe(201);
  const [snapshot] = await sandbox.list('tieout', `/rest/v1.0/budget_view_snapshots${inProject()}`);
  expect(snapshot).toMatchObject({ name: 'May', budget_view: { id: standard } });
  const path = `/rest/v1.0/budget_view_snapshots/${id(snapshot)}`;
  expect(await sandbox.list('tieout', `${path}/detail_rows${inProject()}`)).toEqual(before);
  const groups = await sandbox.list(
    'tieout',
    `${path}/summary_rows${inProject('&group_by=project')}`,
  );
  expect(total(groups, 'original_budget_amount')).toBe(total(before, 'original_budget_amount'));
  const now = await rowsOf('&budget_row_type=all');
  expect(total(now, 'original_budget_amount')).not.toBe(total(before, 'original_budget_amount'));
  const others = `/rest/v1.0/budget_view_snapshots${inProject(`&filters[budget_view_id]=${lettings}`)}`;
  expect(await sandbox.list('tieout', others)).toEqual([]);
});

test('modifications move money between lines or add it, and are read only', async () => {
  const path = `/rest/v1.0/projects/${project}/budget_modifications`;
  const seeded = await sandbox.list('tieout', path);
  const added = seeded.filter((one) => one['from_budget_line_item_id'] === null);
  const rows = await rowsOf();
  expect(total(rows, 'budget_modifications')).toBe(total(added, 'transfer_amount'));
  const [from, to] = [rows[1], rows[2]].map((row) => Number(row?.['id']));
  const moved = { projectId: project, fromLineId: from, toLineId: to, amount: '250.50' };
  const made = await sandbox.control('POST', '/budget-modifications', moved);
  const own = id(at(made.body, 'budgetModification'));
  expect(await sandbox.one('tieout', `${path}/${own}`)).toMatchObject({ transfer_amount: 250.5 });
  const after = await rowsOf();
  const by = (index: number) =>
    hundredths(after[index], 'budget_modifications') -
    hundredths(rows[index], 'budget_modifications');
  expect([by(1), by(2)]).toEqual([-25_050, 25_050]);
  const call = await sandbox.as('admin');
  for (const [method, where] of [
    ['POST', path],
    ['PATCH', `${path}/${own}`],
    ['DELETE', `${path}/${own}`],
  ] as const) {
    expect((await call(method, where, {})).status, method).toBe(405);
  }
});

test('a line of a sub job stands beside the project’s own, and bears no costs', async () => {
  expect(
    (await addLine('03-100', 'S', { subJob: { code: 'A', name: 'North block' } })).status,
  ).toBe(201);
  const [subJob] = await sandbox.list('tieout', `/rest/v1.0/sub_jobs${inProject()}`);
  expect(subJob).toMatchObject({ code: 'A', name: 'North block' });
  const biller = encodeURIComponent(`id=${id(subJob)},type=SubJob`);
  expect(await rowsOf(`&biller[]=${biller}`)).toMatchObject([
    {
      ...{ biller: 'North block', biller_type: 'SubJob', biller_id: id(subJob) },
      ...{ original_budget_amount: 12_345.67, 'Committed Costs': 0 },
    },
  ]);
  const billers = await groupsOf('&group_by=biller');
  expect(billers.map((group) => group['biller_type'])).toEqual(['Project', 'SubJob']);
});

test('the control plane refuses what is not there or there already', async () => {
  expect((await addLine('32-100', 'O')).status).toBe(201);
  const refused: [string, Json, number][] = [
    ['budget-lines', { costCode: '32-100', costType: 'O', amount: '1.00' }, 409],
    ['budget-lines', { costCode: '99-999', costType: 'O', amount: '1.00' }, 404],
    ['budget-lines', { costCode: '32-100', costType: 'M', amount: '1' }, 400],
    ['budget-modifications', { toLineId: 7, amount: '1.00' }, 404],
    ['budget-snapshots', { name: 'May', viewId: 7 }, 404],
    ['budget-snapshots', { name: 'May', projectId: 7 }, 404],
  ];
  for (const [path, body, status] of refused) {
    const asked = { projectId: project, ...body };
    const reply = await sandbox.control('POST', `/${path}`, asked);
    expect(reply.status, JSON.stringify(asked)).toBe(status);
  }
  const line = Number((await rowsOf())[0]?.['id']);
  const circle = { projectId: project, fromLineId: line, toLineId: line, amount: '1.00' };
  expect((await sandbox.control('POST', '/budget-modifications', circle)).status).toBe(409);
});

describe('who may read it', () => {
  const paths = () => [
    '/rest/v1.0/budget_views',
    `/rest/v1.0/budget_views/${standard}/budget_detail_columns`,
    `/rest/v1.0/budget_views/${standard}/detail_rows`,
    `/rest/v1.0/budget_views/${standard}/summary_rows`,
    '/rest/v1.0/budget_view_snapshots',
    `/rest/v1.0/projects/${project}/budget_modifications`,
  ];

  test('without the budget tool 403, in a hidden project 404, without a project 400', async () => {
    const call = await sandbox.as('tieout');
    const tools = ['directory', 'commitments', 'invoicing', 'payments', 'prime contracts'];
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools });
    for (const path of paths())
      expect((await call('GET', `${path}${inProject()}`)).status).toBe(403);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: 'all', projects: [] });
    for (const path of paths())
      expect((await call('GET', `${path}${inProject()}`)).status).toBe(404);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: 'all' });
    for (const path of paths().slice(0, 5)) expect((await call('GET', path)).status).toBe(400);
  });

  test('a view or snapshot that is not there is 404', async () => {
    const call = await sandbox.as('tieout');
    for (const path of [
      '/rest/v1.0/budget_views/7/detail_rows',
      '/rest/v1.0/budget_views/7/summary_rows',
      '/rest/v1.0/budget_views/7/budget_detail_columns',
      '/rest/v1.0/budget_view_snapshots/7/detail_rows',
      `/rest/v1.0/projects/${project}/budget_modifications/7`,
    ]) {
      expect((await call('GET', `${path}${inProject()}`)).status, path).toBe(404);
    }
  });
});
