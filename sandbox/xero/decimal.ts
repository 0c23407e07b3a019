// How amounts are read, held and shown: exact scaled integers inside, JSON numbers at the edge, halves away from zero.

/** An amount in hundredths. */
export type Cents = bigint;
/** A quantity or unit price in ten-thousandths. */
export type Fourths = bigint;
/** A rate between currencies. */
export type Millionths = bigint;

export type Decimal = { digits: bigint; scale: number };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * A number in a body has been through a double, so its shortest text is what was meant: 0.1 is 0.1.
 * Null when it is not a decimal at all.
 */
export function parseDecimal(value: unknown): Decimal | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = DECIMAL.exec(String(value).trim());
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 40) return null;
  const magnitude = BigInt(whole + fraction);
  const digits = sign === '-' ? -magnitude : magnitude;
  const scale = fraction.length - shift;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** 2.345 at two places is 2.35, and -2.345 is -2.35. */
export function scaledTo(decimal: Decimal, scale: number): bigint {
  if (decimal.scale <= scale) return decimal.digits * 10n ** BigInt(scale - decimal.scale);
  return divideRounded(decimal.digits, 10n ** BigInt(decimal.scale - scale));
}

/** "12.5" is 125000n, as rates are kept. Throws on what is no decimal. */
export function fourthsOf(text: string): Fourths {
  const decimal = parseDecimal(text);
  if (decimal === null) throw new RangeError(`"${text}" is not a number`);
  return scaledTo(decimal, 4);
}

export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const isNegative = dividend < 0n !== divisor < 0n;
  const magnitude = dividend < 0n ? -dividend : dividend;
  const by = divisor < 0n ? -divisor : divisor;
  const rounded = (2n * magnitude + by) / (2n * by);
  return isNegative ? -rounded : rounded;
}

/** To whole steps of the smallest amount there is: 12.50 in steps of 1.00 is 13.00. */
export function inSteps(amount: Cents, step: Cents): Cents {
  return divideRounded(amount, step) * step;
}

/** Half a cent goes to the even neighbour: 0.045 is 0.04 and 0.055 is 0.06. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const rounded = divideRounded(dividend, divisor);
  const rest = 2n * (rounded * divisor - dividend);
  const isHalf = rest === divisor || rest === -divisor;
  if (!isHalf || rounded % 2n === 0n) return rounded;
  return rounded > 0n ? rounded - 1n : rounded + 1n;
}

export function textOf(scaled: bigint, scale: number): string {
  const magnitude = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return `${sign}${magnitude.slice(0, -scale)}.${magnitude.slice(-scale)}`;
}

export function centsText(cents: Cents): string {
  return textOf(cents, 2);
}

/** The JSON number whose text is exactly this amount; below 15 digits a double gives it back. */
export function centsNumber(cents: Cents): number {
  return Number(textOf(cents, 2));
}

export function fourthsNumber(fourths: Fourths): number {
  return Number(textOf(fourths, 4));
}

export function sumOf(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
