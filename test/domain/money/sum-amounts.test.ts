// Proves that two decimals add up exactly, whatever their places and signs.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumAmounts } from '../../../domain/money/amount.ts';

it.each([
  ['1792.13', '268.8188', '2060.9488'],
  ['-100.00', '99.995', '-0.005'],
  ['0.00', '0.00', '0.00'],
  ['-0.01', '0.01', '0.00'],
  ['99999999999999999999.99', '0.01', '100000000000000000000.00'],
])('%s + %s = %s', (a, b, sum) => {
  expect(sumAmounts([a, b])).toBe(sum);
});

it('takes off what it added', () => {
  const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const amount = (minor: bigint): string => {
    const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
    return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(sumAmounts([sumAmounts([amount(a), amount(b)]), amount(-b)])).toBe(amount(a));
    }),
  );
});
