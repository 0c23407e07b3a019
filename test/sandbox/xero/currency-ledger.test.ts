// Proves what a foreign document does to books kept in the organisation's currency: every amount is reckoned here a second time.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { Journal } from './currency-sums.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, line, newContact, only, openSandbox } from './xero-sandbox.ts';
import {
  centsOf,
  foreignOf,
  inBase,
  ledgerOf,
  movesOf,
  realisedCode,
  textOf,
  withCurrencies,
} from './currency-sums.ts';

let sandbox: RunningSandbox;
let client: Client;
let contactId: string;

beforeEach(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
  await withCurrencies(client);
});
afterEach(() => sandbox.close());

const ROUNDING = '860';

async function made(change: Json): Promise<Json> {
  const body = bill(contactId, { CurrencyCode: 'EUR', ...change });
  return only(await client.call('PUT', '/Invoices?unitdp=4', body), 'Invoices');
}

async function journalsOf(id: unknown): Promise<Journal[]> {
  return (await ledgerOf(client)).journals.filter(({ sourceId }) => sourceId === id);
}

/** Balances other than zero, by account, from the whole ledger. */
async function balances(): Promise<Record<string, string>> {
  return movesOf((await ledgerOf(client)).journals);
}

const untaxed = (UnitAmount: string, AccountCode: string): Json =>
  line({ UnitAmount, AccountCode, TaxType: 'NONE' });
const parts = Array.from({ length: 7 }, (_, index) => untaxed(`${index + 1}.37`, '310'));

type Case = [title: string, rate: string, change: Json, posted: [code: string, amount: string][]];
/** Each account with what stands there in the currency, line by line, and the control account last. */
const cases: Case[] = [
  [
    'a bill with tax and retention',
    '0.552341',
    {
      LineItems: [
        line({ UnitAmount: '1000.01' }),
        line({ UnitAmount: '-100.00', AccountCode: '825', Description: 'Retention held' }),
      ],
    },
    [
      ['310', '1000.01'],
      ['825', '-100.00'],
      ['820', '135.00'],
      ['800', '-1035.01'],
    ],
  ],
  [
    'a bill of many small lines',
    '0.333333',
    { LineItems: parts },
    [...[1, 2, 3, 4, 5, 6, 7].map((n): [string, string] => ['310', `${n}.37`]), ['800', '-30.59']],
  ],
  [
    'inclusive amounts',
    '1.618034',
    { LineAmountTypes: 'Inclusive', LineItems: [line({ UnitAmount: '115.01' })] },
    [
      ['310', '100.01'],
      ['820', '15.00'],
      ['800', '-115.01'],
    ],
  ],
  [
    'a sales invoice in yen',
    '92.456789',
    {
      Type: 'ACCREC',
      CurrencyCode: 'JPY',
      LineItems: [
        line({ UnitAmount: '250001', AccountCode: '200', TaxType: 'OUTPUT2' }),
        line({ UnitAmount: '0.10', AccountCode: '200', TaxType: 'OUTPUT2' }),
      ],
    },
    [
      ['200', '-250001.00'],
      ['200', '-0.10'],
      ['820', '-37500.17'],
      ['610', '287501.27'],
    ],
  ],
  [
    'dinars, which are worth more',
    '0.180588',
    { CurrencyCode: 'KWD', LineItems: [untaxed('0.01', '310'), untaxed('0.01', '310')] },
    [
      ['310', '0.01'],
      ['310', '0.01'],
      ['800', '-0.02'],
    ],
  ],
];

describe('a journal holds every line at the rate of the document, and the rest as rounding', () => {
  test.each(cases)('%s', async (_title, rate, change, posted) => {
    const one = await made({ CurrencyRate: rate, ...change });
    const [journal, ...others] = await journalsOf(one['InvoiceID']);
    expect(others).toEqual([]);
    expect(journal).toMatchObject({ currencyCode: one['CurrencyCode'], currencyRate: rate });
    const converted = posted.map(([, amount]) => inBase(amount, rate));
    const rest = converted.reduce((sum, cents) => sum - cents, 0n);
    const lines = posted.map(([accountCode, amount], index) => ({
      accountCode,
      currencyAmount: amount,
      amount: textOf(converted[index] ?? 0n),
    }));
    const rounding = { accountCode: ROUNDING, amount: textOf(rest) };
    expect(
      journal?.lines.map(({ accountCode, amount, currencyAmount }) =>
        currencyAmount === undefined
          ? { accountCode, amount }
          : { accountCode, currencyAmount, amount },
      ),
    ).toEqual(rest === 0n ? lines : [...lines, rounding]);
  });

  test('some of which have a rest of rounding indeed', () => {
    const rests = cases.map(([, rate, , posted]) =>
      posted.reduce((sum, [, amount]) => sum + inBase(amount, rate), 0n),
    );
    expect(rests.filter((rest) => rest !== 0n).length).toBeGreaterThan(1);
  });
});

test('a retention account has its balance in each currency and in the one of the books', async () => {
  const held = (UnitAmount: number): Json[] => [
    line(),
    line({ UnitAmount, AccountCode: '825', TaxType: 'NONE' }),
  ];
  await made({ CurrencyRate: '0.5', LineItems: held(-100) });
  await made({ CurrencyRate: '0.8', LineItems: held(-50) });
  await made({ CurrencyCode: 'USD', CurrencyRate: '0.625', LineItems: held(-10) });
  await made({ CurrencyCode: 'NZD', LineItems: held(-1) });
  const { journals, accounts } = await ledgerOf(client);
  expect(foreignOf(journals, 'EUR')['825']).toBe('-150.00');
  expect(foreignOf(journals, 'USD')['825']).toBe('-10.00');
  expect(accounts.find(({ code }) => code === '825')?.['balance']).toBe('-279.50');
  const own = journals.filter(({ currencyCode }) => currencyCode === 'NZD');
  expect(own.every(({ currencyRate }) => currencyRate === '1.000000')).toBe(true);
});

describe('what becomes of a document in the books', () => {
  test('another rate, date or currency reverses it and posts it anew; voiding leaves nothing', async () => {
    const before = await balances();
    const one = await made({ CurrencyRate: '0.5' });
    const path = `/Invoices/${String(one['InvoiceID'])}`;
    const edits: [Json, string, string, string][] = [
      [{ CurrencyRate: '0.8' }, 'EUR', '0.800000', '-1437.50'],
      [{ Date: '2026-06-10' }, 'EUR', '0.561277', '-2048.90'],
      [{ CurrencyCode: 'NZD' }, 'NZD', '1.000000', '-1150.00'],
      [{ CurrencyCode: 'USD', CurrencyRate: 0.625 }, 'USD', '0.625000', '-1840.00'],
    ];
    for (const [change, currencyCode, currencyRate, owed] of edits) {
      await client.call('POST', path, change);
      const journal = (await journalsOf(one['InvoiceID'])).at(-1);
      expect(journal).toMatchObject({ currencyCode, currencyRate, reverses: null });
      expect(journal?.lines.find(({ accountCode }) => accountCode === '800')?.amount).toBe(owed);
    }
    const count = (await journalsOf(one['InvoiceID'])).length;
    await client.call('POST', path, { InvoiceNumber: 'again', CurrencyRate: 0.625 });
    expect(await journalsOf(one['InvoiceID'])).toHaveLength(count);
    await client.call('POST', path, { Status: 'VOIDED' });
    expect(await balances()).toEqual(before);
    const left = await journalsOf(one['InvoiceID']);
    expect([movesOf(left), foreignOf(left, 'EUR'), foreignOf(left, 'USD')]).toEqual([{}, {}, {}]);
  });

  test('a draft, an order and an unapproved credit note post nothing in any currency', async () => {
    const before = await balances();
    await made({ Status: 'DRAFT' });
    const document = {
      Contact: { ContactID: contactId },
      CurrencyCode: 'EUR',
      LineItems: [line()],
    };
    await client.call('PUT', '/PurchaseOrders', { ...document, Status: 'AUTHORISED' });
    await client.call('PUT', '/CreditNotes', { ...document, Type: 'ACCPAYCREDIT' });
    expect(await balances()).toEqual(before);
  });

  test('a prepayment moves the bank by what it is worth at its rate', async () => {
    const before = await balances();
    const money = { type: 'SPEND-PREPAYMENT', contactId, amount: '100.00', accountCode: '310' };
    const { body } = await client.control('POST', '/_sandbox/acts/bank-transaction', {
      ...money,
      currencyCode: 'EUR',
      rate: '0.552341',
    });
    const moved = textOf(inBase('100.00', '0.552341'));
    const [journal] = await journalsOf(body['creditId']);
    expect(journal?.lines).toEqual([
      { accountCode: '800', amount: moved, currencyAmount: '100.00' },
      { accountCode: '090', amount: `-${moved}` },
    ]);
    await client.control('POST', '/_sandbox/acts/void', { id: body['creditId'] });
    expect(await balances()).toEqual(before);
  });
});

describe('an open rule on the direction of rates', () => {
  test('turns what is kept from before, and the books stay as they are', async () => {
    const one = await made({ CurrencyRate: '0.8' });
    const before = await balances();
    await client.control('PUT', '/_sandbox/settings', { currencyRateDirection: 'basePerForeign' });
    const path = `/Invoices/${String(one['InvoiceID'])}`;
    expect(only(await client.call('GET', path), 'Invoices')['CurrencyRate']).toBe(1.25);
    await client.call('POST', path, { InvoiceNumber: 'touched' });
    expect(await balances()).toEqual(before);
    await client.control('POST', '/_sandbox/acts/pay', {
      invoiceId: one['InvoiceID'],
      rate: '1.3',
    });
    const [journal] = await journalsOf(
      ((only(await client.call('GET', path), 'Invoices')['Payments'] as Json[])[0] ?? {})[
        'PaymentID'
      ],
    );
    expect(movesOf(journal === undefined ? [] : [journal])).toEqual({
      '800': '1437.50',
      '090': '-1495.00',
      [await realisedCode(client)]: '57.50',
    });
    expect(centsOf('57.50')).toBe(inBase('1150.00', '0.769231') - inBase('1150.00', '0.8'));
    await client.control('DELETE', '/_sandbox/settings');
  });
});
