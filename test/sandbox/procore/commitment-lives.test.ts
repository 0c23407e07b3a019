// Proves the later lives of contracts and pay apps: completed, closed, ended and opened again; sent back after approval, deleted,
// numbered anew, and begun at a number above one.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { id, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { payAppCaller } from './pay-app-caller.ts';
import type { PayAppCaller } from './pay-app-caller.ts';

let sandbox: Running;
let billing: PayAppCaller;
const lines = [{ description: 'Walls', amount: '1000.00' }];
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  billing = await payAppCaller(sandbox, lines);
});

test.each([
  ['work_order_contract', ['Complete', 'Terminated', 'Void', 'Draft', 'Out For Signature']],
  ['purchase_order_contract', ['Closed', 'Received', 'Draft', 'Processing']],
] as const)('a %s in another status is not billed until it is opened again', async (kind, ends) => {
  billing = await payAppCaller(sandbox, lines, kind);
  const first = await billing.bill();
  for (const status of ends) {
    expect((await billing.changeContract({ status })).status, status).toBe(200);
    expect(await billing.contract()).toMatchObject({ status });
    expect((await billing.tryToBill()).status, status).toBe(422);
    expect(await billing.show(first)).toMatchObject({ number: 1 });
  }
  await billing.changeContract({ status: 'Approved' });
  expect(await billing.bill()).toMatchObject({ number: 2 });
});

test.each([
  ['work_order_contract', 'Complete'],
  ['purchase_order_contract', 'Closed'],
] as const)('a %s in %s is billed where the rules let it', async (kind, status) => {
  await sandbox.control('PUT', '/settings', { billingCompleteContract: 'open' });
  billing = await payAppCaller(sandbox, lines, kind);
  await billing.changeContract({ status });
  expect(await billing.bill()).toMatchObject({ number: 1 });
  await billing.changeContract({ status: kind === 'work_order_contract' ? 'Void' : 'Received' });
  expect((await billing.tryToBill()).status).toBe(422);
});

test('an approved pay app is sent back by an administrator, and changes and is approved again', async () => {
  const payApp = await billing.bill({ status: 'approved' });
  const contract = async () => (await billing.contract())['total_requisitions_amount'];
  await billing.claim(payApp, 'Walls', { work_completed_this_period: '100.00' });
  expect(await contract()).toBe('90.00');
  const pm = await sandbox.as('pm');
  const path = `/rest/v1.1/requisitions/${id(payApp)}`;
  const back = { project_id: billing.project, requisition: { status: 'revise_and_resubmit' } };
  expect((await pm('PATCH', path, back)).status).toBe(403);
  expect((await billing.patch(payApp, { status: 'revise_and_resubmit' })).status).toBe(200);
  expect(await contract()).toBe('0.00');
  await billing.claim(payApp, 'Walls', { work_completed_this_period: '80.00' });
  await billing.patch(payApp, { status: 'approved' });
  expect(await contract()).toBe('72.00');
});

test('the last pay app is deleted in draft alone, and its number is given again', async () => {
  const first = await billing.bill({ status: 'approved' });
  const second = await billing.bill();
  const remove = (payApp: Json) =>
    billing.call('DELETE', `/rest/v1.1/requisitions/${id(payApp)}?project_id=${billing.project}`);
  expect((await remove(first)).status).toBe(422);
  expect((await remove(second)).status).toBe(204);
  expect((await remove(first)).status).toBe(422);
  const again = await billing.bill();
  expect(again).toMatchObject({ number: 2, previous_requisition_id: id(first) });
  expect(id(again)).not.toBe(id(second));
});

test('a pay app’s own number is anew what was typed, and its number in the sequence is not written', async () => {
  const payApp = await billing.bill({ invoice_number: 'INV-1' });
  const renumbered = await billing.patch(payApp, { invoice_number: 'INV-1a' });
  expect(renumbered).toMatchObject({ status: 200, body: { invoice_number: 'INV-1a', number: 1 } });
  expect((await billing.patch(payApp, { number: 7 })).status).toBe(406);
});

test('a contract’s first pay app has the number it was given', async () => {
  const path = `/contracts/${billing.contractId}`;
  expect((await sandbox.control('PUT', path, { firstPayAppNumber: 7 })).status).toBe(200);
  expect(await billing.bill()).toMatchObject({ number: 7, previous_requisition_id: null });
  expect(await billing.bill()).toMatchObject({ number: 8 });
  expect((await sandbox.control('PUT', '/contracts/1', { firstPayAppNumber: 7 })).status).toBe(404);
  expect((await sandbox.control('PUT', path, { firstPayAppNumber: 0 })).status).toBe(400);
});
