// What an amount in another currency is worth in the organisation's own, as Xero values a line of a document.
import { dividedByRate, scaleMinor, timesRate } from '../money/amount.ts';

/**
 * How Xero quotes `CurrencyRate`: how much of the foreign currency one of the organisation's own buys. Unconfirmed: Xero's
 * documents give examples only (0.615310 EUR of an organisation in New Zealand), so that this is the one place that says so.
 * Source: Xero developer docs, Purchase Orders, example; read 2026-11-23.
 */
const quotedAs = 'foreignPerBase' as 'foreignPerBase' | 'basePerForeign';

/** Minor units of the own currency, rounded half away from zero as Xero rounds each line. Rate as exact text above zero. */
export function inBase(minor: bigint, rate: string): bigint {
  return quotedAs === 'foreignPerBase' ? dividedByRate(minor, rate) : timesRate(minor, rate);
}

/**
 * The rate, as Xero quotes it, at which so much foreign currency is worth so much of the own: six decimals, as many as Xero
 * takes (OpenAPI 16.1.0, CurrencyRate; read 2026-11-23). Both in minor units; null unless both are above zero.
 */
export function rateOf(foreign: bigint, own: bigint): string | null {
  const [above, below] = quotedAs === 'foreignPerBase' ? [foreign, own] : [own, foreign];
  if (below <= 0n || above <= 0n) return null;
  const millionths = scaleMinor(above, 1_000_000n, below);
  const digits = millionths.toString().padStart(7, '0');
  return millionths === 0n ? null : `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
