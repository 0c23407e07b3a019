// Proves what a person sees of the Xero sandbox in a browser: the bills, one bill, its contact and order, with nothing that runs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { line, newBill, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let bill: Json;

/** Letters that would mean something to a browser. */
const EVIL = `<script>alert("1")</script>&'`;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  bill = await newBill(client, {
    InvoiceNumber: `PA-1 ${EVIL}`,
    Url: 'https://console.test/documents/1?a="b',
    LineItems: [
      line({ Description: EVIL, UnitAmount: 13_278.5, Tracking: [] }),
      line({ Description: 'Retention', UnitAmount: -500 }),
    ],
  });
  const person = await client.as('bookkeeper');
  await person.call('PUT', '/Payments', {
    Invoice: { InvoiceID: bill['InvoiceID'] },
    Account: { Code: '090' },
    Amount: 100.1,
    Reference: EVIL,
  });
});
afterAll(() => sandbox.close());

type Seen = { status: number; text: string; headers: Headers };

async function look(path: string): Promise<Seen> {
  const response = await fetch(`${sandbox.url}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test('the bills are listed with number, contact, date, total, due and status', async () => {
  const { status, text, headers } = await look('/');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain(`href="/bill/${String(bill['InvoiceID'])}"`);
  for (const shown of ['PA-1', 'Builder', '2026-05-31', '14,695.28', '14,595.18', 'AUTHORISED']) {
    expect(text).toContain(shown);
  }
});

test('a bill shows lines, account, tax, sums, payment, history and the way back', async () => {
  const { text } = await look(`/bill/${String(bill['InvoiceID'])}`);
  for (const shown of [
    ...['13,278.50', '-500.00', '310 ', 'Sub-total', '12,778.50', 'GST', '1,916.78', '14,695.28'],
    ...['100.10', '14,595.18', 'Created, approved', 'Payment of 100.10', 'bookkeeper', 'tieout'],
    'href="https://console.test/documents/1?a=&quot;b"',
  ]) {
    expect(text).toContain(shown);
  }
});

test('a foreign document shows its currency and rate, and a payment of it what the bank moved', async () => {
  await client.control('PUT', '/_sandbox/currencies', { codes: ['EUR'] });
  const foreign = { CurrencyCode: 'EUR', CurrencyRate: 0.552341 };
  const one = await newBill(client, { ...foreign, InvoiceNumber: 'EURO-1' });
  const invoiceId = String(one['InvoiceID']);
  await client.control('POST', '/_sandbox/acts/pay', { invoiceId, amount: '100', rate: '0.5' });
  const document = { ...foreign, Contact: one['Contact'], LineItems: [line()] };
  const note = { ...document, Type: 'ACCPAYCREDIT' };
  const order = only(await client.call('PUT', '/PurchaseOrders', document), 'PurchaseOrders');
  const credit = only(await client.call('PUT', '/CreditNotes', note), 'CreditNotes');
  const cases: [string, string[]][] = [
    ['/', ['1,150.00 EUR', '1,050.00 EUR', '14,695.28<']],
    [`/bill/${invoiceId}`, ['EUR at 0.552341', '200.00 at 0.500000']],
    ['/purchase-orders', ['1,150.00 EUR']],
    [`/Accounts/Payable/PurchaseOrders/View/${String(order['PurchaseOrderID'])}`, ['EUR at 0.55']],
    ['/credit-notes', ['1,150.00 EUR']],
    [`/credit-note/${String(credit['CreditNoteID'])}`, ['EUR at 0.552341']],
  ];
  for (const [path, shown] of cases) {
    const { text } = await look(path);
    expect([path, shown.filter((one) => !text.includes(one))]).toEqual([path, []]);
  }
  expect((await look(`/bill/${String(bill['InvoiceID'])}`)).text).not.toContain('Currency');
});

test('nothing in the books runs or breaks out of a page', async () => {
  for (const path of ['/', `/bill/${String(bill['InvoiceID'])}`]) {
    const { text, headers } = await look(path);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    );
  }
});

describe('the addresses of the real Xero', () => {
  test('show the same bill, contact and order', async () => {
    const contact = bill['Contact'] as Json;
    const order = only(
      await client.call('PUT', '/PurchaseOrders', {
        Contact: { ContactID: contact['ContactID'] },
        PurchaseOrderNumber: 'SC-77',
        LineItems: [line()],
      }),
      'PurchaseOrders',
    );
    const note = only(
      await client.call('PUT', '/CreditNotes', {
        Type: 'ACCPAYCREDIT',
        Contact: { ContactID: contact['ContactID'] },
        CreditNoteNumber: 'CN-77',
        LineItems: [line()],
      }),
      'CreditNotes',
    );
    const noteId = String(note['CreditNoteID']);
    const cases: [string, string][] = [
      [`/AccountsPayable/ViewCreditNote.aspx?creditNoteID=${noteId}`, 'CN-77'],
      [`/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=${noteId}`, 'CN-77'],
      [`/AccountsPayable/View.aspx?InvoiceID=${String(bill['InvoiceID'])}`, 'Bill PA-1'],
      [`/Contacts/View/${String(contact['ContactID'])}`, String(contact['Name'])],
      [`/Accounts/Payable/PurchaseOrders/View/${String(order['PurchaseOrderID'])}`, 'SC-77'],
      ['/contacts', String(contact['Name'])],
      ['/purchase-orders', 'SC-77'],
    ];
    for (const [path, shown] of cases) {
      const { status, text } = await look(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain(shown);
    }
  });

  test('answer 404 for what is not there', async () => {
    for (const path of [
      '/bill/x',
      '/AccountsPayable/View.aspx',
      '/AccountsPayable/ViewCreditNote.aspx',
      '/Contacts/View/x',
    ]) {
      expect([path, (await look(path)).status]).toEqual([path, 404]);
    }
  });
});

test('a page needs no token, counts for nothing, and never stands under the API', async () => {
  const log = async (): Promise<unknown[]> =>
    (await client.control('GET', '/_sandbox/access-log')).body as unknown as unknown[];
  const before = (await log()).length;
  await look('/');
  expect(await log()).toHaveLength(before);
  const { status, headers } = await look('/api.xro/2.0/Invoices');
  expect([status, headers.get('content-type')?.includes('html')]).toEqual([401, false]);
});

test('one hundred bills are shown at a time', async () => {
  const contactId = await newContact(client);
  const bills = Array.from({ length: 120 }, (_, index) => ({
    Type: 'ACCPAY',
    Contact: { ContactID: contactId },
    InvoiceNumber: `MANY-${index}`,
    LineItems: [line()],
  }));
  await client.call('PUT', '/Invoices', { Invoices: bills });
  const count = (text: string): number => text.split('href="/bill/').length - 1;
  expect(count((await look('/')).text)).toBe(100);
  const second = await look('/?page=2');
  expect(count(second.text)).toBeGreaterThan(20);
  expect(second.text).toContain('href="/?page=1"');
});
