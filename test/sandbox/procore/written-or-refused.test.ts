// Proves that nothing a body says is dropped in silence: each field is written and read back, refused as not kept, or refused
// as unknown; dates exist, amounts keep what Procore keeps, and an origin_id has one owner.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writableFields } from '../../../sandbox/procore/writable-fields.ts';
import { skipReason, vendorDocuments } from '../../support/vendor-documents.ts';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

let sandbox: Running;
let admin: Send;
let project: number;
let vendor: number;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  admin = await sandbox.as('admin');
  project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  vendor = id((await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`))[0]);
});

const settings = (rules: Json) => sandbox.control('PUT', '/settings', rules);
const inProject = () => `?project_id=${project}`;
const ok = (reply: { status: number; body: unknown }) => {
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
  return reply.body as Json;
};

async function contractWithLine(line: Json = {}) {
  const work_order_contract = { vendor_id: vendor };
  const path = '/rest/v1.0/work_order_contracts';
  const made = ok(await admin('POST', path, { project_id: project, work_order_contract }));
  const codes = await sandbox.list('admin', `/rest/v1.0/cost_codes${inProject()}`);
  const types = await sandbox.list('admin', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  const line_item = { cost_code_id: id(codes[0]), line_item_type_id: id(types[0]), ...line };
  const lines = `${path}/${id(made)}/line_items`;
  const reply = await admin('POST', lines, { project_id: project, line_item });
  return { path: `${path}/${id(made)}`, lines, contract: made, reply };
}

/** One record of each resource whose plain fields can be written, and how its PATCH is made. */
async function recordFor(resource: string): Promise<{ path: string; around: Json }> {
  if (resource === 'vendor') return { path: `/rest/v1.0/vendors/${vendor}`, around: {} };
  if (resource === 'project') return { path: `/rest/v1.0/projects/${project}`, around: {} };
  // A prime contract alone is made and changed at a singular path.
  const path = `/rest/v1.0/${resource}${resource === 'prime_contract' ? '' : 's'}`;
  const body = { project_id: project, [resource]: { vendor_id: vendor } };
  const made = ok(await admin('POST', path, body));
  return { path: `${path}/${id(made)}`, around: { project_id: project } };
}

const sample = { text: 'Sample text', date: '2026-02-28', flag: true } as const;
const resources = [
  'work_order_contract',
  'purchase_order_contract',
  'vendor',
  'project',
  'prime_contract',
] as const;

describe.each(resources)('%s', (resource) => {
  const { plain, unkept } = writableFields[resource];
  const patch = async (fields: Json) => {
    const { path, around } = await recordFor(resource);
    return admin('PATCH', path, { ...around, [resource]: fields });
  };

  test('every field it takes comes back', async () => {
    const fields = Object.fromEntries(
      Object.entries(plain).map(([name, kind]) => [name, sample[kind]]),
    );
    const { path, around } = await recordFor(resource);
    ok(await admin('PATCH', path, { ...around, [resource]: fields }));
    const shown = await sandbox.one('admin', `${path}${inProject()}`);
    expect(shown).toMatchObject(fields);
  });

  test('a field that is not kept or not known is refused by name', async () => {
    for (const name of unkept) {
      expect(await patch({ [name]: null })).toMatchObject({
        status: 422,
        body: { errors: { [name]: ['is not kept by this sandbox'] } },
      });
    }
    expect(await patch({ colour: 'red' })).toMatchObject({
      status: 406,
      body: { errors: { colour: ['is not a known field'] } },
    });
    await settings({ unknownField: '422' });
    expect((await patch({ colour: 'red' })).status).toBe(422);
    await settings({ unknownField: 'dropped' });
    expect((await patch({ colour: 'red' })).status).toBe(200);
  });
});

const reason = skipReason('procoreModels');
describe.skipIf(reason !== '')(`the fields of bodies${reason}`, () => {
  const models: Record<string, { name: string }[]> =
    reason === ''
      ? (
          JSON.parse(readFileSync(vendorDocuments.procoreModels, 'utf8')) as {
            models: Record<string, { name: string }[]>;
          }
        ).models
      : {};
  /** What the reference of 2026 has beyond the models of 2024-10, and what other paths write. */
  const newer: Record<string, readonly string[]> = {
    vendor: ['business_register'],
    requisition: ['invoice_type'],
    contract_payment: ['requisition_id', 'attachments', 'file_version_ids', 'upload_ids'],
    requisition_item: ['id'],
  };

  test.each([
    ['work_order_contract', ['WorkOrderContract']],
    ['purchase_order_contract', ['PurchaseOrderContract']],
    ['line_item', ['LineItem']],
    ['contract_detail_line_item', ['Body4ContractDetailLineItem']],
    ['change_order_package', ['RestV10ChangeOrderPackagesPostRequestChangeOrder']],
    ['commitment_change_order', ['ChangeOrder', 'ChangeOrder1']],
    ['vendor', ['CompanyVendor']],
    ['project', ['Project2']],
    ['billing_period', ['BillingPeriod1']],
    ['cost_code', ['CostCode1']],
    ['requisition', ['RequisitionSubcontractorInvoice1', 'RequisitionSubcontractorInvoice2']],
    ['requisition_item', ['RequisitionSubcontractorInvoiceItemsInner']],
    ['contract_payment', ['ContractPayment']],
    ['timecard_entry', ['TimecardEntry9', 'TimecardEntry10']],
    ['company_timecard_entry', ['TimecardEntry4', 'TimecardEntry5']],
    ['prime_contract', ['PrimeContract']],
    ['prime_change_order', ['ChangeOrder', 'ChangeOrder1']],
    ['payment_application', ['PaymentApplicationOwnerInvoice', 'PaymentApplicationOwnerInvoice1']],
    ['payment_application_line_item', ['PaymentApplicationOwnerInvoiceLineItem']],
    ['payment_application_markup_line_item', ['PaymentApplicationOwnerInvoiceMarkupLineItem']],
  ] as const)('of a %s are exactly Procore’s', (resource, names) => {
    const theirs = names
      .flatMap((name) => models[name] ?? [])
      .map(({ name }) => name.replace(/^var_/, ''))
      .filter((name) => !name.startsWith('custom_field_'));
    const { own, plain, unkept } = writableFields[resource];
    const ours = [...own, ...Object.keys(plain), ...unkept];
    const files = ['file_version_ids', 'upload_ids', 'prostore_file_ids'];
    const more = [...(newer[resource] ?? []), ...files];
    expect(theirs.length).toBeGreaterThan(2);
    expect([...new Set(theirs)].filter((name) => !ours.includes(name as never))).toEqual([]);
    expect(ours.filter((name) => !theirs.includes(name) && !more.includes(name))).toEqual([]);
  });
});

describe('lines', () => {
  test('keep quantity and unit cost to four decimals, and a calculated line is their product', async () => {
    const price = { quantity: '12.5', unit_cost: '3.3333', uom: 'm2' };
    const manual = await contractWithLine({ ...price, amount: '10.00' });
    expect(ok(manual.reply)).toMatchObject({
      quantity: 12.5,
      unit_cost: 3.3333,
      uom: 'm2',
      amount: '10.00',
      extended_type: 'manual',
    });
    const calculated = await contractWithLine({ ...price, extended_type: 'calculated' });
    // 12.5 × 3.3333 = 41.66625.
    expect(ok(calculated.reply)).toMatchObject({ amount: '41.67', extended_type: 'calculated' });
    const both = await contractWithLine({ ...price, extended_type: 'calculated', amount: '1.00' });
    expect(both.reply.status).toBe(422);
  });

  test('may have no tax code, and are then billed without tax', async () => {
    const { path, contract, reply } = await contractWithLine({ tax_code_id: null, amount: '100' });
    expect(ok(reply)).toMatchObject({ tax_code_id: null });
    const approved = { project_id: project, work_order_contract: { status: 'Approved' } };
    ok(await admin('PATCH', path, approved));
    const billed = await admin('POST', '/rest/v1.1/requisitions', {
      project_id: project,
      commitment_id: id(contract),
      requisition: {
        items: [{ line_item_id: id(reply.body), work_completed_this_period: '100.00' }],
      },
    });
    expect(ok(billed)).toMatchObject({
      items: [{ taxes: [] }],
      summary: { current_payment_due: '100.00', tax_applicable_to_this_payment: '0.00' },
    });
  });

  test('take a third decimal of an amount only where the rules say so', async () => {
    expect((await contractWithLine({ amount: '1.005' })).reply.status).toBe(422);
    await settings({ thirdDecimals: 'rounded' });
    expect((await contractWithLine({ amount: '1.005' })).reply.body).toMatchObject({
      amount: '1.01',
    });
    await settings({ thirdDecimals: 'kept' });
    const { path, reply } = await contractWithLine({ amount: '1.005' });
    expect(reply.body).toMatchObject({ amount: '1.005', total_amount: 1.005 });
    expect(await sandbox.one('admin', `${path}${inProject()}`)).toMatchObject({
      grand_total: '1.01',
    });
  });
});

test('a payment keeps a third decimal where the rules say so', async () => {
  const [row] = await sandbox.list('admin', `/rest/v1.1/requisitions${inProject()}`);
  const pay = () =>
    admin('POST', '/rest/v1.0/contract_payments', {
      project_id: project,
      contract_id: row?.['commitment_id'],
      contract_payment: { amount: '12.345', date: '2026-06-20' },
    });
  expect((await pay()).status).toBe(422);
  await settings({ thirdDecimals: 'kept' });
  expect(ok(await pay())).toMatchObject({ amount: '12.345' });
});

test('dates exist, have one form, and may be empty where Procore lets them be', async () => {
  const [row] = await sandbox.list('admin', `/rest/v1.1/requisitions${inProject()}`);
  const change = (fields: Json) =>
    admin('PATCH', `/rest/v1.1/requisitions/${id(row)}`, {
      project_id: project,
      requisition: fields,
    });
  for (const wrong of ['2026-02-30', '2026-13-01', '30/11/2026', '2026-2-3', '2026-11-26x', '']) {
    expect((await change({ billing_date: wrong })).status, wrong).toBe(422);
  }
  expect(ok(await change({ billing_date: '2026-11-26T09:34:00+13:00' }))).toMatchObject({
    billing_date: '2026-11-26',
  });
  expect(ok(await change({ billing_date: null }))).toMatchObject({ billing_date: null });
  expect((await change({ requisition_end: null })).status).toBe(422);
});

test('an origin_id has one owner among records of its kind', async () => {
  const rows = await sandbox.list('admin', `/rest/v1.1/requisitions${inProject()}`);
  const own = (row: unknown) =>
    admin('PATCH', `/rest/v1.1/requisitions/${id(row)}`, {
      project_id: project,
      requisition: { origin_id: 'erp-1' },
    });
  expect((await own(rows[0])).status).toBe(200);
  expect((await own(rows[1])).status).toBe(409);
  expect((await own(rows[0])).status).toBe(200);
  const first = await contractWithLine({ origin_id: 'erp-1' });
  expect(first.reply.status).toBe(201);
  const second = await contractWithLine({ origin_id: 'erp-1' });
  expect(second.reply.status).toBe(409);
  const claim = (path: string) =>
    admin('PATCH', path, {
      project_id: project,
      work_order_contract: { origin_id: 'erp-1' },
    });
  expect((await claim(first.path)).status).toBe(200);
  expect((await claim(second.path)).status).toBe(409);
});

describe('a project’s own records', () => {
  const periods = () => `/rest/v1.0/projects/${project}/billing_periods`;
  const dates = { start_date: '2026-11-01', end_date: '2026-11-30' };

  test('a billing period is made, billed in, and deleted while nobody billed in it', async () => {
    const pm = await sandbox.as('pm');
    expect((await pm('POST', periods(), { billing_period: dates })).status).toBe(403);
    const made = ok(await admin('POST', periods(), { billing_period: dates }));
    expect(made).toMatchObject({ ...dates, due_date: null, status: 'open' });
    const backwards = { ...dates, end_date: '2026-10-01' };
    expect((await admin('POST', periods(), { billing_period: backwards })).status).toBe(422);
    expect((await admin('POST', periods(), { billing_period: {} })).status).toBe(422);
    expect((await admin('DELETE', `${periods()}/${id(made)}`)).status).toBe(204);
    expect((await admin('GET', `${periods()}/${id(made)}`)).status).toBe(404);
    const [row] = await sandbox.list('admin', `/rest/v1.1/requisitions${inProject()}`);
    const billed = `${periods()}/${String(row?.['period_id'])}`;
    expect((await admin('DELETE', billed)).status).toBe(422);
    ok(await admin('PATCH', billed, { billing_period: { due_date: null } }));
    expect(await sandbox.one('admin', billed)).toMatchObject({ due_date: null });
  });

  test('a cost code is made with its budget codes, once', async () => {
    const body = { project_id: project, cost_code: { code: '77-100', name: 'Sundries' } };
    const made = ok(await admin('POST', '/rest/v1.0/cost_codes', body));
    expect(await sandbox.one('admin', `/rest/v1.0/cost_codes/${id(made)}${inProject()}`)).toEqual(
      made,
    );
    expect((await admin('POST', '/rest/v1.0/cost_codes', body)).status).toBe(422);
    const wbs = `/rest/v1.0/projects/${project}/work_breakdown_structure/wbs_codes?per_page=500`;
    const codes = await sandbox.list('admin', wbs);
    expect(codes.filter((code) => text(code, 'flat_code').startsWith('77-100.'))).toHaveLength(5);
  });

  test('it is deactivated and active again', async () => {
    const path = `/rest/v1.0/projects/${project}`;
    for (const active of [false, true]) {
      expect(ok(await admin('PATCH', path, { project: { active } }))).toMatchObject({ active });
    }
  });
});

test('a vendor is emptied, made inactive and active again', async () => {
  const path = `/rest/v1.0/vendors/${vendor}`;
  const emptied = ok(await admin('PATCH', path, { vendor: { address: null, is_active: false } }));
  expect(emptied).toMatchObject({ address: '', is_active: false });
  const active = async () =>
    (await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`)).map(id);
  expect(await active()).not.toContain(vendor);
  const back = `/rest/v1.0/companies/${COMPANY}/vendors/inactive/${vendor}`;
  const again = { vendor: { is_active: true } };
  expect(ok(await admin('PATCH', back, again))).toMatchObject({ is_active: true });
  expect((await admin('PATCH', back, again)).status).toBe(404);
  expect(await active()).toContain(vendor);
  expect(at(await sandbox.one('admin', path), 'is_active')).toBe(true);
});
