// Proves that the British firm's subcontractor under the Construction Industry Scheme is one in its Xero books from the start.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  await client.control('POST', '/_sandbox/seed', { company: 'uk' });
});
afterAll(() => sandbox.close());

async function settingsByName(): Promise<Record<string, unknown>> {
  const contacts = elements(await client.call('GET', '/Contacts'), 'Contacts');
  const known: Record<string, unknown> = {};
  for (const { ContactID, Name } of contacts) {
    const reply = await client.call('GET', `/Contacts/${String(ContactID)}/CISSettings`);
    if (reply.status === 200) known[String(Name)] = only(reply, 'CISSettings');
  }
  return known;
}

test('one contact is a subcontractor, verified at 20 %', async () => {
  expect(await settingsByName()).toEqual({
    'D. Thackray Bricklaying': { CISEnabled: true, Rate: 20 },
  });
});

test('labour on its bills is deducted from, and telling the version again leaves the chart as it is', async () => {
  const accounts = async () => elements(await client.call('GET', '/Accounts'), 'Accounts');
  const before = await accounts();
  await client.control('PUT', '/_sandbox/organisation', { version: 'UK' });
  expect(await accounts()).toEqual(before);
  const codeOf = (system: string) =>
    before.find(({ SystemAccount }) => SystemAccount === system)?.['Code'];
  const where = encodeURIComponent('Name=="D. Thackray Bricklaying"');
  const { ContactID } = only(await client.call('GET', `/Contacts?where=${where}`), 'Contacts');
  const LineItems = [
    line({ AccountCode: codeOf('CISLABOUREXPENSE'), UnitAmount: 500 }),
    line({ AccountCode: codeOf('CISMATERIALS'), UnitAmount: 300 }),
  ];
  const made = await client.call('PUT', '/Invoices', bill(String(ContactID), { LineItems }));
  expect(only(made, 'Invoices')).toMatchObject({ Total: 960, CISDeduction: 100, AmountDue: 860 });
});
