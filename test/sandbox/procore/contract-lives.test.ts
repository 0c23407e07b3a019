// Proves what becomes of contracts in a project manager's hands: made with lines, made private, deleted, and found again by
// whoever asks for deleted ones.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

let sandbox: Running;
let pm: Send;
let admin: Send;
let app: Send;
let project: number;
let vendor: number;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  [pm, admin, app] = [
    await sandbox.as('pm'),
    await sandbox.as('admin'),
    await sandbox.as('tieout'),
  ];
  project = id((await sandbox.list('pm', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  vendor = id((await sandbox.list('pm', `/rest/v1.0/vendors?company_id=${COMPANY}`))[0]);
});

const family = { wo: 'work_order_contract', po: 'purchase_order_contract' } as const;
type Kind = keyof typeof family;
const collection = (kind: Kind) => `/rest/v1.0/${family[kind]}s`;
const inProject = () => `?project_id=${project}`;

async function make(kind: Kind, fields: Json = {}): Promise<Json> {
  const body = { project_id: project, [family[kind]]: { vendor_id: vendor, ...fields } };
  const made = await pm('POST', collection(kind), body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as Json;
}
const change = (call: Send, kind: Kind, contract: unknown, fields: Json) =>
  call('PATCH', `${collection(kind)}/${id(contract)}`, {
    project_id: project,
    [family[kind]]: fields,
  });
const show = (call: Send, kind: Kind, contract: unknown) =>
  call('GET', `${collection(kind)}/${id(contract)}${inProject()}`);
const listed = async (role: 'pm' | 'tieout', kind: Kind, query = '') =>
  (await sandbox.list(role, `${collection(kind)}${inProject()}&per_page=100${query}`)).map(id);

async function addLine(kind: Kind, contract: unknown, fields: Json = {}) {
  const codes = await sandbox.list('pm', `/rest/v1.0/cost_codes${inProject()}`);
  const types = await sandbox.list('pm', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  const line_item = { cost_code_id: id(codes[0]), line_item_type_id: id(types[0]), ...fields };
  const path = `${collection(kind)}/${id(contract)}/line_items`;
  return pm('POST', path, { project_id: project, line_item });
}

test.each(['wo', 'po'] as const)(
  'a %s contract is made, filled, approved and billed',
  async (kind) => {
    const fields = {
      number: 'X-1',
      title: 'Crane',
      retainage_percent: '7.5',
      contract_date: '2026-11-26',
    };
    const made = await make(kind, fields);
    expect(made).toMatchObject({
      ...fields,
      status: 'Draft',
      retainage_percent: '7.50',
      private: false,
      vendor: { id: vendor },
      line_items: [],
    });
    expect((await addLine(kind, made, { description: 'Hire', amount: '1000' })).status).toBe(201);
    const draft = await admin('POST', '/rest/v1.1/requisitions', {
      project_id: project,
      commitment_id: id(made),
      requisition: {},
    });
    expect(draft.status).toBe(422);
    await change(pm, kind, made, { status: 'Approved' });
    const [line] = at((await show(pm, kind, made)).body, 'line_items') as Json[];
    const billed = await admin('POST', '/rest/v1.1/requisitions', {
      project_id: project,
      commitment_id: id(made),
      requisition: {
        status: 'approved',
        items: [{ line_item_id: id(line), work_completed_this_period: '400.00' }],
      },
    });
    // 400.00 less 7.5 % is 370.00; 15 % of that is 55.50.
    expect(billed).toMatchObject({
      status: 201,
      body: {
        status: 'approved',
        summary: { current_payment_due: '370.00', tax_applicable_to_this_payment: '55.50' },
      },
    });
    expect(await listed('tieout', kind)).toContain(id(made));
  },
);

test('a pay app is created as approved by an administrator only', async () => {
  const made = await make('wo');
  await addLine('wo', made, { amount: '10.00' });
  await change(pm, 'wo', made, { status: 'Approved' });
  const create = (call: Send) =>
    call('POST', '/rest/v1.1/requisitions', {
      project_id: project,
      commitment_id: id(made),
      requisition: { status: 'approved' },
    });
  expect((await create(pm)).status).toBe(403);
  expect((await create(admin)).status).toBe(201);
});

describe('a private contract', () => {
  test('vanishes for the app, with its pay apps and payments, and stays for people', async () => {
    const [row] = await sandbox.list('tieout', `/rest/v1.1/requisitions${inProject()}`);
    const kind: Kind = row?.['commitment_type'] === 'WorkOrderContract' ? 'wo' : 'po';
    const contract = { id: Number(row?.['commitment_id']) };
    await change(pm, kind, contract, { private: true });
    expect((await show(app, kind, contract)).status).toBe(404);
    expect((await show(pm, kind, contract)).status).toBe(200);
    expect(await listed('tieout', kind)).not.toContain(contract.id);
    expect(await listed('pm', kind)).toContain(contract.id);
    const payApps = await sandbox.list('tieout', `/rest/v1.1/requisitions${inProject()}`);
    expect(payApps.map((one) => one['commitment_id'])).not.toContain(contract.id);
    const payApp = `/rest/v1.1/requisitions/${id(row)}${inProject()}`;
    expect((await app('GET', payApp)).status).toBe(404);
    const payments = `/rest/v1.0/contract_payments${inProject()}&contract_id=${contract.id}`;
    expect((await app('GET', payments)).status).toBe(404);
    await change(pm, kind, contract, { private: false });
    expect((await show(app, kind, contract)).status).toBe(200);
    expect((await app('GET', payApp)).status).toBe(200);
  });

  test('answers 403 or stays in sight where the rules say so', async () => {
    const made = await make('po', { private: true });
    await sandbox.control('PUT', '/settings', { privateContract: '403' });
    expect((await show(app, 'po', made)).status).toBe(403);
    await sandbox.control('PUT', '/settings', { privateContract: 'shown' });
    expect((await show(app, 'po', made)).status).toBe(200);
    expect(await listed('tieout', 'po')).toContain(id(made));
  });

  test('may leave its pay apps in sight', async () => {
    const [row] = await sandbox.list('tieout', `/rest/v1.1/requisitions${inProject()}`);
    const kind: Kind = row?.['commitment_type'] === 'WorkOrderContract' ? 'wo' : 'po';
    await change(pm, kind, { id: Number(row?.['commitment_id']) }, { private: true });
    await sandbox.control('PUT', '/settings', { payAppsOfPrivateContract: 'shown' });
    const payApp = `/rest/v1.1/requisitions/${id(row)}${inProject()}`;
    expect((await app('GET', payApp)).status).toBe(200);
  });
});

describe('deleting a contract', () => {
  const remove = (kind: Kind, contract: unknown) =>
    pm('DELETE', `${collection(kind)}/${id(contract)}${inProject()}`);

  test('takes it out of lists and leaves it to those who ask for deleted ones', async () => {
    const made = await make('wo', { number: 'Gone' });
    expect((await remove('wo', made)).status).toBe(204);
    expect((await remove('wo', made)).status).toBe(404);
    expect((await show(app, 'wo', made)).status).toBe(404);
    expect(await listed('tieout', 'wo')).not.toContain(id(made));
    expect(await listed('tieout', 'wo', '&filters[include_deleted]=only')).toEqual([id(made)]);
    const all = await listed('tieout', 'wo', '&filters[include_deleted]=with');
    expect(all).toEqual([...(await listed('tieout', 'wo')), id(made)]);
    const [gone] = await sandbox.list(
      'tieout',
      `${collection('wo')}${inProject()}&filters[include_deleted]=only`,
    );
    expect(text(gone, 'deleted_at')).toBe(text(gone, 'updated_at'));
    const odd = `${collection('wo')}${inProject()}&filters[include_deleted]=maybe`;
    expect((await app('GET', odd)).status).toBe(400);
  });

  test('is refused once approved or billed, unless the rules open it', async () => {
    const [row] = await sandbox.list('tieout', `/rest/v1.1/requisitions${inProject()}`);
    const kind: Kind = row?.['commitment_type'] === 'WorkOrderContract' ? 'wo' : 'po';
    const contract = { id: Number(row?.['commitment_id']) };
    expect((await remove(kind, contract)).status).toBe(422);
    await sandbox.control('PUT', '/settings', { deletingApprovedContract: 'open' });
    expect(await remove(kind, contract)).toMatchObject({
      status: 422,
      body: { errors: { base: ['A contract that has been invoiced cannot be deleted'] } },
    });
    await sandbox.control('PUT', '/settings', { deletingBilledContract: 'open' });
    expect((await remove(kind, contract)).status).toBe(204);
    const payApp = `/rest/v1.1/requisitions/${id(row)}${inProject()}`;
    expect((await app('GET', payApp)).status).toBe(404);
  });

  test.each(['403', '410'])('may answer %s later', async (deletedRecord) => {
    const made = await make('po');
    await remove('po', made);
    await sandbox.control('PUT', '/settings', { deletedRecord });
    expect((await show(app, 'po', made)).status).toBe(Number(deletedRecord));
    expect((await show(app, 'po', { id: 1 })).status).toBe(404);
  });
});

test('a pay app set back to draft, deleted and entered again takes the same number, and the old one is gone', async () => {
  const path = `/rest/v1.1/requisitions${inProject()}&filters[is_last]=true`;
  const [last] = await sandbox.list('pm', path);
  const one = `/rest/v1.1/requisitions/${id(last)}`;
  await admin('PATCH', one, { project_id: project, requisition: { status: 'draft' } });
  expect((await pm('DELETE', `${one}${inProject()}`)).status).toBe(204);
  await sandbox.control('PUT', '/settings', { deletedRecord: '410' });
  expect((await app('GET', `${one}${inProject()}`)).status).toBe(410);
  const again = await pm('POST', '/rest/v1.1/requisitions', {
    project_id: project,
    commitment_id: last?.['commitment_id'],
    requisition: { invoice_number: last?.['invoice_number'] },
  });
  expect(again).toMatchObject({
    status: 201,
    body: { number: last?.['number'], invoice_number: last?.['invoice_number'] },
  });
  expect(id(again.body)).not.toBe(id(last));
});

test('lines of an approved contract change where the rules open them', async () => {
  const made = await make('wo', { status: 'Approved' });
  expect((await addLine('wo', made)).status).toBe(422);
  await sandbox.control('PUT', '/settings', { linesOfApprovedContract: 'open' });
  expect((await addLine('wo', made)).status).toBe(201);
});
