// Proves what a pay app bills line by line, by examples worked by hand and by random lives of a contract from a model of its own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcoreRequisition } from '../../../domain/records/procore/requisition.ts';
import { leafItems, claimParts } from '../../../domain/retainage/claim-parts.ts';
import { cents, item, requisition, summary, text } from '../../support/domain-builders.ts';
import { anyLife, movedShownIn, payAppsOf } from '../../support/contract-life.ts';

/** The parts as text, or the problem. */
function partsOf(now: ProcoreRequisition, before: ProcoreRequisition | null = null) {
  const result = claimParts(now, before, 'NZD');
  if (!result.ok) return result.problem;
  const { parts, gross, held, released, net } = result.value;
  return {
    lines: parts.map((part) => [text(part.gross), text(part.held), text(part.released)].join(' ')),
    whole: [gross, held, released, net].map(text).join(' '),
  };
}

const first = requisition({
  items: [item('1', { work: '10000.00', held: '1000.00' })],
  summary: summary('10000.00', '1000.00'),
});

describe('examples worked by hand: gross, held and released of each line, and the whole with its net', () => {
  test('10,000.00 of work at 10 %: 1,000.00 held, 9,000.00 due', () => {
    expect(partsOf(first)).toEqual({
      lines: ['10000.00 1000.00 0.00'],
      whole: '10000.00 1000.00 0.00 9000.00',
    });
  });

  test('4,000.00 more on one line and 2,500.00 on another: 650.00 held, 5,850.00 due', () => {
    const now = requisition({
      number: 2,
      items: [
        item('1', { before: '10000.00', work: '4000.00', heldBefore: '1000.00', held: '400.00' }),
        item('2', { work: '2500.00', held: '250.00' }),
      ],
      summary: summary('16500.00', '1650.00', '9000.00'),
    });
    expect(partsOf(now, first)).toEqual({
      lines: ['4000.00 400.00 0.00', '2500.00 250.00 0.00'],
      whole: '6500.00 650.00 0.00 5850.00',
    });
  });

  test('500.00 of 1,000.00 held is released beside 2,000.00 of work: 2,000 − 200 + 500 = 2,300.00 due', () => {
    const now = requisition({
      number: 2,
      items: [
        item(
          '1',
          { before: '10000.00', work: '2000.00', heldBefore: '1000.00', held: '200.00' },
          { workRetainageReleasedThisPeriod: '500.00' },
        ),
      ],
      summary: summary('12000.00', '700.00', '9000.00'),
    });
    expect(partsOf(now, first)).toEqual({
      lines: ['2000.00 200.00 500.00'],
      whole: '2000.00 200.00 500.00 2300.00',
    });
  });

  test('a period below zero: −3,000.00 of work gives 300.00 of retainage back, −2,700.00 due', () => {
    const now = requisition({
      number: 2,
      items: [
        item('1', { before: '10000.00', work: '-3000.00', heldBefore: '1000.00', held: '-300.00' }),
      ],
      summary: summary('7000.00', '700.00', '9000.00'),
    });
    expect(partsOf(now, first)).toEqual({
      lines: ['-3000.00 -300.00 0.00'],
      whole: '-3000.00 -300.00 0.00 -2700.00',
    });
  });

  test('a period of nothing is a whole of nothing', () => {
    const now = requisition({
      number: 2,
      items: [item('1', { before: '10000.00', work: '0.00', heldBefore: '1000.00', held: '0.00' })],
      summary: summary('10000.00', '1000.00', '9000.00'),
    });
    expect(partsOf(now, first)).toEqual({
      lines: ['0.00 0.00 0.00'],
      whole: '0.00 0.00 0.00 0.00',
    });
  });

  test.each(movedShownIn)(
    '2,000.00 stored at 10 %, then built in with 1,000.00 more work, moved retainage shown in %s: 100.00 held',
    (shownIn) => {
      const none = { builtInPercent: 0n, workReleasedPercent: 0n, materialsReleasedPercent: 0n };
      const [stored, built] = payAppsOf(
        [
          [{ ...none, claimed: 0n, stored: 2_000_00n }],
          [{ ...none, claimed: 1_000_00n, stored: 0n, builtInPercent: 100n }],
        ],
        [10n],
        shownIn,
      );
      expect(partsOf(stored!.payApp)).toMatchObject({ whole: '2000.00 200.00 0.00 1800.00' });
      expect(partsOf(built!.payApp, stored!.payApp)).toEqual({
        lines: ['1000.00 100.00 0.00'],
        whole: '1000.00 100.00 0.00 900.00',
      });
    },
  );

  test('100.00 of materials retainage let go: held 0.00, released 100.00, 100.00 due', () => {
    const before = requisition({
      items: [
        item(
          '1',
          { work: '0.00', held: '0.00' },
          {
            materialsPresentlyStored: '2000.00',
            totalCompletedAndStoredToDate: '2000.00',
            materialsRetainageBalance: '200.00',
          },
        ),
      ],
      summary: summary('2000.00', '200.00'),
    });
    const now = requisition({
      number: 2,
      items: [
        item(
          '1',
          { work: '0.00', held: '0.00' },
          {
            materialsPresentlyStored: '2000.00',
            totalCompletedAndStoredToDate: '2000.00',
            materialsRetainageBalance: '100.00',
            materialsRetainageReleasedThisPeriod: '100.00',
          },
        ),
      ],
      summary: summary('2000.00', '100.00', '1800.00'),
    });
    expect(partsOf(now, before)).toMatchObject({ whole: '0.00 0.00 100.00 100.00' });
  });
});

describe('leaf lines', () => {
  const parent = item('1', { work: '700.00', held: '70.00' });
  const detail = (description: string, work: string, held: string) =>
    item('1', { work, held }, { itemType: 'contract_detail_item', description });
  const details = [detail('North', '300.00', '30.00'), detail('South', '400.00', '40.00')];

  test('are the details of a line and never the line as well', () => {
    const other = item('2', { work: '1.00', held: '0.00' });
    expect(leafItems([parent, ...details, other])).toEqual([...details, other]);
    const now = requisition({ items: [parent, ...details], summary: summary('700.00', '70.00') });
    expect(partsOf(now)).toEqual({
      lines: ['300.00 30.00 0.00', '400.00 40.00 0.00'],
      whole: '700.00 70.00 0.00 630.00',
    });
  });

  test('of one SOV line each follow their own past, two of one description included', () => {
    const twins = [detail('North', '100.00', '10.00'), detail('North', '200.00', '20.00')];
    const before = requisition({
      items: [parent, ...details, ...twins],
      summary: summary('1000.00', '100.00'),
    });
    const more = (description: string, was: string, work: string, heldBefore: string) =>
      item(
        '1',
        { before: was, work, heldBefore, held: '0.00' },
        { itemType: 'contract_detail_item', description },
      );
    const now = requisition({
      number: 2,
      items: [
        parent,
        more('South', '400.00', '1.00', '40.00'),
        more('North', '300.00', '2.00', '30.00'),
        more('North', '100.00', '3.00', '10.00'),
        more('North', '200.00', '4.00', '20.00'),
      ],
      summary: summary('1010.00', '100.00', '900.00'),
    });
    expect(partsOf(now, before)).toMatchObject({
      lines: ['1.00 0.00 0.00', '2.00 0.00 0.00', '3.00 0.00 0.00', '4.00 0.00 0.00'],
      whole: '10.00 0.00 0.00 10.00',
    });
  });
});

describe('a pay app whose parts are not its whole', () => {
  const second = requisition({
    number: 2,
    items: [
      item('1', { before: '10000.00', work: '4000.00', heldBefore: '1000.00', held: '400.00' }),
    ],
    summary: summary('14000.00', '1400.00', '9000.00'),
  });

  test.each<[string, ProcoreRequisition, ProcoreRequisition | null, object]>([
    [
      'is refused where the header claims 100.00 more',
      { ...first, summary: summary('10100.00', '1000.00') },
      null,
      { check: 'gross', parts: '10000.00', header: '10100.00' },
    ],
    [
      'is refused where the header holds 0.01 more',
      { ...first, summary: summary('10000.00', '1000.01') },
      null,
      { check: 'retainage', parts: '1000.00', header: '1000.01' },
    ],
    [
      'is refused where something else is due',
      { ...first, summary: summary('10000.00', '1000.00', '0.01') },
      null,
      { check: 'paymentDue', parts: '9000.00', header: '8999.99' },
    ],
    [
      'is refused where a line has parts of a cent',
      requisition({
        items: [
          item('1', { work: '1.00', held: '0.10' }, { totalCompletedAndStoredToDate: '1.005' }),
        ],
      }),
      null,
      { check: 'partsOfACent', parts: '1.005', header: '0.00' },
    ],
    [
      'is refused where a line of the previous pay app has vanished from lines and header',
      {
        ...second,
        items: [item('2', { work: '4000.00', held: '400.00' })],
        summary: summary('4000.00', '400.00', '9000.00'),
      },
      first,
      { check: 'gross', parts: '4000.00', header: '-6000.00' },
    ],
    [
      'is refused where only the retainage of a vanished line has left the header',
      {
        ...second,
        items: [item('2', { work: '4000.00', held: '400.00' })],
        summary: summary('14000.00', '400.00', '9000.00'),
      },
      first,
      { check: 'retainage', parts: '400.00', header: '-600.00' },
    ],
    [
      'is refused where its predecessor is not to be seen',
      second,
      null,
      { check: 'paymentDue', parts: '12600.00', header: '3600.00' },
    ],
  ])('%s', (_what, now, before, problem) => {
    expect(partsOf(now, before)).toEqual(problem);
  });
});

describe('invariant 2: parts equal the whole over any life of a contract', () => {
  test('every pay app is proved, and its parts are what the site did', () => {
    fc.assert(
      fc.property(anyLife(), (periods) => {
        periods.forEach(({ payApp, expected }, index) => {
          const before = periods[index - 1]?.payApp ?? null;
          const result = claimParts(payApp, before, 'NZD');
          if (!result.ok) throw new Error(JSON.stringify(result.problem));
          const { parts, net } = result.value;
          expect(parts.map(({ gross, held, released }) => ({ gross, held, released }))).toEqual(
            expected,
          );
          expect(text(net)).toBe(payApp.summary.currentPaymentDue);
        });
      }),
      { numRuns: 300 },
    );
  });

  /** Why a figure is shown but proves nothing; the others must each be proved. */
  const notInTheProof = {
    workCompletedFromPrevious: 'inside completed and stored to date',
    workCompletedThisPeriod: 'inside completed and stored to date',
    materialsPresentlyStored: 'inside completed and stored to date',
    totalFromPrevious: 'only tells details with the same words apart',
    scheduledValue: 'the contract’s, not the pay app’s',
    materialsRetainageReleasedThisPeriod: 'moves held and released alike: nothing else says it',
    materialsRetainageMoved: 'needed only where it comes on top',
    contractSumToDate: 'the contract’s, not the pay app’s',
    netChangeByChangeOrders: 'the contract’s, not the pay app’s',
    completedWorkRetainage: 'inside total retainage',
    storedMaterialsRetainage: 'inside total retainage',
    totalEarnedLessRetainage: 'inside payment due',
    lessPreviousCertificates: 'inside payment due',
  };

  function amountFields(record: object): string[] {
    return Object.entries(record)
      .filter(([, value]) => typeof value === 'string' && /^-?\d+\.\d\d$/.test(value))
      .map(([name]) => name)
      .filter((name) => !(name in notInTheProof));
  }

  const proved = {
    items: amountFields(first.items[0]!),
    summary: amountFields(first.summary),
  };

  test('the figures of the proof are these', () => {
    expect(proved).toEqual({
      items: [
        'totalCompletedAndStoredToDate',
        'workRetainageFromPrevious',
        'workRetainageRetainedThisPeriod',
        'workRetainageReleasedThisPeriod',
        'materialsRetainageBalance',
      ],
      summary: ['totalCompletedAndStoredToDate', 'totalRetainage', 'currentPaymentDue'],
    });
  });

  const anyField = fc.oneof(
    fc.constantFrom(...proved.items).map((name) => ({ in: 'items' as const, name })),
    fc.constantFrom(...proved.summary).map((name) => ({ in: 'summary' as const, name })),
  );

  test('one cent in any single one of them, of any line or the header, is refused', () => {
    fc.assert(
      fc.property(
        anyLife(),
        anyField,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(1n, -1n),
        (periods, field, atPeriod, atLine, cent) => {
          const index = atPeriod % periods.length;
          const { payApp } = periods[index]!;
          const before = periods[index - 1]?.payApp ?? null;
          // One cent moved between materials and work is the one cent the other rule would explain.
          const moved = payApp.items.map((one) => one.materialsRetainageMoved);
          fc.pre(!moved.some((amount) => amount === '0.01'));
          const off = <R extends object>(record: R, name: string): R => {
            const amount = (record as Record<string, string>)[name] ?? '';
            return { ...record, [name]: text(cents(amount) + cent) };
          };
          const line = atLine % payApp.items.length;
          const now: ProcoreRequisition =
            field.in === 'summary'
              ? { ...payApp, summary: off(payApp.summary, field.name) }
              : {
                  ...payApp,
                  items: payApp.items.map((one, at) => (at === line ? off(one, field.name) : one)),
                };
          expect(claimParts(payApp, before, 'NZD').ok).toBe(true);
          expect(claimParts(now, before, 'NZD').ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
