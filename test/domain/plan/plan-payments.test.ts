// Proves that what was paid in Xero goes back to Procore net of tax, once each, and closes to the cent in whatever parts it came.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PostedPayment } from '../../../domain/claims/claim-observation.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { paymentsInOrder } from '../../../domain/claims/payments/shares-in-procore.ts';
import type { ProcoreContractPayment } from '../../../domain/records/procore/contract-payment.ts';
import type { ContractPaymentBody } from '../../../domain/records/write-bodies.ts';
import type { XeroPayment } from '../../../domain/records/xero/payment.ts';
import {
  cents,
  gst,
  item,
  mapping,
  payment,
  postedPayment,
  requisition,
  summary,
  text,
} from '../../support/domain-builders.ts';
import { kept } from '../../support/kept-records.ts';
import { postedPayApp, writesOf } from '../../support/posted-documents.ts';

/** A posted bill of this net, all of it work on one line, with 15 % of GST. */
function billOfNet(net: bigint): PayAppObservation {
  return postedPayApp(
    {},
    {},
    {
      claim: requisition({
        items: [item('1', { work: text(net), held: '0.00' })],
        summary: summary(text(net), '0.00'),
      }),
    },
  );
}

function written(seen: PayAppObservation): ContractPaymentBody[] {
  return writesOf(planObservation(seen)).map(({ body }) => {
    if (body.kind !== 'procoreContractPayment') throw new Error(body.kind);
    return body;
  });
}

/** What Procore has after these writes. The id of a payment is the last word of its marker. */
function postedAs(bodies: readonly ContractPaymentBody[], from = 0): PostedPayment[] {
  return bodies.map((body, index) => ({
    xeroPaymentId: /payment-(\S+)$/.exec(body.notes)?.[1] ?? '',
    contractPaymentId: String(700 + from + index),
    amount: body.amount,
    date: null,
    cleared: null,
    told: 'withoutTax',
    record: null,
    isGone: false,
  }));
}

const sum = (amounts: readonly string[]): bigint =>
  amounts.reduce((total, amount) => total + cents(amount), 0n);

describe('one payment', () => {
  test('is written to the contract, for its pay app, with the marker and the Xero id as last words', () => {
    const paid = [payment('p1', '115.00', { reference: 'DD 7' })];
    const [write] = writesOf(planObservation({ ...billOfNet(100_00n), payments: paid }));
    const marker = 'tieout:demo/payApp/33/payment-p1';
    expect(write).toEqual({
      endpoint: 'procore/contract_payments',
      operation: 'create',
      marker,
      targetId: null,
      targetVersion: null,
      body: {
        kind: 'procoreContractPayment',
        projectId: '5',
        contractId: '9',
        requisitionId: '33',
        amount: '100.00',
        date: '2026-06-20',
        invoiceNumber: 'INV-1042',
        notes: `Xero payment DD 7 p1 ${marker}`,
      },
      agreed: { amount: '100.00', date: '2026-06-20', cleared: null, told: 'withoutTax' },
    });
  });

  test('without a reference says that it was paid in Xero', () => {
    const [body] = written({ ...billOfNet(100_00n), payments: [payment('p1', '115.00')] });
    expect(body?.notes).toMatch(/^Paid in Xero p1 tieout:/);
  });
});

describe('what cleared in the bank', () => {
  const paid = [payment('p1', '115.00', { isReconciled: true })];
  const cleared = { p1: '2026-06-22' };
  const notes = 'Paid in Xero p1 tieout:demo/payApp/33/payment-p1';
  const inProcore = (over: Partial<ProcoreContractPayment> = {}) =>
    postedPayment('p1', '100.00', {
      date: '2026-06-20',
      record: kept('procoreContractPayment', { amount: '100.00', notes, ...over }),
    });

  test('is said in the notes of a payment that is new', () => {
    const [body] = written({ ...billOfNet(100_00n), payments: paid, cleared });
    expect(body?.notes).toBe('Paid in Xero p1 cleared 2026-06-22 tieout:demo/payApp/33/payment-p1');
  });

  test('is added to the notes of one that is there, before the marker, and once', () => {
    const seen = { ...billOfNet(100_00n), payments: paid, cleared, postedPayments: [inProcore()] };
    const [write] = writesOf(planObservation(seen));
    expect(write).toMatchObject({
      operation: 'update',
      body: {
        ...{ amount: '100.00', date: '2026-06-20' },
        notes: 'Paid in Xero p1 cleared 2026-06-22 tieout:demo/payApp/33/payment-p1',
      },
      agreed: { cleared: '2026-06-22' },
    });
    const told = { ...inProcore(), cleared: '2026-06-22' };
    expect(writesOf(planObservation({ ...seen, postedPayments: [told] }))).toEqual([]);
  });

  test.each([
    ['a person’s own notes', 'paid by hand'],
    ['notes that say so', 'x cleared 2026-06-21 tieout:demo/payApp/33/payment-p1'],
  ])('is not written into %s', (_what, theirs) => {
    const postedPayments = [inProcore({ notes: theirs })];
    const seen = { ...billOfNet(100_00n), payments: paid, cleared, postedPayments };
    expect(writesOf(planObservation(seen))).toEqual([]);
  });
});

describe('told with tax, where that is set', () => {
  const withTax = { ...mapping, payments: { ...mapping.payments, amounts: 'withTax' as const } };
  const payments = [payment('p1', '38.33'), payment('p2', '76.67')];

  test('all that was paid is told', () => {
    const bodies = written({ ...billOfNet(100_00n), mapping: withTax, payments });
    expect(bodies.map(({ amount }) => amount)).toEqual(['38.33', '76.67']);
  });

  test.each([
    ['withTax', mapping, '38.33', '76.67'],
    ['withoutTax', withTax, '33.33', '66.67'],
  ] as const)('a document whose first was told %s goes on so', (told, set, first, second) => {
    const postedPayments = [postedPayment('p1', first, { told })];
    const seen = { ...billOfNet(100_00n), mapping: set, payments, postedPayments };
    expect(written(seen).map(({ amount }) => amount)).toEqual([second]);
  });
});

describe('part payments, by hand', () => {
  test.each<[string, bigint, string[], string[]]>([
    ['115.00 in thirds', 100_00n, ['38.33', '38.33', '38.34'], ['33.33', '33.33', '33.34']],
    ['60 % and the rest', 9_000_00n, ['6210.00', '4140.00'], ['5400.00', '3600.00']],
    ['half of it, so far', 100_00n, ['57.50'], ['50.00']],
    ['a cent and the rest', 100_00n, ['0.01', '114.99'], ['0.01', '99.99']],
    ['1.15 by single cents at the end', 1_00n, ['1.13', '0.01', '0.01'], ['0.98', '0.01', '0.01']],
  ])('%s', (_what, net, paid, amounts) => {
    const payments = paid.map((amount, index) => payment(`p${index}`, amount));
    expect(written({ ...billOfNet(net), payments }).map((body) => body.amount)).toEqual(amounts);
  });

  test('a bill of 0.00 has nothing to give back', () => {
    expect(written({ ...billOfNet(0n), payments: [] })).toEqual([]);
    const odd = { ...billOfNet(0n), payments: [payment('p1', '0.00')] };
    // A contract payment of nothing is none.
    expect(written(odd)).toEqual([]);
  });

  test('retainage is not paid: 10,350.00 for 10,000.00 less 1,000.00 held gives 9,000.00', () => {
    const seen = postedPayApp({ payments: [payment('p1', '10350.00')] });
    expect(written(seen).map((body) => body.amount)).toEqual(['9000.00']);
  });

  test('deleted payments count for nothing', () => {
    const payments = [payment('p1', '57.50', { status: 'DELETED' }), payment('p2', '57.50')];
    const bodies = written({ ...billOfNet(100_00n), payments });
    expect(bodies.map((body) => body.amount)).toEqual(['50.00']);
  });
});

test('a payment that too much was given before, once another is removed, is carried and never below nothing', () => {
  // 2,422.63 of 10,350.00 still stands, worth 2,106.63; 898.30 + 1,208.31 + 0.03 was given already.
  const seen = postedPayApp({
    payments: [
      payment('p0', '1033.04'),
      payment('p1', '0.01'),
      payment('p2', '1389.55'),
      payment('p3', '0.03', { status: 'DELETED' }),
      payment('p4', '0.03'),
    ],
    postedPayments: [
      postedPayment('p0', '898.30'),
      postedPayment('p2', '1208.31'),
      postedPayment('p4', '0.03'),
    ],
  });
  expect(written(seen)).toEqual([]);
  const more = { ...seen, payments: [...seen.payments, payment('p5', '1.15')] };
  // 2,423.78 is worth 2,107.63: a cent less than 1.00 closes what was given too much.
  expect(written(more).map((body) => body.amount)).toEqual(['0.99']);
});

describe('the order of payments', () => {
  test('is what Procore has first, then by date, then by id', () => {
    const payments = [
      payment('b', '1.00', { date: '2026-06-02' }),
      payment('a', '1.00', { date: '2026-06-02' }),
      payment('c', '1.00', { date: '2026-06-01' }),
      payment('posted', '1.00', { date: '2026-07-01' }),
      payment('deleted', '1.00', { status: 'DELETED' }),
    ];
    const ids = paymentsInOrder(payments, new Set(['posted'])).map(({ id }) => id);
    expect(ids).toEqual(['posted', 'c', 'a', 'b']);
  });
});

/** A bill and its payments: any net, and any way of paying all of it. */
const fullyPaid = fc
  .record({
    net: fc.bigInt({ min: 1n, max: 10_000_000_00n }),
    cuts: fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { maxLength: 6 }),
    days: fc.array(fc.integer({ min: 1, max: 28 }), { minLength: 7, maxLength: 7 }),
  })
  .map(({ net, cuts, days }) => {
    const gross = net + gst(net);
    const at = cuts.map((cut) => (cut * gross) / 100_000n);
    const marks = [0n, ...at.sort((a, b) => (a < b ? -1 : 1)), gross];
    const payments = marks.slice(1).map((mark, index): XeroPayment => {
      const date = `2026-06-${String(days[index] ?? 1).padStart(2, '0')}`;
      return payment(`p${index}`, text(mark - (marks[index] ?? 0n)), { date });
    });
    return { net, seen: billOfNet(net), payments: payments.filter((one) => one.amount !== '0.00') };
  });

describe('invariant 2: a fully paid bill', () => {
  test('gives back exactly its net, in whatever parts it was paid', () => {
    fc.assert(
      fc.property(fullyPaid, ({ net, seen, payments }) => {
        const amounts = written({ ...seen, payments }).map((body) => body.amount);
        // A share below half a cent is carried into the next payment.
        expect(amounts.length).toBeLessThanOrEqual(payments.length);
        expect(sum(amounts)).toBe(net);
        for (const amount of amounts) expect(cents(amount)).toBeGreaterThan(0n);
      }),
      { numRuns: 200 },
    );
  });

  test('gives back exactly its net when payments are found late, earlier dated ones after posted ones included', () => {
    fc.assert(
      fc.property(
        fullyPaid,
        fc.infiniteStream(fc.nat({ max: 3 })),
        ({ net, seen, payments }, rounds) => {
          let found: XeroPayment[] = [];
          let posted: PostedPayment[] = [];
          const waiting = new Map(payments.map((one) => [one, rounds.next().value ?? 0]));
          for (let round = 0; round <= 3; round += 1) {
            found = [...found, ...payments.filter((one) => waiting.get(one) === round)];
            const bodies = written({ ...seen, payments: found, postedPayments: posted });
            posted = [...posted, ...postedAs(bodies, posted.length)];
            const paidSoFar = sum(found.map((one) => one.amount));
            // Never more than half a cent away from the exact share of what was found so far.
            const doubled =
              2n * (sum(posted.map((one) => one.amount)) * (net + gst(net)) - paidSoFar * net);
            expect(doubled <= net + gst(net) && -doubled <= net + gst(net)).toBe(true);
          }
          expect(sum(posted.map((one) => one.amount))).toBe(net);
          expect(new Set(posted.map((one) => one.xeroPaymentId)).size).toBe(posted.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('invariant 1: a payment Procore has is never written again, and a lost write is made good to the cent', () => {
    fc.assert(
      fc.property(fullyPaid, fc.nat(), fc.nat(), ({ net, seen, payments }, early, pick) => {
        // Some of the payments are found first and one of their writes is lost; the rest is found with it.
        const first = payments.slice(0, 1 + (early % payments.length));
        const bodies = written({ ...seen, payments: first });
        const posted = postedAs(bodies).filter((_one, index) => index !== pick % bodies.length);
        const again = written({ ...seen, payments, postedPayments: posted });
        expect(again.length).toBeLessThanOrEqual(payments.length - posted.length);
        expect(sum([...posted, ...again].map((one) => one.amount))).toBe(net);
        const all = [...posted, ...postedAs(again)];
        expect(written({ ...seen, payments, postedPayments: all })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
