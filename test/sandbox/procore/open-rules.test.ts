// Proves that every open question is a switch that changes what Procore says: each value of each rule is played, here or in the
// file that is about the same thing, and a new seed brings the standard answers back.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRules, ruleNames } from '../../../sandbox/procore/open-rules.ts';
import type { RuleName } from '../../../sandbox/procore/open-rules.ts';
import { at, cents, COMPANY, id, send, startSeeded, text } from './procore-caller.ts';
import type { Json, Running, Send } from './procore-caller.ts';

let sandbox: Running;
let admin: Send;
let app: Send;
let project: number;
let payApp: Json;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  [admin, app] = [await sandbox.as('admin'), await sandbox.as('tieout')];
  project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  [payApp = {}] = await sandbox.list('admin', `${payApps()}&filters[is_last]=true`);
});

const inProject = () => `?project_id=${project}`;
const payApps = () => `/rest/v1.1/requisitions${inProject()}&view=extended&per_page=100`;
const onePayApp = () => `/rest/v1.1/requisitions/${id(payApp)}`;
const show = () => sandbox.one('tieout', `${onePayApp()}${inProject()}`);
const set = async (name: RuleName, value: string | null) => {
  const reply = await sandbox.control('PUT', '/settings', { [name]: value });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
};
const listed = async (path: string) => (await sandbox.list('tieout', path)).map(id);

const contractPath = () => {
  const isOrder = payApp['commitment_type'] === 'WorkOrderContract';
  const name = isOrder ? 'work_order_contract' : 'purchase_order_contract';
  return { name, path: `/rest/v1.0/${name}s/${String(payApp['commitment_id'])}` };
};
const changeContract = (fields: Json) => {
  const { name, path } = contractPath();
  return admin('PATCH', path, { project_id: project, [name]: fields });
};
const changePayApp = (fields: Json) =>
  admin('PATCH', onePayApp(), { project_id: project, requisition: fields });
const payFor = (token?: string) => {
  const body = {
    project_id: project,
    contract_id: payApp['commitment_id'],
    contract_payment: { amount: '5.00', date: '2026-06-20', requisition_id: id(payApp) },
  };
  return token === undefined
    ? admin('POST', '/rest/v1.0/contract_payments', body)
    : sendWithToken(token, body);
};
async function sendWithToken(token: string, body: unknown) {
  const issued = await sandbox.control('POST', '/token', { role: 'admin' });
  const headers = {
    authorization: `Bearer ${text(issued.body, 'access_token')}`,
    'Procore-Company-Id': COMPANY,
    'Idempotency-Token': token,
  };
  return send(`${sandbox.url}/rest/v1.0/contract_payments`, 'POST', headers, body);
}
const payments = () =>
  `/rest/v1.0/contract_payments${inProject()}&contract_id=${String(payApp['commitment_id'])}`;

/** A first item that moves stored materials into earlier work, whatever the seed chose. */
async function payAppWithMovedMaterials(): Promise<Json> {
  await sandbox.control('POST', '/seed', { company: 'demo' });
  for (const row of await sandbox.list('admin', '/rest/v1.0/projects?per_page=100')) {
    const path = `/rest/v1.1/requisitions?project_id=${id(row)}&view=extended&per_page=100`;
    for (const found of await sandbox.list('admin', path)) {
      const items = found['items'] as Json[];
      const moved = items.some((item) => cents(text(item, 'materials_moved')) > 0n);
      if (!moved) continue;
      project = id(row);
      payApp = found;
      return found;
    }
  }
  throw new Error('Nothing moves in the demo');
}

const of = (item: Json, name: string) => cents(text(item, name));
async function expectMoved(rule: RuleName, names: { from: string; to: string; by: string }) {
  const before = await payAppWithMovedMaterials();
  await set(rule, 'in period');
  const after = await show();
  expect(after['summary']).toEqual(before['summary']);
  (after['items'] as Json[]).forEach((item, index) => {
    const earlier = (before['items'] as Json[])[index]!;
    const by = of(item, names.by);
    expect(of(item, names.from)).toBe(of(earlier, names.from) - by);
    expect(of(item, names.to)).toBe(of(earlier, names.to) + by);
    expect(item['net_amount']).toBe(earlier['net_amount']);
  });
}

/** The path of a list that has the last pay app at one edge of the range of its stamp. */
const changedUntil = (stamp: string) =>
  `${payApps()}&filters[updated_at]=2000-01-01T00:00:00Z...${stamp}`;

const played = {
  taxDecimals: async () => {
    // 15 % of one cent more than a multiple of 20 cents ends in 0.0015.
    const item = { id: id(at(payApp, 'items', 0)), work_completed_this_period: '1234.57' };
    const path = `/rest/v1.0/requisitions/${id(payApp)}/bulk_item_update${inProject()}`;
    await admin('PATCH', path, { requisition_items: [item] });
    const before = text((await show())['summary'], 'tax_applicable_to_this_payment');
    await set('taxDecimals', 'four');
    const after = await show();
    const tax = text(after['summary'], 'tax_applicable_to_this_payment');
    expect(tax).toMatch(/^-?\d+\.\d{4}$/);
    const due = cents(text(after['summary'], 'current_payment_due'));
    expect(BigInt(tax.replace('.', ''))).toBe(due * 15n);
    expect(before).toMatch(/^-?\d+\.\d\d$/);
  },
  lineChangeMovesContract: async () => {
    await changeContract({ status: 'Draft' });
    await set('lineChangeMovesContract', 'no');
    const { path } = contractPath();
    const contract = await sandbox.one('admin', `${path}${inProject()}`);
    const line = `${path}/line_items/${id(at(contract, 'line_items', 0))}`;
    const change = (description: string) =>
      admin('PATCH', line, { project_id: project, line_item: { description } });
    await change('Other words');
    const still = await sandbox.one('admin', `${path}${inProject()}`);
    expect(at(still, 'line_items', 0, 'description')).toBe('Other words');
    expect(still['updated_at']).toBe(contract['updated_at']);
    await set('lineChangeMovesContract', 'yes');
    await change('New words');
    const moved = await sandbox.one('admin', `${path}${inProject()}`);
    expect(text(moved, 'updated_at') > text(still, 'updated_at')).toBe(true);
  },
  deletingBilledLine: async () => {
    await changeContract({ status: 'Draft' });
    const line = Number(at(payApp, 'items', 0, 'line_item_id'));
    const path = `${contractPath().path}/line_items/${line}${inProject()}`;
    expect((await admin('DELETE', path)).status).toBe(422);
    await set('deletingBilledLine', 'open');
    expect((await admin('DELETE', path)).status).toBe(204);
    expect(at(await show(), 'items', 0, 'line_item_id')).toBe(line);
  },
  companyOfPayApp: async () => {
    const vendors = await listed(`/rest/v1.0/vendors?company_id=${COMPANY}`);
    const other = vendors.find((vendor) => vendor !== payApp['vendor_id']);
    expect((await changeContract({ vendor_id: other })).status).toBe(200);
    expect((await show())['vendor_id']).toBe(payApp['vendor_id']);
    await set('companyOfPayApp', 'follows');
    expect((await show())['vendor_id']).toBe(other);
  },
  inactiveProjects: async () => {
    await admin('PATCH', `/rest/v1.0/projects/${project}`, { project: { active: false } });
    const path = `/rest/v1.0/projects?company_id=${COMPANY}`;
    expect(await listed(path)).toContain(project);
    await set('inactiveProjects', 'left out');
    expect(await listed(path)).not.toContain(project);
    expect((await app('GET', `/rest/v1.0/projects/${project}`)).status).toBe(200);
  },
  inactiveVendor: async () => {
    const path = `/rest/v1.0/vendors/${String(payApp['vendor_id'])}`;
    await admin('PATCH', path, { vendor: { is_active: false } });
    expect((await app('GET', path)).status).toBe(200);
    await set('inactiveVendor', 'hidden');
    expect((await app('GET', path)).status).toBe(404);
  },
  updatedAtBounds: async () => {
    const path = changedUntil(text(payApp, 'updated_at'));
    expect(await listed(path)).toContain(id(payApp));
    await set('updatedAtBounds', 'exclusive');
    expect(await listed(path)).not.toContain(id(payApp));
  },
  stampPrecision: async () => {
    const reply = await changePayApp({ status: 'draft' });
    const stamp = text(reply.body, 'updated_at');
    await set('stampPrecision', 'seconds');
    const inSeconds = stamp.replace(/\.\d+Z$/, 'Z');
    expect((await show())['updated_at']).toBe(inSeconds);
    expect(await listed(changedUntil(inSeconds))).toContain(id(payApp));
  },
  totalHeader: async () => {
    const totals = async () => (await app('GET', payApps())).headers.get('total');
    expect(Number(await totals())).toBeGreaterThan(1);
    await set('totalHeader', 'absent');
    expect(await totals()).toBeNull();
  },
  listOrder: async () => {
    const ascending = await listed(payApps());
    await set('listOrder', 'id descending');
    expect(await listed(payApps())).toEqual([...ascending].reverse());
    await changePayApp({ status: 'draft' });
    await set('listOrder', 'newest first');
    expect((await listed(payApps()))[0]).toBe(id(payApp));
    expect(await listed(`${payApps()}&sort=id`)).toEqual(ascending);
  },
  perPageMaximum: async () => {
    const path = `/rest/v1.1/requisitions${inProject()}&per_page=5000`;
    const perPage = async () => (await app('GET', path)).headers.get('per-page');
    expect(await perPage()).toBe('2000');
    await set('perPageMaximum', '100');
    expect(await perPage()).toBe('100');
  },
  paymentPages: async () => {
    for (let count = 0; count < 3; count += 1) await payFor();
    expect(await listed(`${payments()}&per_page=2`)).toHaveLength(2);
    await set('paymentPages', 'whole');
    const reply = await app('GET', `${payments()}&per_page=2&page=2`);
    expect(reply.body).toHaveLength(3);
    expect(reply.headers.get('total')).toBeNull();
    expect(reply.headers.get('link')).toBeNull();
  },
  paymentMovesPayApp: async () => {
    await payFor();
    expect((await show())['updated_at']).toBe(payApp['updated_at']);
    await set('paymentMovesPayApp', 'yes');
    await payFor();
    expect(text(await show(), 'updated_at') > text(payApp, 'updated_at')).toBe(true);
  },
  movedMaterials: () =>
    expectMoved('movedMaterials', {
      from: 'work_completed_from_previous_application',
      to: 'work_completed_this_period',
      by: 'materials_moved',
    }),
  movedRetainage: () =>
    expectMoved('movedRetainage', {
      from: 'work_completed_retainage_from_previous_application',
      to: 'work_completed_retainage_retained_this_period',
      by: 'materials_retainage_retained_moved',
    }),
  originIdLocksPayApp: async () => {
    await changePayApp({ origin_id: 'erp-1' });
    expect((await changePayApp({ status: 'draft' })).status).toBe(422);
    await set('originIdLocksPayApp', 'no');
    expect((await changePayApp({ status: 'draft' })).status).toBe(200);
  },
  erpStatus: async () => {
    for (const value of openRules.erpStatus.values) {
      await set('erpStatus', value);
      expect((await show())['erp_status']).toBe(value);
    }
  },
  emptyText: async () => {
    const path = `/rest/v1.0/vendors/${String(payApp['vendor_id'])}`;
    await admin('PATCH', path, { vendor: { city: '' } });
    expect(at(await sandbox.one('tieout', path), 'city')).toBe('');
    await set('emptyText', 'null');
    expect(at(await sandbox.one('tieout', path), 'city')).toBeNull();
  },
  retryAfter: async () => {
    const path = '/rest/v1.0/companies';
    const refused = async () => {
      await sandbox.control('POST', '/faults', { method: 'GET', path, kind: '429' });
      const reply = await app('GET', path);
      expect(reply.status).toBe(429);
      expect(reply.headers.get('x-rate-limit-reset')).not.toBeNull();
      return reply.headers.get('retry-after');
    };
    expect(await refused()).not.toBeNull();
    await set('retryAfter', 'absent');
    expect(await refused()).toBeNull();
  },
  idempotencyToken: async () => {
    await payFor('one');
    await payFor('one');
    expect(await listed(payments())).toHaveLength(2);
    await set('idempotencyToken', 'replayed');
    const first = await payFor('two');
    expect(await payFor('two')).toMatchObject({ status: 201, body: first.body as Json });
    expect(await listed(payments())).toHaveLength(3);
  },
};

/** Played in the file that is about the same thing. */
const elsewhere: Record<Exclude<RuleName, keyof typeof played>, string> = {
  primeChangeMovesContract: 'prime-contracts.test.ts',
  ownerInvoicesCounted: 'owner-invoices.test.ts',
  ownerInvoiceStamps: 'owner-invoices.test.ts',
  ownerInvoiceEditing: 'owner-invoices.test.ts',
  ownerInvoiceTax: 'owner-invoices.test.ts',
  ownerMaterialsMoved: 'owner-invoices.test.ts',
  ownerMovedMaterials: 'owner-invoices.test.ts',
  ownerMovedRetainage: 'owner-invoices.test.ts',
  ownerMaterialsRetained: 'owner-invoices.test.ts',
  ownerMarkupWork: 'owner-invoices.test.ts',
  ownerMarkupSchedule: 'owner-invoices.test.ts',
  paymentsReceived: 'owner-invoices.test.ts',
  rateWithoutPhaseTwo: 'contract-currency.test.ts',
  baseOfOwnCurrency: 'contract-currency.test.ts',
  billedRate: 'contract-currency.test.ts',
  currencyDecimals: 'contract-currency.test.ts',
  paymentCurrency: 'contract-currency.test.ts',
  overrideDirection: 'exchange-rates.test.ts',
  budgetAmounts: 'budgets.test.ts',
  budgetColumnKeys: 'budgets.test.ts',
  jobToDateAmount: 'budgets.test.ts',
  syncedDirectCost: 'direct-costs.test.ts',
  negativeDirectCost: 'direct-costs.test.ts',
  directCostLinesInList: 'direct-costs.test.ts',
  unbudgetedDirectCost: 'direct-costs.test.ts',
  lineMovesDirectCost: 'direct-costs.test.ts',
  directCostTax: 'direct-costs.test.ts',
  attachmentUrl: 'attachments.test.ts',
  attachmentDownload: 'attachments.test.ts',
  attachmentMovesPayApp: 'attachments.test.ts',
  timecardHours: 'timecards/timecards.test.ts',
  timecardOriginId: 'timecards/timecards.test.ts',
  approvedTimecards: 'timecards/timecards.test.ts',
  deletedTimecards: 'timecards/timecards.test.ts',
  requisitionResource: 'webhooks.test.ts',
  changeOrderItems: 'change-order-billing.test.ts',
  payAppItemParents: 'change-order-billing.test.ts',
  lowerRetainagePercent: 'retainage-and-materials.test.ts',
  taxGroups: 'retainage-and-materials.test.ts',
  billingCompleteContract: 'commitment-lives.test.ts',
  packageLineAmount: 'change-orders.test.ts',
  changeOrderMovesContract: 'change-orders.test.ts',
  undoingBilledChangeOrder: 'change-order-billing.test.ts',
  eventsPerChange: 'webhook-deliveries.test.ts',
  projectOfCompanyEvent: 'webhook-deliveries.test.ts',
  deliveryGivenUp: 'webhook-deliveries.test.ts',
  unknownField: 'written-or-refused.test.ts',
  thirdDecimals: 'written-or-refused.test.ts',
  privateContract: 'contract-lives.test.ts',
  payAppsOfPrivateContract: 'contract-lives.test.ts',
  deletedRecord: 'contract-lives.test.ts',
  deletingApprovedContract: 'contract-lives.test.ts',
  deletingBilledContract: 'contract-lives.test.ts',
  linesOfApprovedContract: 'contract-lives.test.ts',
  companyOfApprovedContract: 'contracts-and-vendors.test.ts',
};

describe('an open question, answered otherwise', () => {
  test.each(Object.entries(played))('%s', async (_name, play) => play());

  test.each(Object.entries(elsewhere))('%s is played in %s', (name, file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(source).toMatch(new RegExp(`'/settings'.*${name}|settings\\(\\{ ${name}`));
  });
});

test('every rule says what is known, and its standard is one of its values', () => {
  expect(ruleNames.length).toBeGreaterThan(20);
  for (const name of ruleNames) {
    const { values, standard, known } = openRules[name];
    expect(values, name).toContain(standard);
    expect(new Set(values).size, name).toBe(values.length);
    expect(values.length, name).toBeGreaterThan(1);
    expect(known, name).toMatch(/unconfirmed|read 2026-11-2\d|the same setting/i);
  }
});

test('settings are shown with what is known, refuse what they do not know, and end with a new seed', async () => {
  const standard = Object.fromEntries(ruleNames.map((name) => [name, openRules[name].standard]));
  const shown = await sandbox.control('GET', '/settings');
  expect(shown.body).toEqual({ settings: standard, rules: openRules });
  const changed = await sandbox.control('PUT', '/settings', { listOrder: 'newest first' });
  expect(changed.body).toEqual({ settings: { ...standard, listOrder: 'newest first' } });
  for (const wrong of [{ listOrder: 'colour' }, { colour: 'red' }]) {
    expect((await sandbox.control('PUT', '/settings', wrong)).status).toBe(400);
  }
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  expect(at((await sandbox.control('GET', '/settings')).body, 'settings')).toEqual(standard);
});
