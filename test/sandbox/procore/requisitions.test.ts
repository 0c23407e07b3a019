// Proves the pay app's views, who may move its status, and that a bulk item update recalculates G703 and G702 exactly. The
// expected figures are worked out here, by hand or by this file's own sums.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, cents, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
let project: number;
let latest: Json;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
  project = id(projects[0]);
  const path = `/rest/v1.1/requisitions?project_id=${project}&view=extended&filters[is_last]=true`;
  const last = await sandbox.list('tieout', path);
  latest = last[0] ?? {};
});

const show = (requisition: number, view = 'extended') =>
  sandbox.one(
    'tieout',
    `/rest/v1.1/requisitions/${requisition}?project_id=${project}&view=${view}`,
  );

const items = (requisition: Json): Json[] => requisition['items'] as Json[];

async function patch(role: 'pm' | 'admin', requisition: number, fields: Json) {
  const call = await sandbox.as(role);
  const body = { project_id: project, requisition: fields };
  return call('PATCH', `/rest/v1.1/requisitions/${requisition}`, body);
}

async function update(role: 'pm' | 'admin', requisition: number, requisition_items: Json[]) {
  const call = await sandbox.as(role);
  const path = `/rest/v1.0/requisitions/${requisition}/bulk_item_update?project_id=${project}`;
  return call('PATCH', path, { requisition_items });
}

describe('views', () => {
  test('default has the summary and no items, extended and items have items, header_only neither', async () => {
    const has = async (view: string) => {
      const requisition = await show(id(latest), view);
      return ['summary', 'items', 'item_packages'].filter((name) => name in requisition);
    };
    expect(await has('default')).toEqual(['summary']);
    expect(await has('extended')).toEqual(['summary', 'items', 'item_packages']);
    expect(await has('items')).toEqual(['summary', 'items', 'item_packages']);
    expect(await has('header_only')).toEqual([]);
    const call = await sandbox.as('tieout');
    const path = `/rest/v1.1/requisitions/${id(latest)}?project_id=${project}&view=everything`;
    expect((await call('GET', path)).status).toBe(400);
  });

  test('amounts are strings with two decimals and ids are numbers', () => {
    for (const [name, value] of Object.entries(latest['summary'] as Json)) {
      if (name.endsWith('_quantity') || name === 'formatted_period') continue;
      expect(value, name).toMatch(/^-?\d+\.\d\d$/);
    }
    expect(typeof latest['id']).toBe('number');
    expect(text(latest, 'percent_complete')).toMatch(/^\d+\.\d\d%$/);
    expect(at(items(latest)[0], 'taxes', 0)).toEqual({
      tax_code_id: expect.any(Number) as number,
      tax_code_name: 'GST15',
      tax_code_rate: '15.0',
    });
  });
});

describe('status', () => {
  test('an admin sets any status, on any pay app of the contract', async () => {
    for (const status of ['draft', 'pending_owner_approval', 'revise_and_resubmit', 'approved']) {
      const reply = await patch('admin', id(latest), { status });
      expect(reply).toMatchObject({ status: 200, body: { status } });
    }
    const earlier = Number(latest['previous_requisition_id']);
    expect((await patch('admin', earlier, { status: 'under_review' })).status).toBe(200);
    expect((await patch('admin', earlier, { status: 'paid' })).status).toBe(422);
  });

  test('a project manager edits only the most recent in draft or revise and resubmit', async () => {
    expect((await patch('pm', id(latest), { status: 'draft' })).status).toBe(403);
    await patch('admin', id(latest), { status: 'revise_and_resubmit' });
    expect((await patch('pm', id(latest), { status: 'approved' })).status).toBe(403);
    expect((await patch('pm', id(latest), { status: 'under_review' })).status).toBe(200);
    expect((await patch('pm', id(latest), { status: 'draft' })).status).toBe(403);
    const earlier = Number(latest['previous_requisition_id']);
    await patch('admin', earlier, { status: 'draft' });
    expect((await patch('pm', earlier, { status: 'under_review' })).status).toBe(422);
  });

  test('every change moves updated_at, also under a clock that stands still', async () => {
    const stamps = [text(latest, 'updated_at')];
    for (const status of ['draft', 'under_review', 'approved']) {
      await sandbox.control('PUT', '/clock', { now: '2026-11-24T00:00:00Z' });
      stamps.push(text((await patch('admin', id(latest), { status })).body, 'updated_at'));
    }
    await sandbox.control('PUT', '/clock', { now: new Date().toISOString() });
    expect([...stamps].sort()).toEqual(stamps);
    expect(new Set(stamps).size).toBe(stamps.length);
  });

  test('a pay app that an ERP owns is locked until its origin_id is cleared', async () => {
    await patch('admin', id(latest), { origin_id: 'erp-1' });
    expect(await patch('admin', id(latest), { status: 'draft' })).toMatchObject({
      status: 422,
      body: { errors: 'The invoice is not editable because it has been synced with ERP' },
    });
    expect((await patch('admin', id(latest), { origin_id: null })).status).toBe(200);
    expect((await patch('admin', id(latest), { status: 'draft' })).status).toBe(200);
  });
});

/** Completed, retainage by kind, and what the contract's previous pay app left. */
function figures(requisition: Json) {
  const of = (item: Json, name: string) => cents(text(item, name));
  const all = items(requisition);
  const sum = (read: (item: Json) => bigint) => all.reduce((total, item) => total + read(item), 0n);
  return {
    completed: sum((item) => of(item, 'total_completed_and_stored_to_date')),
    work: sum(
      (item) =>
        of(item, 'work_completed_retainage_from_previous_application') +
        of(item, 'work_completed_retainage_retained_this_period') -
        of(item, 'work_completed_retainage_released_this_period'),
    ),
    materials: sum((item) => of(item, 'materials_stored_retainage_currently_retained')),
  };
}

async function expectTies(requisition: number) {
  const now = await show(requisition);
  const before = await show(Number(now['previous_requisition_id']));
  const [mine, earlier] = [figures(now), figures(before)];
  const summary = (name: string) => cents(text(now, 'summary', name));
  const net =
    mine.completed -
    earlier.completed -
    (mine.work + mine.materials - earlier.work - earlier.materials);
  expect(summary('total_completed_and_stored_to_date')).toBe(mine.completed);
  expect(summary('completed_work_retainage_amount')).toBe(mine.work);
  expect(summary('stored_materials_retainage_amount')).toBe(mine.materials);
  expect(summary('total_retainage')).toBe(mine.work + mine.materials);
  expect(summary('current_payment_due')).toBe(net);
  const sign = net < 0n ? -1n : 1n;
  expect(summary('tax_applicable_to_this_payment')).toBe(sign * ((sign * net * 15n + 50n) / 100n));
}

describe('bulk item update', () => {
  test('new work is retained at the line’s percentage and the summary follows to the cent', async () => {
    const item = items(latest)[0]!;
    const percent = text(latest, 'summary', 'completed_work_retainage_percent');
    const reply = await update('admin', id(latest), [
      { id: id(item), item_type: 'contract_item', work_completed_this_period: '1234.57' },
    ]);
    expect(reply.status).toBe(200);
    const changed = items(await show(id(latest)))[0]!;
    // 10 % of 1,234.57 is 123.457, so 123.46; 5 % is 61.7285, so 61.73.
    expect(changed).toMatchObject({
      work_completed_this_period: '1234.57',
      work_completed_retainage_retained_this_period: percent === '10.00' ? '123.46' : '61.73',
      gross_amount: '1234.57',
    });
    await expectTies(id(latest));
  });

  test('stored materials hold a balance that falls when they move into work', async () => {
    const item = items(latest)[1]!;
    const change = (fields: Json) =>
      update('admin', id(latest), [{ id: id(item), item_type: 'contract_item', ...fields }]);
    await change({ work_completed_this_period: '0.00', materials_presently_stored: '1000.00' });
    const stored = items(await show(id(latest)))[1]!;
    const percent = cents(text(stored, 'materials_stored_retainage_percent_this_period'));
    expect(cents(text(stored, 'materials_stored_retainage_currently_retained'))).toBe(
      (100_000n * percent) / 10_000n,
    );
    await expectTies(id(latest));
    await change({ work_completed_this_period: '400.00', materials_presently_stored: '600.00' });
    const moved = items(await show(id(latest)))[1]!;
    expect(moved['total_completed_and_stored_to_date']).toBe(
      stored['total_completed_and_stored_to_date'],
    );
    expect(cents(text(moved, 'materials_stored_retainage_currently_retained'))).toBe(
      (60_000n * percent) / 10_000n,
    );
    expect(cents(text(moved, 'work_completed_retainage_retained_this_period'))).toBe(
      (40_000n * percent) / 10_000n,
    );
    await expectTies(id(latest));
  });

  test('an admin’s own retainage stands with its own percentage; a project manager may not set it', async () => {
    const item = { id: id(items(latest)[0]), item_type: 'contract_item' };
    const own = { work_completed_retainage_retained_this_period: '50.00' };
    const fields = { ...item, work_completed_this_period: '2000.00', ...own };
    expect((await update('admin', id(latest), [fields])).status).toBe(200);
    expect(items(await show(id(latest)))[0]).toMatchObject({
      ...own,
      work_completed_retainage_percent_this_period: '2.50',
    });
    await expectTies(id(latest));
    await patch('admin', id(latest), { status: 'draft' });
    expect((await update('pm', id(latest), [fields])).status).toBe(403);
    const work = { ...item, work_completed_this_period: '100.00' };
    expect((await update('pm', id(latest), [work])).status).toBe(200);
    const nothing = { ...item, work_completed_this_period: '0', ...own };
    expect((await update('admin', id(latest), [nothing])).status).toBe(422);
  });

  test('retainage is released only where the invoice type lets it, and never more than is held', async () => {
    const first = items(latest)[0]!;
    const held = text(first, 'work_completed_retainage_from_previous_application');
    const release = (amount: string) =>
      update('admin', id(latest), [
        {
          id: id(first),
          item_type: 'contract_item',
          work_completed_retainage_released_this_period: amount,
        },
      ]);
    expect((await release(held)).status).toBe(422);
    await patch('admin', id(latest), { invoice_type: 'progress_and_retainage_release' });
    expect((await release('9999999.00')).status).toBe(422);
    expect((await release(held)).status).toBe(200);
    await expectTies(id(latest));
  });

  test('rejecting a line changes no amount', async () => {
    const item = items(latest)[0]!;
    const before = await show(id(latest));
    await update('admin', id(latest), [
      { id: id(item), item_type: 'contract_item', status: 'rejected', comment: 'not on site' },
    ]);
    const after = await show(id(latest));
    expect(after['summary']).toEqual(before['summary']);
    expect(items(after)[0]).toMatchObject({ status: 'rejected', comment: 'not on site' });
  });

  test('only the latest pay app’s items change, and bad input changes nothing', async () => {
    const earlier = await show(Number(latest['previous_requisition_id']));
    const change = (item: unknown, fields: Json) => [
      { id: id(item), item_type: 'contract_item', ...fields },
    ];
    const work = { work_completed_this_period: '1.00' };
    expect((await update('admin', id(earlier), change(items(earlier)[0], work))).status).toBe(422);
    const [first, second] = items(latest);
    const mixed = [
      ...change(first, work),
      ...change(second, { work_completed_this_period: '1.005' }),
    ];
    expect((await update('admin', id(latest), mixed)).status).toBe(422);
    expect((await update('admin', id(latest), change({ id: 1 }, work))).status).toBe(404);
    expect((await update('admin', id(latest), [])).status).toBe(400);
    const odd = [{ id: id(first), item_type: 'lump_sum' }];
    expect((await update('admin', id(latest), odd)).status).toBe(422);
    const call = await sandbox.as('admin');
    const path = `/rest/v1.0/requisitions/${id(latest)}/bulk_item_update`;
    const body = { requisition_items: change(first, work) };
    expect((await call('PATCH', path, body)).status).toBe(400);
    expect(await show(id(latest))).toEqual(latest);
  });
});

describe('a new pay app', () => {
  const create = async (role: 'pm' | 'admin', fields: Json) => {
    const call = await sandbox.as(role);
    const commitment_id = latest['commitment_id'];
    const body = { project_id: project, commitment_id, requisition: fields };
    return call('POST', '/rest/v1.1/requisitions', body);
  };

  test('starts in draft in the open period with everything carried forward and nothing due', async () => {
    const made = await create('pm', { invoice_number: 'INV-9' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        status: 'draft',
        invoice_number: 'INV-9',
        previous_requisition_id: id(latest),
        number: Number(latest['number']) + 1,
        requisition_start: '2026-10-01',
        deletable: true,
        summary: {
          current_payment_due: '0.00',
          tax_applicable_to_this_payment: '0.00',
          less_previous_certificates_for_payment: text(
            latest,
            'summary',
            'total_earned_less_retainage',
          ),
        },
      },
    });
    const now = made.body as Json;
    await update('pm', id(now), [
      { id: id(items(now)[0]), item_type: 'contract_item', work_completed_this_period: '333.33' },
      { id: id(items(now)[1]), item_type: 'contract_item', materials_presently_stored: '77.77' },
    ]);
    await expectTies(id(now));
    expect((await patch('pm', id(now), { status: 'under_review' })).status).toBe(200);
    expect((await patch('admin', id(now), { status: 'approved' })).status).toBe(200);
    const old = [
      { id: id(items(latest)[0]), item_type: 'contract_item', work_completed_this_period: '1.00' },
    ];
    expect((await update('admin', id(latest), old)).status).toBe(422);
  });

  test('a closed period is for admins, and a draft can be deleted again', async () => {
    const period_id = latest['period_id'];
    expect((await create('pm', { period_id })).status).toBe(403);
    const made = await create('admin', { period_id });
    expect(made.status).toBe(201);
    const call = await sandbox.as('admin');
    const remove = (requisition: unknown) =>
      call('DELETE', `/rest/v1.1/requisitions/${id(requisition)}?project_id=${project}`);
    expect((await remove(latest)).status).toBe(422);
    expect((await remove(made.body)).status).toBe(204);
    expect((await remove(made.body)).status).toBe(404);
  });
});
