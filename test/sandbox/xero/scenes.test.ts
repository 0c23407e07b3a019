// Proves the seeded books, the bookkeeper's scenes on them, and that a scene is done once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  const seeded = await client.control('POST', '/_sandbox/seed', { company: 'demo', seed: 'other' });
  expect(seeded.body).toMatchObject({ company: 'demo', seed: 'other', counts: { accounts: 19 } });
  const contactId = await newContact(client);
  const months = ['03', '05', '05', '06', '06', '07', '07', '08', '08', '08', '09', '10'];
  for (const [index, month] of months.entries()) {
    const dueMonth = String(Number(month) + 1).padStart(2, '0');
    const body = bill(contactId, {
      Status: month === '03' ? 'DRAFT' : 'AUTHORISED',
      InvoiceNumber: `T-${String(index).padStart(2, '0')}`,
      Date: `2026-${month}-28`,
      DueDate: `2026-${dueMonth}-20`,
      LineItems: [line({ UnitAmount: 100.01 }), line({ UnitAmount: -10, AccountCode: '825' })],
    });
    expect((await client.call('PUT', '/Invoices', body)).status).toBe(200);
  }
});
afterAll(() => sandbox.close());

const own = async (): Promise<Map<unknown, Json>> => {
  const reply = await client.call('GET', '/Invoices?createdByMyApp=true&page=1&pageSize=1000');
  return new Map(elements(reply, 'Invoices').map((one) => [one['InvoiceNumber'], one]));
};

test('the demo books hold the archived contact, the look-alike and nobody else by surprise', async () => {
  const contacts = elements(await client.call('GET', '/Contacts?includeArchived=true'), 'Contacts');
  const archived = contacts.filter((one) => one['ContactStatus'] === 'ARCHIVED');
  expect(archived.map((one) => one['Name'])).toEqual(['Southern Steel Erectors Ltd']);
  expect(contacts.map((one) => one['Name'])).toContain('Kauri Concrete Limited');
  const ledger = await client.control('GET', '/_sandbox/ledger');
  expect(ledger.body['trialBalance']).toBe('0.00');
});

test('payFourPeriods pays May to August on their due dates, once', async () => {
  const done = await client.control('POST', '/_sandbox/bookkeeper/payFourPeriods');
  expect(done.body['result']).toEqual({ inTwoParts: 1, inOneBatch: 5, single: 3 });
  const bills = await own();
  const statuses = [...bills.values()].map((one) => [
    String(one['DateString']).slice(5, 7),
    one['Status'],
  ]);
  for (const [month, status] of statuses) {
    const isPaid = ['05', '06', '07', '08'].includes(String(month));
    expect([month, status]).toEqual([
      month,
      isPaid ? 'PAID' : month === '03' ? 'DRAFT' : 'AUTHORISED',
    ]);
  }
  const parts = (bills.get('T-01')?.['Payments'] as Json[]).map((one) => one['Amount']);
  expect(parts).toEqual([62.11, 41.4]);
  const payments = elements(await client.call('GET', '/Payments'), 'Payments');
  expect(payments).toHaveLength(10);
  expect(payments.filter((one) => one['BatchPaymentID'] !== undefined)).toHaveLength(5);
  const again = await client.control('POST', '/_sandbox/bookkeeper/payFourPeriods');
  expect([again.status, String(again.body['error'])]).toEqual([
    409,
    expect.stringContaining('was done at'),
  ]);
});

test('editOneBill adds 250.00 to the first cost line of an unpaid September bill', async () => {
  const before = (await own()).get('T-10');
  await client.control('POST', '/_sandbox/bookkeeper/editOneBill');
  const after = (await own()).get('T-10');
  const lines = (one: Json | undefined): Json[] => one?.['LineItems'] as Json[];
  expect(lines(after).map((one) => one['UnitAmount'])).toEqual([350.01, -10]);
  expect(lines(after).map((one) => one['LineItemID'])).toEqual(
    lines(before).map((one) => one['LineItemID']),
  );
  const { scenes } = (await client.control('GET', '/_sandbox/bookkeeper')).body as {
    scenes: Json[];
  };
  expect(scenes.map((one) => [one['name'], typeof one['doneAt']])).toEqual([
    ['payFourPeriods', 'string'],
    ['editOneBill', 'string'],
  ]);
});

test('an unknown scene and an unknown company are refused; a new seed starts everything again', async () => {
  expect((await client.control('POST', '/_sandbox/bookkeeper/dance')).status).toBe(404);
  expect((await client.control('POST', '/_sandbox/seed', { company: 'nobody' })).status).toBe(400);
  await client.control('POST', '/_sandbox/seed', { company: 'empty' });
  const { scenes } = (await client.control('GET', '/_sandbox/bookkeeper')).body as {
    scenes: Json[];
  };
  expect(scenes.map((one) => one['doneAt'])).toEqual([null, null]);
  expect((await own()).size).toBe(0);
  // With no bill to be about, a scene is refused and stays to be done.
  for (const scene of ['payFourPeriods', 'editOneBill']) {
    const early = await client.control('POST', `/_sandbox/bookkeeper/${scene}`);
    expect([early.status, String(early.body['error'])]).toEqual([
      409,
      expect.stringContaining('nothing yet'),
    ]);
  }
  expect(only(await client.call('GET', '/Organisation'), 'Organisations')['Name']).toContain(
    'Harbour & Ridge',
  );
});
