// Proves how foreign credits are refunded and set off: what the rates differ by is gained or lost, and nothing is left.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json, Reply } from './xero-sandbox.ts';
import type { ForeignBooks } from './currency-books.ts';
import {
  SALE,
  balances,
  journals,
  made,
  open,
  openForeignBooks,
  plain,
  read,
} from './currency-books.ts';
import { creditNote, elements, only } from './xero-sandbox.ts';
import { centsOf, inBase, realisedCode, textOf } from './currency-sums.ts';

let books: ForeignBooks;

beforeEach(async () => {
  books = await openForeignBooks();
});
afterEach(() => books.sandbox.close());

describe('a credit', () => {
  const credited = async (rate: string, change: Json = {}): Promise<string> => {
    const body = creditNote(books.contactId, {
      CurrencyCode: 'EUR',
      CurrencyRate: rate,
      ...plain('1000.00'),
      ...change,
    });
    return String(
      only(await books.client.call('PUT', '/CreditNotes', body), 'CreditNotes')['CreditNoteID'],
    );
  };
  const allocate = (creditId: string, one: Json, amount: string): Promise<Reply> =>
    books.client.control('POST', '/_sandbox/acts/allocate', {
      creditId,
      invoiceId: one['InvoiceID'],
      amount,
    });

  test('that is refunded in parts leaves nothing, and its gain or loss beside the bank', async () => {
    const creditId = await credited('0.552341');
    const refund = { creditId, rate: '0.561277', amount: '333.33' };
    await books.client.control('POST', '/_sandbox/acts/refund', refund);
    expect(await open(books, '800')).toEqual([textOf(inBase('666.67', '0.552341')), '666.67']);
    const rest = { creditId, bankAmount: '1234.56' };
    const { body } = await books.client.control('POST', '/_sandbox/acts/refund', rest);
    const payment = only(
      await books.client.call('GET', `/Payments/${String(body['paymentId'])}`),
      'Payments',
    );
    expect(payment).toMatchObject({ Amount: 666.67, BankAmount: 1234.56, CurrencyRate: 0.540006 });
    expect(await open(books, '800')).toEqual(['0.00', '0.00']);
    const bank = inBase('333.33', '0.561277') + centsOf('1234.56');
    expect(await balances(books)).toEqual({
      '310': textOf(-inBase('1000.00', '0.552341')),
      '090': textOf(bank),
      [await realisedCode(books.client)]: textOf(inBase('1000.00', '0.552341') - bank),
    });
  });

  test('in three parts at three rates leaves nothing either, whatever rounding makes of each', async () => {
    const creditId = await credited('0.333333', plain('1.00'));
    for (const [amount, rate, rest] of [
      ['0.01', '0.3', '0.99'],
      ['0.01', '0.4', '0.98'],
      ['0.98', '0.35', '0.00'],
    ] as const) {
      await books.client.control('POST', '/_sandbox/acts/refund', { creditId, amount, rate });
      expect(await open(books, '800')).toEqual([textOf(inBase(rest, '0.333333')), rest]);
    }
    const bank = inBase('0.01', '0.3') + inBase('0.01', '0.4') + inBase('0.98', '0.35');
    expect((await balances(books))['090']).toBe(textOf(bank));
  });

  test('that is set off realises what the two rates differ by, and taking it back undoes that', async () => {
    const one = await made(books, { ...plain('1000.00'), CurrencyRate: '0.552341' });
    const creditId = await credited('0.547003');
    const before = await balances(books);
    const part = await allocate(creditId, one, '333.33');
    const journal = (await journals(books)).at(-1);
    expect(journal).toMatchObject({
      sourceType: 'ALLOCATION',
      sourceId: part.body['allocationId'],
      currencyCode: 'EUR',
    });
    await allocate(creditId, one, '666.67');
    expect(await open(books, '800')).toEqual(['0.00', '0.00']);
    const gain = inBase('1000.00', '0.547003') - inBase('1000.00', '0.552341');
    expect((await balances(books))[await realisedCode(books.client)]).toBe(textOf(gain));
    for (const note of elements(
      await books.client.call('GET', '/CreditNotes?page=1'),
      'CreditNotes',
    )) {
      expect(note).toMatchObject({ Status: 'PAID', CurrencyRate: 0.547003 });
      for (const { AllocationID } of note['Allocations'] as Json[]) {
        await books.client.control('POST', '/_sandbox/acts/take-back', {
          allocationId: AllocationID,
        });
      }
    }
    expect(await balances(books)).toEqual(before);
  });

  test('of the same rate, or of the organisation’s own currency, moves nothing when set off', async () => {
    const pairs: [Json, string, Json][] = [
      [{}, '0.5', {}],
      [{ CurrencyCode: 'NZD', CurrencyRate: null }, '1', { CurrencyCode: 'NZD' }],
    ];
    for (const [change, rate, of] of pairs) {
      const one = await made(books, { ...plain('1000'), CurrencyRate: '0.5', ...change });
      const creditId = await credited(rate, of);
      const count = (await journals(books)).length;
      expect((await allocate(creditId, one, '400')).status).toBe(200);
      expect(await journals(books)).toHaveLength(count);
    }
  });

  test('is set off against its own currency only', async () => {
    const one = await made(books, { CurrencyCode: 'USD' });
    const reply = await allocate(await credited('0.5'), one, '1');
    expect([reply.status, reply.body['error']]).toEqual([
      409,
      'Credit Note cannot be allocated to an invoice with another currency',
    ]);
  });

  test('by an act is in the currency of its document, at the rate of its day or the one given', async () => {
    for (const [rate, expected] of [
      [undefined, 0.561277],
      ['0.5', 0.5],
    ] as const) {
      const one = await made(books, plain('1000'));
      const act = { invoiceId: one['InvoiceID'], date: '2026-06-10', rate };
      const { body } = await books.client.control('POST', '/_sandbox/acts/credit', act);
      const path = `/CreditNotes/${String(body['creditNoteId'])}`;
      expect(only(await books.client.call('GET', path), 'CreditNotes')).toMatchObject({
        CurrencyCode: 'EUR',
        CurrencyRate: expected,
        Status: 'PAID',
      });
      expect(await read(books, one)).toMatchObject({ Status: 'PAID', AmountCredited: 1000 });
    }
    expect(await open(books, '800')).toEqual(['0.00', '0.00']);
  });

  test('from the bank is set off and refunded at its own rate, a prepayment and an overpayment alike', async () => {
    for (const kind of ['PREPAYMENT', 'OVERPAYMENT']) {
      const money = {
        type: `RECEIVE-${kind}`,
        contactId: books.contactId,
        amount: '100.00',
        accountCode: '200',
      };
      const { body } = await books.client.control('POST', '/_sandbox/acts/bank-transaction', {
        ...money,
        currencyCode: 'EUR',
        rate: '0.5',
      });
      const creditId = String(body['creditId']);
      const sale = await made(books, { ...SALE, InvoiceNumber: kind, CurrencyRate: '0.8' });
      expect((await allocate(creditId, sale, '60.00')).status).toBe(200);
      await books.client.control('POST', '/_sandbox/acts/refund', { creditId, rate: '0.4' });
      const due = { invoiceId: sale['InvoiceID'], rate: '0.8' };
      await books.client.control('POST', '/_sandbox/acts/pay', due);
    }
    expect(await open(books, '610')).toEqual(['0.00', '0.00']);
    // Of each: 60.00 taken at 0.5 against 60.00 owed at 0.8, then 40.00 taken at 0.5 and given back at 0.4.
    expect((await balances(books))[await realisedCode(books.client)]).toBe('-50.00');
  });
});
