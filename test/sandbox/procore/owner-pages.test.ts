// Proves the pages of the owner's side: reached by links from the project, with every sum of a prime contract and every figure of
// an owner invoice's G702 and G703.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import type { OwnerWorld } from './owner-world.ts';

let sandbox: Running;
let world: OwnerWorld;
let invoice: Json;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
  world = await ownerWorld(sandbox, '5.00');
  await world.changeOrder('-50.00');
  const made = ok(await world.bill({ invoice_number: 'OI-77' }));
  const line = id((made['g703'] as Json[])[0]);
  ok(await world.changeItem(line, { work_completed_this_period: '412.34' }));
  ok(await world.pay({ amount: '17.89', draw_request_number: 1, notes: 'from Xero' }));
  invoice = await world.invoice(id(made));
});
afterAll(() => sandbox.close());

async function page(path: string) {
  const response = await fetch(`${sandbox.url}${path}`);
  return { status: response.status, markup: await response.text() };
}
const contractPage = () => `/${world.project}/project/prime_contracts/${world.contract}`;
const invoicePage = () => `${contractPage()}/payment_applications/${id(invoice)}`;

test('links lead from the project to the prime contract and on to the invoice', async () => {
  expect((await page(`/${world.project}/project/home`)).markup).toContain(`"${contractPage()}"`);
  expect((await page(contractPage())).markup).toContain(`"${invoicePage()}"`);
});

test('a prime contract shows its sums, lines, markup, change order and payment', async () => {
  const { markup } = await page(contractPage());
  const contract = await world.show();
  for (const name of [
    ...['grand_total', 'approved_change_orders', 'revised_contract_amount'],
    ...['owner_invoices_amount', 'outstanding_balance'],
  ]) {
    expect(markup, name).toContain(`>${text(contract, name)}<`);
  }
  for (const shown of ['1000.00', '500.00', 'Margin', '75.00', '-50.00', '17.89', 'OI-77']) {
    expect(markup, shown).toContain(`>${shown}<`);
  }
});

test('an owner invoice shows its G702, its G703 and what was paid', async () => {
  const { markup } = await page(invoicePage());
  for (const [name, value] of Object.entries(invoice['g702'] as Json)) {
    if (/item_total|_percent|formatted/.test(name)) continue;
    expect(markup, name).toContain(`>${String(value)}<`);
  }
  for (const line of invoice['g703'] as Json[]) {
    expect(markup).toContain(`>${text(line, 'balance_to_finish')}<`);
    expect(markup).toContain(`>${text(line, 'total_completed_and_stored_to_date')}<`);
  }
  expect(markup).toContain('from Xero');
});

test('what is not there is a page of its own', async () => {
  for (const path of [`${contractPage()}1`, `${invoicePage()}1`, `/1${contractPage().slice(2)}`]) {
    expect((await page(path)).status, path).toBe(404);
  }
});
