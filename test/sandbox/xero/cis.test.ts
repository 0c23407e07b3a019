// Proves what the Construction Industry Scheme takes from a subcontractor's bill, in an organisation of the UK and nowhere else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  await client.control('PUT', '/_sandbox/organisation', { version: 'UK' });
});
afterAll(() => sandbox.close());

const LABOUR = line({ AccountCode: '323', UnitAmount: 500 });
const MATERIALS = line({ AccountCode: '324', UnitAmount: 300 });

async function subcontractor(cisRate: string | null): Promise<string> {
  const contactId = await newContact(client);
  const set = await client.control('PUT', `/_sandbox/contacts/${contactId}`, { cisRate });
  expect(set.status).toBe(200);
  return contactId;
}
const settings = (contactId: string): Promise<Reply> =>
  client.call('GET', `/Contacts/${contactId}/CISSettings`);
const billed = async (contactId: string, change: Json = {}): Promise<Json> => {
  const body = bill(contactId, { LineItems: [LABOUR, MATERIALS], ...change });
  return only(await client.call('PUT', '/Invoices', body), 'Invoices');
};
const read = async ({ InvoiceID }: Json): Promise<Json> =>
  only(await client.call('GET', `/Invoices/${String(InvoiceID)}`), 'Invoices');

test('settings are those of a subcontractor, of one that was, and 404 for one that never was', async () => {
  expect(only(await settings(await subcontractor('20')), 'CISSettings')).toEqual({
    CISEnabled: true,
    Rate: 20,
  });
  expect(only(await settings(await subcontractor(null)), 'CISSettings')).toEqual({
    CISEnabled: false,
  });
  expect((await settings(await newContact(client))).status).toBe(404);
});

test('settings need the scope of settings', async () => {
  const contactId = await subcontractor('30');
  await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.contacts'] });
  const without = await settings(contactId);
  await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.settings.read'] });
  const holding = await settings(contactId);
  await client.control('DELETE', '/_sandbox/scopes');
  expect([without.status, holding.status]).toEqual([401, 200]);
});

test('the deduction is on labour alone, without its tax, and is not due', async () => {
  const contactId = await subcontractor('20');
  const before = await balances();
  const made = await billed(contactId);
  expect(made).toMatchObject({ Total: 920, CISRate: 20, CISDeduction: 100, AmountDue: 820 });
  const after = await balances();
  expect((after['800'] ?? 0) - (before['800'] ?? 0)).toBe(-820);
  expect((after['827'] ?? 0) - (before['827'] ?? 0)).toBe(-100);
  const inclusive = await billed(contactId, {
    LineAmountTypes: 'Inclusive',
    LineItems: [line({ AccountCode: '323', UnitAmount: 115 })],
  });
  expect(inclusive).toMatchObject({ Total: 115, CISDeduction: 20, AmountDue: 95 });
});

test('what is due pays the bill, and a credit note counts against the same', async () => {
  const contactId = await subcontractor('20');
  const made = await billed(contactId);
  const invoiceId = made['InvoiceID'];
  await client.control('POST', '/_sandbox/acts/credit', { invoiceId, amount: '100.00' });
  expect(await read(made)).toMatchObject({ AmountCredited: 115, AmountDue: 705 });
  const paid = await client.control('POST', '/_sandbox/acts/pay', { invoiceId });
  expect(paid.status).toBe(200);
  expect(await read(made)).toMatchObject({ Status: 'PAID', AmountPaid: 705, CISDeduction: 100 });
});

test('a paid bill moves no line to or from a CIS account', async () => {
  const contactId = await subcontractor('20');
  const made = await billed(contactId);
  await client.control('POST', '/_sandbox/acts/pay', {
    invoiceId: made['InvoiceID'],
    amount: '1.00',
  });
  const [labour, materials] = made['LineItems'] as Json[];
  const recode = (AccountCode: string): Promise<Reply> =>
    client.call('POST', `/Invoices/${String(made['InvoiceID'])}`, {
      LineItems: [
        { LineItemID: labour?.['LineItemID'], AccountCode },
        { LineItemID: materials?.['LineItemID'] },
      ],
    });
  expect(messages(await recode('310'))).toEqual([
    'This document cannot be edited as it has a payment or credit note allocated to it.',
  ]);
});

test('a sales invoice, another contact and another country know no deduction', async () => {
  const contactId = await subcontractor('20');
  const others = [
    await billed(await newContact(client)),
    await billed(await subcontractor(null)),
    await billed(contactId, {
      Type: 'ACCREC',
      InvoiceNumber: undefined,
      LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
    }),
  ];
  await client.control('PUT', '/_sandbox/organisation', { version: 'NZ' });
  const elsewhere = await billed(contactId);
  expect((await settings(contactId)).status).toBe(404);
  await client.control('PUT', '/_sandbox/organisation', { version: 'UK' });
  for (const one of [...others, elsewhere]) {
    expect(one).not.toHaveProperty('CISDeduction');
    expect(one['AmountDue']).toBe(one['Total']);
  }
});

async function balances(): Promise<Record<string, number>> {
  const { body } = await client.control('GET', '/_sandbox/ledger');
  expect(body['trialBalance']).toBe('0.00');
  const accounts = body['accounts'] as { code: string; balance: string }[];
  return Object.fromEntries(accounts.map(({ code, balance }) => [code, Number(balance)]));
}
