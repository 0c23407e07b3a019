// What an amount in another currency is worth in the organisation's own, as Xero values a line of a document.
import { Decimal } from 'decimal.js';
import { dividedByRate, timesRate } from '../money/amount.ts';

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
 * takes (OpenAPI 16.1.0, CurrencyRate; read 2026-11-23). Both in minor units and of one sign; null where there is none.
 */
export function rateOf(foreign: bigint, own: bigint): string | null {
  const [above, below] = quotedAs === 'foreignPerBase' ? [foreign, own] : [own, foreign];
  if (below === 0n) return null;
  const rate = new Decimal(above.toString()).div(below.toString());
  return rate.gt('0.000001') ? rate.toFixed(6, Decimal.ROUND_HALF_UP) : null;
}
