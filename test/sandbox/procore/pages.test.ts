// Proves the sandbox's own pages: reachable by links alone without a token, at Procore's addresses, with every figure of a pay
// app, no script, and nothing of a name left unescaped.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { payAppCaller } from './pay-app-caller.ts';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
let project: number;
let payApp: Json;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
  project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  const path = `/rest/v1.1/requisitions?project_id=${project}&view=extended`;
  payApp = (await sandbox.list('admin', path))[0] ?? {};
});
afterAll(() => sandbox.close());

async function page(path: string) {
  const response = await fetch(`${sandbox.url}${path}`);
  const markup = await response.text();
  return { status: response.status, headers: response.headers, markup };
}

const family = () =>
  payApp['commitment_type'] === 'WorkOrderContract'
    ? 'work_order_contracts'
    : 'purchase_order_contracts';
const contractPath = () =>
  `/${project}/project/contracts/commitments/${family()}/${String(payApp['commitment_id'])}`;

test('links lead from the projects to every contract and every pay app', async () => {
  const seen = new Set<string>();
  const waiting = ['/'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { status, headers, markup } = await page(path);
    expect(status, path).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(markup).not.toMatch(/<script|javascript:|\son\w+=/i);
    waiting.push(...[...markup.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? ''));
  }
  // 1 start, 2 projects, 4 contracts, 20 pay apps.
  expect(seen.size).toBe(27);
  expect([...seen]).toContain(`${contractPath()}/requisitions/${id(payApp)}`);
});

test('a pay app shows its summary, its tax, what is due and its lines', async () => {
  const call = await sandbox.as('admin');
  await call('POST', '/rest/v1.0/contract_payments', {
    project_id: project,
    contract_id: payApp['commitment_id'],
    contract_payment: {
      amount: '17.89',
      date: '2026-06-20',
      requisition_id: id(payApp),
      notes: 'from Xero',
    },
  });
  const { markup } = await page(`${contractPath()}/requisitions/${id(payApp)}`);
  const summary = payApp['summary'] as Json;
  for (const [name, value] of Object.entries(summary)) {
    if (/_total$|_quantity|materials$|_percent|formatted/.test(name)) continue;
    expect(markup, name).toContain(`>${String(value)}<`);
  }
  const whole = (amount: string) => BigInt(amount.replace('.', ''));
  const due = String(
    whole(text(summary, 'current_payment_due')) +
      whole(text(summary, 'tax_applicable_to_this_payment')),
  ).replace(/(\d\d)$/, '.$1');
  expect(markup).toContain(`>${due}<`);
  for (const item of payApp['items'] as Json[]) {
    expect(markup).toContain(`>${text(item, 'net_amount')}<`);
    expect(markup).toContain(`>${text(item, 'wbs_code', 'flat_code')}<`);
  }
  expect(markup).toContain('>17.89<');
  expect(markup).toContain('from Xero');
  expect(markup).toContain(`>${text(payApp, 'status')}<`);
});

test('a contract shows its lines, retainage, pay apps and payments, at its newer address too', async () => {
  const older = await page(contractPath());
  const host = `/webclients/host/companies/${COMPANY}/projects/${project}/tools/contracts/commitments`;
  const newer = await page(`${host}/${family()}/${String(payApp['commitment_id'])}`);
  expect(newer.markup).toBe(older.markup);
  const contract = await sandbox.one(
    'admin',
    `/rest/v1.0/${family()}/${String(payApp['commitment_id'])}?project_id=${project}`,
  );
  for (const line of contract['line_items'] as Json[]) {
    expect(older.markup).toContain(`>${text(line, 'amount')}<`);
  }
  for (const name of [
    'grand_total',
    'total_requisitions_amount',
    'remaining_balance_outstanding',
  ]) {
    expect(older.markup, name).toContain(`>${text(contract, name)}<`);
  }
  expect(older.markup).toContain(`${text(contract, 'retainage_percent')} %`);
});

test('what is not there is a page of its own, and other methods are refused', async () => {
  for (const path of [
    `/1/project/home`,
    `${contractPath()}/requisitions/1`,
    contractPath() + '1',
  ]) {
    const { status, markup } = await page(path);
    expect(status, path).toBe(404);
    expect(markup).toContain('<h1>Not found</h1>');
  }
  const other = `/2/project/contracts/commitments/${family()}/${String(payApp['commitment_id'])}`;
  expect((await page(other)).status).toBe(404);
  expect((await fetch(`${sandbox.url}/`, { method: 'POST' })).status).not.toBe(200);
});

test('names are shown and never run', async () => {
  const call = await sandbox.as('admin');
  const name = `<script>alert("1")</script>' & \u202eodd \ud83c end`;
  await call('PATCH', `/rest/v1.0/projects/${project}`, { project: { name } });
  const vendor = `/rest/v1.0/vendors/${String(payApp['vendor_id'])}`;
  expect((await call('PATCH', vendor, { vendor: { name } })).status).toBe(200);
  for (const path of ['/', `/${project}/project/home`, contractPath()]) {
    const { markup } = await page(path);
    expect(markup).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; &amp; \u{fffd}odd',
    );
    expect(markup).not.toContain('<script');
  }
  expect(at(payApp, 'vendor_id')).toBeDefined();
});

test('change orders stand on their contract and on its pay apps, with releases and sums named', async () => {
  const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '1000.00' }]);
  const contract = `/${billing.project}/project/contracts/commitments/work_order_contracts/${billing.contractId}`;
  expect((await page(contract)).markup).toMatch(/Change orders<\/h2>\s*<p>None.<\/p>/);
  const made = await billing.orders.make(
    [{ description: 'Steel <beam>', amount: '321.00' }, { amount: '-21.00' }],
    'Extra',
  );
  await billing.orders.setStatus(made, 'approved');
  const first = await billing.bill();
  await billing.claim(first, 'Walls', { work_completed_this_period: '500.00' });
  const release = await billing.bill({ invoice_type: 'retainage_release' });
  const released = { work_completed_retainage_released_this_period: '43.21' };
  await billing.claim(release, 'Walls', released);
  const shown = (await page(contract)).markup;
  for (const told of ['>Extra<', '>300.00<', '>1300.00<', 'Steel &lt;beam&gt;']) {
    expect(shown).toContain(told);
  }
  const { markup } = await page(`${contract}/requisitions/${id(release)}`);
  expect(markup).toContain('>retainage_release<');
  expect(markup).toContain('>43.21<');
  expect(markup).toContain('change order, the sum of its parts');
  expect(markup).toContain('>change order line<');
  expect(markup).toMatch(/Additions on earlier pay apps<\/dt>\s*<dd>321.00</);
  expect(markup).toMatch(/Deductions on earlier pay apps<\/dt>\s*<dd>-21.00</);
});
