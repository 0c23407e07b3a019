// Proves how change orders and details of a subcontractor come onto pay apps: whole, by line, or both, each amount counted once,
// put on and taken off, and every G702 the sum of its lines.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { payAppCaller } from './pay-app-caller.ts';
import type { PayAppCaller } from './pay-app-caller.ts';
import type { Made } from './change-order-caller.ts';

let sandbox: Running;
let billing: PayAppCaller;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  billing = await payAppCaller(sandbox, [
    { description: 'Walls', amount: '1000.00' },
    { description: 'Roof', amount: '500.00' },
  ]);
});

const approved = async (lines: readonly Json[], title: string): Promise<Made> => {
  const made = await billing.orders.make(lines, title);
  expect((await billing.orders.setStatus(made, 'approved')).status).toBe(200);
  return made;
};
const types = (payApp: Json) => (payApp['items'] as Json[]).map((item) => item['item_type']);
const beams = [
  { description: 'Steel', amount: '300.00' },
  { description: 'Left out', amount: '-120.00' },
];
const summary = (payApp: Json, name: string) => text(payApp, 'summary', name);

test('an approved change order is on later pay apps, and on none before', async () => {
  const first = await billing.bill();
  await billing.claim(first, 'Walls', { work_completed_this_period: '400.00' });
  expect(types(first)).toEqual(['contract_item', 'contract_item']);
  const made = await approved(beams, 'Beams');
  expect(types(await billing.show(first))).toEqual(['contract_item', 'contract_item']);
  const second = await billing.bill();
  expect(types(second)).toEqual([
    'contract_item',
    'contract_item',
    'whole_change_order_item',
    'change_order_item',
    'change_order_item',
  ]);
  expect(second).toMatchObject({
    summary: {
      original_contract_sum: '1500.00',
      net_change_by_change_orders: '180.00',
      contract_sum_to_date: '1680.00',
      positive_new_change_order_item_total: '300.00',
      negative_new_change_order_item_total: '-120.00',
      positive_previous_change_order_item_total: '0.00',
      current_payment_due: '0.00',
    },
    item_packages: [
      { id: made.package, change_order_id: made.order, title: 'Beams', status: 'approved' },
    ],
  });
  await billing.claim(second, 'Steel', { work_completed_this_period: '200.00' });
  const now = await billing.claim(second, 'Left out', { work_completed_this_period: '-120.00' });
  // 200.00 less 20.00, and -120.00 less -12.00.
  expect(summary(now, 'current_payment_due')).toBe('72.00');
  expect(billing.item(now, 'whole_change_order_item', 'Beams')).toMatchObject({
    scheduled_value: '180.00',
    work_completed_this_period: '80.00',
    work_completed_retainage_retained_this_period: '8.00',
    net_amount: '72.00',
    line_item_id: null,
  });
  expect(billing.item(now, 'change_order_item', 'Left out')).toMatchObject({
    total_completed_and_stored_to_date_percent: '100.00',
    net_amount: '-108.00',
  });
  const third = await billing.bill();
  expect(third).toMatchObject({
    summary: {
      positive_new_change_order_item_total: '0.00',
      positive_previous_change_order_item_total: '300.00',
      negative_previous_change_order_item_total: '-120.00',
    },
  });
});

test('a pay app falls below zero with a deduction, and may bill nothing', async () => {
  await approved([{ description: 'Omitted', amount: '-250.00' }], 'Omission');
  const first = await billing.bill();
  const below = await billing.claim(first, 'Omitted', { work_completed_this_period: '-250.00' });
  expect(below).toMatchObject({
    total_claimed_amount: '-250.00',
    summary: { current_payment_due: '-225.00', tax_applicable_to_this_payment: '-33.75' },
  });
  const nothing = await billing.bill({ status: 'approved' });
  expect(nothing).toMatchObject({ status: 'approved', summary: { current_payment_due: '0.00' } });
});

describe('by the rules', () => {
  test('the lines alone', async () => {
    await sandbox.control('PUT', '/settings', { changeOrderItems: 'lines' });
    await approved(beams, 'Beams');
    const payApp = await billing.bill();
    expect(types(payApp).slice(2)).toEqual(['change_order_item', 'change_order_item']);
    expect(summary(payApp, 'net_change_by_change_orders')).toBe('180.00');
  });

  test('the whole alone, billed at its own address, and so on the next pay app whatever the rules say', async () => {
    await sandbox.control('PUT', '/settings', { changeOrderItems: 'whole' });
    await approved(beams, 'Beams');
    const payApp = await billing.bill();
    expect(types(payApp).slice(2)).toEqual(['whole_change_order_item']);
    const whole = billing.item(payApp, 'whole_change_order_item', 'Beams');
    const path = `/rest/v1.0/requisitions/${id(payApp)}/whole_change_order_items/${id(whole)}`;
    const body = { requisition_whole_change_order_item: { work_completed_this_period: '90.00' } };
    const reply = await billing.call('PATCH', `${path}?project_id=${billing.project}`, body);
    expect(reply).toMatchObject({
      status: 200,
      body: { work_completed_this_period: '90.00', item_type: 'whole_change_order_item' },
    });
    const type = { id: id(whole), item_type: 'whole_change_order_item' };
    expect((await billing.update(payApp, [type])).status).toBe(422);
    await sandbox.control('PUT', '/settings', { changeOrderItems: 'both' });
    const next = await billing.bill();
    expect(types(next).slice(2)).toEqual(['whole_change_order_item']);
    expect(billing.item(next, 'whole_change_order_item', 'Beams')).toMatchObject({
      work_completed_from_previous_application: '90.00',
    });
  });

  test('items do not say what they are parts of', async () => {
    await approved(beams, 'Beams');
    const payApp = await billing.bill();
    await sandbox.control('PUT', '/settings', { payAppItemParents: 'hidden' });
    for (const item of (await billing.show(payApp))['items'] as Json[]) {
      expect(item).not.toHaveProperty('change_order_package_id');
      expect(item).not.toHaveProperty('detail_line_item_id');
    }
  });
});

test('a whole that is the sum of its lines is not billed itself', async () => {
  await approved(beams, 'Beams');
  const payApp = await billing.bill();
  const whole = billing.item(payApp, 'whole_change_order_item', 'Beams');
  const work = { work_completed_this_period: '1.00' };
  expect((await billing.update(payApp, [{ id: id(whole), ...work }])).status).toBe(422);
  const steel = billing.item(payApp, 'change_order_item', 'Steel');
  const wrong = { id: id(steel), item_type: 'contract_item', ...work };
  expect((await billing.update(payApp, [wrong])).status).toBe(422);
  const path = `/rest/v1.0/requisitions/${id(payApp)}/whole_change_order_items/${id(whole)}`;
  const body = { requisition_whole_change_order_item: work };
  const alone = await billing.call('PATCH', `${path}?project_id=${billing.project}`, body);
  expect(alone.status).toBe(422);
});

describe('put on and taken off a pay app', () => {
  const ask = (method: 'POST' | 'DELETE', payApp: Json, made: Made) => {
    const verb = method === 'POST' ? 'add' : 'remove';
    const path = `/rest/v1.0/requisitions/${id(payApp)}/${verb}_change_order_package`;
    const body = { change_order_package_id: made.package };
    return billing.call(method, `${path}?project_id=${billing.project}`, body);
  };

  test('a change order approved since comes on, and off again while nothing earlier billed it', async () => {
    const payApp = await billing.bill();
    const made = await billing.orders.make(beams, 'Late');
    expect((await ask('POST', payApp, made)).status).toBe(422);
    await billing.orders.setStatus(made, 'approved');
    const added = await ask('POST', payApp, made);
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject([
      { change_order_package_id: made.package, scheduled_value: '180.00' },
      { change_order_package_id: made.package, scheduled_value: '300.00' },
      { change_order_package_id: made.package, scheduled_value: '-120.00' },
    ]);
    expect((await ask('POST', payApp, made)).status).toBe(422);
    expect(summary(await billing.show(payApp), 'contract_sum_to_date')).toBe('1680.00');
    expect((await ask('DELETE', payApp, made)).status).toBe(204);
    expect(summary(await billing.show(payApp), 'contract_sum_to_date')).toBe('1500.00');
    expect((await ask('DELETE', payApp, made)).status).toBe(404);
    await ask('POST', payApp, made);
    const next = await billing.bill();
    expect((await ask('DELETE', next, made)).status).toBe(422);
    expect((await ask('DELETE', payApp, made)).status).toBe(422);
  });

  test('a change order of another contract, or of none, does not', async () => {
    const payApp = await billing.bill();
    expect((await ask('POST', payApp, { package: 1, order: 1 })).status).toBe(422);
  });
});

test('a billed change order is not undone, or is worth nothing more where the rules let it', async () => {
  const made = await approved(beams, 'Beams');
  const first = await billing.bill();
  await billing.claim(first, 'Steel', { work_completed_this_period: '100.00' });
  expect((await billing.orders.setStatus(made, 'void')).status).toBe(422);
  await sandbox.control('PUT', '/settings', { undoingBilledChangeOrder: 'open' });
  expect((await billing.orders.setStatus(made, 'void')).status).toBe(200);
  const next = await billing.bill();
  expect(summary(next, 'net_change_by_change_orders')).toBe('0.00');
  expect(billing.item(next, 'change_order_item', 'Steel')).toMatchObject({
    scheduled_value: '0.00',
    work_completed_from_previous_application: '100.00',
  });
  const given = await billing.claim(next, 'Steel', { work_completed_this_period: '-100.00' });
  expect(summary(given, 'current_payment_due')).toBe('-90.00');
});

test('on a project with ERP integration a line of 0.00 stands beside each line of a change order', async () => {
  const path = `/rest/v1.0/projects/${billing.project}`;
  await billing.call('PATCH', path, { company_id: COMPANY, project: { erp_integrated: true } });
  await approved(beams, 'Beams');
  const payApp = await billing.bill();
  expect(billing.item(payApp, 'contract_item', 'Steel')).toMatchObject({
    scheduled_value: '0.00',
    net_amount: '0.00',
  });
  expect(summary(payApp, 'contract_sum_to_date')).toBe('1680.00');
  const items = `/rest/v1.0/requisitions/${id(payApp)}/change_order_items`;
  const [steel] = await sandbox.list('admin', `${items}?project_id=${billing.project}`);
  expect(steel).toMatchObject({
    description_of_work: 'Steel',
    commitment_line_item_id: billing.item(payApp, 'contract_item', 'Steel')['line_item_id'],
  });
});

describe('details of a line', () => {
  const details = () => `${billing.contractPath}/line_item_contract_details`;
  const addDetail = (lineId: number, fields: Json) =>
    billing.call('POST', details(), {
      project_id: billing.project,
      contract_detail_line_item: { line_item_id: lineId, ...fields },
    });
  const linesOfContract = async () => (await billing.contract())['line_items'] as Json[];

  test('are billed in place of it, also when two are called the same', async () => {
    const [walls] = await linesOfContract();
    const day = { description: 'Day work', amount: '600.00' };
    const made = await addDetail(id(walls), day);
    expect(made).toMatchObject({
      status: 201,
      body: { ...day, position: 1, billed_against: false },
    });
    const second = await addDetail(id(walls), { ...day, amount: '400.00' });
    const payApp = await billing.bill();
    expect(types(payApp)).toEqual([
      'contract_item',
      'contract_detail_item',
      'contract_detail_item',
      'contract_item',
    ]);
    const [parent, one, two] = payApp['items'] as Json[];
    expect(one).toMatchObject({ detail_line_item_id: id(made.body), scheduled_value: '600.00' });
    expect(two).toMatchObject({ detail_line_item_id: id(second.body), scheduled_value: '400.00' });
    const work = (item: unknown, amount: string) => ({
      id: id(item),
      work_completed_this_period: amount,
    });
    expect((await billing.update(payApp, [work(parent, '1.00')])).status).toBe(422);
    const reply = await billing.update(payApp, [work(one, '100.00'), work(two, '50.00')]);
    expect(reply.status).toBe(200);
    expect(at(reply.body, 'items', 0)).toMatchObject({
      scheduled_value: '1000.00',
      work_completed_this_period: '150.00',
      net_amount: '135.00',
    });
    const query = `?project_id=${billing.project}`;
    const [listed] = await sandbox.list('admin', `${details()}${query}`);
    expect(listed).toMatchObject({ billed_to_date: '100.00', billed_against: true });
    const gone = await billing.call('DELETE', `${details()}/${id(made.body)}${query}`);
    expect(gone.status).toBe(422);
    const changed = await billing.call('PATCH', `${details()}/${id(made.body)}`, {
      project_id: billing.project,
      contract_detail_line_item: { description: 'Night work' },
    });
    expect(changed).toMatchObject({ status: 200, body: { description: 'Night work' } });
    const items = `/rest/v1.0/requisitions/${id(payApp)}/contract_detail_items`;
    expect(await sandbox.list('admin', `${items}${query}`)).toMatchObject([
      { detail_line_item_id: id(made.body), work_completed_this_period: '100.00' },
      { detail_line_item_id: id(second.body), work_completed_this_period: '50.00' },
    ]);
    await billing.bill();
  });

  test('are named by their own id when a pay app is made', async () => {
    const [walls] = await linesOfContract();
    const made = await addDetail(id(walls), { description: 'Part', amount: '1000.00' });
    const entry = { item_type: 'contract_detail_item', work_completed_this_period: '10.00' };
    const items = [{ ...entry, detail_line_item_id: id(made.body) }];
    const payApp = await billing.bill({ items });
    expect(summary(payApp, 'current_payment_due')).toBe('9.00');
    const whole = [{ line_item_id: id(walls), work_completed_this_period: '10.00' }];
    expect((await billing.tryToBill({ items: whole })).status).toBe(422);
    expect((await billing.tryToBill({ items: [entry] })).status).toBe(422);
  });

  test('do not come to a line that was billed whole, nor to one of another contract', async () => {
    const [walls] = await linesOfContract();
    const payApp = await billing.bill();
    await billing.claim(payApp, 'Walls', { work_completed_this_period: '10.00' });
    expect((await addDetail(id(walls), { amount: '1.00' })).status).toBe(422);
    expect((await addDetail(1, { amount: '1.00' })).status).toBe(422);
    expect((await addDetail(id(walls), { colour: 'red' })).status).toBe(406);
  });
});

test('change order lines are billed when a pay app is made, too', async () => {
  const made = await approved(beams, 'Beams');
  const [steel] = await billing.orders.lines(made);
  const payApp = await billing.bill({
    items: [
      {
        item_type: 'change_order_item',
        line_item_id: text(steel, 'id'),
        work_completed_this_period: '30.00',
      },
    ],
  });
  expect(summary(payApp, 'current_payment_due')).toBe('27.00');
});
