// Proves that change order packages tell of prime contracts' change orders beside those of commitments: listed, found, shown with
// their lines, told by webhook, and not changed there.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeOrderCaller } from './change-order-caller.ts';
import { ownerWorld } from './owner-world.ts';
import type { OwnerWorld } from './owner-world.ts';
import { id, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { startReceiver, trigger } from './webhook-receiver.ts';

const PACKAGES = '/rest/v1.0/change_order_packages';

let sandbox: Running;
let world: OwnerWorld;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  world = await ownerWorld(sandbox);
});

const numbersOf = async (filter = '') =>
  (await sandbox.list('admin', `${PACKAGES}${world.query}${filter}`)).map(id);
const packageOf = (changeOrder: Json) => Number(changeOrder['legacy_package_id']);
const newer = (changeOrder: Json) =>
  `/rest/v1.0/projects/${world.project}/prime_change_orders/${id(changeOrder)}`;

test('a package is shown under its legacy_package_id, with its lines', async () => {
  const change = await world.changeOrder('250.00');
  const path = `${PACKAGES}/${packageOf(change)}${world.query}`;
  expect(await sandbox.one('admin', path)).toMatchObject({
    ...{ id: packageOf(change), contract_id: world.contract, number: '001', title: 'Extra' },
    ...{ type: 'PrimeContractChangeOrder', status: 'approved', grand_total: '250.00' },
    ...{ position: 1, deleted_at: null, currency_configuration: { currency_iso_code: 'NZD' } },
    line_items: [{ amount: '250.00', total_amount: 250, holder: { id: packageOf(change) } }],
  });
  const other = await sandbox.list('admin', `/rest/v1.0/projects`);
  const elsewhere = `${PACKAGES}/${packageOf(change)}?project_id=${id(other[1])}`;
  expect((await world.admin('GET', elsewhere)).status).toBe(404);
});

test('lists and their filters have both kinds', async () => {
  const orders = await changeOrderCaller(sandbox);
  const { package: ofCommitment } = await orders.make([{ amount: '5.00' }], 'Theirs');
  const [draft, approved] = [
    packageOf(await world.changeOrder('1.00', 'draft')),
    packageOf(await world.changeOrder('2.00')),
  ];
  for (const [filter, expected] of [
    ['', [ofCommitment, draft, approved]],
    ['&filters[status]=draft', [ofCommitment, draft]],
    [`&filters[contract_id]=${world.contract}`, [draft, approved]],
    [`&filters[contract_id]=${orders.contractId}`, [ofCommitment]],
    [`&filters[id][]=${approved}`, [approved]],
    ['&filters[updated_at]=2020-01-01T00:00:00Z...2020-01-02T00:00:00Z', []],
  ] as const) {
    expect(await numbersOf(filter), filter).toEqual(expected);
  }
  const commitments = await sandbox.list('admin', orders.changeOrders);
  expect(commitments.map((row) => row['legacy_package_id'])).toEqual([ofCommitment]);
});

test('each kind needs the tool of its contract', async () => {
  const orders = await changeOrderCaller(sandbox);
  const { package: ofCommitment } = await orders.make([{ amount: '5.00' }], 'Theirs');
  const ofPrime = packageOf(await world.changeOrder('2.00'));
  const app = await sandbox.as('tieout');
  for (const [tool, listed, statuses] of [
    ['commitments', [ofCommitment], [200, 403]],
    ['prime contracts', [ofPrime], [403, 200]],
  ] as const) {
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: [tool] });
    expect((await sandbox.list('tieout', `${PACKAGES}${world.query}`)).map(id)).toEqual(listed);
    const shown = [ofCommitment, ofPrime].map((one) =>
      app('GET', `${PACKAGES}/${one}${world.query}`),
    );
    expect((await Promise.all(shown)).map(({ status }) => status)).toEqual(statuses);
  }
  await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: ['directory'] });
  expect((await app('GET', `${PACKAGES}${world.query}`)).status).toBe(403);
  await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: 'all' });
});

test('it is not changed there', async () => {
  const change = await world.changeOrder('2.00', 'draft');
  const body = { project_id: world.project, change_order: { title: 'Other' } };
  const reply = await world.admin('PATCH', `${PACKAGES}/${packageOf(change)}`, body);
  expect(reply.status).toBe(422);
  expect(await sandbox.one('admin', newer(change))).toMatchObject({ title: 'Extra' });
});

test('a deleted one is gone from both paths and still listed for those who ask', async () => {
  const change = await world.changeOrder('2.00', 'draft');
  expect((await world.admin('DELETE', newer(change))).status).toBe(204);
  for (const path of [newer(change), `${PACKAGES}/${packageOf(change)}${world.query}`]) {
    expect((await world.admin('GET', path)).status, path).toBe(404);
  }
  expect(await numbersOf()).toEqual([]);
  const [gone] = await sandbox.list(
    'admin',
    `${PACKAGES}${world.query}&filters[include_deleted]=only`,
  );
  expect(id(gone)).toBe(packageOf(change));
  expect(typeof gone?.['deleted_at']).toBe('string');
  expect(await world.show()).toMatchObject({
    ...{ draft_change_orders_amount: '0.00', change_order_packages: [] },
  });
});

test('webhooks tell of it under the name of packages', async () => {
  const receiver = await startReceiver();
  const hook = await receiver.hook(world.admin);
  for (const event_type of ['create', 'update', 'delete']) {
    await trigger(world.admin, hook, 'Change Order Packages', event_type);
  }
  const change = await world.changeOrder('2.00', 'pending');
  expect((await world.admin('DELETE', newer(change))).status).toBe(204);
  await sandbox.idle();
  await receiver.close();
  // Made, its line added, its status set, deleted.
  expect(receiver.received.map(({ payload }) => payload['reason'])).toEqual([
    ...['create', 'update', 'update', 'delete'],
  ]);
  expect(receiver.received[0]?.payload).toMatchObject({
    resource_type: 'Change Order Packages',
    resource_id: String(packageOf(change)),
    project_id: String(world.project),
  });
});
