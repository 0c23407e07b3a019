// What Xero remarks about a rate that is far from that of its day, and takes all the same.
import type { Day } from './dates.ts';
import type { InCurrency } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { XeroState } from './xero-state.ts';
import { decimal } from './json-input.ts';
import { rateOn } from './day-rates.ts';
import { texts } from './texts.ts';

/** Ours: how far is too far is not told. */
const FAR = 2n;

/**
 * Of a rate that was sent. Source: Xero developer docs, change of 2026-04-07, as quoted in public notes, read 2026-11-23;
 * the rest is an open rule.
 */
export function rateWarnings(
  state: XeroState,
  input: JsonObject,
  { currencyCode, currencyRate = null, date }: InCurrency & { date: Day },
): string[] {
  const isSent = decimal(input, 'CurrencyRate') !== undefined;
  if (!isSent || currencyRate === null || state.rule('suspiciousRate') === 'silent') return [];
  const { millionths } = rateOn(state, currencyCode, date);
  const isFar =
    currencyRate.millionths > millionths * FAR || currencyRate.millionths * FAR < millionths;
  return isFar ? [texts.suspiciousRate] : [];
}
