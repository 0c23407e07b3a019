// Proves change orders of commitments: one record under two names, lines at v2 only, and the contract's sums and stamp that
// follow every draft, approval, void and deletion.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { startReceiver, trigger } from './webhook-receiver.ts';
import { changeOrderCaller } from './change-order-caller.ts';
import type { ChangeOrderCaller } from './change-order-caller.ts';

let sandbox: Running;
let orders: ChangeOrderCaller;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  orders = await changeOrderCaller(sandbox);
});

const sums = (contract: Json) => [
  contract['approved_change_orders'],
  contract['pending_change_orders'],
  contract['draft_change_orders_amount'],
];

test('a contract’s sums follow a change order from draft to approved, void and back', async () => {
  const before = await orders.contract();
  const original = BigInt(text(before, 'grand_total').replace('.', ''));
  expect(sums(before)).toEqual(['0.00', '0.00', '0.00']);
  const made = await orders.make([{ amount: '1200.50' }, { amount: '-200.00' }], 'Beams');
  expect(await orders.package(made)).toMatchObject({
    type: 'CommitmentContractChangeOrder',
    number: '001',
    title: 'Beams',
    status: 'draft',
    grand_total: '1000.50',
    reviewed_at: null,
    line_items: [{ amount: '1200.50' }, { amount: '-200.00' }],
  });
  expect(sums(await orders.contract())).toEqual(['0.00', '0.00', '1000.50']);
  for (const [status, expected] of [
    ['pending', ['0.00', '1000.50', '0.00']],
    ['approved', ['1000.50', '0.00', '0.00']],
    ['void', ['0.00', '0.00', '0.00']],
    ['proceeding', ['0.00', '1000.50', '0.00']],
    ['rejected', ['0.00', '0.00', '0.00']],
    ['no_charge', ['0.00', '0.00', '0.00']],
    ['approved', ['1000.50', '0.00', '0.00']],
  ] as const) {
    const earlier = await orders.contract();
    expect((await orders.setStatus(made, status)).status).toBe(200);
    const contract = await orders.contract();
    expect(sums(contract), status).toEqual(expected);
    const [approved, pending] = expected.map((amount) => BigInt(amount.replace('.', '')));
    const cents = (name: string) => BigInt(text(contract, name).replace('.', ''));
    expect(cents('revised_contract')).toBe(original + approved!);
    expect(cents('pending_revised_contract')).toBe(original + approved! + pending!);
    expect(text(contract, 'updated_at') > text(earlier, 'updated_at')).toBe(true);
  }
  expect(await orders.contract()).toMatchObject({
    change_order_packages: [{ id: made.package, number: '001', status: 'approved' }],
  });
});

test('a deductive change order lowers the revised sum, and its deletion raises it again', async () => {
  const { grand_total: original } = await orders.contract();
  const made = await orders.make([{ amount: '-300.00' }], 'Left out');
  expect(sums(await orders.contract())).toEqual(['0.00', '0.00', '-300.00']);
  const before = await orders.contract();
  expect((await orders.remove(made)).status).toBe(204);
  const after = await orders.contract();
  expect(after).toMatchObject({ revised_contract: original, draft_change_orders_amount: '0.00' });
  expect(text(after, 'updated_at') > text(before, 'updated_at')).toBe(true);
  expect(
    (await orders.call('GET', `${orders.packages}/${made.package}?${orders.query}`)).status,
  ).toBe(404);
});

test('packages and commitment change orders are one record under two ids', async () => {
  const made = await orders.make([{ amount: '10.00' }], 'Twice');
  expect(made.package).not.toBe(made.order);
  const [listed] = await orders.list(
    `${orders.changeOrders}?filters[legacy_package_id]=${made.package}`,
  );
  expect(listed).toMatchObject({ id: made.order, legacy_package_id: made.package });
  expect(listed).not.toHaveProperty('origin_id');
  const path = `${orders.changeOrders}/${made.order}`;
  const fields = { title: 'Renamed', number: '0A', paid: true, reference: 'R-1' };
  const changed = await orders.call('PATCH', path, { change_order: fields });
  expect(changed).toMatchObject({ status: 200, body: fields });
  expect(await orders.package(made)).toMatchObject({ title: 'Renamed', number: '0A' });
  const dates = { due_date: '2026-12-24', origin_code: 'CO-1' };
  await orders.call('PATCH', `${orders.packages}/${made.package}`, {
    project_id: orders.project,
    change_order: dates,
  });
  expect(await orders.package(made)).toMatchObject(dates);
  expect(await orders.one(path)).toMatchObject({ due_date: '2026-12-24' });
  const gone = await orders.call('DELETE', `${orders.packages}/${made.package}?${orders.query}`);
  expect(gone.status).toBe(405);
});

describe('lists', () => {
  const ids = async (path: string) => (await orders.list(path)).map(id);

  test('of packages have no lines, and take contract, change and deletion as filters', async () => {
    const first = await orders.make([{ amount: '1.00' }], 'One');
    const second = await orders.make([{ amount: '2.00' }], 'Two');
    const path = `${orders.packages}?${orders.query}`;
    const [row] = await orders.list(path);
    expect(row).toMatchObject({
      id: first.package,
      grand_total: '1.00',
      contract_id: orders.contractId,
    });
    expect(row).not.toHaveProperty('line_items');
    expect(await ids(`${path}&contract_id=${orders.contractId}`)).toHaveLength(2);
    expect(await ids(`${path}&filters[contract_id]=1`)).toEqual([]);
    const stamp = text(await orders.package(second), 'updated_at');
    expect(await ids(`${path}&filters[updated_at]=${stamp}...2099-01-01T00:00:00Z`)).toEqual([
      second.package,
    ]);
    await orders.remove(first);
    expect(await ids(path)).toEqual([second.package]);
    expect(await ids(`${path}&filters[include_deleted]=only`)).toEqual([first.package]);
    expect(await ids(`${path}&filters[include_deleted]=with`)).toHaveLength(2);
    const paged = await orders.call('GET', `${path}&per_page=1&filters[include_deleted]=with`);
    expect(paged.headers.get('total')).toBe('2');
    expect(paged.headers.get('link')).toContain('page=2');
  });

  test('of commitment change orders take status, execution and company as filters', async () => {
    const made = await orders.make([{ amount: '1.00' }], 'One');
    await orders.setStatus(made, 'approved');
    const path = orders.changeOrders;
    const vendor = (await orders.contract())['vendor'];
    expect(await ids(`${path}?filters[status]=approved`)).toEqual([made.order]);
    expect(await ids(`${path}?filters[status]=draft`)).toEqual([]);
    expect(await ids(`${path}?filters[executed]=true`)).toEqual([]);
    expect(await ids(`${path}?filters[vendor_id]=${id(vendor)}`)).toEqual([made.order]);
    expect(await ids(`${path}?filters[vendor_id]=1`)).toEqual([]);
  });
});

describe('lines', () => {
  test('stand under data with ids as text, and external_data in the extended view', async () => {
    const made = await orders.make([{ amount: '10.00', description: 'Steel' }], 'Beams');
    const [line] = await orders.lines(made);
    expect(line).toMatchObject({
      id: expect.stringMatching(/^\d+$/) as string,
      amount: '10.00',
      description: 'Steel',
      position: 1,
      commitment_line_item_id: null,
    });
    expect(line).not.toHaveProperty('external_data');
    const path = `${orders.linesOf(made)}/${text(line, 'id')}`;
    expect(await orders.one(`${path}?view=extended`)).toMatchObject({
      data: { external_data: null },
    });
    const changed = await orders.call('PATCH', path, { amount: '12.34' });
    expect(changed).toMatchObject({ status: 200, body: { data: { amount: '12.34' } } });
    expect(await orders.package(made)).toMatchObject({ grand_total: '12.34' });
    expect((await orders.call('DELETE', path)).status).toBe(204);
    expect(await orders.package(made)).toMatchObject({ grand_total: '0.00', line_items: [] });
  });

  test('of an approved change order stay as they were agreed, until it is void', async () => {
    const made = await orders.make([{ amount: '10.00' }], 'Agreed');
    await orders.setStatus(made, 'approved');
    const [line] = await orders.lines(made);
    const path = `${orders.linesOf(made)}/${text(line, 'id')}`;
    const refusal = { base: ['The lines of an approved change order cannot be changed'] };
    for (const refused of [
      await orders.call('PATCH', path, { amount: '11.00' }),
      await orders.call('DELETE', path),
      await orders.call('POST', orders.linesOf(made), { ...orders.code, amount: '1.00' }),
    ]) {
      expect(refused).toMatchObject({
        status: 422,
        body: { error: { code: 'UNPROCESSABLE_ENTITY', details: refusal } },
      });
    }
    await orders.setStatus(made, 'void');
    expect((await orders.call('PATCH', path, { amount: '11.00' })).status).toBe(200);
  });

  test.each([
    ['no code', { amount: '1.00' }, 422],
    ['an unknown tax code', { amount: '1.00', tax_code_id: '1' }, 422],
    ['a third decimal', { amount: '1.005' }, 422],
    ['an unknown field', { colour: 'red' }, 406],
    ['a parent of no contract', { commitment_line_item_id: '1' }, 422],
    ['a new parent where no ERP is', { commitment_line_item_id: 'new' }, 422],
  ])('with %s are refused', async (name, fields, status) => {
    const made = await orders.make([], 'Refused');
    const code = name === 'no code' ? {} : orders.code;
    const reply = await orders.call('POST', orders.linesOf(made), { ...code, ...fields });
    expect(reply.status, JSON.stringify(reply.body)).toBe(status);
    expect(await orders.lines(made)).toEqual([]);
  });

  test('of a package say amount and tax code only where the rules say so', async () => {
    const made = await orders.make([{ amount: '10.00' }], 'Beams');
    await sandbox.control('PUT', '/settings', { packageLineAmount: 'absent' });
    const [line] = (await orders.package(made))['line_items'] as Json[];
    expect(line).toMatchObject({ total_amount: 10 });
    expect(line).not.toHaveProperty('amount');
    expect(line).not.toHaveProperty('tax_code_id');
  });
});

test.each([
  ['a status of another kind of record', { status: 'Approved' }, 422],
  ['a status packages do not have', { status: 'pending_billable' }, 422],
  ['a total of its own', { grand_total: '5.00' }, 422],
  ['lines', { line_items: [] }, 406],
])('a package with %s is refused', async (_name, change_order, status) => {
  const { project, contractId, packages } = orders;
  const body = { project_id: project, contract_id: contractId, change_order };
  expect((await orders.call('POST', packages, body)).status).toBe(status);
});

test('a change order names a contract of its project', async () => {
  const body = { project_id: orders.project, change_order: { title: 'None' } };
  expect((await orders.call('POST', orders.packages, body)).status).toBe(422);
  const strange = { ...body, contract_id: 1 };
  expect((await orders.call('POST', orders.packages, strange)).status).toBe(404);
  const made = await orders.make([], 'Ours');
  const moved = { change_order: { contract_id: 1 } };
  const reply = await orders.call('PATCH', `${orders.changeOrders}/${made.order}`, moved);
  expect(reply.status).toBe(422);
});

test('the newer name alone knows pending_billable, which a package calls pending', async () => {
  const made = await orders.make([{ amount: '10.00' }], 'Beams');
  expect((await orders.setStatus(made, 'pending_billable')).status).toBe(200);
  expect(await orders.package(made)).toMatchObject({ status: 'pending' });
  expect(sums(await orders.contract())).toEqual(['0.00', '10.00', '0.00']);
});

test('an approved change order is deleted only where the company lets it', async () => {
  const made = await orders.make([{ amount: '10.00' }], 'Kept');
  await orders.setStatus(made, 'approved');
  expect((await orders.remove(made)).status).toBe(422);
  await sandbox.control('PUT', '/settings', { undoingBilledChangeOrder: 'open' });
  expect((await orders.remove(made)).status).toBe(422);
  await sandbox.control('PUT', '/settings', { deletingApprovedContract: 'open' });
  expect((await orders.remove(made)).status).toBe(204);
  expect(sums(await orders.contract())).toEqual(['0.00', '0.00', '0.00']);
});

test('every change is told under Procore’s name for packages', async () => {
  const receiver = await startReceiver();
  const hook = await receiver.hook(orders.call);
  for (const event_type of ['create', 'update', 'delete']) {
    await trigger(orders.call, hook, 'Change Order Packages', event_type);
  }
  const made = await orders.make([{ amount: '10.00' }], 'Heard');
  await orders.remove(made);
  await sandbox.idle();
  await receiver.close();
  expect(receiver.received.map(({ payload }) => payload['reason'])).toEqual([
    'create',
    'update',
    'delete',
  ]);
  expect(receiver.received[0]?.payload).toMatchObject({
    resource_type: 'Change Order Packages',
    resource_id: String(made.package),
    project_id: String(orders.project),
  });
});

test('an origin_id locks a change order until it is cleared', async () => {
  const made = await orders.make([{ amount: '10.00' }], 'Synced');
  const path = `${orders.packages}/${made.package}`;
  const patch = (change_order: Json) =>
    orders.call('PATCH', path, { project_id: orders.project, change_order });
  expect((await patch({ origin_id: 'erp-1' })).status).toBe(200);
  expect((await patch({ title: 'Other' })).status).toBe(422);
  expect((await orders.remove(made)).status).toBe(422);
  const other = await orders.make([], 'Other');
  const taken = await orders.call('PATCH', `${orders.packages}/${other.package}`, {
    project_id: orders.project,
    change_order: { origin_id: 'erp-1' },
  });
  expect(taken.status).toBe(409);
  expect((await patch({ origin_id: null })).status).toBe(200);
  expect((await patch({ title: 'Other' })).status).toBe(200);
});

test('a change order leaves its contract’s stamp alone where the rules say so', async () => {
  await sandbox.control('PUT', '/settings', { changeOrderMovesContract: 'no' });
  const before = await orders.contract();
  const made = await orders.make([{ amount: '10.00' }], 'Quiet');
  await orders.setStatus(made, 'approved');
  const after = await orders.contract();
  expect(after['updated_at']).toBe(before['updated_at']);
  expect(after['approved_change_orders']).toBe('10.00');
});

describe('on a project with ERP integration', () => {
  beforeEach(async () => {
    const path = `/rest/v1.0/projects/${orders.project}`;
    const project = { erp_integrated: true };
    const reply = await orders.call('PATCH', path, { company_id: COMPANY, project });
    expect(reply).toMatchObject({ status: 200, body: { erp_integrated: true } });
  });

  test('approval makes a line of $0.00 beside every line of the change order', async () => {
    const before = ((await orders.contract())['line_items'] as Json[]).length;
    const made = await orders.make([{ amount: '500.00', description: 'Twin' }], 'Twins');
    expect((await orders.contract())['line_items']).toHaveLength(before);
    await orders.setStatus(made, 'approved');
    const after = await orders.contract();
    const lines = after['line_items'] as Json[];
    expect(lines).toHaveLength(before + 1);
    const twin = lines.at(-1);
    expect(twin).toMatchObject({ amount: '0.00', description: 'Twin', position: before + 1 });
    const [line] = await orders.lines(made);
    expect(line).toMatchObject({ commitment_line_item_id: String(id(twin)) });
    expect(after['revised_contract']).not.toBe(after['grand_total']);
    await orders.setStatus(made, 'void');
    await orders.setStatus(made, 'approved');
    expect((await orders.contract())['line_items']).toHaveLength(before + 1);
  });

  test('a line may ask for its parent itself, or name one that stands', async () => {
    const lines = (await orders.contract())['line_items'] as Json[];
    const own = { amount: '1.00', commitment_line_item_id: String(id(lines[0])) };
    const made = await orders.make([own, { amount: '2.00', commitment_line_item_id: 'new' }], 'P');
    const [first, second] = await orders.lines(made);
    expect(first).toMatchObject({ commitment_line_item_id: own.commitment_line_item_id });
    const after = (await orders.contract())['line_items'] as Json[];
    expect(after).toHaveLength(lines.length + 1);
    expect(second).toMatchObject({ commitment_line_item_id: String(id(after.at(-1))) });
    await orders.setStatus(made, 'approved');
    expect((await orders.contract())['line_items']).toHaveLength(lines.length + 1);
  });
});

test('the app does not see change orders of a private contract', async () => {
  const made = await orders.make([{ amount: '10.00' }], 'Private');
  await orders.changeContract({ private: true });
  const app = await sandbox.as('tieout');
  expect((await app('GET', `${orders.changeOrders}/${made.order}`)).status).toBe(404);
  expect(await sandbox.list('tieout', orders.changeOrders)).toEqual([]);
});
