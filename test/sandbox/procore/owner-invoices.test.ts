// Proves payment applications (owner invoices) and payments received: what each line and each summary says, who may change what
// and when, every open rule about them, and their events.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import type { OwnerWorld } from './owner-world.ts';
import { ROOT, startReceiver, trigger } from './webhook-receiver.ts';

let sandbox: Running;
let world: OwnerWorld;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  world = await ownerWorld(sandbox, '5.00');
});

const settings = (rules: Json) => world.settings(rules);
const lineAt = (invoice: Json, index: number) => (invoice['g703'] as Json[])[index] ?? {};
const WORK = 'work_completed_this_period';
const STORED = 'materials_presently_stored';
const HELD = 'work_completed_retainage_retained_this_period';
const STORED_HELD = 'materials_stored_retainage_retained_this_period';
const RELEASED = 'work_completed_retainage_released_this_period';

/** The first application: 400.00 of work and 100.00 stored on the first line, 25.00 of markup; all at 10 %. */
async function billed(): Promise<Json> {
  const made = ok(await world.bill());
  ok(await world.changeItem(id(lineAt(made, 0)), { [WORK]: '400.00', [STORED]: '100.00' }));
  ok(await world.changeMarkup(id(lineAt(made, 2)), { [WORK]: '25.00' }));
  return world.invoice(id(made));
}
const next = async (fields: Json = {}) => world.invoice(id(ok(await world.bill(fields))));

describe('a payment application', () => {
  test('has a line per contract line, per markup and per approved change order, and a summary over them', async () => {
    const change = await world.changeOrder('-50.00');
    const invoice = await billed();
    expect(invoice['g703']).toMatchObject([
      {
        type: 'payment_application_line_item',
        ...{ origin_type: 'LineItem', added_from_source: 'contract', item_number: 1 },
        ...{ scheduled_value: '1000.00', [WORK]: '400.00', [STORED]: '100.00' },
        ...{ total_completed_and_stored_to_date: '500.00', balance_to_finish: '500.00' },
        ...{ [HELD]: '40.00', total_retainage_currently_retained: '50.00' },
      },
      { scheduled_value: '500.00', total_completed_and_stored_to_date: '0.00' },
      {
        type: 'payment_application_markup_line_item',
        ...{ scheduled_value: '75.00', [WORK]: '25.00', [HELD]: '2.50', cost_code: null },
      },
      {
        ...{ origin_type: 'ChangeOrderPackage', origin_id: change['legacy_package_id'] },
        ...{ added_from_source: 'change_order', scheduled_value: '-50.00' },
      },
    ]);
    expect(lineAt(invoice, 2)).not.toHaveProperty('origin_id');
    expect(invoice).toMatchObject({
      ...{ number: 1, status: 'draft', total_amount_accrued_this_period: '525.00' },
      ...{ total_amount_paid: '0.00', description_type: 'automatic', attachments: [] },
      contract: { id: world.contract, type: 'PrimeContract', title: 'Head contract' },
      g702: {
        ...{ original_contract_sum: '1575.00', net_change_by_change_orders: '-50.00' },
        ...{ contract_sum_to_date: '1525.00', total_completed_and_stored_to_date: '525.00' },
        ...{ completed_work_retainage_amount: '42.50', stored_materials_retainage_amount: '10.00' },
        ...{ completed_work_retainage_percent: '10.00', total_retainage: '52.50' },
        ...{
          total_earned_less_retainage: '472.50',
          less_previous_certificates_for_payment: '0.00',
        },
        ...{ current_payment_due: '472.50', balance_to_finish_including_retainage: '1052.50' },
        ...{
          negative_new_change_order_item_total: '-50.00',
          tax_applicable_to_this_payment: '0.00',
        },
      },
    });
    expect(invoice).not.toHaveProperty('updated_at');
  });

  test('carries the one before, by another percentage, used materials and a release', async () => {
    await billed();
    await world.changeOrder('200.00');
    ok(await world.patchContract({ retainage_percent: '5.00' }));
    const second = await next();
    const line = id(lineAt(second, 0));
    ok(await world.changeItem(line, { [WORK]: '160.00', [STORED]: '40.00', [RELEASED]: '15.00' }));
    expect((await world.changeItem(line, { [RELEASED]: '40.01' })).status).toBe(422);
    const invoice = await world.invoice(id(second));
    expect(lineAt(invoice, 0)).toMatchObject({
      ...{ work_completed_from_previous_application: '400.00', [HELD]: '8.00' },
      ...{ work_completed_retainage_percent_this_period: '5.00' },
      ...{ work_completed_retainage_currently_retained: '33.00', [STORED_HELD]: '4.00' },
      materials_stored_retainage_from_previous_application: '10.00',
    });
    expect(invoice['g702']).toMatchObject({
      ...{ less_previous_certificates_for_payment: '472.50', current_payment_due: '113.00' },
      positive_new_change_order_item_total: '200.00',
    });
    const third = await next();
    expect(third['g702']).toMatchObject({
      ...{ current_payment_due: '0.00', positive_previous_change_order_item_total: '200.00' },
    });
    expect(third).toMatchObject({ number: 3, total_amount_accrued_this_period: '0.00' });
  });

  test('is listed by project without filters and by contract with two', async () => {
    const first = await billed();
    const second = await next();
    const all = `/rest/v1.0/payment_applications${world.query}`;
    const late = `${all}&filters[updated_at]=2098-01-01T00:00:00Z...2099-01-01T00:00:00Z`;
    const listed = await sandbox.list('admin', late);
    expect(listed.map(id)).toEqual([id(first), id(second)]);
    expect(listed[0]).toMatchObject({ g702: { current_payment_due: '472.50' } });
    expect(listed[0]).not.toHaveProperty('g703');
    const own = `${world.many}/payment_applications${world.query}`;
    const last = await sandbox.list('admin', `${own}&filters[is_last]=true`);
    expect(last.map(id)).toEqual([id(second)]);
    const named = await sandbox.list('admin', `${own}&filters[id]=${id(first)}`);
    expect(named.map(id)).toEqual([id(first)]);
    expect((await world.admin('GET', `${all}&per_page=1`)).headers.get('link')).toContain('next');
  });

  test.each([
    ['held without work', 1, { [HELD]: '1.00' }, 422],
    ['held without a store', 1, { [STORED_HELD]: '1.00' }, 422],
    ['a release below zero', 0, { [RELEASED]: '-1.00' }, 422],
    ['a third decimal', 0, { [WORK]: '1.005' }, 422],
    ['a quantity, which is not kept', 0, { work_completed_this_period_quantity: '1' }, 422],
    ['an unknown field', 0, { colour: 'red' }, 406],
    ['a markup at the path of lines', 2, { [WORK]: '1.00' }, 404],
  ] as const)('refuses %s', async (_what, index, fields, status) => {
    const invoice = await billed();
    const reply = await world.changeItem(id(lineAt(invoice, index)), fields);
    expect(reply.status, JSON.stringify(reply.body)).toBe(status);
  });

  test('holds what is entered, and shows the percentage it makes', async () => {
    const invoice = await billed();
    const reply = await world.changeItem(id(lineAt(invoice, 0)), { [HELD]: '30.00' });
    expect(ok(reply)).toMatchObject({ work_completed_retainage_percent_this_period: '7.50' });
    const stored = await world.changeItem(id(lineAt(invoice, 0)), { [STORED_HELD]: '6.00' });
    expect(ok(stored)).toMatchObject({
      ...{ materials_stored_retainage_percent_this_period: '6.00', [STORED_HELD]: '6.00' },
      materials_stored_retainage_currently_retained: '6.00',
    });
    expect((await world.changeMarkup(id(lineAt(invoice, 2)), { [STORED]: '1.00' })).status).toBe(
      406,
    );
  });

  test('needs an approved contract that allows it and an open period', async () => {
    ok(await world.patchContract({ status: 'Out For Signature' }));
    expect((await world.bill()).status).toBe(422);
    ok(await world.patchContract({ status: 'Approved' }));
    const path = `/prime-contracts/${world.contract}`;
    await sandbox.control('PUT', path, { allowPaymentApplications: false });
    expect((await world.bill()).status).toBe(422);
    await sandbox.control('PUT', path, { allowPaymentApplications: true });
    expect((await world.bill({ commitment_billing_period_id: 1 })).status).toBe(422);
    const periods = `/rest/v1.0/projects/${world.project}/billing_periods?filters[status]=closed`;
    const closed = { commitment_billing_period_id: id((await sandbox.list('admin', periods))[0]) };
    expect((await world.bill(closed, 'pm')).status).toBe(403);
    expect(ok(await world.bill(closed))).toMatchObject({
      period_id: closed.commitment_billing_period_id,
    });
    expect((await sandbox.control('PUT', '/prime-contracts/1', {})).status).toBe(404);
  });
});

describe('who may change it', () => {
  test('others in draft and only the latest; an administrator also what is certified', async () => {
    const invoice = await billed();
    const line = id(lineAt(invoice, 0));
    ok(await world.changeItem(line, { [WORK]: '410.00' }, 'pm'));
    expect((await world.changeInvoice(id(invoice), { status: 'approved' }, 'pm')).status).toBe(403);
    ok(await world.changeInvoice(id(invoice), { status: 'under_review' }, 'pm'));
    expect((await world.changeItem(line, { [WORK]: '420.00' }, 'pm')).status).toBe(403);
    ok(await world.changeInvoice(id(invoice), { status: 'approved', invoice_number: 'OI-1' }));
    expect((await world.changeInvoice(id(invoice), { invoice_number: 'X' }, 'pm')).status).toBe(
      403,
    );
    expect(ok(await world.changeItem(line, { [WORK]: '430.00' }))).toMatchObject({
      [WORK]: '430.00',
    });
    expect(await world.invoice(id(invoice))).toMatchObject({
      status: 'approved',
      invoice_number: 'OI-1',
    });
    await next();
    expect((await world.changeItem(line, { [WORK]: '440.00' })).status).toBe(422);
    ok(await world.changeInvoice(id(invoice), { invoice_number: 'OI-2' }));
    expect((await world.changeInvoice(id(invoice), { status: 'draft' }, 'pm')).status).toBe(422);
  });

  test('anyone, where the rules say so', async () => {
    const invoice = await billed();
    ok(await world.changeInvoice(id(invoice), { status: 'approved' }));
    const path = `/rest/v1.0/payment_applications/${id(invoice)}${world.query}`;
    expect((await world.admin('DELETE', path)).status).toBe(422);
    await settings({ ownerInvoiceEditing: 'anyone' });
    ok(await world.changeInvoice(id(invoice), { status: 'revise_and_resubmit' }, 'pm'));
    ok(await world.changeItem(id(lineAt(invoice, 0)), { [WORK]: '1.00' }, 'pm'));
    expect((await world.admin('DELETE', path)).status).toBe(204);
    expect((await world.admin('GET', path)).status).toBe(404);
  });

  test('nobody, once an origin_id locks it, which has one owner', async () => {
    const first = await billed();
    ok(await world.changeInvoice(id(first), { origin_id: 'inv-1' }));
    expect((await world.changeInvoice(id(first), { status: 'draft' })).status).toBe(422);
    expect((await world.changeItem(id(lineAt(first, 0)), { [WORK]: '1.00' })).status).toBe(422);
    const path = `/rest/v1.0/payment_applications/${id(first)}${world.query}`;
    expect((await world.admin('DELETE', path)).status).toBe(422);
    const second = await next();
    expect((await world.changeInvoice(id(second), { origin_id: 'inv-1' })).status).toBe(409);
    ok(await world.changeInvoice(id(first), { origin_id: null }));
  });
});

describe('an open question, answered otherwise', () => {
  const listed = async () =>
    (await sandbox.list('admin', `/rest/v1.0/payment_applications${world.query}`))[0] ?? {};

  test('stamps are days or times', async () => {
    await billed();
    expect((await listed())['updated_at']).toMatch(/^\d{4}-\d\d-\d\d$/);
    await settings({ ownerInvoiceStamps: 'times' });
    expect((await listed())['updated_at']).toMatch(/T.*Z$/);
  });

  test('the contract counts approved invoices or all', async () => {
    await billed();
    expect(await world.show()).toMatchObject({ owner_invoices_amount: '0.00' });
    await settings({ ownerInvoicesCounted: 'all' });
    expect(await world.show()).toMatchObject({ owner_invoices_amount: '472.50' });
  });

  test('tax is zero or worked out', async () => {
    const invoice = await billed();
    await settings({ ownerInvoiceTax: 'worked out' });
    const { g702 } = await world.invoice(id(invoice));
    // 15 % of 472.50 is 70.875.
    expect(g702).toMatchObject({ tax_applicable_to_this_payment: '70.88' });
  });

  test('markups are entered or follow, and have a scheduled value or not', async () => {
    const invoice = await billed();
    await settings({ ownerMarkupWork: 'follows' });
    ok(await world.changeItem(id(lineAt(invoice, 0)), { [WORK]: '500.00' }));
    expect(lineAt(await world.invoice(id(invoice)), 2)).toMatchObject({ [WORK]: '30.00' });
    await settings({ ownerMarkupSchedule: 'absent' });
    expect(lineAt(await world.invoice(id(invoice)), 2)).not.toHaveProperty('scheduled_value');
  });

  test('moved materials, their retainage, and what is held on the store', async () => {
    await billed();
    await sandbox.control('PUT', `/prime-contracts/${world.contract}`, { moveMaterials: true });
    const invoice = await next();
    const shown = async () => lineAt(await world.invoice(id(invoice)), 0);
    const before = 'work_completed_from_previous_application';
    const heldBefore = 'work_completed_retainage_from_previous_application';
    const inPrevious = await shown();
    expect(inPrevious).toMatchObject({ [before]: '500.00', [WORK]: '0.00', [heldBefore]: '50.00' });
    expect(inPrevious).not.toHaveProperty('materials_moved');
    await settings({ ownerMaterialsMoved: 'present' });
    expect(await shown()).toMatchObject({
      ...{ materials_moved: '100.00', materials_retainage_retained_moved: '10.00' },
    });
    await settings({ ownerMovedMaterials: 'in period' });
    expect(await shown()).toMatchObject({ [before]: '400.00', [WORK]: '100.00', [HELD]: '0.00' });
    await settings({ ownerMovedRetainage: 'in period' });
    expect(await shown()).toMatchObject({
      ...{ [heldBefore]: '40.00', [HELD]: '10.00' },
      materials_stored_retainage_from_previous_application: '10.00',
      materials_stored_retainage_released_this_period: '10.00',
      ...{ total_retainage_from_previous_application: '50.00' },
      total_retainage_currently_retained: '50.00',
    });
    expect(invoice['g702']).toMatchObject({ current_payment_due: '0.00' });
  });

  test('retained on materials is a balance or a movement, when read and when written', async () => {
    await billed();
    const invoice = await next();
    const line = id(lineAt(invoice, 0));
    expect(lineAt(invoice, 0)).toMatchObject({ [STORED_HELD]: '10.00' });
    await settings({ ownerMaterialsRetained: 'movement' });
    expect(lineAt(await world.invoice(id(invoice)), 0)).toMatchObject({ [STORED_HELD]: '0.00' });
    expect(ok(await world.changeItem(line, { [STORED_HELD]: '2.00' }))).toMatchObject({
      ...{ [STORED_HELD]: '2.00', materials_stored_retainage_currently_retained: '12.00' },
    });
  });
});

describe('payments received', () => {
  const path = () => `/rest/v1.0/contract_payments${world.query}&contract_id=${world.contract}`;

  test('name their invoice by number, and the contract and the invoice follow', async () => {
    const invoice = await billed();
    const made = ok(await world.pay({ draw_request_number: 1, notes: 'from Xero' }));
    expect(made).toMatchObject({ contract_id: world.contract, requisition_id: null });
    ok(await world.pay({ amount: '50.00' }));
    expect(await sandbox.list('admin', path())).toHaveLength(2);
    expect(await world.invoice(id(invoice))).toMatchObject({ total_amount_paid: '100.00' });
    expect(await world.show()).toMatchObject({
      ...{ total_payments: '150.00', outstanding_balance: '1425.00', percentage_paid: '9.52' },
      payments_received: [{ amount: '100.00', draw_request_number: 1 }, { amount: '50.00' }],
    });
    const one = `/rest/v1.0/contract_payments/${id(made)}`;
    const around = { project_id: world.project, contract_id: world.contract };
    const change = { ...around, contract_payment: { amount: '90.00' } };
    expect(ok(await world.admin('PATCH', one, change))).toMatchObject({ amount: '90.00' });
    expect((await world.admin('DELETE', `${one}${world.query}`)).status).toBe(204);
    expect(await world.invoice(id(invoice))).toMatchObject({ total_amount_paid: '0.00' });
  });

  test('are refused with a requisition, where they are not enabled, and where the rules say so', async () => {
    expect((await world.pay({ requisition_id: 1 })).status).toBe(422);
    const made = ok(await world.pay({}));
    const control = `/prime-contracts/${world.contract}`;
    await sandbox.control('PUT', control, { allowPayments: false });
    expect((await world.pay({})).status).toBe(422);
    await sandbox.control('PUT', control, { allowPayments: true });
    await settings({ paymentsReceived: 'refused' });
    expect((await world.pay({})).status).toBe(404);
    expect((await world.admin('GET', path())).status).toBe(404);
    const one = `/rest/v1.0/contract_payments/${id(made)}${world.query}`;
    expect((await world.admin('GET', one)).status).toBe(404);
  });

  test('move their invoice only where the rules say so', async () => {
    await billed();
    await settings({ ownerInvoiceStamps: 'times' });
    const stamp = async () => {
      const rows = await sandbox.list('admin', `/rest/v1.0/payment_applications${world.query}`);
      return text(rows[0], 'updated_at');
    };
    const before = await stamp();
    ok(await world.pay({ draw_request_number: 1 }));
    expect(await stamp()).toBe(before);
    await settings({ paymentMovesPayApp: 'yes' });
    ok(await world.pay({ draw_request_number: 1 }));
    expect((await stamp()) > before).toBe(true);
  });
});

test('contracts, lines, applications and payments are announced', async () => {
  const receiver = await startReceiver();
  const call = await sandbox.as('tieout');
  const hookId = await receiver.hook(call, {});
  const names = ['Prime Contracts', 'Prime Contract Line Items', 'Payment Applications'];
  for (const name of [...names, 'Contract Payments']) {
    for (const event of ['create', 'update', 'delete']) {
      expect((await trigger(call, hookId, name, event)).status, name).toBe(201);
    }
  }
  ok(await world.patchContract({ title: 'Renamed' }));
  const invoice = ok(await world.bill());
  ok(await world.changeItem(id(lineAt(invoice, 0)), { [WORK]: '1.00' }));
  await world.admin('DELETE', `/rest/v1.0/payment_applications/${id(invoice)}${world.query}`);
  ok(await world.pay({}));
  ok(await world.patchContract({ status: 'Draft' }));
  ok(await world.addLine({ amount: '1.00' }));
  await sandbox.idle();
  const told = receiver.received.map(({ payload }) => {
    return `${String(payload['resource_type'])} ${String(payload['reason'])}`;
  });
  expect(told).toEqual([
    ...['Prime Contracts update', 'Payment Applications create', 'Payment Applications update'],
    ...['Payment Applications delete', 'Contract Payments create', 'Prime Contracts update'],
    ...['Prime Contracts update', 'Prime Contract Line Items create'],
  ]);
  expect(at(receiver.received[1]?.payload, 'resource_id')).toBe(String(id(invoice)));
  await call('DELETE', `${ROOT}/hooks/${hookId}`);
  await receiver.close();
});
