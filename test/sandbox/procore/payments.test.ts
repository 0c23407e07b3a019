// Proves contract payments: listed per contract, tied to a pay app, amounts as given, locked once an ERP owns them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { COMPANY, id, startSeeded } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

const PATH = '/rest/v1.0/contract_payments';
let sandbox: Running;
let call: Send;
let project: number;
let contract: number;
let requisitions: Json[];

beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  call = await sandbox.as('tieout');
  const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
  project = id(projects[0]);
  const path = `/rest/v1.1/requisitions?project_id=${project}`;
  requisitions = await sandbox.list('tieout', path);
  contract = Number(requisitions[0]?.['commitment_id']);
});

const pay = (fields: Json) =>
  call('POST', PATH, {
    project_id: project,
    contract_id: contract,
    contract_payment: { amount: '1000.00', date: '2026-06-20', ...fields },
  });
const inContract = () => `?project_id=${project}&contract_id=${contract}`;
const listed = () => sandbox.list('tieout', `${PATH}${inContract()}`);

test('a payment names its pay app, keeps its notes and its amount as text, and shows in the contract', async () => {
  const first = requisitions[0];
  const made = await pay({
    requisition_id: id(first),
    notes: 'from Xero',
    invoice_number: 'INV-1',
  });
  expect(made).toMatchObject({
    status: 201,
    body: {
      amount: '1000.00',
      date: '2026-06-20',
      contract_id: contract,
      requisition_id: id(first),
      notes: 'from Xero',
      payment_number: 1,
    },
  });
  expect(await pay({ amount: 12.5 })).toMatchObject({
    body: { amount: '12.50', payment_number: 2 },
  });
  expect((await listed()).map((payment) => payment['amount'])).toEqual(['1000.00', '12.50']);
  const kind = first?.['commitment_type'] === 'WorkOrderContract' ? 'work_order' : 'purchase_order';
  const path = `/rest/v1.0/${kind}_contracts/${contract}?project_id=${project}`;
  expect(await sandbox.one('tieout', path)).toMatchObject({
    total_payments: '1012.50',
    payments_issued: [{ amount: '1000.00' }, { amount: '12.50' }],
  });
});

test('a pay app of another contract, a missing amount and no contract are refused', async () => {
  const other = requisitions.find((row) => row['commitment_id'] !== contract);
  expect((await pay({ requisition_id: id(other) })).status).toBe(422);
  expect(await pay({ amount: null })).toMatchObject({
    status: 422,
    body: { errors: { amount: ["can't be blank"] } },
  });
  expect((await pay({ amount: '1.234' })).status).toBe(422);
  expect((await pay({ date: '2026-13-01' })).status).toBe(422);
  expect((await call('GET', `${PATH}?project_id=${project}`)).status).toBe(400);
  expect((await call('GET', `${PATH}?project_id=${project}&contract_id=1`)).status).toBe(404);
  expect(await listed()).toEqual([]);
});

test('a payment is changed and deleted until an origin_id locks it', async () => {
  const made = await pay({});
  const path = `${PATH}/${id(made.body)}`;
  const patch = (fields: Json) =>
    call('PATCH', path, { project_id: project, contract_id: contract, contract_payment: fields });
  expect(await patch({ amount: '900.00' })).toMatchObject({ body: { amount: '900.00' } });
  expect(await patch({ origin_id: 'pay-1' })).toMatchObject({ body: { origin_id: 'pay-1' } });
  expect((await patch({ amount: '1.00' })).status).toBe(422);
  expect((await call('DELETE', `${path}${inContract()}`)).status).toBe(422);
  expect((await pay({ origin_id: 'pay-1' })).status).toBe(409);
  expect((await patch({ origin_id: null })).status).toBe(200);
  expect((await call('DELETE', `${path}${inContract()}`)).status).toBe(204);
  expect((await call('GET', `${path}${inContract()}`)).status).toBe(404);
  expect(await listed()).toEqual([]);
});

test('an Idempotency-Token is accepted and promises nothing: the same body twice is two payments', async () => {
  const issued = await sandbox.control('POST', '/token', { role: 'tieout' });
  const body = JSON.stringify({
    project_id: project,
    contract_id: contract,
    contract_payment: { amount: '5.00', date: '2026-06-20' },
  });
  const headers = {
    authorization: `Bearer ${String((issued.body as Json)['access_token'])}`,
    'Procore-Company-Id': COMPANY,
    'Idempotency-Token': 'same',
    'content-type': 'application/json',
  };
  for (let count = 0; count < 2; count += 1) {
    const reply = await fetch(`${sandbox.url}${PATH}`, { method: 'POST', headers, body });
    expect(reply.status).toBe(201);
  }
  expect(await listed()).toHaveLength(2);
});

test('the ledger shows each contract with its pay apps and payments', async () => {
  await pay({ requisition_id: id(requisitions[0]) });
  const ledger = await sandbox.control('GET', '/ledger');
  const contracts = (ledger.body as { contracts: Json[] }).contracts;
  expect(contracts).toHaveLength(4);
  expect(contracts.find((entry) => entry['id'] === contract)).toMatchObject({
    paid: '1000.00',
    payments: [{ amount: '1000.00', requisition_id: id(requisitions[0]) }],
  });
});
