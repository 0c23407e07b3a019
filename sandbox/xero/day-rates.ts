// The rate of a day: what a test has set, or else a series of the sandbox's own that swings from day to day.
import type { Day } from './dates.ts';
import type { Millionths } from './decimal.ts';
import type { Rate } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { divideRounded } from './decimal.ts';
import { rateQuoted } from './exchange.ts';

/** How many of each are worth ten thousand US dollars, near enough. */
const WORTH: Record<string, bigint> = {
  USD: 10_000n,
  AUD: 15_200n,
  CAD: 13_700n,
  CHF: 8_800n,
  CNY: 72_000n,
  DKK: 68_600n,
  EUR: 9_200n,
  FJD: 22_500n,
  GBP: 7_900n,
  HKD: 78_100n,
  INR: 835_000n,
  JPY: 1_500_000n,
  KWD: 3_070n,
  MYR: 46_000n,
  NOK: 107_000n,
  NZD: 17_000n,
  SEK: 105_000n,
  SGD: 13_400n,
  THB: 360_000n,
  ZAR: 183_000n,
};
const ANY_WORTH = 10_000n;
const MILLION = 1_000_000n;
/** Three percent up or down, in hundred-thousandths. */
const SWING = 3_000;
const WHOLE = 100_000n;

/**
 * Of the document's date, or else of the closest day there is one for: "the rate of the day for the document date, or the
 * closest available rate". Source: Xero staff, community.xero.com/developer/discussion/38091, read 2026-11-27. Which of
 * an earlier and a later day is closest is not said: the earlier one here.
 */
export function rateOn(state: XeroState, code: string, day: Day): Rate {
  const set = state.dayRates.get(code) ?? {};
  const days = Object.keys(set).sort();
  const closest = days.findLast((one) => one <= day) ?? days[0];
  const perBase = closest === undefined ? undefined : set[closest];
  return rateQuoted(state, perBase ?? ownSeries(state.organisation().baseCurrency, code, day));
}

function ownSeries(base: string, code: string, day: Day): Millionths {
  const worth = (WORTH[code] ?? ANY_WORTH) * MILLION;
  const swing = (hashOf(`${code} ${day}`) % (2 * SWING + 1)) - SWING;
  return divideRounded(worth * (WHOLE + BigInt(swing)), (WORTH[base] ?? ANY_WORTH) * WHOLE);
}

/** FNV-1a: the same on every machine. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
