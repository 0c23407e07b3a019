// The sum of two decimals at their own precision, where one of them may have parts of a cent.
import type { Amount } from './amount.ts';
import { canonicalAmount } from './amount.ts';

const placesOf = (amount: Amount): number => (amount.split('.')[1] ?? '').length;

/** 1792.13 + 268.8188 = 2060.9488. */
export function exactSum(a: Amount, b: Amount): Amount {
  const places = Math.max(placesOf(a), placesOf(b));
  const scaled = (amount: Amount): bigint =>
    BigInt(amount.replace('.', '') + '0'.repeat(places - placesOf(amount)));
  const sum = scaled(a) + scaled(b);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - places), digits.slice(-places)];
  const text = places === 0 ? digits : `${whole}.${fraction}`;
  return canonicalAmount(sum < 0n ? `-${text}` : text);
}
