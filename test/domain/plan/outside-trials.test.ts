// Proves that nothing the first outside trials broke stays broken: each row by its number, with others of its kind.
import { describe, expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { CommitmentObservation } from '../../../domain/objects/commitment/observation.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import {
  commitment,
  commitmentObservation,
  contractPayment,
  item,
  payAppObservation,
  payment,
  postedPayment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import {
  decided,
  leftAsItIs,
  questionIn,
  amountsGoing,
  subjectsOf,
} from '../../support/answered.ts';
import { toldOf } from '../../support/plan-rows.ts';
import {
  bodyOf,
  goingOf,
  postedPayApp,
  strangersBill,
  twice,
} from '../../support/posted-documents.ts';

describe('M2: one of two payments removed and paid again', () => {
  test('is a question about the removed one, and the new one goes by itself', () => {
    expect(subjectsOf(twice())).toEqual(['payment/p2 paymentRemoved']);
    expect(amountsGoing(twice())).toEqual(['4500.00']);
  });

  test.each<[string, (seen: PayAppObservation) => PayAppObservation, string[]]>([
    ['left as it is', (seen) => leftAsItIs(seen, 'payment/p2'), ['4500.00']],
    [
      'approved',
      (seen) => decided(seen, 'approve', 'payment/p2'),
      ['4500.00', 'procoreContractPaymentDelete'],
    ],
    [
      'approved and on its way',
      (seen) => ({ ...seen, answers: { ...seen.answers, inFlight: ['payment/p2'] } }),
      ['4500.00'],
    ],
  ])('and later payments flow when it is %s', (_what, answer, going) => {
    expect(amountsGoing(answer(twice()))).toEqual(going);
    expect(subjectsOf(answer(twice()))).toEqual([]);
  });

  test('a second removal behind an answered first is a question of its own', () => {
    const first = leftAsItIs(twice(), 'payment/p2');
    const both = {
      ...first,
      payments: first.payments.map((one) =>
        one.id === 'p1' ? { ...one, status: 'DELETED' as const } : one,
      ),
    };
    expect(subjectsOf(both)).toEqual(['payment/p1 paymentRemoved']);
    expect(amountsGoing(both)).toEqual(['4500.00']);
  });
});

describe('M3: a batch of payments deleted and entered again', () => {
  test('is one question for each removed one, whatever the answers, and every new one goes', () => {
    const parts = Array.from({ length: 20 }, (_, index) => `${index}`);
    const removed = parts.map((id) => payment(`old${id}`, '517.50', { status: 'DELETED' }));
    const entered = parts.map((id) => payment(`new${id}`, '517.50', { date: '2026-06-25' }));
    let seen = postedPayApp(
      {
        payments: [...removed, ...entered],
        postedPayments: parts.map((id) => postedPayment(`old${id}`, '450.00')),
      },
      { amountPaid: '10350.00', status: 'PAID' },
    );
    expect(subjectsOf(seen)).toHaveLength(20);
    expect(amountsGoing(seen)).toEqual(parts.map(() => '450.00'));
    for (const id of parts) seen = leftAsItIs(seen, `payment/old${id}`);
    expect(subjectsOf(seen)).toEqual([]);
    expect(amountsGoing(seen)).toEqual(parts.map(() => '450.00'));
  });
});

describe('M4: a contract payment that a project manager typed', () => {
  const paid = { amountPaid: '10350.00', status: 'PAID' } as const;
  const seenWith = (over: Parameters<typeof contractPayment>[0]) =>
    postedPayApp(
      { payments: [payment('p1', '10350.00')], typedPayments: [contractPayment(over)] },
      paid,
    );
  test.each<[string, Parameters<typeof contractPayment>[0], string, string | null]>([
    ['the same amount and day', {}, 'adopt', null],
    ['the same amount, three days later', { date: '2026-06-23' }, 'adopt', null],
    ['the same amount, four days later', { date: '2026-06-24' }, 'adopt', 'paymentTypedInProcore'],
    ['the same amount without a day', { date: null }, 'adopt', 'paymentTypedInProcore'],
    ['the amount with tax', { amount: '10350.00' }, 'adopt', 'paymentTypedInProcore'],
    [
      'another amount, together beyond what is due',
      { amount: '1.00' },
      'create',
      'paymentTypedInProcore',
    ],
  ])('of %s is never doubled unasked', (_what, over, outcome, kind) => {
    const [told, asked] = toldOf(seenWith(over));
    expect([told, asked]).toEqual([outcome, kind]);
    expect(goingOf(planObservation(seenWith(over)))).toEqual([]);
  });

  test('is taken by one payment only', () => {
    const seen = postedPayApp(
      {
        payments: [payment('p1', '5175.00'), payment('p2', '5175.00')],
        typedPayments: [contractPayment({ amount: '4500.00' })],
      },
      paid,
    );
    expect(planObservation(seen).verdicts.map(({ role, outcome }) => `${role} ${outcome}`)).toEqual(
      ['bill unchanged', 'payment/p1 adopt', 'payment/p2 create'],
    );
  });

  test('that leaves room for the payment is no question', () => {
    const seen = postedPayApp({
      payments: [payment('p1', '1150.00')],
      typedPayments: [contractPayment({ amount: '500.00' })],
    });
    expect([subjectsOf(seen), amountsGoing(seen)]).toEqual([[], ['1000.00']]);
  });
});

describe('M5: a contract payment of ours changed in Procore', () => {
  const of = (over: Partial<ReturnType<typeof postedPayment>>) =>
    postedPayApp(
      {
        payments: [payment('p1', '10350.00')],
        postedPayments: [{ ...postedPayment('p1', '9000.00', { date: '2026-06-20' }), ...over }],
      },
      { amountPaid: '10350.00', status: 'PAID' },
    );
  const ours = { id: 'cp-p1', notes: 'tieout:demo/payApp/33/payment-p1' };
  test.each<[string, Partial<ReturnType<typeof postedPayment>>, string[]]>([
    ['in nothing', { record: contractPayment(ours) }, []],
    ['in other zeros', { record: contractPayment({ ...ours, amount: '9000.0000' }) }, []],
    [
      'in its amount',
      { record: contractPayment({ ...ours, amount: '1.00' }) },
      ['payment/p1 paymentChangedInProcore'],
    ],
    [
      'in its day',
      { record: contractPayment({ ...ours, date: '2026-06-19' }) },
      ['payment/p1 paymentChangedInProcore'],
    ],
    ['away', { isGone: true }, ['payment/p1 paymentChangedInProcore']],
    ['never asked about', {}, []],
  ])('%s', (_what, over, asked) => {
    expect(subjectsOf(of(over))).toEqual(asked);
    expect(goingOf(planObservation(of(over)))).toEqual([]);
  });

  test('is put back, or given again, once that is approved', () => {
    const changed = decided(
      of({ record: contractPayment({ ...ours, amount: '1.00' }) }),
      'approve',
    );
    expect(goingOf(planObservation(changed))).toMatchObject([
      { operation: 'update', targetId: 'cp-p1', body: { amount: '9000.00', date: '2026-06-20' } },
    ]);
    const gone = decided(of({ isGone: true }), 'approve');
    expect(goingOf(planObservation(gone))).toMatchObject([
      { operation: 'create', body: { amount: '9000.00' } },
    ]);
  });
});

describe('M6: payments of a cent', () => {
  test('never make a contract payment of 0.00: what is below half a cent is carried into the next', () => {
    const cent = (id: number) => payment(`p${id}`, '0.01');
    const seen = postedPayApp({ payments: [1, 2, 3, 4, 5].map(cent) });
    const verdicts = planObservation(seen).verdicts.slice(1);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual([
      'create',
      'create',
      'create',
      'unchanged',
      'create',
    ]);
    expect(amountsGoing(seen)).toEqual(['0.01', '0.01', '0.01', '0.01']);
  });
});

describe('M7 and M8: two sources of one fact, and two claims of one company', () => {
  const twin = {
    workflowId: 'payApp/demo/32',
    requisitionId: '32',
    projectId: '5',
    number: 'INV-1042',
    date: '2026-05-31',
    amount: '9000.00',
    comesFirst: true,
  };
  test.each<[string, Partial<PayAppObservation>, string[]]>([
    [
      'the contract went to another company',
      { contract: commitment({ vendorId: '18' }) },
      ['bill vendorDiffers'],
    ],
    ['the pay app names no company', { claim: requisition({ vendorId: null }) }, []],
    ['the same claim is posted already', { ownTwins: [twin] }, ['bill lookAlike']],
    ['the same claim comes after this one', { ownTwins: [{ ...twin, comesFirst: false }] }, []],
  ])('%s', (_what, over, asked) => {
    expect(subjectsOf(payAppObservation(over))).toEqual(asked);
    expect(goingOf(planObservation(payAppObservation(over)))).toHaveLength(
      asked.length === 0 ? 1 : 0,
    );
  });
});

test('M10: a bill that is below zero only with its tax waits, with the reason', () => {
  const seen = payAppObservation({
    claim: requisition({
      items: [
        item('1', { work: '-1000.00', held: '0.00' }),
        item('2', { work: '1050.00', held: '0.00' }, { tax: null }),
      ],
      summary: summary('50.00', '0.00'),
    }),
  });
  expect(toldOf(seen)).toEqual([
    'create',
    'belowZero',
    'with tax it comes to -100.00; 100.00 of it stays open',
  ]);
});

test('M11: an order of a contract without a date is dated the day it was approved where the organisation is', () => {
  const undated = commitment({ date: null, updatedAt: '2026-11-25T20:34:00Z' });
  const dateOf = (seen: CommitmentObservation) => bodyOf(seen, 'xeroPurchaseOrder').date;
  const seen = commitmentObservation({ commitment: undated });
  expect(dateOf({ ...seen, changedOn: '2026-11-26' })).toBe('2026-11-26');
  expect(dateOf({ ...seen, changedOn: null })).toBe('2026-11-25');
});

test('a linked bill that no agreement was kept of and that is tax inclusive stays as it is, and nothing throws', () => {
  const seen = postedPayApp(
    { base: null, claim: requisition({ number: 2, previousId: '32' }) },
    { lineAmountTypes: 'Inclusive' },
  );
  expect(toldOf(seen)).toEqual(['unchanged', null, 'posted']);
});

describe('M12: a claim that the bookkeeper typed first', () => {
  test.each<[string, Parameters<typeof strangersBill>[0], string | null]>([
    [
      'with another number and gross of retention',
      { number: 'B-7', subTotal: '10000.00', total: '11500.00' },
      'the same total before retainage',
    ],
    [
      'a cent apart',
      { number: 'B-7', total: '10350.01', subTotal: '9000.01' },
      'nearly the same total',
    ],
    ['three weeks apart', { number: 'B-7', date: '2026-06-21' }, 'the same total, 21 days apart'],
    [
      'with a suffix on the number',
      { number: 'INV-1042A', total: '1.00', subTotal: '0.87' },
      'the same number with a suffix',
    ],
    [
      'with a revision on the number',
      { number: 'INV-1042 rev 1', total: '1.00', subTotal: '0.87' },
      'the same number with a suffix',
    ],
    ['with another tax', { number: 'B-7', total: '9000.00' }, 'the same amount before tax'],
    ['and voided since', { status: 'VOIDED' }, null],
    ['that is of something else', { number: 'B-7', total: '1.00', subTotal: '0.87' }, null],
    ['that is of the next number', { number: 'INV-10425', total: '1.00', subTotal: '0.87' }, null],
  ])('%s', (_what, theirs, why) => {
    const seen = payAppObservation({ lookAlikes: [strangersBill(theirs)] });
    if (why === null) expect(subjectsOf(seen)).toEqual([]);
    else expect(questionIn(seen, 'bill').sentence).toContain(`with ${why}`);
  });
});
