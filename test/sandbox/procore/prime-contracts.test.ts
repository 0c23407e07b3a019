// Proves prime contracts, their lines, and their change orders: the two paths, what is refused, the sums that follow, the events.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import type { OwnerWorld } from './owner-world.ts';

let sandbox: Running;
let world: OwnerWorld;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  world = await ownerWorld(sandbox);
});

const list = (path: string) => sandbox.list('admin', path);
const refused = async (reply: Promise<{ status: number }>) => (await reply).status;

describe('a prime contract', () => {
  test('is listed at the plural path, shown at the singular one, with the sums on show only', async () => {
    const listed = (await list(`/rest/v1.0/prime_contracts${world.query}`))[0];
    expect(listed).toMatchObject({
      id: world.contract,
      grand_total: '1500.00',
      status: 'Approved',
    });
    expect(listed).not.toHaveProperty('revised_contract_amount');
    expect(await world.show()).toMatchObject({
      vendor: { id: world.owner },
      ...{ revised_contract_amount: '1500.00', outstanding_balance: '1500.00' },
      ...{ owner_invoices_amount: '0.00', allow_payments: true, payments_received: [] },
      line_items: [{ amount: '1000.00', holder: { holder_type: 'PrimeContract' } }, {}],
    });
    const first = await sandbox.one('admin', `/rest/v1.0/prime_contract${world.query}`);
    expect(id(first)).toBe(world.contract);
    const plural = `/rest/v1.0/prime_contracts/${world.contract}${world.query}`;
    expect(await refused(world.admin('GET', plural))).toBe(404);
  });

  test('is found by id and by change, and paged as other lists', async () => {
    const path = `/rest/v1.0/prime_contracts${world.query}`;
    const stamp = text(await world.show(), 'updated_at');
    const until = `${path}&filters[updated_at]=${stamp}...2099-01-01T00:00:00Z`;
    expect(await list(until)).toHaveLength(1);
    const later = `${path}&filters[updated_at]=2098-01-01T00:00:00Z...2099-01-01T00:00:00Z`;
    expect(await list(later)).toHaveLength(0);
    expect(await list(`${path}&filters[id]=${world.contract}`)).toHaveLength(1);
    expect(await list(`${path}&filters[id]=1`)).toHaveLength(0);
    const reply = await world.admin('GET', `${path}&per_page=1`);
    expect(reply.headers.get('total')).toBe('1');
  });

  test('keeps its lines while approved, and refuses a status or owner it does not know', async () => {
    expect((await world.addLine({ amount: '1.00' })).status).toBe(422);
    expect((await world.patchContract({ status: 'Void' })).status).toBe(422);
    expect((await world.patchContract({ vendor_id: 1 })).status).toBe(422);
    expect((await world.patchContract({ private: true })).status).toBe(406);
    expect(ok(await world.patchContract({ vendor_id: null }))).toMatchObject({
      vendor: { id: null },
    });
    ok(await world.patchContract({ status: 'Draft' }));
    const line = ok(await world.addLine({ amount: '1.25' }));
    const path = `${world.many}/line_items/${id(line)}`;
    const change = { project_id: world.project, line_item: { amount: '2.25' } };
    expect(ok(await world.admin('PATCH', path, change))).toMatchObject({ amount: '2.25' });
    expect(await list(`${world.many}/line_items${world.query}`)).toHaveLength(3);
    expect(id(await sandbox.one('admin', `${path}${world.query}`))).toBe(id(line));
    expect(await refused(world.admin('DELETE', `${path}${world.query}`))).toBe(204);
    expect(await refused(world.admin('GET', `${path}${world.query}`))).toBe(404);
  });

  test('is locked by an origin_id, and deleted only in Draft and unbilled', async () => {
    expect(await refused(world.admin('DELETE', `${world.one}${world.query}`))).toBe(422);
    ok(await world.bill());
    ok(await world.patchContract({ status: 'Draft' }));
    expect(await refused(world.admin('DELETE', `${world.one}${world.query}`))).toBe(422);
    const lineId = id(at(await world.show(), 'line_items', 0));
    const line = `${world.many}/line_items/${lineId}${world.query}`;
    expect(await refused(world.admin('DELETE', line))).toBe(422);
    const [invoice] = await list(`/rest/v1.0/payment_applications${world.query}`);
    const path = `/rest/v1.0/payment_applications/${id(invoice)}${world.query}`;
    expect(await refused(world.admin('DELETE', path))).toBe(204);
    ok(await world.patchContract({ origin_id: 'erp-1' }));
    expect((await world.patchContract({ title: 'Other' })).status).toBe(422);
    expect(await refused(world.admin('DELETE', `${world.one}${world.query}`))).toBe(422);
    ok(await world.patchContract({ origin_id: null }));
    expect(await refused(world.admin('DELETE', `${world.one}${world.query}`))).toBe(204);
    expect(await refused(world.admin('GET', `${world.one}${world.query}`))).toBe(404);
  });

  test('needs its tool and its project', async () => {
    const app = await sandbox.as('tieout');
    await sandbox.control('PUT', '/permissions', { app: 'tieout', tools: ['directory'] });
    for (const path of ['prime_contracts', 'payment_applications', 'prime_contract']) {
      expect(await refused(app('GET', `/rest/v1.0/${path}${world.query}`)), path).toBe(403);
      expect(await refused(world.admin('GET', `/rest/v1.0/${path}`)), path).toBe(400);
    }
  });
});

describe('a prime change order', () => {
  const path = () => `/rest/v1.0/projects/${world.project}/prime_change_orders`;
  const linesOf = (change: unknown) =>
    path().replace('v1.0', `v2.0/companies/${COMPANY}`) + `/${id(change)}/line_items`;

  test('moves the sums of its contract by its status', async () => {
    await world.changeOrder('250.00', 'pending');
    const approved = await world.changeOrder('-100.00');
    await world.changeOrder('40.00', 'draft');
    expect(approved).toMatchObject({ grand_total: '-100.00', status: 'approved' });
    expect(typeof approved['reviewed_at']).toBe('string');
    expect(await world.show()).toMatchObject({
      ...{ grand_total: '1500.00', approved_change_orders: '-100.00' },
      ...{ revised_contract_amount: '1400.00', pending_change_orders_amount: '250.00' },
      ...{ pending_revised_contract_amount: '1650.00', draft_change_orders_amount: '40.00' },
      change_order_packages: [{ status: 'pending' }, { status: 'approved' }, { status: 'draft' }],
    });
    const filtered = await list(`${path()}?filters[status]=approved`);
    expect(filtered.map(id)).toEqual([id(approved)]);
    expect(await list(`${path()}?filters[contract_id]=1`)).toEqual([]);
  });

  test('moves its contract’s updated_at, unless the rules say no', async () => {
    const before = text(await world.show(), 'updated_at');
    await world.settings({ primeChangeMovesContract: 'no' });
    await world.changeOrder('1.00');
    expect(text(await world.show(), 'updated_at')).toBe(before);
    await world.settings({ primeChangeMovesContract: 'yes' });
    await world.changeOrder('1.00');
    expect(text(await world.show(), 'updated_at') > before).toBe(true);
  });

  test('has lines at v2 with ids as text, open until it is approved', async () => {
    const change = await world.changeOrder('250.00', 'draft');
    const reply = await world.admin('GET', `${linesOf(change)}?view=extended`);
    const line = at(reply.body, 'data', 0);
    expect(line).toMatchObject({ amount: '250.00', external_data: { origin_id: null } });
    const one = `${linesOf(change)}/${text(line, 'id')}`;
    expect(at((await world.admin('GET', one)).body, 'data')).not.toHaveProperty('external_data');
    expect(at(ok(await world.admin('PATCH', one, { amount: '9.00' })), 'data', 'amount')).toBe(
      '9.00',
    );
    expect(await refused(world.admin('PATCH', one, { colour: 'red' }))).toBe(406);
    ok(
      await world.admin('PATCH', `${path()}/${id(change)}`, {
        change_order: { status: 'approved' },
      }),
    );
    expect(await refused(world.admin('PATCH', one, { amount: '1.00' }))).toBe(422);
    expect(await refused(world.admin('DELETE', one))).toBe(422);
    expect(await refused(world.admin('DELETE', `${path()}/${id(change)}`))).toBe(422);
  });

  test('cannot be changed once it is billed, and needs a contract of the project', async () => {
    const change = await world.changeOrder('250.00');
    ok(await world.bill());
    const back = { change_order: { status: 'void' } };
    expect(await refused(world.admin('PATCH', `${path()}/${id(change)}`, back))).toBe(422);
    expect(await refused(world.admin('DELETE', `${path()}/${id(change)}`))).toBe(422);
    const make = (change_order: Json) => world.admin('POST', path(), { change_order });
    expect(await refused(make({ title: 'No contract' }))).toBe(422);
    expect(await refused(make({ contract_id: 1 }))).toBe(404);
    expect(await refused(make({ contract_id: world.contract, status: 'open' }))).toBe(422);
    const draft = ok(await make({ contract_id: world.contract, due_date: '2026-12-01' }));
    expect(draft).toMatchObject({ due_date: '2026-12-01', number: '002', attachments: [] });
    expect(await refused(world.admin('DELETE', `${path()}/${id(draft)}`))).toBe(204);
    expect(await refused(world.admin('GET', `${path()}/${id(draft)}`))).toBe(404);
  });
});
