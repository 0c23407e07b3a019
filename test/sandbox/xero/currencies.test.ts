// Proves which currencies an organisation may use, at which rate a document stands, and what is refused about both.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, elements, line, messages, newContact, only, openSandbox } from './xero-sandbox.ts';
import { withCurrencies } from './currency-sums.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeEach(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
});
afterEach(() => sandbox.close());

const codes = async (query = ''): Promise<unknown[]> =>
  elements(await client.call('GET', `/Currencies${query}`), 'Currencies').map(({ Code }) => Code);
const put = (change: Json = {}): Promise<Reply> =>
  client.call('PUT', '/Invoices', bill(contactId, { CurrencyCode: 'EUR', ...change }));
const made = async (change: Json = {}): Promise<Json> => only(await put(change), 'Invoices');
const update = async (one: Json, change: Json): Promise<Json> =>
  only(await client.call('POST', `/Invoices/${String(one['InvoiceID'])}`, change), 'Invoices');
const multicurrency = async (): Promise<unknown> =>
  elements(await client.call('GET', '/Organisation/Actions'), 'Actions').find(
    ({ Name }) => Name === 'UseMulticurrency',
  )?.['Status'];

describe('the currencies of an organisation', () => {
  test('are its own alone until one is added, and never fewer', async () => {
    const books = await client.as('bookkeeper');
    expect([await codes(), await multicurrency()]).toEqual([['NZD'], 'NOT-ALLOWED']);
    const euro = only(await books.call('PUT', '/Currencies', { Code: 'EUR' }), 'Currencies');
    expect(euro).toEqual({ Code: 'EUR', Description: 'Euro' });
    const dollar = { Code: 'USD', Description: 'Greenback' };
    for (const again of [dollar, { Code: 'USD' }]) {
      expect(only(await books.call('PUT', '/Currencies', again), 'Currencies')).toEqual(dollar);
    }
    expect([await codes(), await multicurrency()]).toEqual([['NZD', 'EUR', 'USD'], 'ALLOWED']);
    expect((await books.call('DELETE', '/Currencies/EUR')).status).toBe(404);
    const filter = `?where=${encodeURIComponent('Code=="USD"')}`;
    expect([await codes(filter), await codes('?order=Code%20DESC')]).toEqual([
      ['USD'],
      ['USD', 'NZD', 'EUR'],
    ]);
  });

  test('are refused where Xero knows none of that code', async () => {
    const reply = await client.call('PUT', '/Currencies', { Code: 'ABC', Description: 'x' });
    expect([reply.status, messages(reply)]).toEqual([
      400,
      ["The currency code 'ABC' is not valid."],
    ]);
    const control = await client.control('PUT', '/_sandbox/currencies', { codes: ['EUR', 'ABC'] });
    expect([control.status, await codes()]).toEqual([400, ['NZD']]);
  });

  test('need the scope of settings', async () => {
    await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.settings.read'] });
    expect((await client.call('GET', '/Currencies')).status).toBe(200);
    expect((await client.call('PUT', '/Currencies', { Code: 'EUR' })).status).toBe(401);
    await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.contacts'] });
    expect((await client.call('GET', '/Currencies')).status).toBe(401);
  });

  test('bring one account, once, whatever code is free', async () => {
    const accounts = async (): Promise<Json[]> =>
      elements(await client.call('GET', '/Accounts'), 'Accounts');
    const before = (await accounts()).length;
    await client.control('POST', '/_sandbox/accounts', { name: 'Taken', code: '499' });
    await client.control('PUT', '/_sandbox/currencies', { codes: ['NZD'] });
    expect(await accounts()).toHaveLength(before + 1);
    await withCurrencies(client);
    const after = await accounts();
    expect(after).toHaveLength(before + 2);
    const realised = after.find((one) => one['SystemAccount'] === 'REALISEDCURRENCYGAIN');
    expect(realised).toMatchObject({ Name: 'Realised Currency Gains', Class: 'EXPENSE' });
    expect(realised).not.toHaveProperty('Code');
  });
});

test('a contact shows its own currency, where it has one', async () => {
  const path = `/Contacts/${contactId}`;
  expect(only(await client.call('GET', path), 'Contacts')).not.toHaveProperty('DefaultCurrency');
  await client.call('POST', path, { DefaultCurrency: 'EUR' });
  expect(only(await client.call('GET', path), 'Contacts')['DefaultCurrency']).toBe('EUR');
});

describe('the rate of a document', () => {
  beforeEach(() => withCurrencies(client));

  const days: [string, string, number][] = [
    ['its own day', '2026-05-31', 0.552341],
    ['the closest earlier day', '2026-06-09', 0.552341],
    ['a later day that is its own', '2026-06-10', 0.561277],
    ['the last day there is', '2027-01-01', 0.547003],
    ['else the closest later day', '2026-04-01', 0.552341],
  ];
  test.each(days)('is that of %s', async (_title, Date, rate) => {
    expect(await made({ Date })).toMatchObject({ CurrencyCode: 'EUR', CurrencyRate: rate });
  });

  test('swings from day to day by itself, three percent at most, the same for all', async () => {
    await client.control('DELETE', '/_sandbox/rates');
    const dates = Array.from(
      { length: 28 },
      (_, day) => `2026-05-${String(day + 1).padStart(2, '0')}`,
    );
    for (const [CurrencyCode, middle] of [
      ['EUR', 0.541176],
      ['JPY', 88.235294],
      ['KWD', 0.180588],
    ] as const) {
      const rates: number[] = [];
      for (const Date of dates) {
        rates.push(Number((await made({ CurrencyCode, Date, Status: 'DRAFT' }))['CurrencyRate']));
      }
      expect(new Set(rates).size).toBeGreaterThan(20);
      for (const rate of rates) expect(Math.abs(rate / middle - 1)).toBeLessThanOrEqual(0.030001);
      const again = await made({ CurrencyCode, Date: dates[4], Status: 'DRAFT' });
      expect(again['CurrencyRate']).toBe(rates[4]);
    }
  });

  test('stays through edits, unless date, currency or the rate itself is given anew', async () => {
    const one = await made();
    await client.control('PUT', '/_sandbox/rates', { EUR: { '2026-05-31': '0.9' } });
    const edits: [Json, number][] = [
      [{ LineItems: [line({ UnitAmount: 7 })] }, 0.552341],
      [{ Date: '2026-05-31', CurrencyCode: 'EUR', InvoiceNumber: 'n' }, 0.552341],
      [{ Date: '2026-06-10' }, 0.561277],
      [{ CurrencyRate: 0.6 }, 0.6],
      [{ DueDate: '2026-08-01' }, 0.6],
      [{ Date: '2026-06-20', CurrencyRate: '0.700001' }, 0.700001],
      [{ CurrencyCode: 'NZD' }, 1],
      [{ CurrencyCode: 'EUR', Date: '2026-05-31' }, 0.9],
    ];
    for (const [change, rate] of edits) {
      expect([change, (await update(one, change))['CurrencyRate']]).toEqual([change, rate]);
    }
  });

  test('shows on credit notes, orders and bank credits too, beside amounts in the currency', async () => {
    const common = { Contact: { ContactID: contactId }, Date: '2026-05-31', CurrencyCode: 'EUR' };
    const document = { ...common, LineItems: [line()] };
    const note = { ...document, Type: 'ACCPAYCREDIT' };
    const expected = { CurrencyCode: 'EUR', CurrencyRate: 0.552341, Total: 1150 };
    const orders = await client.call('PUT', '/PurchaseOrders', document);
    expect(only(orders, 'PurchaseOrders')).toMatchObject(expected);
    expect(only(await client.call('PUT', '/CreditNotes', note), 'CreditNotes')).toMatchObject(
      expected,
    );
    for (const [kind, plural] of [
      ['PREPAYMENT', 'Prepayments'],
      ['OVERPAYMENT', 'Overpayments'],
    ] as const) {
      const money = { type: `SPEND-${kind}`, contactId, amount: '1150', accountCode: '310' };
      const { body } = await client.control('POST', '/_sandbox/acts/bank-transaction', {
        ...money,
        currencyCode: 'EUR',
        date: '2026-05-31',
      });
      const shown = await client.call('GET', `/${plural}/${String(body['creditId'])}`);
      expect(only(shown, plural)).toMatchObject(expected);
    }
  });

  const wrong = 'The CurrencyRate must be greater than zero and have at most 6 decimal places.';
  const refusals: [string, Json, string][] = [
    ['zero', { CurrencyRate: 0 }, wrong],
    ['below zero', { CurrencyRate: -0.5 }, wrong],
    ['seven decimals', { CurrencyRate: 0.5523412 }, wrong],
    ['more digits than there are', { CurrencyRate: 1e18 }, wrong],
    [
      'a currency not subscribed',
      { CurrencyCode: 'GBP' },
      'Organisation is not subscribed to currency GBP',
    ],
    [
      'no currency at all',
      { CurrencyCode: 'euro money' },
      'Organisation is not subscribed to currency euro money',
    ],
  ];
  test.each(refusals)('is refused for %s', async (_title, change, message) => {
    const document = { ...bill(contactId), CurrencyCode: 'EUR', ...change };
    for (const [path, body] of [
      ['/Invoices', document],
      ['/CreditNotes', { ...document, Type: 'ACCPAYCREDIT' }],
      ['/PurchaseOrders', { ...document, Status: 'DRAFT' }],
    ] as const) {
      const reply = await client.call('PUT', path, body);
      expect([path, reply.status, messages(reply)]).toEqual([path, 400, [message]]);
    }
  });

  test('is taken with a warning where it is far from that of the day', async () => {
    const Warnings = [{ Message: 'The CurrencyRate differs much from the rate of the day.' }];
    const odd = { CurrencyRate: 5, Warnings, StatusAttributeString: 'WARNING' };
    const one = await made({ CurrencyRate: 5 });
    expect(one).toMatchObject(odd);
    expect(await update(one, { CurrencyRate: 5 })).toMatchObject(odd);
    expect(await update(one, { InvoiceNumber: 'silent' })).not.toHaveProperty('Warnings');
    const document = { ...bill(contactId), CurrencyCode: 'EUR', CurrencyRate: 5 };
    const Payments = { Invoice: { InvoiceID: one['InvoiceID'] }, Account: { Code: '090' } };
    for (const [plural, body] of [
      ['CreditNotes', { ...document, Type: 'ACCPAYCREDIT' }],
      ['PurchaseOrders', { ...document, Status: 'DRAFT' }],
      ['Payments', { ...Payments, Amount: 1, CurrencyRate: 5 }],
    ] as const) {
      expect(only(await client.call('PUT', `/${plural}`, body), plural)).toMatchObject(odd);
    }
    const bank = { ...Payments, Amount: 1, CurrencyRate: 5, BankAmount: 1.8 };
    const paid = only(await client.call('PUT', '/Payments', bank), 'Payments');
    expect(paid).not.toHaveProperty('Warnings');
  });

  test('takes as many digits as six decimals and zeros behind them', async () => {
    expect((await made({ CurrencyRate: '0.5523410000' }))['CurrencyRate']).toBe(0.552341);
    expect((await put({ CurrencyRate: 'half' })).status).toBe(400);
  });

  test('and the currency stay on a document that is paid in part', async () => {
    const one = await made();
    await client.control('POST', '/_sandbox/acts/pay', {
      invoiceId: one['InvoiceID'],
      amount: '1',
    });
    for (const change of [{ CurrencyRate: 0.5 }, { CurrencyCode: 'USD' }, { Date: '2026-06-01' }]) {
      const reply = await client.call('POST', `/Invoices/${String(one['InvoiceID'])}`, change);
      expect([reply.status, messages(reply)]).toEqual([
        400,
        ['This document cannot be edited as it has a payment or credit note allocated to it.'],
      ]);
    }
    expect(await update(one, { InvoiceNumber: 'still' })).toMatchObject({ CurrencyRate: 0.552341 });
  });
});

test('a process that starts again finds currencies, rates, documents and payments as they were', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'xero-currencies-'));
  const first = await openSandbox({ dataDir });
  await withCurrencies(first.client);
  const document = bill(await newContact(first.client), { CurrencyCode: 'EUR' });
  const one = only(await first.client.call('PUT', '/Invoices', document), 'Invoices');
  await first.client.control('POST', '/_sandbox/acts/pay', {
    invoiceId: one['InvoiceID'],
    amount: '100',
    rate: '0.5',
  });
  const places = ['currencies', 'rates', 'ledger'];
  const seen = async (of: Client): Promise<unknown[]> => {
    const replies = places.map((place) => of.control('GET', `/_sandbox/${place}`));
    return (await Promise.all(replies)).map(({ body }) => body);
  };
  const before = await seen(first.client);
  await first.sandbox.close();
  const second = await openSandbox({ dataDir });
  expect(await seen(second.client)).toEqual(before);
  await second.client.control('POST', '/_sandbox/seed', { company: 'empty' });
  const [currencies, rates] = await seen(second.client);
  expect([currencies, rates]).toEqual([{ codes: ['NZD'] }, {}]);
  await second.sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('what a test sets', () => {
  test('adds days to those that are there, and is gone when it is taken back', async () => {
    const rates = { EUR: { '2026-05-31': '0.5' } };
    await client.control('PUT', '/_sandbox/rates', rates);
    const { body } = await client.control('PUT', '/_sandbox/rates', {
      EUR: { '2026-06-01': '1.25' },
    });
    expect(body).toEqual({ EUR: { '2026-05-31': '0.500000', '2026-06-01': '1.250000' } });
    expect((await client.control('GET', '/_sandbox/rates')).body).toEqual(body);
    expect((await client.control('DELETE', '/_sandbox/rates')).body).toEqual({});
    await client.control('PUT', '/_sandbox/currencies', { codes: ['JPY', 'EUR'] });
    const { body: known } = await client.control('GET', '/_sandbox/currencies');
    expect(known).toEqual({ codes: ['NZD', 'JPY', 'EUR'] });
  });

  test.each([
    ['a currency nobody knows', { ABC: { '2026-05-31': '1' } }],
    ["the organisation's own", { NZD: { '2026-05-31': '1' } }],
    ['no day', { EUR: { '2026-02-30': '1' } }],
    ['zero', { EUR: { '2026-05-31': '0.000000' } }],
    ['seven decimals', { EUR: { '2026-05-31': '0.1234567' } }],
    ['a number', { EUR: { '2026-05-31': 0.5 } }],
  ])('is refused for %s', async (_title, rates) => {
    expect((await client.control('PUT', '/_sandbox/rates', rates)).status).toBe(400);
    expect((await client.control('GET', '/_sandbox/rates')).body).toEqual({});
  });
});
