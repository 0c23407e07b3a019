// Proves that every cent a foreign contract leaves on the retention account is held at its day's rate or a difference of rates.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBase } from '../../../domain/currency/rate.ts';
import { fromMinor, sumAmounts } from '../../../domain/money/amount.ts';
import { retainageInBase } from '../../../domain/retainage/ledger/in-base.ts';

const moved = (day: number, amount: bigint, rate: string) => ({
  date: `2026-06-${String(day).padStart(2, '0')}`,
  documentId: `d${day}`,
  amount,
  inBase: inBase(amount, rate),
});

describe('the retainage of a contract in euro', () => {
  it('is held at the rates of its days, and what a release leaves behind is named', () => {
    // 100.00 at 0.50 and 50.00 at 0.40 are 200.00 and 125.00; 120.00 is let go at 0.60 for 200.00.
    const june = [moved(1, 100_00n, '0.5'), moved(10, 50_00n, '0.4')];
    expect(retainageInBase('NZD', june)).toEqual({
      ...{ currency: 'NZD', account: '325.00', atHeldRates: '325.00', residue: '0.00' },
    });
    const letGo = [...june, moved(20, -120_00n, '0.6')];
    // What is left is 30.00 of the second: 75.00. The first and 20.00 of the second were worth 250.00 and left for 200.00.
    expect(retainageInBase('NZD', letGo)).toEqual({
      ...{ currency: 'NZD', account: '125.00', atHeldRates: '75.00', residue: '50.00' },
    });
    const allGone = [...letGo, moved(30, -30_00n, '0.3')];
    expect(retainageInBase('NZD', allGone)).toEqual({
      ...{ currency: 'NZD', account: '25.00', atHeldRates: '0.00', residue: '25.00' },
    });
  });

  it('held and let go by documents of one day counts what is held first', () => {
    const sameDay = [moved(1, -10_00n, '0.5'), { ...moved(1, 10_00n, '0.5'), documentId: 'z' }];
    expect(retainageInBase('NZD', sameDay)).toMatchObject({ account: '0.00', residue: '0.00' });
  });

  it('adds up exactly, whatever is held and let go at whatever rates', () => {
    const step = fc.record({
      share: fc.integer({ min: -100, max: 1_000_00 }),
      rate: fc
        .integer({ min: 300_000, max: 1_900_000 })
        .map((millionths) => String(millionths / 1_000_000)),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 28 }), (steps) => {
        let held = 0n;
        const lived = steps.map(({ share, rate }, index) => {
          // Below zero lets go so many hundredths of what is held.
          const amount = share >= 0 ? BigInt(share) : -(held * BigInt(-share)) / 100n;
          held += amount;
          return moved(index + 1, amount, rate);
        });
        const { account, atHeldRates, residue } = retainageInBase('NZD', lived);
        expect(account).toBe(fromMinor(lived.reduce((sum, one) => sum + one.inBase, 0n)));
        expect(sumAmounts([atHeldRates, residue])).toBe(account);
        if (held === 0n) expect(atHeldRates).toBe('0.00');
      }),
    );
  });
});
