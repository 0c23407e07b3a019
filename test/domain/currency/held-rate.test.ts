// Proves that a foreign release posts at the rate at which it was held where the mapping says so, and asks where that cannot be told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBase, rateOf } from '../../../domain/currency/rate.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { MovedInBoth } from '../../../domain/retainage/ledger/in-base.ts';
import { retainageInBase, worthWhenHeld } from '../../../domain/retainage/ledger/in-base.ts';
import { releaseOf, second } from '../../support/claims.ts';
import { bodyOf } from '../../support/posted-documents.ts';

const moved = (day: number, amount: bigint, rate: string): MovedInBoth => ({
  ...{ date: `2026-01-${String(day).padStart(2, '0')}`, documentId: `d${day}`, amount },
  inBase: inBase(amount, rate),
});

describe('what was held is worth', () => {
  const held = [moved(1, 100_00n, '0.5'), moved(2, 300_00n, '0.6')];
  it.each<[string, bigint, bigint | null]>([
    ['all of the first', 100_00n, 200_00n],
    ['part of the first', 50_00n, 100_00n],
    ['the first and part of the second', 250_00n, 450_00n],
    ['all of both', 400_00n, 700_00n],
    ['more than there is', 400_01n, null],
    ['nothing', 0n, 0n],
  ])('%s, the first first', (_what, size, worth) => {
    expect(worthWhenHeld(held, size)).toBe(worth);
  });

  it('what is left once some was let go', () => {
    expect(worthWhenHeld([...held, moved(3, -150_00n, '0.7')], 250_00n)).toBe(416_67n);
  });
});

it('a release at its held rate leaves no more on the account than six decimals of a rate do', () => {
  const lot = fc.record({
    amount: fc.bigInt({ min: 1_00n, max: 1_000_000_00n }),
    rate: fc.integer({ min: 400_000, max: 999_999 }).map((millionths) => `0.${millionths}`),
  });
  fc.assert(
    fc.property(fc.array(lot, { minLength: 1, maxLength: 5 }), (lots) => {
      const held = lots.map(({ amount, rate }, at) => moved(at + 1, amount, rate));
      const all = lots.reduce((sum, { amount }) => sum + amount, 0n);
      const worth = worthWhenHeld(held, all) ?? 0n;
      const rate = rateOf(all, worth) ?? '0';
      const letGo = moved(20, -all, rate);
      const residue = BigInt(retainageInBase('NZD', [...held, letGo]).residue.replace('.', ''));
      const most = worth / 400_000n + 2n;
      expect(residue <= most && -residue <= most).toBe(true);
    }),
  );
});

describe('a release in euro', () => {
  const inEuro = (movedInBoth?: { amount: string; inBase: string }[] | null) => {
    const seen = releaseOf(
      second(
        { released: '400.00' },
        {
          currencies: ['EUR', 'NZD'],
          heldInXero: [{ taxType: 'INPUT2', amount: '1000.00' }],
        },
      ),
    );
    if (movedInBoth === undefined || seen.claim === null) return inOwn(seen);
    const rows = movedInBoth?.map((one) => ({ ...one, date: '2026-05-31', documentId: 'b' }));
    return { ...inOwn(seen), movedInBoth: rows ?? null };
  };
  const inOwn = (seen: ReturnType<typeof releaseOf>) => ({
    ...seen,
    claim: seen.claim && { ...seen.claim, currency: 'EUR' },
  });
  const askedOf = (seen: ReturnType<typeof inEuro>): string[] =>
    planObservation(seen).gated.questions.map(({ kind }) => kind);

  it('has no rate of ours as usual', () => {
    const seen = inEuro();
    expect(askedOf(seen)).toEqual([]);
    expect(bodyOf(seen, 'xeroBill')).not.toHaveProperty('currencyRate');
  });

  it('has the rate at which it was held, shown to whoever looks at it', () => {
    const seen = inEuro([{ amount: '100000', inBase: '180000' }]);
    expect(askedOf(seen)).toEqual([]);
    expect(bodyOf(seen, 'xeroBill')).toMatchObject({ currencyRate: '0.555556' });
    const [verdict] = planObservation(seen).verdicts;
    expect(verdict && 'changes' in verdict ? verdict.changes : []).toContainEqual(
      expect.objectContaining({ path: 'currencyRate', proposed: '0.555556' }),
    );
  });

  it.each([
    ['its documents have no rate', null],
    ['less was held than it lets go', [{ amount: '39999', inBase: '70000' }]],
  ])('is asked about where %s, and goes at its own date’s rate once approved', (_why, rows) => {
    const seen = inEuro(rows);
    expect(askedOf(seen)).toEqual(['heldRateUnknown']);
    expect(bodyOf(seen, 'xeroBill')).not.toHaveProperty('currencyRate');
  });
});
