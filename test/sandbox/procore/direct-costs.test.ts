// Proves direct costs: what one and its lines must say, what is unique, how a synced one is locked, and that a sync action answers 200 whatever it refuses.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RuleName } from '../../../sandbox/procore/open-rules.ts';
import { at, COMPANY, id, startSeeded } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

let sandbox: Running;
let app: Send;
let pm: Send;
let projects: number[];
let vendor: number;
let codes: number[];
beforeAll(async () => {
  sandbox = await startSeeded('demo');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'demo' });
  [app, pm] = [await sandbox.as('tieout'), await sandbox.as('pm')];
  projects = (await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`)).map(id);
  vendor = id((await sandbox.list('tieout', `/rest/v1.0/vendors?company_id=${COMPANY}`))[0]);
  codes = await codesOf(projects[0]!);
});

const codesOf = async (project: number) =>
  (
    await sandbox.list(
      'tieout',
      `/rest/v1.0/projects/${project}/work_breakdown_structure/wbs_codes?per_page=200`,
    )
  ).map(id);
const place = (project = projects[0]) => `/rest/v1.1/projects/${project}/direct_costs`;
const lines = (project = projects[0]) => `/rest/v1.0/projects/${project}/direct_costs`;
const bill = (fields: Json = {}): Json => ({
  direct_cost_type: 'invoice',
  status: 'approved',
  vendor_id: vendor,
  invoice_number: 'INV-77',
  direct_cost_date: '2026-06-02',
  description: 'Skips',
  line_items: [{ wbs_code_id: codes[0], manual_amount: '120.50', description: 'Hire' }],
  ...fields,
});
const post = (fields: Json = {}, project = projects[0]) =>
  app('POST', place(project), { direct_cost: bill(fields) });
const made = async (fields: Json = {}) => {
  const reply = await post(fields);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body as Json;
};
const settings = (change: Partial<Record<RuleName, string>>) =>
  sandbox.control('PUT', '/settings', change);
const listed = (query = '') => sandbox.list('tieout', `${place()}${query}`);
const numbers = async (query = '') => (await listed(query)).map((one) => one['invoice_number']);

describe('a direct cost', () => {
  test('shows its lines, and its list does not unless the rule says so', async () => {
    const one = await made();
    expect(one).toMatchObject({
      direct_cost_type: 'invoice',
      status: 'approved',
      vendor_id: vendor,
      invoice_number: 'INV-77',
      direct_cost_date: '2026-06-02',
      grand_total: '120.50',
      synced: false,
      tax_breakdown: { subtotal: '120.50', tax_total: '0.00', grand_total: '120.50' },
      currency_configuration: { currency_iso_code: 'NZD' },
      line_items: [{ amount: '120.50', description: 'Hire', wbs_code: { id: codes[0] } }],
    });
    expect((await listed())[0]).not.toHaveProperty('line_items');
    const whole = await sandbox.list('tieout', `${lines()}/line_items`);
    expect(whole).toMatchObject([{ amount: '120.50', holder: { id: id(one) } }]);
    await settings({ directCostLinesInList: 'present' });
    await settings({ directCostTax: 'absent' });
    expect((await listed())[0]).toHaveProperty('line_items');
    expect((await listed())[0]).not.toHaveProperty('synced');
  });

  test('taxes its lines by their code, and says the parts and the whole', async () => {
    const [tax] = await sandbox.list('tieout', `/rest/v1.0/tax_codes?company_id=${COMPANY}`);
    const line = { wbs_code_id: codes[0], manual_amount: '100.00', tax_code_id: id(tax) };
    expect(await made({ line_items: [line] })).toMatchObject({
      tax_breakdown: {
        subtotal: '100.00',
        tax_total: '15.00',
        grand_total: '115.00',
        tax_details: [{ tax_code_id: id(tax), applied_amount: '15.00' }],
      },
    });
  });

  test('a quantity at a price is worth their product', async () => {
    const line = { wbs_code_id: codes[0], quantity: 12.5, unit_cost: '3.333' };
    expect(at(await made({ line_items: [line] }), 'line_items', 0)).toMatchObject({
      ...{ amount: '41.66', extended_type: 'calculated' },
    });
  });

  test.each([
    ['an invoice without a vendor', { vendor_id: null }, 'vendor_id'],
    ['an invoice without a number', { invoice_number: '' }, 'invoice_number'],
    ['another type', { direct_cost_type: 'cash' }, 'direct_cost_type'],
    ['another status', { status: 'paid' }, 'status'],
    ['a vendor that is none', { vendor_id: 1 }, 'vendor_id'],
    ['a line without a code', { line_items: [{ manual_amount: '1.00' }] }, 'wbs_code_id'],
    ['a line with an amount of words', { line_items: [{ manual_amount: 'x' }] }, 'wbs_code_id'],
  ])('%s is refused', async (_what, fields, field) => {
    const reply = await post(fields);
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: { [field]: expect.anything() as unknown } },
    });
    expect(await listed()).toEqual([]);
  });

  test('a code of another project is refused, and one that is not budgeted where the rule says so', async () => {
    const [other] = await codesOf(projects[1]!);
    const asked = { line_items: [{ wbs_code_id: other, manual_amount: '1.00' }] };
    expect((await post(asked)).status).toBe(422);
    await settings({ unbudgetedDirectCost: 'refused' });
    const budgeted = await Promise.all(
      codes.map((code, at) =>
        post({
          invoice_number: `C-${at}`,
          line_items: [{ wbs_code_id: code, manual_amount: '1.00' }],
        }),
      ),
    );
    const statuses = new Set(budgeted.map(({ status }) => status));
    expect(statuses).toEqual(new Set([201, 422]));
  });

  test('an expense needs neither vendor nor number, and a hundred lines are the most', async () => {
    const expense = { direct_cost_type: 'expense', vendor_id: null, invoice_number: null };
    const many = (count: number) =>
      Array.from({ length: count }, () => ({ wbs_code_id: codes[0], manual_amount: '1.00' }));
    expect((await post({ ...expense, line_items: many(101) })).status).toBe(422);
    expect(await made({ ...expense, line_items: many(100) })).toMatchObject({
      ...{ grand_total: '100.00', line_items_count: 100 },
    });
    for (const direct_cost_type of ['payroll', 'subcontractor_invoice']) {
      expect((await post({ direct_cost_type, invoice_number: direct_cost_type })).status).toBe(201);
    }
  });

  test('a number stands once a vendor, whichever the project', async () => {
    await made();
    const [code] = await codesOf(projects[1]!);
    const line_items = [{ wbs_code_id: code, manual_amount: '1.00' }];
    expect((await post({ line_items }, projects[1])).status).toBe(422);
    expect((await post({ invoice_number: 'INV-78', line_items }, projects[1])).status).toBe(201);
  });

  test('an amount below zero is taken, or refused where the rule says so', async () => {
    const line_items = [{ wbs_code_id: codes[0], manual_amount: '-5.00' }];
    await made({ line_items });
    await settings({ negativeDirectCost: 'refused' });
    expect((await post({ invoice_number: 'X', line_items })).status).toBe(422);
  });

  test('is filtered by number, other system, day of payment and change, and paged', async () => {
    await made({ origin_id: 'xero-1', payment_date: '2026-07-01' });
    const later = await made({ invoice_number: 'INV-78' });
    expect(await numbers('?filters[invoice_number]=INV-78')).toEqual(['INV-78']);
    expect(await numbers('?filters[origin_id]=xero-1')).toEqual(['INV-77']);
    expect(await numbers('?filters[payment_date]=2026-07-01')).toEqual(['INV-77']);
    const since = `${String(later['updated_at'])}...2099-01-01T00:00:00Z`;
    expect(await numbers(`?filters[updated_at]=${since}`)).toEqual(['INV-78']);
    expect(await numbers('?per_page=1&page=2')).toEqual(['INV-78']);
  });

  test('changes by field and by line, keeps its type, and is gone once deleted', async () => {
    const one = await made();
    const change = (fields: Json) =>
      app('PATCH', `${place()}/${id(one)}`, { direct_cost: fields }) as Promise<{ body: Json }>;
    const line = { id: at(one, 'line_items', 0, 'id'), manual_amount: '7.00' };
    const more = { wbs_code_id: codes[1], manual_amount: '3.00' };
    const changed = await change({ description: 'Bins', line_items: [line, more] });
    expect(changed.body).toMatchObject({ description: 'Bins', grand_total: '10.00' });
    expect(await change({ direct_cost_type: 'expense' })).toMatchObject({ status: 422 });
    expect((await app('DELETE', `${place()}/${id(one)}`)).body).toEqual({ id: id(one) });
    expect((await app('GET', `${place()}/${id(one)}`)).status).toBe(404);
  });

  test('its lines are added, changed and deleted by themselves, and move it unless the rule says no', async () => {
    const one = await made();
    const path = `${lines()}/${id(one)}/line_items`;
    const line_item = { wbs_code_id: codes[1], amount: '9.50' };
    const added = await app('POST', path, { line_item });
    expect(added).toMatchObject({ status: 201, body: { amount: '9.50' } });
    const stamp = async () => (await listed())[0]!['updated_at'];
    const before = await stamp();
    const own = `${path}/${id(added.body)}`;
    expect((await app('PATCH', own, { line_item: { amount: '1.00' } })).status).toBe(200);
    expect(await stamp()).not.toBe(before);
    await settings({ lineMovesDirectCost: 'no' });
    const moved = await stamp();
    expect((await app('DELETE', own)).status).toBe(204);
    expect(await stamp()).toBe(moved);
    expect((await sandbox.list('tieout', path)).map(id)).toEqual([
      at(one, 'line_items', 0, 'id') as number,
    ]);
  });

  test('counts in the budget once it is approved', async () => {
    const [view] = await sandbox.list(
      'tieout',
      `/rest/v1.0/budget_views?project_id=${projects[0]}`,
    );
    const rows = `/rest/v1.0/budget_views/${id(view)}/detail_rows?project_id=${projects[0]}`;
    const direct = async () =>
      (await sandbox.list('tieout', rows))
        .filter((row) => row['wbs_code_id'] === codes[0])
        .map((row) => row['Direct Costs']);
    const one = await made({ status: 'pending' });
    expect(await direct()).not.toContain(120.5);
    await app('PATCH', `${place()}/${id(one)}`, { direct_cost: { status: 'approved' } });
    expect(await direct()).toContain(120.5);
  });
});

describe('the id of another system', () => {
  test('belongs to one direct cost of the company', async () => {
    await made({ origin_id: 'xero-1' });
    const [code] = await codesOf(projects[1]!);
    const fields = {
      ...{ origin_id: 'xero-1', invoice_number: 'INV-80' },
      line_items: [{ wbs_code_id: code, manual_amount: '1.00' }],
    };
    expect((await post(fields, projects[1])).status).toBe(409);
  });

  test('locks it for people, for all or for nobody', async () => {
    const one = await made({ origin_id: 'xero-1' });
    expect(one['synced']).toBe(true);
    const typed = (by: Send) =>
      by('PATCH', `${place()}/${id(one)}`, { direct_cost: { description: 'Other' } });
    expect((await typed(pm)).status).toBe(422);
    expect((await typed(app)).status).toBe(200);
    const onPage = () =>
      sandbox.control('PUT', `/direct-costs/${id(one)}`, { directCost: { description: 'Page' } });
    expect((await onPage()).status).toBe(422);
    expect((await sandbox.control('DELETE', `/direct-costs/${id(one)}`)).status).toBe(422);
    await settings({ syncedDirectCost: 'locked for all' });
    expect((await typed(app)).status).toBe(422);
    await settings({ syncedDirectCost: 'open' });
    expect((await onPage()).status).toBe(200);
    expect((await sandbox.control('DELETE', `/direct-costs/${id(one)}`)).status).toBe(200);
  });
});

describe('a sync action', () => {
  const sync = (updates: Json[]) => app('PATCH', `${lines()}/sync`, { updates });

  test('makes, changes by the other system’s id, and answers 200 with what it refused', async () => {
    const first = await sync([bill({ origin_id: 'xero-1' }), bill({ invoice_number: '' })]);
    expect(first).toMatchObject({
      status: 200,
      body: {
        entities: [{ origin_id: 'xero-1' }],
        errors: [{ invoice_number: '', errors: { invoice_number: ["can't be blank"] } }],
      },
    });
    const again = await sync([{ origin_id: 'xero-1', description: 'Bins' }]);
    expect(again.body).toMatchObject({ entities: [{ description: 'Bins' }], errors: [] });
    expect(await listed()).toHaveLength(1);
    const none = await sync([{ id: 1, description: 'x' }]);
    expect(none).toMatchObject({ status: 200, body: { entities: [], errors: [{ id: 1 }] } });
    expect((await sync(Array.from({ length: 1_001 }, () => ({})))).status).toBe(400);
  });

  test('of lines finds each in the direct cost it names', async () => {
    const one = await made();
    const update = { direct_cost_id: id(one), wbs_code_id: codes[1], manual_amount: '2.00' };
    const reply = await app('PATCH', `${lines()}/line_items/sync`, {
      updates: [
        { ...update, origin_id: 'l-1' },
        { direct_cost_id: 5, manual_amount: '1.00' },
      ],
    });
    expect(reply).toMatchObject({ status: 200, body: { entities: [{ amount: '2.00' }] } });
    expect(at(reply.body, 'errors')).toHaveLength(1);
    const { lines: kept } = await ledgerRow();
    expect(kept).toHaveLength(2);
  });
});

async function ledgerRow(): Promise<{ lines: Json[] }> {
  const { body } = await sandbox.control('GET', '/ledger');
  return at(body, 'directCosts', 0) as { lines: Json[] };
}

test('a person types one, and who may not use the tool sees none', async () => {
  const typed = await sandbox.control('POST', '/direct-costs', {
    projectId: projects[0],
    directCost: bill(),
  });
  expect(typed.status).toBe(201);
  expect(await numbers()).toEqual(['INV-77']);
  await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: ['directory'] });
  expect((await app('GET', place())).status).toBe(403);
  await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: 'all' });
});
