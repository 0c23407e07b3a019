// Proves what the rates of its payments made of a foreign document: by payment, and to the last cent once it is paid.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inBase } from '../../../domain/currency/rate.ts';
import { realisedBy } from '../../../domain/currency/realised.ts';
import { fromMinor, toMinor } from '../../../domain/money/amount.ts';
import type { XeroPayment } from '../../../domain/records/xero/payment.ts';

const paid = (id: string, amount: string, currencyRate?: string): XeroPayment => ({
  ...{ kind: 'xeroPayment', id, invoiceId: 'b', paymentType: 'ACCPAYPAYMENT', amount },
  ...{ date: '2026-08-01', reference: null, status: 'AUTHORISED', isReconciled: false },
  ...{ batchPaymentId: null, updatedAt: '2026-08-01T00:00:00Z' },
  ...(currencyRate === undefined ? {} : { currencyRate }),
});
const document = (total: string, currencyRate: string | null) => ({
  ...{ total, currencyRate, deducted: '0.00', amountCredited: '0.00' },
});

test.each<['payable' | 'receivable', string, string, string]>([
  // 1,000.00 at 0.5 is 2,000.00 of the own; at 0.625 it takes 1,600.00 to pay it.
  ['payable', '0.5', '0.625', '400.00'],
  ['payable', '0.5', '0.4', '-500.00'],
  ['receivable', '0.5', '0.625', '-400.00'],
  ['receivable', '0.5', '0.4', '500.00'],
  ['payable', '0.5', '0.5', '0.00'],
])('a %s document at %s paid at %s: %s', (side, at, rate, difference) => {
  const found = realisedBy(side, document('1000.00', at), [paid('p', '1000.00', rate)]);
  expect(found.get('p')).toEqual({ rate, difference });
});

test('nothing is said in the own currency, or where the rate of the document is not known', () => {
  expect(realisedBy('payable', document('100.00', '1'), [paid('p', '100.00')]).size).toBe(0);
  expect(realisedBy('payable', document('100.00', null), [paid('p', '100.00', '0.5')]).size).toBe(
    0,
  );
});

test('parts of a document that is paid off come to what was paid less what it was worth', () => {
  const rate = fc.integer({ min: 300_000, max: 999_998 }).map((millionths) => `0.${millionths}`);
  const part = fc.record({ cents: fc.bigInt({ min: 1n, max: 9_999_999n }), rate });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), rate, (parts, at) => {
      const total = parts.reduce((sum, { cents }) => sum + cents, 0n);
      const payments = parts.map(({ cents, rate: own }, index) =>
        paid(`p${index}`, fromMinor(cents), own),
      );
      const found = realisedBy('payable', document(fromMinor(total), at), payments);
      const told = [...found.values()].reduce((sum, one) => sum + toMinor(one.difference), 0n);
      const worth = parts.reduce((sum, { cents, rate: own }) => sum + inBase(cents, own), 0n);
      expect(told).toBe(inBase(total, at) - worth);
    }),
  );
});
