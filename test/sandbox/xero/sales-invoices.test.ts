// Proves that sales invoices are held as strictly as bills: their numbers, lines, tax, books, payments, lists and pages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;
let count = 0;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client, 'Client & Sons');
});
afterAll(() => sandbox.close());

const sold = (change: Json = {}): Json =>
  line({ AccountCode: '200', TaxType: 'OUTPUT2', ...change });
const sale = (change: Json = {}): Json =>
  bill(contactId, {
    Type: 'ACCREC',
    InvoiceNumber: `S-${(count += 1)}`,
    LineItems: [sold()],
    ...change,
  });
const put = (change: Json = {}): Promise<Reply> => client.call('PUT', '/Invoices', sale(change));
const made = async (change: Json = {}): Promise<Json> => only(await put(change), 'Invoices');
const post = (one: Json, change: Json): Promise<Reply> =>
  client.call('POST', `/Invoices/${String(one['InvoiceID'])}`, change);

const unique = 'Invoice # must be unique.';

describe('a number', () => {
  test.each([
    ['of an approved invoice', 'AUTHORISED', null],
    ['of a draft', 'DRAFT', null],
    ['of a voided invoice', 'AUTHORISED', 'VOIDED'],
    ['of a deleted draft', 'DRAFT', 'DELETED'],
  ])('%s is taken, for a new invoice and for a change', async (_title, Status, then) => {
    const first = await made({ Status });
    const other = await made();
    if (then !== null) expect((await post(first, { Status: then })).status).toBe(200);
    const InvoiceNumber = first['InvoiceNumber'];
    expect(messages(await put({ InvoiceNumber }))).toEqual([unique]);
    expect(messages(await post(other, { InvoiceNumber }))).toEqual([unique]);
  });

  test('is given where none comes, and a bill may have the same', async () => {
    const first = await made({ InvoiceNumber: undefined });
    expect(first['InvoiceNumber']).toMatch(/^INV-\d{4}$/);
    const same = bill(contactId, { InvoiceNumber: first['InvoiceNumber'] });
    expect((await client.call('PUT', '/Invoices', same)).status).toBe(200);
  });

  test('finds the invoice, and a POST by it changes the invoice', async () => {
    const first = await made();
    const number = String(first['InvoiceNumber']);
    const read = only(await client.call('GET', `/Invoices/${number}`), 'Invoices');
    expect(read['InvoiceID']).toBe(first['InvoiceID']);
    const body = sale({ InvoiceNumber: number, Reference: 'changed' });
    const changed = only(await client.call('POST', '/Invoices', body), 'Invoices');
    expect([changed['InvoiceID'], changed['Reference']]).toEqual([first['InvoiceID'], 'changed']);
  });
});

const refusals: [title: string, change: Json, message: string][] = [
  [
    'an unknown account',
    { LineItems: [sold({ AccountCode: '999' })] },
    "Account code '999' is not a valid code for this document.",
  ],
  [
    'a bank account',
    { LineItems: [sold({ AccountCode: '090' })] },
    "Account code '090' is not a valid code for this document.",
  ],
  [
    'accounts receivable',
    { LineItems: [sold({ AccountCode: '610' })] },
    "Account code '610' is not a valid code for this document.",
  ],
  [
    'a tax type that its account cannot have',
    { LineItems: [sold({ TaxType: 'INPUT2' })] },
    "The TaxType code 'INPUT2' cannot be used with account code '200'",
  ],
  [
    'a tax type of sales on an account of costs',
    { LineItems: [sold({ AccountCode: '310' })] },
    "The TaxType code 'OUTPUT2' cannot be used with account code '310'",
  ],
  [
    'an unknown tax type',
    { LineItems: [sold({ TaxType: 'OUTPUT9' })] },
    'The TaxType code OUTPUT9 does not exist or cannot be used for this type of transaction.',
  ],
  [
    'a line without an account',
    { LineItems: [{ Description: 'x', UnitAmount: 5 }] },
    'Account code must be specified',
  ],
  ['no due date', { DueDate: null }, 'The document DueDate field must be specified.'],
  [
    'a locked period',
    { Date: '2026-03-31' },
    'The document date cannot be before the period lock date, currently set at 31 March 2026',
  ],
  [
    'a long Reference',
    { Reference: 'x'.repeat(256) },
    'The Reference field must not exceed 255 characters.',
  ],
];

test.each(refusals)('%s is refused', async (_title, change, message) => {
  const reply = await put(change);
  expect([reply.status, messages(reply)]).toEqual([400, [message]]);
});

test('the tax type comes from the account, and the reference stays; a bill has none', async () => {
  const own = await made({ Reference: 'PO 7', LineItems: [sold({ TaxType: undefined })] });
  expect(own).toMatchObject({ Reference: 'PO 7', TotalTax: 150 });
  expect((own['LineItems'] as Json[])[0]?.['TaxType']).toBe('OUTPUT2');
  const cost = await client.call('PUT', '/Invoices', bill(contactId, { Reference: 'PO 7' }));
  expect(only(cost, 'Invoices')['Reference']).toBe('');
});

test('when money is expected stands on a sales invoice, when it is planned on a bill', async () => {
  const days = { ExpectedPaymentDate: '2026-06-19', PlannedPaymentDate: '2026-06-18' };
  const own = await made(days);
  const cost = only(await client.call('PUT', '/Invoices', bill(contactId, days)), 'Invoices');
  const told = (one: Json): unknown[] => [
    typeof one['ExpectedPaymentDate'],
    typeof one['PlannedPaymentDate'],
  ];
  expect([told(own), told(cost)]).toEqual([
    ['string', 'undefined'],
    ['undefined', 'string'],
  ]);
});

test('a receipt pays it, by its number too, and moves from receivables to the bank', async () => {
  const balances = async (): Promise<Record<string, number>> => {
    const { body } = await client.control('GET', '/_sandbox/ledger');
    expect(body['trialBalance']).toBe('0.00');
    const accounts = body['accounts'] as { code: string; balance: string }[];
    return Object.fromEntries(accounts.map(({ code, balance }) => [code, Number(balance)]));
  };
  const start = await balances();
  const own = await made();
  const owed = await balances();
  expect((owed['610'] ?? 0) - (start['610'] ?? 0)).toBe(1150);
  expect((owed['800'] ?? 0) - (start['800'] ?? 0)).toBe(0);
  const receipt = (target: Json, Amount: number): Promise<Reply> =>
    client.call('PUT', '/Payments', { ...target, Account: { Code: '090' }, Amount });
  const part = await receipt({ Invoice: { InvoiceID: own['InvoiceID'] } }, 150);
  expect(only(part, 'Payments')['PaymentType']).toBe('ACCRECPAYMENT');
  expect(messages(await post(own, { LineItems: [sold({ UnitAmount: 1 })] }))).toEqual([
    'This document cannot be edited as it has a payment or credit note allocated to it.',
  ]);
  await receipt({ InvoiceNumber: own['InvoiceNumber'] }, 1000);
  const read = await client.call('GET', `/Invoices/${String(own['InvoiceID'])}`);
  expect(only(read, 'Invoices')).toMatchObject({ Status: 'PAID', AmountPaid: 1150, AmountDue: 0 });
  const end = await balances();
  expect((end['610'] ?? 0) - (start['610'] ?? 0)).toBe(0);
  expect((end['090'] ?? 0) - (start['090'] ?? 0)).toBe(1150);
});

test('a list is of either kind by Type', async () => {
  const typesOf = async (Type: string): Promise<unknown[]> => {
    const where = encodeURIComponent(`Type=="${Type}"`);
    const list = elements(await client.call('GET', `/Invoices?where=${where}`), 'Invoices');
    expect(list.length).toBeGreaterThan(0);
    return [...new Set(list.map((one) => one['Type']))];
  };
  expect([await typesOf('ACCREC'), await typesOf('ACCPAY')]).toEqual([['ACCREC'], ['ACCPAY']]);
});

test('the pages show sales invoices apart from bills, one with its credits, and its credit note', async () => {
  const own = await made({ InvoiceNumber: 'SALE-PAGE', Reference: 'Ref <1>' });
  const note = only(
    await client.call('PUT', '/CreditNotes', {
      ...sale({ CreditNoteNumber: 'CN-PAGE' }),
      Type: 'ACCRECCREDIT',
    }),
    'CreditNotes',
  );
  const id = String(note['CreditNoteID']);
  const InvoiceID = String(own['InvoiceID']);
  const body = { Amount: 10.5, Invoice: { InvoiceID } };
  await client.call('PUT', `/CreditNotes/${id}/Allocations`, body);
  const look = async (path: string): Promise<string> => {
    const response = await fetch(`${sandbox.url}${path}`);
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };
  expect(await look('/sales')).toContain(`href="/invoice/${InvoiceID}"`);
  expect(await look('/')).not.toContain('SALE-PAGE');
  const credited = await look(`/AccountsReceivable/View.aspx?InvoiceID=${InvoiceID}`);
  for (const shown of ['Invoice SALE-PAGE', 'Ref &lt;1&gt;', 'Credited', 'CN-PAGE', '1,139.50']) {
    expect(credited).toContain(shown);
  }
  expect(await look(`/Contacts/View/${contactId}`)).toContain('SALE-PAGE');
  expect(await look('/credit-notes')).toContain(`href="/credit-note/${id}"`);
  const page = await look(`/credit-note/${id}`);
  for (const shown of ['CN-PAGE', 'SALE-PAGE', '1,139.50', 'Credit applied']) {
    expect(page).toContain(shown);
  }
  expect((await fetch(`${sandbox.url}/credit-note/x`)).status).toBe(404);
});
