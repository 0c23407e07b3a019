// Proves what a document of Xero says of retainage: by kind, sign, status and tax, and what payments settle of a release to the cent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postedStatement } from '../../../../domain/retainage/ledger/posted-entries.ts';
import type { XeroBill } from '../../../../domain/records/xero/bill.ts';
import type { XeroCreditNote } from '../../../../domain/records/xero/credit-note.ts';
import type { XeroLine } from '../../../../domain/records/xero/line.ts';
import type { XeroPayment } from '../../../../domain/records/xero/payment.ts';
import type { XeroSalesInvoice } from '../../../../domain/records/xero/sales-invoice.ts';
import {
  billOf,
  cents,
  gst,
  payAppObservation,
  payment,
  text,
} from '../../../support/domain-builders.ts';
import { bodyOf } from '../../../support/posted-documents.ts';

const accounts = { payable: ['825'], receivable: ['826'] };

function line(accountCode: string, lineAmount: string, over: Partial<XeroLine> = {}): XeroLine {
  return {
    ...{ lineId: 'l', description: '', quantity: '1', unitAmount: lineAmount, lineAmount },
    ...{ taxType: 'INPUT2', taxAmount: text(gst(cents(lineAmount))), accountCode, tracking: [] },
    ...over,
  };
}

function bill(lines: XeroLine[], over: Partial<XeroBill> = {}): XeroBill {
  const net = lines.reduce((sum, one) => sum + cents(one.lineAmount), 0n);
  const tax = lines.reduce((sum, one) => sum + cents(one.taxAmount), 0n);
  const figures = { subTotal: text(net), totalTax: text(tax), total: text(net + tax) };
  return { ...billOf(bodyOf(payAppObservation(), 'xeroBill')), ...figures, lines, ...over };
}

const { url: _url, ...fields } = bill([]);
const note = (lines: XeroLine[], side: XeroCreditNote['side']): XeroCreditNote => ({
  ...{ ...fields, kind: 'xeroCreditNote', side, reference: null, lines },
  ...{ remainingCredit: '0.00', allocations: [], number: 'CN-1' },
});
const sales = (lines: XeroLine[]): XeroSalesInvoice => ({
  ...{ ...bill(lines), kind: 'xeroSalesInvoice', number: 'OI-1' },
});

const said = (
  document: XeroBill | XeroCreditNote | XeroSalesInvoice,
  payments: XeroPayment[] = [],
): string[] =>
  postedStatement(document, accounts, payments).entries.map(
    ({ kind, side, taxType, amount, date }) =>
      `${side} ${kind} ${amount} ${taxType ?? '?'}${kind === 'paid' ? ` ${date}` : ''}`,
  );

const work = line('310', '10000.00');

describe('what stands on the retention account', () => {
  it.each<[string, XeroBill | XeroCreditNote | XeroSalesInvoice, string[]]>([
    [
      'below zero on a bill',
      bill([work, line('825', '-1000.00')]),
      ['payable held 1000.00 INPUT2'],
    ],
    ['above zero on a bill', bill([line('825', '400.00')]), ['payable released 400.00 INPUT2']],
    [
      'of two tax types',
      bill([work, line('825', '-600.00'), line('825', '-400.00', { taxType: 'NONE' })]),
      ['payable held 600.00 INPUT2', 'payable held 400.00 NONE'],
    ],
    [
      'twice of one tax type',
      bill([work, line('825', '-600.00'), line('825', '100.00')]),
      ['payable held 500.00 INPUT2'],
    ],
    [
      'on a supplier’s credit note, which counts the other way',
      note([line('825', '250.00')], 'payable'),
      ['payable held 250.00 INPUT2'],
    ],
    [
      'on a sales invoice',
      sales([line('200', '10000.00'), line('826', '-1000.00')]),
      ['receivable held 1000.00 INPUT2'],
    ],
    [
      'on a customer’s credit note',
      note([line('826', '-250.00')], 'receivable'),
      ['receivable released 250.00 INPUT2'],
    ],
    [
      'with tax in the amounts',
      bill([line('825', '-1150.00', { taxAmount: '-150.00' })], { lineAmountTypes: 'Inclusive' }),
      ['payable held 1000.00 INPUT2'],
    ],
    ['of a draft', bill([line('825', '-1000.00')], { status: 'DRAFT' }), []],
    ['of a void bill', bill([line('825', '-1000.00')], { status: 'VOIDED' }), []],
    ['on the other side’s account', bill([line('826', '-1000.00')]), []],
    ['without a retention line', bill([work]), []],
  ])('%s', (_what, document, says) => {
    expect(said(document)).toEqual(says);
  });

  it('of a part of a cent stays exact', () => {
    const odd = line('825', '0.00', { lineAmount: '-0.125' });
    const document = bill([]);
    expect(said({ ...document, lines: [odd] })).toEqual(['payable held 0.125 INPUT2']);
  });
});

describe('what is paid of a release', () => {
  const release = bill([line('825', '500.00')]);
  const paid = (document: XeroBill, payments: XeroPayment[]) => said(document, payments).slice(1);

  it('is without tax, and the last payment closes it to the cent', () => {
    const payments = [
      payment('a', '191.67', { date: '2026-06-20' }),
      payment('b', '191.67', { date: '2026-06-21' }),
      payment('c', '191.66', { date: '2026-06-22' }),
    ];
    expect(paid(release, payments)).toEqual([
      'payable paid 166.67 INPUT2 2026-06-20',
      'payable paid 166.67 INPUT2 2026-06-21',
      'payable paid 166.66 INPUT2 2026-06-22',
    ]);
  });

  it('counts a deduction with the cash it comes with', () => {
    const document = { ...release, deducted: '75.00' };
    expect(paid(document, [payment('a', '500.00')])).toEqual([
      'payable paid 500.00 INPUT2 2026-06-20',
    ]);
  });

  it('is nothing of a deleted payment, of a bill with work on it, and of what holds', () => {
    const removed = payment('a', '575.00', { status: 'DELETED' });
    expect(paid(release, [removed])).toEqual([]);
    expect(paid(bill([work, line('825', '500.00')]), [payment('a', '1.00')])).toEqual([]);
    expect(paid(bill([line('825', '-500.00')]), [payment('a', '1.00')])).toEqual([]);
  });

  it('comes to what is released once all of it is paid, in whatever parts', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 40_000n }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.bigInt({ min: 1n, max: 90_000n }), (shares, other) => {
        const whole = shares.reduce((sum, share) => sum + share, 0n);
        const lines = [
          line('825', text(whole), { taxAmount: '0.00' }),
          line('825', text(other), { taxType: 'NONE', taxAmount: '0.00' }),
        ];
        const payments = [...shares, other].map((share, index) =>
          payment(`p${index}`, text(share), { date: `2026-06-${index + 10}` }),
        );
        const entries = postedStatement(bill(lines), accounts, payments).entries;
        const sumOf = (taxType: string) =>
          entries
            .filter((entry) => entry.kind === 'paid' && entry.taxType === taxType)
            .reduce((sum, { amount }) => sum + cents(amount), 0n);
        expect([sumOf('INPUT2'), sumOf('NONE')]).toEqual([whole, other]);
      }),
    );
  });
});
