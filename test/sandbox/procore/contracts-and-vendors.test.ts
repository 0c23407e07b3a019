// Proves what a project manager may write beside pay apps: lines of a contract in Draft, and vendors.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
let project: number;
let draft: Json;
let approved: Json;
beforeAll(async () => {
  sandbox = await startSeeded('demo');
  for (const row of await sandbox.list('pm', `/rest/v1.0/projects?company_id=${COMPANY}`)) {
    const path = `/rest/v1.0/work_order_contracts?project_id=${id(row)}`;
    const contracts = await sandbox.list('pm', path);
    const found = contracts.find((contract) => contract['status'] === 'Draft');
    if (found === undefined) continue;
    project = id(row);
    draft = found;
    approved = contracts.find((contract) => contract['status'] === 'Approved') ?? {};
  }
});
afterAll(() => sandbox.close());

const contract = (record: Json) => `/rest/v1.0/work_order_contracts/${id(record)}`;
const inProject = () => `?project_id=${project}`;

test('the single contract holds its lines and totals that add up; a list leaves the lines out', async () => {
  const full = await sandbox.one('pm', `${contract(approved)}${inProject()}`);
  const lines = full['line_items'] as Json[];
  expect(approved['line_items']).toBeUndefined();
  const total = lines.reduce(
    (sum, line) => sum + BigInt(text(line, 'amount').replace('.', '')),
    0n,
  );
  expect(text(full, 'grand_total').replace('.', '')).toBe(total.toString());
  expect(full['revised_contract']).toBe(full['grand_total']);
  expect(at(full, 'vendor', 'id')).toBe(at(approved, 'vendor', 'id'));
  expect(typeof at(lines[0], 'total_amount')).toBe('number');
  expect(at(lines[0], 'wbs_code', 'flat_code')).toBe(
    `${text(lines[0], 'cost_code', 'full_code')}.${text(lines[0], 'line_item_type', 'code')}`,
  );
  const listed = await sandbox.list('pm', `${contract(approved)}/line_items${inProject()}`);
  expect(listed).toEqual(lines);
});

test('a purchase order is not found among the subcontracts', async () => {
  const orders = await sandbox.list('pm', `/rest/v1.0/purchase_order_contracts${inProject()}`);
  const call = await sandbox.as('pm');
  const path = `/rest/v1.0/work_order_contracts/${id(orders[0])}${inProject()}`;
  expect((await call('GET', path)).status).toBe(404);
});

test('lines are added, changed and deleted in Draft and refused in any other status', async () => {
  const call = await sandbox.as('pm');
  const codes = await sandbox.list('pm', `/rest/v1.0/cost_codes${inProject()}`);
  const types = await sandbox.list('pm', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  const line_item = {
    description: 'Extra bay',
    amount: '1234.50',
    cost_code_id: id(codes[1]),
    line_item_type_id: id(types[2]),
  };
  const body = { project_id: project, line_item };
  const before = await sandbox.one('pm', `${contract(draft)}${inProject()}`);
  const made = await call('POST', `${contract(draft)}/line_items`, body);
  expect(made).toMatchObject({ status: 201, body: { amount: '1234.50' } });
  expect(at(made.body, 'wbs_code', 'flat_code')).toBe('01-300.S');
  const line = `${contract(draft)}/line_items/${id(made.body)}`;
  const change = { project_id: project, line_item: { amount: '2000' } };
  expect(await call('PATCH', line, change)).toMatchObject({ body: { amount: '2000.00' } });
  const grown = await sandbox.one('pm', `${contract(draft)}${inProject()}`);
  const cents = (record: Json) => BigInt(text(record, 'grand_total').replace('.', ''));
  expect(cents(grown) - cents(before)).toBe(200_000n);
  expect(text(grown, 'updated_at') > text(before, 'updated_at')).toBe(true);
  expect((await call('DELETE', `${line}${inProject()}`)).status).toBe(204);
  expect((await call('DELETE', `${line}${inProject()}`)).status).toBe(404);
  for (const [method, path] of [
    ['POST', `${contract(approved)}/line_items`],
    ['PATCH', `${contract(approved)}/line_items/1`],
  ] as const) {
    expect((await call(method, path, body)).status).toBe(422);
  }
  const nonsense = { project_id: project, line_item: { ...line_item, amount: 'much' } };
  expect(await call('POST', `${contract(draft)}/line_items`, nonsense)).toMatchObject({
    status: 422,
    body: { errors: { amount: ['is not a number'] } },
  });
});

test('a contract is approved by its status, and its company may change unless the company’s setting locks it', async () => {
  const call = await sandbox.as('pm');
  const patch = (fields: Json) =>
    call('PATCH', contract(draft), { project_id: project, work_order_contract: fields });
  expect((await patch({ status: 'Received' })).status).toBe(422);
  expect(await patch({ status: 'Approved' })).toMatchObject({ body: { status: 'Approved' } });
  const other = at(approved, 'vendor', 'id');
  const locked = { companyOfApprovedContract: 'locked' };
  await sandbox.control('PUT', '/settings', locked);
  expect((await patch({ vendor_id: other })).status).toBe(422);
  await sandbox.control('PUT', '/settings', { companyOfApprovedContract: 'open' });
  expect(await patch({ vendor_id: other })).toMatchObject({ body: { vendor: { id: other } } });
  expect((await patch({ title: 'Another title' })).status).toBe(200);
  await patch({ status: 'Draft' });
});

test('a line that was billed stays, Draft or not', async () => {
  const call = await sandbox.as('pm');
  const path = contract(approved);
  const family = path.includes('work_order') ? 'work_order_contract' : 'purchase_order_contract';
  const move = (status: string) =>
    call('PATCH', path, { project_id: project, [family]: { status } });
  expect((await move('Draft')).status).toBe(200);
  const [line] = await sandbox.list('pm', `${path}/line_items${inProject()}`);
  expect(await call('DELETE', `${path}/line_items/${id(line)}${inProject()}`)).toMatchObject({
    status: 422,
    body: { errors: { base: ['A line that has been invoiced cannot be deleted'] } },
  });
  await move('Approved');
});

test('vendors are made and changed by name, and a name or origin_id is taken once', async () => {
  const call = await sandbox.as('pm');
  const vendor = { name: 'New Sub Ltd', email_address: 'hello@newsub.example.com' };
  const made = await call('POST', '/rest/v1.0/vendors', { company_id: COMPANY, vendor });
  expect(made).toMatchObject({ status: 201, body: { ...vendor, is_active: true } });
  const path = `/rest/v1.0/vendors/${id(made.body)}`;
  const again = await call('POST', '/rest/v1.0/vendors', { company_id: COMPANY, vendor });
  expect(again).toMatchObject({
    status: 422,
    body: { errors: { name: ['has already been taken'] } },
  });
  const change = (fields: Json) => call('PATCH', path, { company_id: COMPANY, vendor: fields });
  expect((await change({ name: '' })).status).toBe(422);
  expect(await change({ name: 'Newer Sub Ltd' })).toMatchObject({
    body: { name: 'Newer Sub Ltd', email_address: vendor.email_address },
  });
  await change({ origin_id: 'x-1' });
  const vendors = await sandbox.list('pm', `/rest/v1.0/vendors?company_id=${COMPANY}`);
  const other = await call('PATCH', `/rest/v1.0/vendors/${id(vendors[0])}`, {
    company_id: COMPANY,
    vendor: { origin_id: 'x-1' },
  });
  expect(other.status).toBe(409);
  const register = { type: 'abn', identifier: '91234567890' };
  const filed = await call('POST', `${path}/business_register`, { business_register: register });
  expect(filed.body).toMatchObject({ business_register: register });
  await change({ is_active: false });
  const inactive = `/rest/v1.0/companies/${COMPANY}/vendors/inactive`;
  expect((await sandbox.list('pm', inactive)).map(id)).toEqual([id(made.body)]);
  const search = `/rest/v1.0/vendors?company_id=${COMPANY}&filters[search]=newer`;
  expect(await sandbox.list('pm', search)).toEqual([]);
});

test('an administrator renames a project and a cost code, and everything built of the code follows', async () => {
  const admin = await sandbox.as('admin');
  const pm = await sandbox.as('pm');
  const path = `/rest/v1.0/projects/${project}?company_id=${COMPANY}`;
  const renamed = { project: { name: 'Hangar Two', project_number: '26-900' } };
  expect((await pm('PATCH', path, renamed)).status).toBe(403);
  const before = await sandbox.one('pm', path);
  expect((await admin('PATCH', path, renamed)).status).toBe(200);
  const after = await sandbox.one('pm', path);
  expect(after).toMatchObject({ name: 'Hangar Two', display_name: '26-900 - Hangar Two' });
  expect(text(after, 'updated_at') > text(before, 'updated_at')).toBe(true);
  expect((await admin('PATCH', path, { project: { name: ' ' } })).status).toBe(422);

  const full = await sandbox.one('pm', `${contract(approved)}${inProject()}`);
  const [line] = full['line_items'] as Json[];
  const codePath = `/rest/v1.0/cost_codes/${at(line, 'cost_code', 'id') as number}${inProject()}`;
  const recoded = { cost_code: { code: '99-001' } };
  expect((await pm('PATCH', codePath, recoded)).status).toBe(403);
  expect((await admin('PATCH', codePath, recoded)).status).toBe(200);
  const [shown] = (await sandbox.one('pm', `${contract(approved)}${inProject()}`))[
    'line_items'
  ] as Json[];
  const type = text(line, 'line_item_type', 'code');
  expect(at(shown, 'cost_code', 'full_code')).toBe('99-001');
  expect(at(shown, 'wbs_code', 'flat_code')).toBe(`99-001.${type}`);
});
