// Proves what becomes of retainage and stored materials between pay apps: released by the kind of invoice, given back by a lower
// percentage, moved into work in part, and several taxes on one line. Every pay app ties.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { payAppCaller } from './pay-app-caller.ts';
import type { PayAppCaller } from './pay-app-caller.ts';

let sandbox: Running;
let billing: PayAppCaller;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '10000.00' }]);
});

const walls = (payApp: Json): Json => billing.item(payApp, 'contract_item', 'Walls');
const summary = (payApp: Json, name: string) => text(payApp, 'summary', name);
const work = (amount: string) => ({ work_completed_this_period: amount });
const release = (amount: string) => ({ work_completed_retainage_released_this_period: amount });

/** A first pay app with 1,000.00 of work and 500.00 of materials stored, both at 10 %. */
async function begun(): Promise<Json> {
  const first = await billing.bill();
  const stored = { materials_presently_stored: '500.00' };
  return billing.claim(first, 'Walls', { ...work('1000.00'), ...stored });
}

describe('a release', () => {
  test('alone is all that a retainage release bills, and no more than is held', async () => {
    await begun();
    const second = await billing.bill({ invoice_type: 'retainage_release' });
    const attempt = (fields: Json) =>
      billing.update(second, [{ id: id(walls(second)), ...fields }]);
    for (const refused of [
      work('1.00'),
      { materials_presently_stored: '600.00' },
      release('100.01'),
      release('-1.00'),
    ]) {
      expect((await attempt(refused)).status, JSON.stringify(refused)).toBe(422);
    }
    const part = await billing.claim(second, 'Walls', release('60.00'));
    expect(part).toMatchObject({
      summary: {
        current_payment_due: '60.00',
        tax_applicable_to_this_payment: '9.00',
        completed_work_retainage_amount: '40.00',
      },
    });
    expect(walls(part)).toMatchObject({ gross_amount: '0.00', net_amount: '60.00' });
    const third = await billing.bill({ invoice_type: 'retainage_release' });
    expect(walls(third)).toMatchObject({
      work_completed_retainage_from_previous_application: '40.00',
      work_completed_retainage_released_this_period: '0.00',
    });
  });

  test('of materials is what an administrator takes off their balance', async () => {
    await begun();
    const second = await billing.bill({ invoice_type: 'retainage_release' });
    const balance = { materials_stored_retainage_currently_retained: '20.00' };
    const released = await billing.claim(second, 'Walls', balance);
    expect(walls(released)).toMatchObject({
      materials_stored_retainage_released_this_period: '30.00',
      net_amount: '30.00',
    });
    expect(summary(released, 'stored_materials_retainage_amount')).toBe('20.00');
    const direct = { materials_stored_retainage_released_this_period: '1.00' };
    const reply = await billing.update(second, [{ id: id(walls(second)), ...direct }]);
    expect(reply.status).toBe(406);
  });

  test('stands beside progress where the invoice is both, and forbids the invoice to be only one', async () => {
    await begun();
    const second = await billing.bill({ invoice_type: 'progress_and_retainage_release' });
    const both = await billing.claim(second, 'Walls', { ...work('200.00'), ...release('100.00') });
    // 200.00 less 20.00 held, and 100.00 released.
    expect(summary(both, 'current_payment_due')).toBe('280.00');
    for (const invoice_type of ['progress', 'retainage_release']) {
      expect((await billing.patch(second, { invoice_type })).status, invoice_type).toBe(422);
    }
    await billing.claim(second, 'Walls', release('0.00'));
    expect((await billing.patch(second, { invoice_type: 'progress' })).status).toBe(200);
  });

  test('of a deduction gives back what the deduction held', async () => {
    const made = await billing.orders.make([{ description: 'Cut', amount: '-300.00' }], 'Cut');
    await billing.orders.setStatus(made, 'approved');
    const first = await billing.bill();
    await billing.claim(first, 'Cut', work('-300.00'));
    const second = await billing.bill({ invoice_type: 'retainage_release' });
    const cut = billing.item(second, 'change_order_item', 'Cut');
    const attempt = (amount: string) =>
      billing.update(second, [{ id: id(cut), ...release(amount) }]);
    expect((await attempt('30.00')).status).toBe(422);
    expect((await attempt('-30.01')).status).toBe(422);
    expect(await attempt('-30.00')).toMatchObject({
      status: 200,
      body: { summary: { current_payment_due: '-30.00', total_retainage: '0.00' } },
    });
  });
});

describe('a lower percentage', () => {
  test('holds less from here on, and what was held before stays', async () => {
    await begun();
    await billing.changeContract({ retainage_percent: '5' });
    const second = await billing.bill();
    const now = await billing.claim(second, 'Walls', work('1000.00'));
    expect(summary(now, 'completed_work_retainage_amount')).toBe('150.00');
    expect(summary(now, 'current_payment_due')).toBe('950.00');
  });

  test('gives back what was held before, where the rules say so', async () => {
    await begun();
    await sandbox.control('PUT', '/settings', { lowerRetainagePercent: 'also before' });
    await billing.changeContract({ retainage_percent: '5' });
    const second = await billing.bill();
    // 1,000.00 of work held 100.00 and 500.00 of materials 50.00; at 5 % it is 50.00 and 25.00.
    expect(walls(second)).toMatchObject({
      work_completed_retainage_retained_this_period: '-50.00',
      materials_stored_retainage_currently_retained: '25.00',
      net_amount: '75.00',
    });
    const now = await billing.claim(second, 'Walls', work('1000.00'));
    expect(summary(now, 'completed_work_retainage_amount')).toBe('100.00');
    const third = await billing.bill();
    expect(summary(third, 'current_payment_due')).toBe('0.00');
    await billing.changeContract({ retainage_percent: '10' });
    expect(summary(await billing.bill(), 'current_payment_due')).toBe('0.00');
  });

  test('of one line is taken while it has no amount, and not afterwards', async () => {
    const first = await billing.bill();
    const percent = { work_completed_retainage_percent_this_period: '2.5' };
    expect(walls(await billing.claim(first, 'Walls', percent))).toMatchObject({
      work_completed_retainage_percent_this_period: '2.50',
    });
    const now = await billing.claim(first, 'Walls', { ...work('1000.00'), ...percent });
    expect(summary(now, 'completed_work_retainage_amount')).toBe('25.00');
    const late = { work_completed_retainage_percent_this_period: '8' };
    expect(walls(await billing.claim(first, 'Walls', late))).toMatchObject({
      work_completed_retainage_percent_this_period: '2.50',
      work_completed_retainage_retained_this_period: '25.00',
    });
    const odd = [
      { id: id(walls(first)), ...work('0'), work_completed_retainage_percent_this_period: '101' },
    ];
    expect((await billing.update(first, odd)).status).toBe(422);
  });
});

describe('stored materials', () => {
  const still = (amount: string) => ({ materials_presently_stored_from_previous_progress: amount });
  const moves = async () => {
    const reply = await sandbox.control('PUT', `/contracts/${billing.contractId}`, {
      movesMaterials: true,
    });
    expect(reply.status).toBe(200);
  };

  test('move into earlier work by themselves, all or in part, and their retainage with them', async () => {
    await moves();
    await begun();
    const second = await billing.bill();
    expect(walls(second)).toMatchObject({
      materials_moved: '500.00',
      materials_retainage_retained_moved: '50.00',
      materials_presently_stored: '0.00',
    });
    const part = await billing.claim(second, 'Walls', still('200.00'));
    expect(walls(part)).toMatchObject({
      materials_moved: '300.00',
      materials_retainage_retained_moved: '30.00',
      materials_presently_stored: '200.00',
      materials_stored_retainage_currently_retained: '20.00',
      work_completed_from_previous_application: '1300.00',
      work_completed_retainage_from_previous_application: '130.00',
      net_amount: '0.00',
    });
    const more = { ...still('100.00'), materials_presently_stored: '150.00' };
    expect(walls(await billing.claim(second, 'Walls', more))).toMatchObject({
      materials_moved: '400.00',
      materials_presently_stored: '150.00',
      materials_stored_retainage_currently_retained: '15.00',
      gross_amount: '50.00',
      net_amount: '45.00',
    });
  });

  test.each([
    ['more than was stored', still('500.01')],
    ['less than nothing', still('-0.01')],
    ['more than is stored', { ...still('100.00'), materials_presently_stored: '99.00' }],
  ])('still there, but %s, are refused', async (_name, fields) => {
    await moves();
    await begun();
    const second = await billing.bill();
    expect((await billing.update(second, [{ id: id(walls(second)), ...fields }])).status).toBe(422);
  });

  test('do not move in part where they do not move by themselves', async () => {
    await begun();
    const second = await billing.bill();
    const fields = still('100.00');
    expect((await billing.update(second, [{ id: id(walls(second)), ...fields }])).status).toBe(422);
  });
});

describe('several taxes on one line', () => {
  const taxCode = async (fields: Json): Promise<number> => {
    const made = await sandbox.control('POST', '/tax-codes', fields);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return id(at(made.body, 'taxCode'));
  };
  const group = async (): Promise<number> => {
    const federal = await taxCode({ code: 'GST5', rate: '5.0' });
    const local = await taxCode({ code: 'PST7', rate: '7.0' });
    return taxCode({ code: 'GST+PST', rate: '12.0', memberIds: [federal, local] });
  };
  const billed = async () => {
    const tax_code_id = await group();
    billing = await payAppCaller(sandbox, [
      { description: 'Walls', amount: '100.00', tax_code_id },
    ]);
    return billing.claim(await billing.bill(), 'Walls', work('100.00'));
  };

  test('are those of its tax group, each on work less retainage', async () => {
    const payApp = await billed();
    expect(walls(payApp)['taxes']).toMatchObject([
      { tax_code_name: 'GST5', tax_code_rate: '5.0' },
      { tax_code_name: 'PST7', tax_code_rate: '7.0' },
    ]);
    expect(payApp).toMatchObject({
      summary: { current_payment_due: '90.00', tax_applicable_to_this_payment: '10.80' },
      tax_summary: [
        { tax_code_name: 'GST5', applied_amount: '4.50' },
        { tax_code_name: 'PST7', applied_amount: '6.30' },
      ],
    });
  });

  test('are the group itself where the rules say so', async () => {
    await sandbox.control('PUT', '/settings', { taxGroups: 'group' });
    const payApp = await billed();
    expect(walls(payApp)['taxes']).toMatchObject([
      { tax_code_name: 'GST+PST', tax_code_rate: '12.00' },
    ]);
    expect(summary(payApp, 'tax_applicable_to_this_payment')).toBe('10.80');
  });
});
