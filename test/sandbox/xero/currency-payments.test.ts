// Proves how foreign documents are paid, alone and in batches: what the bank moves, what is gained or lost, and that nothing is left.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json, Reply } from './xero-sandbox.ts';
import type { ForeignBooks } from './currency-books.ts';
import { SALE, balances, made, open, openForeignBooks, plain, read } from './currency-books.ts';
import { elements, messages, only } from './xero-sandbox.ts';
import { EUROS, centsOf, inBase, realisedCode, textOf } from './currency-sums.ts';

let books: ForeignBooks;

beforeEach(async () => {
  books = await openForeignBooks();
});
afterEach(() => books.sandbox.close());

const put = (one: Json, change: Json): Promise<Reply> =>
  books.client.call('PUT', '/Payments', {
    Invoice: { InvoiceID: one['InvoiceID'] },
    Account: { Code: '090' },
    Date: '2026-06-20',
    ...change,
  });
const pay = async (one: Json, change: Json): Promise<Json> =>
  only(await put(one, change), 'Payments');
const unpay = (payment: Json): Promise<Reply> =>
  books.client.call('POST', `/Payments/${String(payment['PaymentID'])}`, { Status: 'DELETED' });

describe('a payment', () => {
  const given: [string, Json, number, number][] = [
    ['at the rate of its date', {}, 0.538819, 1855.91],
    ['at the rate it says', { CurrencyRate: 0.5 }, 0.5, 2000],
    ['of what the bank moved', { BankAmount: 1850 }, 0.540541, 1850],
    [
      'of what the bank moved, whatever the rate says',
      { BankAmount: 1850, CurrencyRate: 0.5 },
      0.540541,
      1850,
    ],
  ];
  test.each(given)('is made %s', async (_title, change, CurrencyRate, BankAmount) => {
    const one = await made(books, plain('1000'));
    const payment = await pay(one, { Amount: 1000, ...change });
    expect(payment).toMatchObject({ Amount: 1000, CurrencyRate, BankAmount });
    expect(payment['Invoice']).toMatchObject({ CurrencyCode: 'EUR' });
    expect(
      only(await books.client.call('GET', `/Payments/${String(payment['PaymentID'])}`), 'Payments'),
    ).toEqual(payment);
    const [inside] = (await read(books, one))['Payments'] as Json[];
    expect(inside).toMatchObject({ Amount: 1000, CurrencyRate });
    const bank = centsOf(String(BankAmount));
    const owed = inBase('1000.00', '0.552341');
    expect(await balances(books)).toEqual({
      '310': textOf(owed),
      '090': textOf(-bank),
      [await realisedCode(books.client)]: textOf(bank - owed),
    });
  });

  test('in the organisation’s own currency knows no rate and no other amount in the bank', async () => {
    const one = await made(books, { ...plain('1000'), CurrencyCode: 'NZD' });
    const payment = await pay(one, { Amount: 400, CurrencyRate: 0.5, BankAmount: 1 });
    expect(payment).toMatchObject({ Amount: 400, CurrencyRate: 1, BankAmount: 400 });
  });

  const rateWords = 'The CurrencyRate must be greater than zero and have at most 6 decimal places.';
  const refusals: [string, Json, string][] = [
    ['a rate of zero', { CurrencyRate: 0 }, rateWords],
    ['a rate below zero', { CurrencyRate: -1 }, rateWords],
    ['a rate of seven decimals', { CurrencyRate: '0.1234567' }, rateWords],
    ['nothing in the bank', { BankAmount: 0 }, 'The BankAmount must be greater than zero.'],
    [
      'less than nothing in the bank',
      { BankAmount: -5 },
      'The BankAmount must be greater than zero.',
    ],
    ['more in the bank than a rate can say', { BankAmount: 9_999_999_999 }, rateWords],
    [
      'more than is due in the currency',
      { Amount: 1000.01, BankAmount: 1 },
      'Payment amount exceeds the amount outstanding on this document',
    ],
    ['nothing', { Amount: 0, BankAmount: 5 }, 'The payment amount must be greater than zero.'],
  ];
  test.each(refusals)('is refused for %s', async (_title, change, message) => {
    const one = await made(books, plain('1000'));
    const before = await balances(books);
    const reply = await put(one, { Amount: 1000, ...change });
    expect([reply.status, messages(reply)]).toEqual([400, [message]]);
    expect(await balances(books)).toEqual(before);
  });
});

type Part = [amount: string, rate: string];
const threeParts: [string, string, Json, string, Part[]][] = [
  [
    'a bill',
    '0.552341',
    plain('1000.00'),
    '800',
    [
      ['333.33', '0.561277'],
      ['333.33', '0.538819'],
      ['333.34', '0.547003'],
    ],
  ],
  [
    'a bill with tax',
    '0.333333',
    {},
    '800',
    [
      ['0.01', '0.3'],
      ['0.02', '0.4'],
      ['1149.97', '0.35'],
    ],
  ],
  [
    'a sales invoice',
    '1.618034',
    SALE,
    '610',
    [
      ['700.01', '1.5'],
      ['400.98', '1.7'],
      ['49.01', '1.6'],
    ],
  ],
  [
    'yen',
    '92.456789',
    { ...plain('250001'), CurrencyCode: 'JPY' },
    '800',
    [
      ['1', '90'],
      ['249999', '95.5'],
      ['1', '92.456789'],
    ],
  ],
  [
    'dinars',
    '0.180588',
    { ...plain('0.05'), CurrencyCode: 'KWD' },
    '800',
    [
      ['0.01', '0.19'],
      ['0.01', '0.17'],
      ['0.03', '0.18'],
    ],
  ],
];

describe('three parts at three rates leave nothing of the document in the books', () => {
  test.each(threeParts)('%s', async (_title, rate, change, control, all) => {
    const one = await made(books, { CurrencyRate: rate, ...change });
    const currency = String(one['CurrencyCode']);
    const side = control === '800' ? -1n : 1n;
    let due = centsOf(String(one['Total']));
    let bank = 0n;
    for (const [amount, at] of all) {
      await pay(one, { Amount: amount, CurrencyRate: at });
      due -= centsOf(amount);
      bank += inBase(amount, at);
      // What is left is worth what its rest is worth, so the last part takes whatever cent rounding made.
      const left = textOf(side * inBase(textOf(due), rate));
      expect(await open(books, control, currency)).toEqual([left, textOf(side * due)]);
      expect((await balances(books))['090']).toBe(textOf(side * bank));
    }
    expect(await read(books, one)).toMatchObject({ Status: 'PAID', AmountDue: 0 });
    expect(await open(books, control, currency)).toEqual(['0.00', '0.00']);
    const gain = side * (inBase(String(one['Total']), rate) - bank);
    expect((await balances(books))[await realisedCode(books.client)] ?? '0.00').toBe(textOf(gain));
  });

  test('also where one in the middle is deleted and made again at another rate', async () => {
    const one = await made(books, { CurrencyRate: '0.333333' });
    const payments: Json[] = [];
    for (const Amount of [0.01, 500, 649.99]) {
      payments.push(await pay(one, { Amount, CurrencyRate: 0.35 }));
    }
    await unpay(payments[1] ?? {});
    const bank = centsOf('-0.03') - inBase('649.99', '0.35');
    expect((await balances(books))['090']).toBe(textOf(bank));
    expect(await open(books, '800')).toEqual(['-1500.00', '-500.00']);
    await pay(one, { Amount: 500, CurrencyRate: 0.41 });
    expect(await open(books, '800')).toEqual(['0.00', '0.00']);
    for (const { PaymentID } of (await read(books, one))['Payments'] as Json[])
      await unpay({ PaymentID });
    await books.client.control('POST', '/_sandbox/acts/void', { id: one['InvoiceID'] });
    expect(await balances(books)).toEqual({});
  });
});

describe('a batch', () => {
  test('may hold several currencies, each at its own rate, and its total is what the bank moved', async () => {
    const euros = await made(books, plain('1000'));
    const dollars = await made(books, { ...plain('300'), CurrencyCode: 'USD', CurrencyRate: 0.6 });
    const own = await made(books, { ...plain('80'), CurrencyCode: 'NZD' });
    const body = {
      Account: { Code: '090' },
      Date: '2026-06-20',
      Payments: [
        { Invoice: { InvoiceID: euros['InvoiceID'] }, Amount: 495 },
        { Invoice: { InvoiceID: dollars['InvoiceID'] }, Amount: 300, BankAmount: 540 },
        { Invoice: { InvoiceID: own['InvoiceID'] }, Amount: 80 },
      ],
    };
    const batch = only(await books.client.call('PUT', '/BatchPayments', body), 'BatchPayments');
    const moved = inBase('495.00', EUROS['2026-06-20']);
    expect(batch).toMatchObject({
      TotalAmount: Number(textOf(moved + centsOf('620'))),
      Payments: [
        { Amount: 495, BankAmount: Number(textOf(moved)), Invoice: { CurrencyCode: 'EUR' } },
        { Amount: 300, BankAmount: 540, Invoice: { CurrencyCode: 'USD' } },
        { Amount: 80, BankAmount: 80, Invoice: { CurrencyCode: 'NZD' } },
      ],
    });
    const listed = elements(await books.client.call('GET', '/Payments'), 'Payments');
    expect(listed.map(({ CurrencyRate }) => CurrencyRate)).toEqual([0.538819, 0.555556, 1]);
    expect((await balances(books))['090']).toBe(textOf(-moved - centsOf('620')));
    await books.client.call('POST', `/BatchPayments/${String(batch['BatchPaymentID'])}`, {
      Status: 'DELETED',
    });
    expect((await balances(books))['090']).toBeUndefined();
  });

  test('is refused with the words of one payment', async () => {
    const one = await made(books, plain('1000'));
    const Payments = [{ Invoice: { InvoiceID: one['InvoiceID'] }, Amount: 1, BankAmount: -1 }];
    const body = { Account: { Code: '090' }, Payments };
    expect(messages(await books.client.call('PUT', '/BatchPayments', body))).toEqual([
      'The BankAmount must be greater than zero.',
    ]);
  });
});

test('the act of paying takes a rate or what the bank moved, and pays what is due in the currency', async () => {
  const acts: [Json, Json][] = [
    [
      { amount: '200', date: '2026-06-20' },
      { Amount: 200, CurrencyRate: 0.538819 },
    ],
    [
      { amount: '300', rate: '0.6' },
      { Amount: 300, CurrencyRate: 0.6, BankAmount: 500 },
    ],
    [{ bankAmount: '1000.00' }, { Amount: 500, CurrencyRate: 0.5, BankAmount: 1000 }],
  ];
  const one = await made(books, plain('1000'));
  for (const [act, expected] of acts) {
    const { body } = await books.client.control('POST', '/_sandbox/acts/pay', {
      invoiceId: one['InvoiceID'],
      ...act,
    });
    const shown = await books.client.call('GET', `/Payments/${String(body['paymentId'])}`);
    expect(only(shown, 'Payments')).toMatchObject(expected);
  }
  expect(await read(books, one)).toMatchObject({ Status: 'PAID', AmountPaid: 1000 });
  const refused = { invoiceId: one['InvoiceID'], rate: '0.1234567' };
  expect((await books.client.control('POST', '/_sandbox/acts/pay', refused)).status).toBe(400);
});
