// What an amount in another currency is worth in the organisation's own, as Xero values a line of a document.
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
