// How money is counted in the sandboxes: whole cents as bigint, decimal strings with two places at the edges.

export type Cents = bigint;

const AMOUNT = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/;

/** "-12.5" → -1250n. Throws on anything that is not a decimal with at most two places. */
export function centsOf(text: string): Cents {
  const match = AMOUNT.exec(text.trim());
  if (match === null) throw new RangeError(`Not an amount with at most two decimals: "${text}"`);
  const [, sign, whole, fraction] = match;
  const cents = BigInt(whole ?? '0') * 100n + BigInt((fraction ?? '').padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}

/** "12.345" → 1235n: an amount with up to four decimals, rounded half away from zero. */
export function nearestCentsOf(text: string): Cents {
  const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined)
    throw new RangeError(`Not an amount with at most four decimals: "${text}"`);
  const units = BigInt(whole) * 10_000n + BigInt((fraction ?? '').padEnd(4, '0'));
  return divideRounded(sign === '-' ? -units : units, 100n);
}

/** -1250n → "-12.50". */
export function textOf(cents: Cents): string {
  const sign = cents < 0n ? '-' : '';
  const absolute = cents < 0n ? -cents : cents;
  const fraction = String(absolute % 100n).padStart(2, '0');
  return `${sign}${String(absolute / 100n)}.${fraction}`;
}

/** Quotient rounded half away from zero: 12345 × 10 % = 1234.5 → 1235; -1234.5 → -1235. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator must be positive');
  const negative = numerator < 0n;
  const absolute = negative ? -numerator : numerator;
  const rounded = (absolute * 2n + denominator) / (denominator * 2n);
  return negative ? -rounded : rounded;
}

/** A percentage with two places as hundredths of a percent: "10.00" → 1000n. */
export function basisPointsOf(percent: string): bigint {
  return centsOf(percent);
}

export function percentOf(amount: Cents, basisPoints: bigint): Cents {
  return divideRounded(amount * basisPoints, 10_000n);
}

/** `part` of `whole` in percent with two places, also of a deduction; "0.00" where there is no whole. */
export function percentText(part: Cents, whole: Cents): string {
  if (whole < 0n) return percentText(-part, -whole);
  return whole === 0n ? '0.00' : textOf(divideRounded(part * 10_000n, whole));
}

export function sum(amounts: Iterable<Cents>): Cents {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
