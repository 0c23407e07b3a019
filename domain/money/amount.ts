// What an amount is: an exact decimal string at every edge, integer minor units (hundredths) inside.
import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** An exact decimal as text, at least two places: "1234.50". Never a float. */
export type Amount = string;

/** A percentage or an exchange rate as exact decimal text: "15" is 15 %. */
export type Rate = string;

const decimalText = /^-?\d+(\.\d+)?$/;

/** Says which text could not be read as an amount; the caller names the field. */
export class NotAnAmountError extends Error {
  readonly text: string;
  constructor(text: string, why: string) {
    super(`"${text}" is not an amount: ${why}`);
    this.name = 'NotAnAmountError';
    this.text = text;
  }
}

/** The zod form of a canonical amount, for records read back from storage. */
export const amountSchema = z
  .string()
  .regex(/^-?\d+\.\d{2,}$/, 'an exact decimal with at least two places');

/**
 * The one way to write a decimal: no exponent, no plus sign, no "-0.00", at least two places, no
 * zeros past the second place. "1234.5" → "1234.50"; "1.2300" → "1.23"; "1.2345" → "1.2345".
 */
export function canonicalAmount(text: string): Amount {
  const trimmed = text.trim();
  if (!decimalText.test(trimmed)) throw new NotAnAmountError(text, 'digits with an optional point');
  const negative = trimmed.startsWith('-');
  const [wholeRaw = '0', fractionRaw = ''] = trimmed.replace('-', '').split('.');
  const whole = wholeRaw.replace(/^0+(?=\d)/, '');
  const fraction = fractionRaw.replace(/0+$/, '').padEnd(2, '0');
  const isZero = /^0*$/.test(whole) && /^0*$/.test(fraction);
  return `${negative && !isZero ? '-' : ''}${whole}.${fraction}`;
}

/**
 * Hundredths as an integer. 12.34 → 1234n. Throws NotAnAmountError for parts of a hundredth, so that
 * a fraction of a cent can never be dropped unseen.
 */
export function toMinor(amount: Amount): bigint {
  const canonical = canonicalAmount(amount);
  const [whole = '0', fraction = '00'] = canonical.replace('-', '').split('.');
  if (fraction.length > 2) throw new NotAnAmountError(amount, 'it has parts of a cent');
  const minor = BigInt(whole) * 100n + BigInt(fraction);
  return canonical.startsWith('-') ? -minor : minor;
}

/** Whether an amount is a whole number of hundredths. */
export function isWholeMinor(amount: Amount): boolean {
  return (canonicalAmount(amount).split('.')[1] ?? '').length <= 2;
}

/** The canonical text of an integer number of hundredths. 1234n → "12.34". */
export function fromMinor(minor: bigint): Amount {
  const negative = minor < 0n;
  const digits = (negative ? -minor : minor).toString().padStart(3, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The exact sum of minor units. */
export function sumMinor(parts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const part of parts) total += part;
  return total;
}

/**
 * `numerator / denominator × minor`, rounded half away from zero to a whole step, as Xero and Procore both round.
 * 1005 × 15/100 = 150.75 → 151, and 200 where the step is that of a currency without cents.
 */
export function scaleMinor(
  minor: bigint,
  numerator: bigint,
  denominator: bigint,
  step = 1n,
): bigint {
  if (denominator <= 0n) throw new RangeError('the denominator must be above zero');
  const product = minor * numerator;
  const magnitude = product < 0n ? -product : product;
  const unit = denominator * step;
  const rounded = ((2n * magnitude + unit) / (2n * unit)) * step;
  return product < 0n ? -rounded : rounded;
}

/**
 * What `part` of `of` is of `whole`, rounded to the step; all of it once all is there, so that cumulative shares close
 * to the cent whatever they were rounded to. 38.33 of 115.00, whole 100.00 → 33.33.
 */
export function shareMinor(
  part: bigint,
  { of, whole, step }: { of: bigint; whole: bigint; step: bigint },
): bigint {
  return part === of ? whole : scaleMinor(part, whole, of, step);
}

/** A rate above zero as a fraction of integers: "0.55" is 55/100. */
function fractionOf(rate: Rate): { above: bigint; below: bigint } {
  const exact = new Decimal(rate);
  if (!exact.gt(0)) throw new RangeError(`a rate of ${rate} values nothing`);
  const below = 10n ** BigInt(Math.max(0, exact.decimalPlaces()));
  return { above: BigInt(exact.times(below.toString()).toString()), below };
}

/** An amount in minor units at a rate above zero, rounded half away from zero to a whole step. */
export function timesRate(minor: bigint, rate: Rate, step = 1n): bigint {
  const { above, below } = fractionOf(rate);
  return scaleMinor(minor, above, below, step);
}

/** The same, divided by it. */
export function dividedByRate(minor: bigint, rate: Rate, step = 1n): bigint {
  const { above, below } = fractionOf(rate);
  return scaleMinor(minor, below, above, step);
}

/** `percent` of an amount in minor units, rounded half away from zero to a whole step. Percent is exact text: "15", "12.5". */
export function percentOfMinor(minor: bigint, percent: Rate, step = 1n): bigint {
  const rate = new Decimal(percent);
  const scale = 10n ** BigInt(Math.max(0, rate.decimalPlaces()));
  return scaleMinor(minor, BigInt(rate.times(scale.toString()).toString()), 100n * scale, step);
}

/** A decimal times a whole number, rounded half up to a whole one, and whether that is exact: 7.333 × 60 = 439.98 → 440. */
export function timesWhole(amount: Amount, factor: bigint): { rounded: bigint; isExact: boolean } {
  const places = placesOf(amount);
  const one = 10n ** BigInt(places);
  const product = toScaled(amount, places) * factor;
  const rounded = scaleMinor(product, 1n, one);
  return { rounded, isExact: rounded * one === product };
}

/** The exact sum of amounts, whatever parts of a cent they have. */
export function sumAmounts(amounts: readonly Amount[]): Amount {
  const places = Math.max(2, ...amounts.map(placesOf));
  return fromScaled(sumMinor(amounts.map((amount) => toScaled(amount, places))), places);
}

/** a − b, exactly. */
export function subtractAmounts(a: Amount, b: Amount): Amount {
  const places = Math.max(placesOf(a), placesOf(b));
  return fromScaled(toScaled(a, places) - toScaled(b, places), places);
}

export function isGreater(a: Amount, b: Amount): boolean {
  const places = Math.max(placesOf(a), placesOf(b));
  return toScaled(a, places) > toScaled(b, places);
}

function placesOf(amount: Amount): number {
  return (canonicalAmount(amount).split('.')[1] ?? '').length;
}

function toScaled(amount: Amount, places: number): bigint {
  const [whole = '0', fraction = ''] = canonicalAmount(amount).replace('-', '').split('.');
  const scaled = BigInt(whole + fraction.padEnd(places, '0'));
  return amount.trim().startsWith('-') ? -scaled : scaled;
}

function fromScaled(scaled: bigint, places: number): Amount {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return canonicalAmount(scaled < 0n ? `-${text}` : text);
}

/** An amount for a sentence: "17674.41" → "17,674.41". */
export function groupedAmount(amount: Amount): string {
  const [whole = '', fraction = ''] = canonicalAmount(amount).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** Whether two decimal texts are the same number, whatever their zeros. */
export function sameAmount(a: Amount, b: Amount): boolean {
  return canonicalAmount(a) === canonicalAmount(b);
}

/** Whether text is a canonical amount, and not an amount with a quantity or a note beside it. */
export function isAmountText(text: string): boolean {
  return amountSchema.safeParse(text).success;
}
