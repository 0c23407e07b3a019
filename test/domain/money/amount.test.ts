// Proves what an amount is: one text per value, nothing dropped, and roundings that agree with decimal.js on random figures.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NotAnAmountError,
  amountSchema,
  canonicalAmount,
  fromMinor,
  isWholeMinor,
  percentOfMinor,
  sameAmount,
  scaleMinor,
  sumMinor,
  toMinor,
} from '../../../domain/money/amount.ts';

const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });
const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

/** "1234.500" and the like: a sign, digits with leading zeros, and a fraction of any length. */
const decimalText = fc
  .tuple(
    fc.boolean(),
    fc.stringMatching(/^\d{1,12}$/),
    fc.option(fc.stringMatching(/^\d{1,6}$/), { nil: undefined }),
  )
  .map(([isNegative, whole, part]) => `${isNegative ? '-' : ''}${whole}${part ? `.${part}` : ''}`);

describe('the one text of an amount', () => {
  test.each([
    ['0', '0.00'],
    ['-0', '0.00'],
    ['-0.00', '0.00'],
    ['-0.000', '0.00'],
    ['-000', '0.00'],
    ['1234.5', '1234.50'],
    ['1.2300', '1.23'],
    ['1.2345', '1.2345'],
    ['1.2340', '1.234'],
    ['007.10', '7.10'],
    ['-12', '-12.00'],
    [' 5.00 ', '5.00'],
    ['99999999999999999999.99', '99999999999999999999.99'],
  ])('%j is %s', (text, canonical) => {
    expect(canonicalAmount(text)).toBe(canonical);
  });

  test.each([
    '',
    ' ',
    '1e3',
    '1E3',
    '1.2.3',
    '.5',
    '5.',
    '+1',
    '--1',
    '1,000.00',
    '$5',
    'NaN',
    'Infinity',
    '0x10',
    '- 1',
    '１.00',
  ])('%j is refused, and the error names it', (text) => {
    expect(() => canonicalAmount(text)).toThrow(NotAnAmountError);
    expect(() => canonicalAmount(text)).toThrow(`"${text}" is not an amount`);
    expect(() => toMinor(text)).toThrow(NotAnAmountError);
  });

  test('a text and its canonical form are the same number, and the canonical form is its own', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const canonical = canonicalAmount(text);
        expect(new Exact(canonical).equals(new Exact(text))).toBe(true);
        expect(canonicalAmount(canonical)).toBe(canonical);
        expect(amountSchema.safeParse(canonical).success).toBe(true);
      }),
    );
  });

  test('two texts are the same amount exactly when they are the same number', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        expect(sameAmount(a, b)).toBe(new Exact(a).equals(new Exact(b)));
        expect(sameAmount(a, a.includes('.') ? `${a}0` : `${a}.0`)).toBe(true);
      }),
    );
  });
});

describe('invariant 2: minor units are exact', () => {
  test('there and back is identity', () => {
    fc.assert(
      fc.property(minor, (value) => {
        expect(toMinor(fromMinor(value))).toBe(value);
        expect(new Exact(fromMinor(value)).times(100).toFixed(0)).toBe(
          new Exact(value.toString()).toFixed(0),
        );
      }),
    );
  });

  test.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [100n, '1.00'],
    [-123456n, '-1234.56'],
  ])('%s hundredths are %s', (value, text) => {
    expect(fromMinor(value)).toBe(text);
  });

  test.each(['0.001', '1.005', '-3.3333'])('%s has parts of a cent and is refused', (text) => {
    expect(isWholeMinor(text)).toBe(false);
    expect(() => toMinor(text)).toThrow('parts of a cent');
  });

  test('zeros past the second place are no parts of a cent', () => {
    expect(isWholeMinor('1.5000')).toBe(true);
    expect(toMinor('1.5000')).toBe(150n);
  });

  test('sums neither lose nor gain', () => {
    expect(sumMinor([])).toBe(0n);
    expect(sumMinor([10n ** 18n, 1n, -(10n ** 18n)])).toBe(1n);
  });
});

describe('roundings', () => {
  test.each([
    [1005n, 15n, 100n, 151n],
    [10n, 15n, 100n, 2n],
    [-10n, 15n, 100n, -2n],
    [3n, 15n, 100n, 0n],
    [1n, 1n, 2n, 1n],
    [-1n, 1n, 2n, -1n],
    [100n, -1n, 3n, -33n],
  ])('%s × %s / %s = %s', (value, numerator, denominator, rounded) => {
    expect(scaleMinor(value, numerator, denominator)).toBe(rounded);
  });

  test.each([0n, -3n])('a denominator of %s is refused', (denominator) => {
    expect(() => scaleMinor(1n, 1n, denominator)).toThrow(RangeError);
  });

  test('scaling rounds half away from zero, as decimal.js does', () => {
    fc.assert(
      fc.property(
        minor,
        fc.bigInt({ min: -100_000n, max: 100_000n }),
        fc.bigInt({ min: 1n, max: 100_000n }),
        (value, numerator, denominator) => {
          const exact = new Exact((value * numerator).toString()).div(denominator.toString());
          // −0 is 0 in whole cents.
          const expected = BigInt(exact.toFixed(0, Decimal.ROUND_HALF_UP).replace(/^-0$/, '0'));
          expect(scaleMinor(value, numerator, denominator)).toBe(expected);
        },
      ),
    );
  });

  test.each([
    [100_00n, '15', 15_00n],
    [33_35n, '15', 5_00n],
    [33_30n, '15', 5_00n],
    [-33_30n, '15', -5_00n],
    [100_00n, '12.5', 12_50n],
    [1_00n, '0.0000', 0n],
    [100_00n, '15.0000', 15_00n],
  ])('%s cents at %s %% are %s', (value, percent, tax) => {
    expect(percentOfMinor(value, percent)).toBe(tax);
  });

  test('a percentage of up to four places rounds as decimal.js does', () => {
    const percent = fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 9999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`);
    fc.assert(
      fc.property(minor, percent, (value, rate) => {
        const exact = new Exact(value.toString()).times(rate).div(100);
        const expected = BigInt(exact.toFixed(0, Decimal.ROUND_HALF_UP).replace(/^-0$/, '0'));
        expect(percentOfMinor(value, rate)).toBe(expected);
      }),
    );
  });
});
