// Proves that what a firm records in Procore reaches Xero once each, with its tax, and that nothing there is changed unasked.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SentPayment } from '../../../domain/claims/claim-observation.ts';
import { noPaymentsSent } from '../../../domain/claims/claim-observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { cents, mapping, payment, postedPayment, text } from '../../support/domain-builders.ts';
import { goingOf } from '../../support/posted-documents.ts';

import {
  amountsOf,
  asked,
  bill,
  inProcore,
  paidBy,
  sentAs,
  typed,
} from '../../support/recorded-payments.ts';

describe('a payment recorded in Procore', () => {
  test('is made in Xero with its tax, from the account that is set, with the marker as last word', () => {
    const [write] = goingOf(planObservation(bill({ typedPayments: [typed('7', '100.00')] })));
    const marker = 'tieout:demo/payApp/33/xeroPayment-7';
    expect(write).toEqual({
      endpoint: 'xero/payments',
      operation: 'create',
      marker,
      targetId: null,
      targetVersion: `${bill().target?.updatedAt ?? ''} 115.00`,
      body: {
        kind: 'xeroPayment',
        invoiceId: 'bill-1',
        accountCode: '090',
        date: '2026-06-20',
        amount: '115.00',
        reference: `Procore SC-001 no. 1 ${marker}`,
      },
      agreed: { paid: '115.00', part: '100.00', whole: '100.00', date: '2026-06-20' },
    });
  });

  test('is all that was paid, where Procore counts with tax', () => {
    const withTax: Mapping = {
      ...inProcore,
      payments: { ...inProcore.payments, amounts: 'withTax' },
    };
    const seen = bill({ mapping: withTax, typedPayments: [typed('7', '115.00')] });
    expect(amountsOf(paidBy(seen))).toEqual(['115.00']);
  });

  test('in parts closes to the cent, whatever the parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 8 }),
        (parts) => {
          const left = 10_000 - (parts.reduce((sum, part) => sum + part, 0) % 10_000);
          const all =
            parts.reduce((sum, part) => sum + part, 0) > 10_000 ? [10_000] : [...parts, left];
          const typedPayments = all.map((part, at) => typed(String(at + 1), text(BigInt(part))));
          const amounts = amountsOf(paidBy(bill({ typedPayments })));
          const total = amounts.reduce((sum, amount) => sum + cents(amount), 0n);
          expect(total).toBe(115_00n);
        },
      ),
    );
  });

  test('goes on from what stands in Xero already', () => {
    const sent = [sentAs('1', { paid: '38.33', part: '33.33' })];
    const seen = bill(
      {
        paymentsSent: { ...noPaymentsSent, sent },
        payments: [sent[0]!.record!],
        typedPayments: [typed('1', '33.33'), typed('2', '66.67')],
      },
      { amountDue: '76.67', amountPaid: '38.33' },
    );
    expect(amountsOf(paidBy(seen))).toEqual(['76.67']);
  });

  test('that came from Xero when payments went the other way is never sent there', () => {
    const seen = bill({
      payments: [payment('p1', '115.00')],
      postedPayments: [postedPayment('p1', '100.00')],
      typedPayments: [typed('7', '100.00', { notes: 'x tieout:demo/payApp/33/payment-p1' })],
    });
    expect([paidBy(seen), asked(seen)]).toEqual([[], []]);
  });

  test('that came from Xero and is gone from Procore leaves a payment that only Xero has', () => {
    const seen = bill({
      payments: [payment('p1', '115.00')],
      postedPayments: [postedPayment('p1', '100.00', { isGone: true })],
    });
    expect(asked(seen)).toEqual([['payment/p1', 'paymentOnlyInXero', false]]);
  });

  test('that went to Xero and is gone from Procore is told once the direction is turned', () => {
    const sent = [sentAs('7', { paid: '115.00', part: '100.00' }, { sourceIsGone: true })];
    const seen = bill({
      mapping,
      payments: [sent[0]!.record!],
      paymentsSent: { ...noPaymentsSent, sent },
    });
    const told = goingOf(planObservation(seen)).map(({ body }) => body);
    expect(told).toMatchObject([{ kind: 'procoreContractPayment', amount: '100.00' }]);
  });

  test('that went to Xero is never told back when the direction is turned', () => {
    const sent = [sentAs('7', { paid: '115.00', part: '100.00' })];
    const seen = bill({
      mapping,
      payments: [sent[0]!.record!],
      paymentsSent: { ...noPaymentsSent, sent },
      typedPayments: [typed('7', '100.00')],
    });
    expect(goingOf(planObservation(seen))).toEqual([]);
    expect(asked(seen)).toEqual([]);
  });

  test('and nothing at all goes where payments are left to people', () => {
    const off: Mapping = { ...mapping, payments: { ...mapping.payments, direction: 'off' } };
    const seen = bill({
      mapping: off,
      payments: [payment('p1', '15.00')],
      typedPayments: [typed('7', '100.00')],
    });
    expect([goingOf(planObservation(seen)), asked(seen)]).toEqual([[], []]);
  });
});

describe('what Xero cannot take is a question with its figures', () => {
  test.each<[string, PayAppObservation, unknown[]]>([
    [
      'more than is due',
      bill({ typedPayments: [typed('7', '100.01')] }),
      [['xeroPayment/7', 'paymentBeyondDue', false]],
    ],
    [
      'more than Xero has due, because something else settled it',
      bill({ typedPayments: [typed('7', '100.00')] }, { amountDue: '10.00' }),
      [['xeroPayment/7', 'paymentBeyondDue', false]],
    ],
    [
      'a bill that is still a draft',
      bill({ typedPayments: [typed('7', '100.00')] }, { status: 'DRAFT' }),
      [['xeroPayment/7', 'paymentBeforeApproval', false]],
    ],
    [
      'no date',
      bill({ typedPayments: [typed('7', '100.00', { date: null })] }),
      [['xeroPayment/7', 'incomplete', false]],
    ],
    [
      'less than nothing',
      bill({ typedPayments: [typed('7', '-1.00')] }),
      [['xeroPayment/7', 'notWritable', false]],
    ],
    [
      'parts of a cent',
      bill({ typedPayments: [typed('7', '1.005')] }),
      [['xeroPayment/7', 'notWritable', false]],
    ],
    [
      'a locked period',
      bill({
        organisation: { ...bill().organisation, periodLockDate: '2026-06-30' },
        typedPayments: [typed('7', '100.00')],
      }),
      [['xeroPayment/7', 'lockedPeriod', false]],
    ],
    [
      'no claim named',
      bill({
        paymentsSent: { ...noPaymentsSent, unnamed: [typed('7', '5.00', { requisitionId: null })] },
      }),
      [['xeroPayment/7', 'paymentWithoutClaim', false]],
    ],
    [
      'no account named',
      bill({
        mapping: { ...inProcore, payments: { ...inProcore.payments, paidFrom: null } },
        typedPayments: [typed('7', '100.00')],
      }),
      [['xeroPayment/7', 'unmappedCode', false]],
    ],
  ])('%s', (_what, seen, questions) => {
    expect(paidBy(seen)).toEqual([]);
    expect(asked(seen)).toEqual(questions);
  });

  test('and one odd payment holds up no other', () => {
    const seen = bill({ typedPayments: [typed('7', '-1.00'), typed('8', '40.00')] });
    expect(amountsOf(paidBy(seen))).toEqual(['46.00']);
  });

  test('one that another claim’s payment still stands for waits for that claim', () => {
    const sentElsewhere = { '7': 'payApp/demo/32' };
    const seen = bill({
      typedPayments: [typed('7', '100.00')],
      paymentsSent: { ...noPaymentsSent, sentElsewhere },
    });
    expect(paidBy(seen)).toEqual([]);
    expect(planObservation(seen).gated.waitsFor).toEqual(['payApp/demo/32']);
  });

  test('nothing is paid while Xero counts a payment that is not known here', () => {
    const seen = bill(
      { typedPayments: [typed('7', '50.00')] },
      { amountPaid: '57.50', amountDue: '57.50' },
    );
    expect([paidBy(seen), asked(seen)]).toEqual([[], []]);
  });
});

describe('a payment that stands in Xero already', () => {
  const typedPayments = [typed('7', '100.00')];
  const paid = (over: Parameters<typeof payment>[2] = {}, amount = '115.00') =>
    bill(
      { typedPayments, payments: [payment('p1', amount, over)] },
      { amountPaid: amount, amountDue: text(115_00n - cents(amount)) },
    );

  test('is taken where it says the same within three days', () => {
    const { verdicts } = planObservation(paid({ date: '2026-06-22' }));
    expect(verdicts).toContainEqual(
      expect.objectContaining({ role: 'xeroPayment/7', outcome: 'adopt', targetId: 'p1' }),
    );
    expect(asked(paid({ date: '2026-06-22' }))).toEqual([]);
  });

  test('is taken without a question where it carries the marker', () => {
    const reference = 'tieout:demo/payApp/33/xeroPayment-7';
    expect(asked(paid({ date: '2026-01-01', reference }))).toEqual([]);
  });

  test('is a question where its day is far, or its amount is the one without tax', () => {
    const wanted = [['xeroPayment/7', 'paymentTypedInXero', true]];
    expect(asked(paid({ date: '2026-05-20' }))).toEqual(wanted);
    expect(asked(paid({}, '100.00'))).toEqual(wanted);
  });

  test('and is like nothing in Procore is a question of its own', () => {
    expect(asked(paid({}, '20.00'))).toEqual([
      ['xeroPayment/7', 'paymentBeyondDue', false],
      ['payment/p1', 'paymentOnlyInXero', false],
    ]);
  });
});

describe('what was recorded and is no longer so', () => {
  const whole = { paid: '115.00', part: '100.00' };
  const seenWith = (over: Partial<SentPayment>): PayAppObservation => {
    const one = sentAs('7', whole, over);
    return bill(
      {
        paymentsSent: { ...noPaymentsSent, sent: [one] },
        payments: one.record ? [one.record] : [],
        typedPayments: one.source && !one.sourceIsGone ? [one.source] : [],
      },
      { status: 'PAID', amountPaid: '115.00', amountDue: '0.00' },
    );
  };

  test('as it was: nothing', () => {
    expect([goingOf(planObservation(seenWith({}))), asked(seenWith({}))]).toEqual([[], []]);
  });

  test.each<[string, Partial<SentPayment>]>([
    ['deleted in Procore', { source: null, sourceIsGone: true }],
    ['another amount', { source: typed('7', '90.00') }],
    ['another day', { source: typed('7', '100.00', { date: '2026-06-21' }) }],
    ['given to another pay app', { source: typed('7', '100.00', { requisitionId: '34' }) }],
  ])('%s: asked, and an approval deletes exactly that payment', (_what, over) => {
    expect(asked(seenWith(over))).toEqual([['xeroPayment/7', 'paymentGoneFromProcore', true]]);
    const [question] = planObservation(seenWith(over)).gated.questions;
    const [verdict] = question?.verdicts ?? [];
    expect(verdict && 'write' in verdict && verdict.write?.body).toEqual({
      kind: 'xeroPaymentDelete',
      paymentId: 'x-7',
    });
  });

  test.each([
    ['reconciled', { isReconciled: true }],
    ['part of a batch', { batchPaymentId: 'batch-1' }],
  ])('and %s in Xero: a person must undo that first', (_what, over) => {
    const record = payment('x-7', '115.00', over);
    const seen = seenWith({ source: null, sourceIsGone: true, record });
    expect(asked(seen)).toEqual([['xeroPayment/7', 'paymentGoneFromProcore', false]]);
  });

  test('deleted in Xero: asked, and an approval records it again', () => {
    const record = payment('x-7', '115.00', { status: 'DELETED' });
    const seen = seenWith({ record });
    expect(asked(seen)).toEqual([['xeroPayment/7', 'paymentDeletedInXero', true]]);
    expect(paidBy(seen)).toEqual([]);
  });

  test('gone on both sides: the link ends without a question', () => {
    const seen = seenWith({
      ...{ source: null, sourceIsGone: true },
      record: payment('x-7', '115.00', { status: 'DELETED' }),
    });
    expect(asked(seen)).toEqual([]);
    expect(planObservation(seen).gated.going.map(({ verdict }) => verdict.outcome)).toEqual([
      'delete',
    ]);
  });

  test('a second live payment of the same mark is a question', () => {
    const twin = payment('x-8', '115.00', { reference: 'tieout:demo/payApp/33/xeroPayment-7' });
    const seen = seenWith({});
    expect(asked({ ...seen, payments: [...seen.payments, twin] })).toEqual([
      ['doubleXeroPayment/x-8', 'doubleTarget', true],
    ]);
  });
});
