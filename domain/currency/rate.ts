// What an amount in another currency is worth in the organisation's own, as Xero values a line of a document.
import { Decimal } from 'decimal.js';
import { scaleMinor } from '../money/amount.ts';

/**
 * How Xero quotes `CurrencyRate`: how much of the foreign currency one of the organisation's own buys. Unconfirmed: Xero's
 * documents give examples only (0.615310 EUR of an organisation in New Zealand), so that this is the one place that says so.
 * Source: Xero developer docs, Purchase Orders, example; read 2026-11-23.
 */
const quotedAs = 'foreignPerBase' as 'foreignPerBase' | 'basePerForeign';

/** Minor units of the own currency, rounded half away from zero as Xero rounds each line. Rate as exact text above zero. */
export function inBase(minor: bigint, rate: string): bigint {
  const exact = new Decimal(rate);
  if (!exact.gt(0)) throw new RangeError(`a rate of ${rate} values nothing`);
  const scale = new Decimal(10).pow(exact.decimalPlaces());
  const [above, below] = [BigInt(exact.times(scale).toFixed(0)), BigInt(scale.toFixed(0))];
  return quotedAs === 'foreignPerBase'
    ? scaleMinor(minor, below, above)
    : scaleMinor(minor, above, below);
}
