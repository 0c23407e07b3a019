// What a rate between a foreign currency and the organisation's own says: how it is read, kept, shown and reckoned with.
import type { Cents, Decimal, Millionths } from './decimal.ts';
import type { Rate } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { divideRounded, scaledTo, textOf } from './decimal.ts';

const ONE: Millionths = 1_000_000n;
/** Source: Xero OpenAPI 16.1.0, Invoice.CurrencyRate, max length [18].[6], read 2026-11-27. */
const WHOLE_DIGITS_MAX = 10n ** 18n;

/** A rate that a caller gives; null where it is not above zero, or is finer than six decimals. */
export function rateGiven(state: XeroState, given: Decimal): Rate | null {
  const millionths = scaledTo(given, 6);
  const isWhole = given.scale <= 6 || millionths * 10n ** BigInt(given.scale - 6) === given.digits;
  if (!isWhole || millionths <= 0n || millionths >= WHOLE_DIGITS_MAX * ONE) return null;
  return { millionths, quoted: state.rule('currencyRateDirection') };
}

/** So many units of the foreign currency for one of the organisation's own, quoted as the open rule says. */
export function rateQuoted(state: XeroState, perBase: Millionths): Rate {
  return turned({ millionths: perBase, quoted: 'foreignPerBase' }, quotedNow(state));
}

/** The rate at which an amount was worth what the bank moved. */
export function rateBetween(state: XeroState, amount: Cents, bankAmount: Cents): Rate {
  const quoted = quotedNow(state);
  const [dividend, divisor] =
    quoted === 'foreignPerBase' ? [amount, bankAmount] : [bankAmount, amount];
  return { millionths: divideRounded(dividend * ONE, divisor), quoted };
}

/** In the organisation's currency, to the cent. A rate of 1 is no rate: null. */
export function toBase(amount: Cents, rate: Rate | null): Cents {
  if (rate === null) return amount;
  return rate.quoted === 'foreignPerBase'
    ? divideRounded(amount * ONE, rate.millionths)
    : divideRounded(amount * rate.millionths, ONE);
}

/** With all six decimals, the way the open rule quotes it now. */
export function rateText(state: XeroState, rate: Rate | null): string {
  return textOf(rate === null ? ONE : turned(rate, quotedNow(state)).millionths, 6);
}

/** `CurrencyRate`; 1 in the organisation's own currency. Source: Xero developer docs, Invoices, read 2026-11-23. */
export function rateNumber(state: XeroState, rate: Rate | null): number {
  return Number(rateText(state, rate));
}

export function isSameRate(one: Rate | null, other: Rate | null): boolean {
  return one?.millionths === other?.millionths && one?.quoted === other?.quoted;
}

function quotedNow(state: XeroState): Rate['quoted'] {
  return state.rule('currencyRateDirection');
}

/** To six digits. Source: help.xero.com/CurrencySettings, as quoted in public notes, read 2026-11-27. */
function turned(rate: Rate, quoted: Rate['quoted']): Rate {
  if (rate.quoted === quoted) return rate;
  return { millionths: divideRounded(ONE * ONE, rate.millionths), quoted };
}
