// Exchange rates as exact decimal text: turned round, crossed and applied without floating point.
import { divideRounded } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';

type Decimal = { units: bigint; scale: number };

function decimalOf(rate: string): Decimal {
  const [whole = '0', fraction = ''] = rate.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** Six decimals, as the reference's own example 1.234567 (read 2026-11-27); how many there may be is UNCONFIRMED. */
const DECIMALS = 6;
/** So that the rate of a small unit still says something: one rupiah is 0.000105263 dollars. */
const DIGITS = 6;
const DECIMALS_MAX = 18;

/** `dividend` / `divisor`, rounded half up. Both are above zero. */
export function quotientOf(dividend: string, divisor: string): string {
  const [over, under] = [decimalOf(dividend), decimalOf(divisor)];
  let decimals = DECIMALS;
  let units = roundedAt(over, under, decimals);
  while (String(units).length < DIGITS && decimals < DECIMALS_MAX) {
    decimals += 1;
    units = roundedAt(over, under, decimals);
  }
  return rateText({ units, scale: decimals });
}

function roundedAt(over: Decimal, under: Decimal, decimals: number): bigint {
  const dividend = over.units * 10n ** BigInt(under.scale + decimals);
  const divisor = under.units * 10n ** BigInt(over.scale);
  return (dividend * 2n + divisor) / (divisor * 2n);
}

/** Without trailing zeros, but always with a decimal: "2.0". */
function rateText({ units, scale }: Decimal): string {
  const digits = String(units).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${digits.slice(0, -scale)}.${fraction === '' ? '0' : fraction}`;
}

/** An amount at a rate, to the nearest cent. */
export function atRate(amount: Cents, rate: string): Cents {
  const { units, scale } = decimalOf(rate);
  return divideRounded(amount * units, 10n ** BigInt(scale));
}

/** The same rate seen from the other currency. */
export function inverseOf(rate: string): string {
  return quotientOf('1', rate);
}
