// Proves that the aged reports say what is open at a day, document by document, and come to what the ledger has on its control accounts.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
});
afterEach(() => client.control('DELETE', '/_sandbox/scopes'));
afterAll(() => sandbox.close());

const payables = (query: string): Promise<Reply> =>
  client.call('GET', `/Reports/AgedPayablesByContact?${query}`);
const act = (name: string, body: Json): Promise<Reply> =>
  client.control('POST', `/_sandbox/acts/${name}`, body);

/** The rows of a report as texts, without its header. */
function rowsOf(reply: Reply): string[][] {
  const { Rows } = only(reply, 'Reports') as { Rows: Json[] };
  const [, ...sections] = Rows;
  return sections
    .flatMap(({ Rows: rows }) => rows as Json[])
    .map(({ Cells }) => (Cells as Json[]).map(({ Value }) => String(Value)));
}

async function billOf(contactId: string, change: Json): Promise<string> {
  const LineItems = [line({ UnitAmount: 100, TaxType: 'NONE' })];
  const made = await client.call('PUT', '/Invoices', bill(contactId, { LineItems, ...change }));
  return String(only(made, 'Invoices')['InvoiceID']);
}

test('a bill stands there from its date until it is settled, with how long it is overdue', async () => {
  const contactId = await newContact(client, 'Aged Ltd');
  const dates = { Date: '2026-05-31', DueDate: '2026-06-20' };
  const invoiceId = await billOf(contactId, { InvoiceNumber: 'A-1', ...dates });
  await act('pay', { invoiceId, amount: '30.00', date: '2026-06-25' });
  await act('credit', { invoiceId, amount: '20.00', date: '2026-07-01' });
  await act('pay', { invoiceId, date: '2026-08-01' });
  const at = async (date: string): Promise<string[] | undefined> =>
    rowsOf(await payables(`contactId=${contactId}&date=${date}`)).find(
      ([, text]) => text === 'A-1',
    );
  const begins = ['2026-05-31T00:00:00', 'A-1', '2026-06-20T00:00:00'];
  expect(await at('2026-05-30')).toBeUndefined();
  expect(await at('2026-06-20')).toEqual([...begins, '', '100.00', '0.00', '0.00', '100.00']);
  expect(await at('2026-06-21')).toEqual([
    ...begins,
    '1 day overdue',
    '100.00',
    '0.00',
    '0.00',
    '100.00',
  ]);
  expect(await at('2026-06-30')).toEqual([
    ...begins,
    '10 days overdue',
    '100.00',
    '30.00',
    '0.00',
    '70.00',
  ]);
  expect((await at('2026-07-31'))?.slice(3)).toEqual([
    ...['41 days overdue', '100.00', '30.00', '20.00', '50.00'],
  ]);
  expect(await at('2026-08-01')).toBeUndefined();
});

test('documents before the first day are the opening balance, and those after the last are left out', async () => {
  const contactId = await newContact(client, 'Opening Ltd');
  for (const month of ['05', '06', '07'])
    await billOf(contactId, {
      InvoiceNumber: month,
      Date: `2026-${month}-15`,
      DueDate: '2026-12-31',
    });
  const days = 'fromDate=2026-06-01&toDate=2026-06-30&date=2026-12-31';
  const reply = await payables(`contactId=${contactId}&${days}`);
  expect(rowsOf(reply)).toEqual([
    ['2026-06-01T00:00:00', 'Opening Balance', '', '', '', '', '', '100.00'],
    ['2026-06-15T00:00:00', '06', '2026-12-31T00:00:00', '', '100.00', '0.00', '0.00', '100.00'],
    ['Total', '', '', '', '100.00', '0.00', '0.00', '100.00'],
    ['Closing Balance', '', '', '', '200.00', '0.00', '0.00', '200.00'],
  ]);
  expect(only(reply, 'Reports')).toMatchObject({
    ReportName: 'Aged Payables By Contact',
    ReportTitles: [
      ...['Invoices', 'Opening Ltd', 'From 1 June 2026 to 30 June 2026'],
      'Showing payments to 31 December 2026',
    ],
    ReportDate: '31 December 2026',
  });
});

test('receivables have a number where payables have a reference, and only their own side', async () => {
  const contactId = await newContact(client);
  await billOf(contactId, { InvoiceNumber: 'theirs' });
  const ours = { Type: 'ACCREC', InvoiceNumber: 'INV-77' };
  const LineItems = [line({ AccountCode: '200', UnitAmount: 5, TaxType: 'NONE' })];
  await client.call('PUT', '/Invoices', bill(contactId, { ...ours, LineItems }));
  const reply = await client.call(
    'GET',
    `/Reports/AgedReceivablesByContact?contactId=${contactId}`,
  );
  const [header] = only(reply, 'Reports')['Rows'] as Json[];
  expect((header?.['Cells'] as Json[]).map(({ Value }) => Value)).toEqual([
    ...['Date', 'Number', 'Due Date', '', 'Total', 'Paid', 'Credited', 'Due'],
  ]);
  expect(rowsOf(reply).map(([, text]) => text)).toContain('INV-77');
  expect(rowsOf(reply).map(([, text]) => text)).not.toContain('theirs');
  expect(rowsOf(reply).at(-1)).toEqual([
    'Closing Balance',
    '',
    '',
    '',
    '5.00',
    '0.00',
    '0.00',
    '5.00',
  ]);
});

/** Debits above zero, of one account at a day, from the ledger's journals alone. */
async function onAccount(code: string, at: string): Promise<number> {
  const { body } = await client.control('GET', '/_sandbox/ledger');
  const journals = body['journals'] as { date: string; lines: Json[] }[];
  const cents = journals
    .filter(({ date }) => date <= at)
    .flatMap(({ lines }) => lines)
    .filter((one) => one['accountCode'] === code)
    .map((one) => Math.round(Number(one['amount']) * 100));
  return cents.reduce((sum, one) => sum + one, 0);
}

test('all contacts together come to the control accounts, with credits, prepayments, refunds and a foreign bill', async () => {
  await client.control('PUT', '/_sandbox/currencies', { codes: ['EUR'] });
  await client.control('PUT', '/_sandbox/rates', {
    EUR: { '2026-05-31': '0.5', '2026-06-30': '0.6' },
  });
  const contactId = await newContact(client, 'Everything Ltd');
  const euros = await billOf(contactId, { InvoiceNumber: 'E', CurrencyCode: 'EUR' });
  await act('pay', { invoiceId: euros, amount: '33.33', date: '2026-06-30' });
  const local = await billOf(contactId, { InvoiceNumber: 'L' });
  await act('credit', { invoiceId: local, amount: '40.00', date: '2026-06-15', allocate: false });
  const spent = { contactId, amount: '25.00', date: '2026-06-10' };
  await act('bank-transaction', { type: 'SPEND-PREPAYMENT', accountCode: '310', ...spent });
  await act('bank-transaction', { type: 'SPEND-OVERPAYMENT', ...spent });
  await act('bank-transaction', { type: 'RECEIVE-PREPAYMENT', accountCode: '200', ...spent });
  const refunded = await act('bank-transaction', { type: 'SPEND-OVERPAYMENT', ...spent });
  await act('refund', { creditId: refunded.body['creditId'], amount: '10.00', date: '2026-06-20' });
  const contacts = elements(await client.call('GET', '/Contacts?includeArchived=true'), 'Contacts');
  for (const date of ['2026-05-31', '2026-06-12', '2026-06-30', '2026-12-31']) {
    for (const [report, code, sign] of [
      ['AgedPayablesByContact', '800', -1],
      ['AgedReceivablesByContact', '610', 1],
    ] as const) {
      const closing = contacts.map(async ({ ContactID }) => {
        const path = `/Reports/${report}?contactId=${String(ContactID)}&date=${date}`;
        const text = rowsOf(await client.call('GET', path))
          .at(-1)
          ?.at(-1);
        return Math.round(Number(text) * 100);
      });
      const sum = (await Promise.all(closing)).reduce((all, one) => all + one, 0);
      expect([date, report, sum]).toEqual([date, report, sign * (await onAccount(code, date))]);
    }
  }
});

test('without a contact, with an unknown one, with no date, or with too few scopes it is refused', async () => {
  expect((await payables('')).status).toBe(400);
  expect((await payables('contactId=11111111-1111-4111-8111-111111111111')).status).toBe(404);
  const contactId = await newContact(client);
  expect((await payables(`contactId=${contactId}&date=soon`)).status).toBe(400);
  const cut = (...scopes: string[]) => client.control('PUT', '/_sandbox/scopes', { scopes });
  await cut('accounting.reports.profitandloss.read');
  expect((await payables(`contactId=${contactId}`)).status).toBe(401);
  await cut('accounting.reports.aged.read');
  expect((await payables(`contactId=${contactId}`)).status).toBe(200);
});
