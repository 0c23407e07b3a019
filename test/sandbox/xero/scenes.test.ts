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

const all = [
  ...['payTwoPeriods', 'receiveTwoPeriods', 'payFourPeriods', 'receiveFourPeriods'],
  ...['editOneBill', 'copyOneOrder', 'takeBackOneCredit'],
];

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

test('payTwoPeriods pays May and June on their due dates, payFourPeriods what is left to August, each once', async () => {
  const first = await client.control('POST', '/_sandbox/bookkeeper/payTwoPeriods');
  expect(first.body['result']).toEqual({ inTwoParts: 1, inOneBatch: 3, single: 0 });
  const done = await client.control('POST', '/_sandbox/bookkeeper/payFourPeriods');
  expect(done.body['result']).toEqual({ inTwoParts: 1, inOneBatch: 4, single: 0 });
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
  expect(payments).toHaveLength(11);
  expect(payments.filter((one) => one['BatchPaymentID'] !== undefined)).toHaveLength(7);
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
  const done = scenes.filter((one) => typeof one['doneAt'] === 'string');
  expect(done.map((one) => one['name'])).toEqual([
    'payTwoPeriods',
    'payFourPeriods',
    'editOneBill',
  ]);
});

test('receiveFourPeriods has the owners pay the sales invoices of May to August', async () => {
  const contactId = await newContact(client);
  for (const month of ['04', '05', '06', '09']) {
    const body = bill(contactId, {
      ...{ Type: 'ACCREC', Status: 'AUTHORISED', InvoiceNumber: `S-${month}` },
      ...{ Date: `2026-${month}-28`, DueDate: `2026-${month}-28` },
      LineItems: [line({ UnitAmount: 100, AccountCode: '200', TaxType: 'OUTPUT2' })],
    });
    expect((await client.call('PUT', '/Invoices', body)).status).toBe(200);
  }
  const played = await client.control('POST', '/_sandbox/bookkeeper/receiveFourPeriods');
  expect(played.body['result']).toEqual({ inTwoParts: 1, inOneBatch: 1, single: 0 });
  const invoices = await own();
  expect(
    ['S-04', 'S-05', 'S-06', 'S-09'].map((number) => invoices.get(number)?.['Status']),
  ).toEqual(['AUTHORISED', 'PAID', 'PAID', 'AUTHORISED']);
});

test('copyOneOrder makes a draft bill of the first supplier’s order, with its number and lines', async () => {
  const contactId = await newContact(client);
  for (const number of ['26-001-SC-001', '26-002-PO-001', '26-003-PO-001']) {
    const order = {
      ...{ PurchaseOrderNumber: number, Contact: { ContactID: contactId }, Date: '2026-05-04' },
      ...{ Status: 'AUTHORISED', LineItems: [line({ UnitAmount: 700 }), line({ UnitAmount: 30 })] },
    };
    const kept = await client.call('PUT', '/PurchaseOrders', { PurchaseOrders: [order] });
    expect(kept.status).toBe(200);
  }
  const played = await client.control('POST', '/_sandbox/bookkeeper/copyOneOrder');
  expect(played.body['result']).toMatchObject({ order: '26-002-PO-001' });
  const bills = elements(await client.call('GET', '/Invoices?page=1&pageSize=1000'), 'Invoices');
  const copy = bills.find((one) => one['InvoiceNumber'] === '26-002-PO-001');
  expect([copy?.['Type'], copy?.['Status'], copy?.['SubTotal']]).toEqual(['ACCPAY', 'DRAFT', 730]);
});

test('takeBackOneCredit takes a credit off a sales invoice, which is then paid in full', async () => {
  const contactId = await newContact(client);
  const sold = { Contact: { ContactID: contactId }, Status: 'AUTHORISED', Date: '2026-10-31' };
  const coded = { AccountCode: '200', TaxType: 'OUTPUT2' };
  const invoice = bill(contactId, {
    ...sold,
    ...{ Type: 'ACCREC', InvoiceNumber: 'S-R', DueDate: '2026-11-20' },
    LineItems: [line({ UnitAmount: 100, ...coded })],
  });
  const { InvoiceID } = only(await client.call('PUT', '/Invoices', invoice), 'Invoices');
  const note = { ...sold, Type: 'ACCRECCREDIT', LineItems: [line({ UnitAmount: 40, ...coded })] };
  const noted = await client.call('PUT', '/CreditNotes', { CreditNotes: [note] });
  const { CreditNoteID } = only(noted, 'CreditNotes');
  const allocation = { Amount: 46, Invoice: { InvoiceID } };
  const path = `/CreditNotes/${String(CreditNoteID)}/Allocations`;
  const set = await client.call('PUT', path, { Allocations: [allocation] });
  expect(set.status).toBe(200);
  const played = await client.control('POST', '/_sandbox/bookkeeper/takeBackOneCredit');
  expect(played.body['result']).toEqual({ credit: CreditNoteID, invoice: InvoiceID });
  expect((await own()).get('S-R')).toMatchObject({ Status: 'PAID', AmountCredited: 0 });
  const left = only(
    await client.call('GET', `/CreditNotes/${String(CreditNoteID)}`),
    'CreditNotes',
  );
  expect(left['RemainingCredit']).toBe(46);
});

test('an unknown scene and an unknown company are refused; a new seed starts everything again', async () => {
  expect((await client.control('POST', '/_sandbox/bookkeeper/dance')).status).toBe(404);
  expect((await client.control('POST', '/_sandbox/seed', { company: 'nobody' })).status).toBe(400);
  await client.control('POST', '/_sandbox/seed', { company: 'empty' });
  const { scenes } = (await client.control('GET', '/_sandbox/bookkeeper')).body as {
    scenes: Json[];
  };
  expect(scenes.map((one) => [one['name'], one['doneAt']])).toEqual(
    all.map((name) => [name, null]),
  );
  expect((await own()).size).toBe(0);
  // With nothing to be about, a scene is refused and stays to be done.
  for (const scene of all) {
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

test('the scenes pay and copy documents in a foreign currency, at the rates of their days', async () => {
  const foreign = await openSandbox();
  await foreign.client.control('PUT', '/_sandbox/currencies', { codes: ['EUR'] });
  const rates = { EUR: { '2026-05-28': '0.5', '2026-06-20': '0.8' } };
  await foreign.client.control('PUT', '/_sandbox/rates', rates);
  const contactId = await newContact(foreign.client);
  const document = { CurrencyCode: 'EUR', Date: '2026-05-28', InvoiceNumber: 'PA-1' };
  await foreign.client.call('PUT', '/Invoices', bill(contactId, document));
  const order = { ...document, PurchaseOrderNumber: 'SC-PO-1', Status: 'AUTHORISED' };
  await foreign.client.call('PUT', '/PurchaseOrders', {
    ...order,
    Contact: { ContactID: contactId },
    LineItems: [line()],
  });
  await foreign.client.control('POST', '/_sandbox/bookkeeper/payTwoPeriods');
  const payments = elements(await foreign.client.call('GET', '/Payments'), 'Payments');
  expect(payments.map((one) => [one['Amount'], one['BankAmount'], one['CurrencyRate']])).toEqual([
    [690, 862.5, 0.8],
    [460, 575, 0.8],
  ]);
  const copied = await foreign.client.control('POST', '/_sandbox/bookkeeper/copyOneOrder');
  const { bill: id } = copied.body['result'] as { bill: string };
  const made = only(await foreign.client.call('GET', `/Invoices/${id}`), 'Invoices');
  expect(made).toMatchObject({ CurrencyCode: 'EUR', CurrencyRate: 0.8, Total: 1150 });
  await foreign.sandbox.close();
});
