// Proves that Xero's tax is computed as Xero does, and that its difference from Procore's has a cause or waits.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Amount } from '../../../domain/money/amount.ts';
import { fromMinor } from '../../../domain/money/amount.ts';
import { tieTax, xeroTaxOf } from '../../../domain/tax/tax-tie.ts';
import type { TaxedLine } from '../../../domain/tax/tax-tie.ts';

const at15 = (...amounts: bigint[]): TaxedLine[] =>
  amounts.map((amount) => ({ amount, rate: '15', step: 1n }));
/** 1,234 yen at 15 % is 185.1 yen, so 185. */
const inYen = (...amounts: bigint[]): TaxedLine[] =>
  amounts.map((amount) => ({ amount, rate: '15', step: 100n }));
const at0 = (...amounts: bigint[]): TaxedLine[] =>
  amounts.map((amount) => ({ amount, rate: '0.0000', step: 1n }));

describe('the tax of a bill', () => {
  test.each<[string, TaxedLine[], bigint]>([
    ['no lines', [], 0n],
    ['100.00 → 15.00', at15(100_00n), 15_00n],
    ['1,234 yen → 185.1 → 185 yen', inYen(1_234_00n), 185_00n],
    ['1,270 yen → 190.5 → 191 yen, twice', inYen(1_270_00n, 1_270_00n), 382_00n],
    ['33.35 → 5.0025 → 5.00, twice', at15(33_35n, 33_35n), 10_00n],
    ['0.10 → 0.015 → 0.02, three times', at15(10n, 10n, 10n), 6n],
    ['−0.10 → −0.015 → −0.02', at15(-10n), -2n],
    ['a rate of nothing', at0(100_00n), 0n],
  ])('%s', (_what, lines, tax) => {
    expect(xeroTaxOf(lines)).toBe(tax);
  });
});

describe('the tie of tax, Xero minus Procore', () => {
  test.each<[string, TaxedLine[], TaxedLine[], Amount, ReturnType<typeof tieTax>]>([
    ['15.00 − 15.00: none', at15(100_00n), [], '15.00', { cause: 'none' }],
    [
      '1,500.00 − 150.00 held = 1,350.00 and Procore says so too: none',
      at15(10_000_00n),
      at15(-1_000_00n),
      '1350.00',
      { cause: 'none' },
    ],
    [
      '33.35 twice: Xero 5.00 + 5.00, Procore 10.005 → 10.01: one cent of rounding',
      at15(33_35n, 33_35n),
      [],
      '10.01',
      { cause: 'rounding', difference: '-0.01' },
    ],
    [
      '0.10 three times: Xero 0.06, Procore 0.045 → 0.05: one cent of rounding',
      at15(10n, 10n, 10n),
      [],
      '0.05',
      { cause: 'rounding', difference: '0.01' },
    ],
    [
      'two cents over two taxed lines: the most that is rounding',
      at15(100_00n, 100_00n),
      [],
      '30.02',
      { cause: 'rounding', difference: '-0.02' },
    ],
    [
      'three cents over two taxed lines: unexplained',
      at15(100_00n, 100_00n),
      [],
      '30.03',
      { cause: 'unexplained', difference: '-0.03' },
    ],
    [
      'one cent where the other line is not taxed: rounding',
      [...at15(100_00n), ...at0(100_00n)],
      [],
      '15.01',
      { cause: 'rounding', difference: '-0.01' },
    ],
    [
      'two cents where one of two lines is not taxed: unexplained',
      [...at15(100_00n), ...at0(100_00n)],
      [],
      '15.02',
      { cause: 'unexplained', difference: '-0.02' },
    ],
    [
      'a cent on lines of no tax at all: unexplained',
      at0(100_00n, 50_00n),
      [],
      '0.01',
      { cause: 'unexplained', difference: '-0.01' },
    ],
    [
      'a line of 0.00 rounds nothing: two cents over one other: unexplained',
      at15(100_00n, 0n),
      [],
      '15.02',
      { cause: 'unexplained', difference: '-0.02' },
    ],
    [
      'Procore taxed the gross 1,500.00, Xero 1,350.00: −150.00 on the 1,000.00 held',
      at15(10_000_00n),
      at15(-1_000_00n),
      '1500.00',
      { cause: 'taxTimingOnRetainage', difference: '-150.00' },
    ],
    [
      'the same within two cents of two lines',
      at15(10_000_00n),
      at15(-1_000_00n),
      '1500.02',
      { cause: 'taxTimingOnRetainage', difference: '-150.02' },
    ],
    [
      'the same and three cents: unexplained',
      at15(10_000_00n),
      at15(-1_000_00n),
      '1500.03',
      { cause: 'unexplained', difference: '-150.03' },
    ],
    [
      'Procore says nothing where Xero says 15.00: unexplained',
      at15(100_00n),
      [],
      '0.00',
      { cause: 'unexplained', difference: '15.00' },
    ],
    [
      'the other way about, +150.00: unexplained',
      at15(10_000_00n),
      at15(-1_000_00n),
      '1200.00',
      { cause: 'unexplained', difference: '150.00' },
    ],
    [
      'Procore sends 268.8188, rounded by nobody, and Xero says 268.82: rounding (M13)',
      at15(1_792_13n),
      [],
      '268.8188',
      { cause: 'rounding', difference: '0.0012' },
    ],
    [
      'one yen apart on one taxed line, which is rounded to whole yen',
      inYen(1_234_00n),
      [],
      '186',
      { cause: 'rounding', difference: '-1.00' },
    ],
    [
      'two yen apart on it',
      inYen(1_234_00n),
      [],
      '187',
      { cause: 'unexplained', difference: '-2.00' },
    ],
    [
      '0.0101 apart on one taxed line: more than rounding',
      at15(100_00n),
      [],
      '14.9899',
      { cause: 'unexplained', difference: '0.0101' },
    ],
  ])('%s', (_what, lines, retainage, procoreTax, tie) => {
    expect(tieTax(lines, retainage, procoreTax)).toEqual(tie);
  });

  test("Procore's way of rounding, once over the sum, is never unexplained", () => {
    const amount = fc.bigInt({ min: -1_000_000_00n, max: 1_000_000_00n });
    const rate = fc.constantFrom('15', '12.5', '10', '0', '0.0000');
    const unit = fc.constantFrom(1n, 100n);
    const linesIn = (step: bigint) =>
      fc.array(
        fc.record({
          amount: amount.map((one) => (one / step) * step),
          rate,
          step: fc.constant(step),
        }),
        { maxLength: 12 },
      );
    const ofOneCurrency = unit.chain((step) => fc.tuple(fc.constant(step), linesIn(step)));
    fc.assert(
      fc.property(ofOneCurrency, fc.boolean(), ([step, lines], taxesGross) => {
        const retainage = lines.map(({ amount: work, rate: r }) => ({
          amount: (-work / 10n / step) * step,
          rate: r,
          step,
        }));
        const taxed = taxesGross ? lines : [...lines, ...retainage];
        const exact = taxed.reduce(
          (sum, { amount: base, rate: r }) =>
            sum.plus(new Decimal(base.toString()).times(r).div(100)),
          new Decimal(0),
        );
        const units = exact.div(step.toString()).toFixed(0, Decimal.ROUND_HALF_UP);
        const rounded = BigInt(units.replace(/^-0$/, '0')) * step;
        const procoreTax = fromMinor(rounded);
        expect(tieTax(lines, retainage, procoreTax).cause).not.toBe('unexplained');
      }),
    );
  });
});
