// Proves the books an organisation may really have: inactive tax rates, accounts without a code, a plan that is used up, and being offline.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import {
  bill,
  elements,
  line,
  messages,
  newBill,
  newContact,
  only,
  openSandbox,
} from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterEach(() => client.control('PUT', '/_sandbox/organisation', { isOffline: false, plan: null }));
afterAll(() => sandbox.close());

const put = (change: Json): ReturnType<Client['call']> =>
  client.call('PUT', '/Invoices', bill(contactId, change));

test.each(['DELETED', 'ARCHIVED', 'PENDING'])(
  'a tax rate that is %s is listed with its status and refused on new lines',
  async (status) => {
    const before = await newBill(client, { LineItems: [line({ TaxType: 'INPUT2' })] });
    await client.control('PUT', '/_sandbox/tax-rates/INPUT2', { status });
    const rates = elements(await client.call('GET', '/TaxRates'), 'TaxRates');
    expect(rates.find(({ TaxType }) => TaxType === 'INPUT2')?.['Status']).toBe(status);
    const where = encodeURIComponent('Status=="ACTIVE"');
    const active = elements(await client.call('GET', `/TaxRates?where=${where}`), 'TaxRates');
    expect(active.map(({ TaxType }) => TaxType)).not.toContain('INPUT2');
    expect(messages(await put({ LineItems: [line({ TaxType: 'INPUT2' })] }))).toEqual([
      'The TaxType code INPUT2 does not exist or cannot be used for this type of transaction.',
    ]);
    const url = `/Invoices/${String(before['InvoiceID'])}`;
    const [old] = before['LineItems'] as Json[];
    const kept = { LineItems: [{ LineItemID: old?.['LineItemID'], Description: 'Reworded' }] };
    expect((await client.call('POST', url, kept)).status).toBe(200);
    await client.control('PUT', '/_sandbox/tax-rates/INPUT2', { status: 'ACTIVE' });
    expect((await put({ LineItems: [line({ TaxType: 'INPUT2' })] })).status).toBe(200);
  },
);

test('a tax rate can be added', async () => {
  const rate = { name: '12.5% GST', rate: '12.5', canApplyTo: ['EXPENSE'] };
  await client.control('PUT', '/_sandbox/tax-rates/TAX001', rate);
  const [made] = [await newBill(client, { LineItems: [line({ TaxType: 'TAX001' })] })];
  expect(made).toMatchObject({ SubTotal: 1000, TotalTax: 125 });
});

test('an account without a code is named by its AccountID alone, on lines and in payments', async () => {
  const expense = await client.control('POST', '/_sandbox/accounts', { name: 'Sundry' });
  const accountId = String(expense.body['accountId']);
  const shown = elements(await client.call('GET', '/Accounts'), 'Accounts').find(
    ({ AccountID }) => AccountID === accountId,
  );
  expect(shown).toMatchObject({ Name: 'Sundry', Status: 'ACTIVE' });
  expect(shown).not.toHaveProperty('Code');

  const coded = { AccountCode: undefined, AccountID: accountId };
  const made = only(await put({ LineItems: [line(coded)] }), 'Invoices');
  const [item] = made['LineItems'] as Json[];
  expect(item).toMatchObject({ AccountID: accountId });
  expect(item).not.toHaveProperty('AccountCode');
  expect(messages(await put({ LineItems: [line({ AccountCode: accountId })] }))).toEqual([
    `Account code '${accountId}' is not a valid code for this document.`,
  ]);

  const bank = { name: 'Till', type: 'BANK', class: 'ASSET', taxType: 'NONE' };
  const till = await client.control('POST', '/_sandbox/accounts', bank);
  const paid = await client.call('PUT', '/Payments', {
    Invoice: { InvoiceID: made['InvoiceID'] },
    Account: { AccountID: till.body['accountId'] },
    Amount: 10,
  });
  expect(only(paid, 'Payments')['Account']).toEqual({
    AccountID: till.body['accountId'],
    Name: 'Till',
  });
});

test('a plan lets so many be approved in a month, and the month after begins anew', async () => {
  const plan = { plan: { bills: 2, sales: 0 } };
  await client.control('PUT', '/_sandbox/organisation', plan);
  const reached = ['You have reached the limit of invoices you can approve'];
  const draft = only(await put({ Status: 'DRAFT' }), 'Invoices');
  expect((await put({})).status).toBe(200);
  expect((await put({})).status).toBe(200);
  expect(messages(await put({}))).toEqual(reached);
  const approve = (): ReturnType<Client['call']> =>
    client.call('POST', `/Invoices/${String(draft['InvoiceID'])}`, { Status: 'AUTHORISED' });
  expect(messages(await approve())).toEqual(reached);
  expect((await put({ Status: 'DRAFT' })).status).toBe(200);
  expect(messages(await put({ Type: 'ACCREC', InvoiceNumber: 'S-1' }))).toEqual(reached);
  const [organisation] = elements(await client.call('GET', '/Organisation'), 'Organisations');
  expect(organisation?.['Class']).toBe('STARTER');

  await client.control('PUT', '/_sandbox/clock', { advanceMs: 31 * 86_400_000 });
  client = await client.as('tieout');
  expect((await approve()).status).toBe(200);
  const starter = await client.control('PUT', '/_sandbox/organisation', { plan: 'starter' });
  expect(starter.body).toEqual({ plan: { bills: 5, sales: 20 } });
});

test('an organisation that is offline answers 503 in plain text, and does nothing', async () => {
  await client.control('PUT', '/_sandbox/organisation', { isOffline: true });
  const reply = await put({ InvoiceNumber: 'OFF-1' });
  expect([reply.status, reply.headers.get('content-type'), reply.raw]).toEqual([
    503,
    'text/plain; charset=utf-8',
    'The Organisation is offline',
  ]);
  await client.control('PUT', '/_sandbox/organisation', { isOffline: false });
  const after = await client.call('GET', '/Invoices?InvoiceNumbers=OFF-1');
  expect(elements(after, 'Invoices')).toEqual([]);
});

const letters = (count: number): string => 'x'.repeat(count);

test('what is too long is refused in every write, and what just fits is taken', async () => {
  const id = await newContact(client, 'Lengths Ltd');
  const made = only(await put({}), 'Invoices');
  const post = (body: Json): ReturnType<Client['call']> =>
    client.call('POST', `/Contacts/${id}`, body);
  const fields: [string, (text: string) => ReturnType<Client['call']>, number][] = [
    ['Name', (text) => post({ Name: text }), 255],
    ['ContactNumber', (text) => post({ ContactNumber: text }), 50],
    ['AccountNumber', (text) => post({ AccountNumber: text }), 50],
    [
      'AddressLine1',
      (text) => post({ Addresses: [{ AddressType: 'STREET', AddressLine1: text }] }),
      500,
    ],
    [
      'PostalCode',
      (text) => post({ Addresses: [{ AddressType: 'STREET', PostalCode: text }] }),
      50,
    ],
    ['PhoneNumber', (text) => post({ Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: text }] }), 50],
    ['LastName', (text) => post({ ContactPersons: [{ LastName: text }] }), 255],
    [
      'Reference',
      (text) => put({ Type: 'ACCREC', InvoiceNumber: `R-${text.length}`, Reference: text }),
      255,
    ],
    [
      'PurchaseOrderNumber',
      (text) =>
        client.call('PUT', '/PurchaseOrders', {
          Contact: { ContactID: id },
          PurchaseOrderNumber: text,
          LineItems: [line()],
        }),
      255,
    ],
    [
      'Details',
      (text) =>
        client.call('PUT', '/BatchPayments', {
          Account: { Code: '090' },
          Details: text,
          Payments: [{ Invoice: { InvoiceID: made['InvoiceID'] }, Amount: 1 }],
        }),
      18,
    ],
  ];
  for (const [field, write, most] of fields) {
    const refused = await write(letters(most + 1));
    expect([field, refused.status, messages(refused)]).toEqual([
      field,
      400,
      [`The ${field} field must not exceed ${most} characters.`],
    ]);
    expect([field, (await write(letters(most))).status]).toEqual([field, 200]);
  }
  for (const [length, status] of [
    [4_000, 200],
    [4_001, 400],
  ] as const) {
    expect((await put({ LineItems: [line({ Description: letters(length) })] })).status).toBe(
      status,
    );
  }
  expect((await put({ InvoiceNumber: letters(256) })).status).toBe(400);
});
