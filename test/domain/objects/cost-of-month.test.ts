// Proves what a month of Xero Projects costs: to the cent by person and task, at rates it keeps, and that what its expenses rose by is each month's own.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOfExpenses } from '../../../domain/objects/direct-cost/cost-of-month.ts';
import type { DirectCostObservation } from '../../../domain/objects/direct-cost/observation.ts';
import { adoptedBaseOf, planObservation } from '../../../domain/objects/objects.ts';
import { directCostBaseSchema } from '../../../domain/plan/direct-cost-base.ts';
import { sumAmounts } from '../../../domain/money/amount.ts';
import { costOfMinutes } from '../../../domain/money/cost-of-time.ts';
import { costWriteOf, recordOf } from '../../support/direct-costs.ts';
import { ana, ben, bringing, labour, lines, month, on } from '../../support/labour-costs.ts';

describe('minutes at a rate for an hour', () => {
  test.each<[number, string, bigint, bigint]>([
    [450, '62.50', 1n, 46_875n],
    [1, '50', 1n, 83n],
    // 0.3 of a minor unit and a half of one.
    [1, '0.18', 1n, 0n],
    [1, '0.3', 1n, 1n],
    [61, '62.5055', 1n, 6355n],
    // Yen have no hundredths.
    [7, '4835', 100n, 56_400n],
  ])('%i at %s in steps of %i are %i', (minutes, rate, step, cost) => {
    expect(costOfMinutes(minutes, rate, step)).toBe(cost);
  });

  test('are never further from the exact cost than half a cent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 59_940 }),
        fc.integer({ min: 1, max: 9_999_999 }),
        (minutes, tenThousandths) => {
          const rate = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
          const exact = BigInt(minutes) * BigInt(tenThousandths);
          const off = costOfMinutes(minutes, rate, 1n) * 6000n - exact;
          expect(off <= 3000n && off > -3000n - 1n).toBe(true);
        },
      ),
    );
  });
});

describe('the time of a month', () => {
  test('is one line a task, each person rounded by themselves, and says neither names nor rates', () => {
    const { lines: said, rates } = lines([on({ ...ana, minutes: 61 }, { ...ben, minutes: 7 })], {
      labour: { ...labour, costRate: '48.35' },
    });
    // 63.541… and 5.640…
    expect(said).toMatchObject([{ amount: '69.18', description: '1 h 8 min', lacks: null }]);
    expect(rates).toEqual({ 'u-ana': '62.50', 'u-ben': '48.35' });
    expect(JSON.stringify(said)).not.toMatch(/Ana|Ben|62\.50|48\.35/);
  });

  test('keeps what it was counted at, and takes the file’s word for whoever is new in it', () => {
    const dearer = { ...labour, costRates: { 'u-ana': '99', 'u-ben': '10' } };
    const { rates } = lines([on({ ...ana, minutes: 60 }, { ...ben, minutes: 60 })], {
      labour: dearer,
      ratesBefore: { 'u-ana': '62.50' },
    });
    expect(rates).toEqual({ 'u-ana': '62.50', 'u-ben': '10' });
  });

  test('of somebody whom Xero never showed is not known by the usual rate, which may not be theirs', () => {
    const usual = { labour: { ...labour, costRate: '40' } };
    const gone = {
      id: 'u-gone',
      name: 'u-gone',
      email: null,
      minutes: 60,
      isUnknown: true as const,
    };
    expect(lines([on(gone)], usual).lines[0]?.lacks).toContain('u-gone');
    const named = { ...usual.labour, costRates: { 'u-gone': '90' } };
    expect(lines([on(gone)], { labour: named }).lines[0]).toMatchObject({ amount: '90.00' });
  });

  test('of somebody without a rate is not known', () => {
    const [line] = lines([on({ ...ana, minutes: 60 }, { ...ben, minutes: 60 })]).lines;
    expect(line?.lacks).toBe('labour.costRates names nothing for an hour of Ben Low');
  });
});

describe('the expenses of a month', () => {
  const expenses = { costCode: '01-500', costType: 'O' };
  const totals = [
    { day: '2026-04-20', total: '80.00' },
    { day: '2026-05-02', total: '100.00' },
    { day: '2026-05-31', total: '145.67' },
    { day: '2026-06-01', total: '140.00' },
    { day: '2026-07-09', total: '140.00' },
  ];
  const of = (month: string, postFrom = '2026-01-01') => {
    const { lines: said, date } = linesOfExpenses(totals, {
      month,
      postFrom,
      until: null,
      expenses,
    });
    return [said.map(({ amount }) => amount), date];
  };

  test('are what the total rose by within it, dated the last day on which it moved', () => {
    expect(of('2026-05')).toEqual([['65.67'], '2026-05-31']);
    expect(of('2026-06')).toEqual([['-5.67'], '2026-06-01']);
  });

  test('are none of what stood when it was first read, of before the project’s first day, or where nothing moved', () => {
    expect(of('2026-04')).toEqual([[], null]);
    expect(of('2026-05', '2026-05-10')).toEqual([['45.67'], '2026-05-31']);
    // Nothing moved by that reading.
    expect(of('2026-07')).toEqual([[], null]);
  });

  test('come to what the total rose by since it was first read, however the months are cut', () => {
    const months = ['2026-04', '2026-05', '2026-06', '2026-07'];
    const all = months.flatMap(
      (month) =>
        linesOfExpenses(totals, { month, postFrom: '2026-01-01', until: null, expenses }).lines,
    );
    expect(sumAmounts(all.map(({ amount }) => amount))).toBe('60.00');
  });
});

describe('the direct cost of a month', () => {
  const told = (seen: DirectCostObservation) => {
    const { going, questions, waitsFor } = planObservation(seen as ReturnType<typeof month>).gated;
    return { goes: going.length, asked: questions.map(({ kind }) => kind), waits: waitsFor };
  };

  test('is payroll on the code of its task under the cost type of labour', () => {
    const { body, agreed } = costWriteOf(month());
    expect(body).toMatchObject({
      ...{ type: 'payroll', invoiceNumber: null, vendorId: null, date: '2026-05-29' },
      description:
        'Time of May 2026 on 26-001 Quay, in Xero tieout:demo/directCost/time-x1-2026-05/directCost-5',
      lines: [{ wbsCodeId: 'w-labour', amount: '468.75', description: '7 h 30 min' }],
    });
    expect(agreed).toMatchObject({ rates: { 'u-ana': '62.50' }, codes: { 't-box/': 'w-labour' } });
  });

  test('waits where some of it may be a timecard’s, or somebody has no rate', () => {
    const claimedBy = 'projectLabour/demo/5';
    expect(told(month({ claimedBy }))).toEqual({ goes: 0, asked: [], waits: [claimedBy] });
    const unrated = lines([on({ ...ben, minutes: 60 })]);
    expect(told(month({}, unrated))).toEqual({ goes: 0, asked: ['directCostUncoded'], waits: [] });
  });

  test('waits for what the project took its costs from before, so that nothing counts twice', () => {
    const [own] = month().shares;
    const supersedes = 'directCost/demo/bill-b1';
    expect(told(month({ shares: own ? [{ ...own, supersedes }] : [] }))).toEqual({
      ...{ goes: 0, asked: [], waits: [supersedes] },
    });
  });

  test('of ours that is found again says what it said: whatever the month says by now is written', () => {
    const seen = month();
    const [own] = seen.shares;
    const record = { ...recordOf(costWriteOf(seen)), id: 'd7' };
    const before = {
      ...record,
      lines: record.lines.map((line) => ({ ...line, amount: '400.00' })),
    };
    const found = month({ shares: own ? [{ ...own, marked: [before] }] : [] });
    const base = adoptedBaseOf(found, 'directCost/5', 'd7');
    const link = { directCostId: 'd7', base: directCostBaseSchema.parse(base), record: before };
    const linked = month({ shares: own ? [{ ...own, link: { ...link, isGone: false } }] : [] });
    const { operation, body } = costWriteOf(linked);
    expect([operation, body.lines[0]?.amount]).toEqual(['update', '468.75']);
  });

  test('is left to people where labour does not go to Procore, whatever actuals do', () => {
    const left = {
      ...bringing,
      directions: { ...bringing.directions, projectLabour: 'off' as const },
    };
    const actuals = { ...bringing.actuals, direction: 'directCosts' as const };
    expect(told(month({ mapping: { ...left, actuals } }))).toMatchObject({ goes: 0, asked: [] });
    expect(told(month())).toMatchObject({ goes: 1 });
  });
});
