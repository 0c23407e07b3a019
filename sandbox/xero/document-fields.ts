// How the fields that bills, sales invoices and orders share are read.
import type { Day } from './dates.ts';
import type { InCurrency, LineAmountTypes, Rate } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import { decimal, text } from './json-input.ts';
import { isForeign, isSubscribed } from './currencies.ts';
import { rateGiven } from './exchange.ts';
import { rateOn } from './day-rates.ts';
import { texts } from './texts.ts';

const LINE_AMOUNT_TYPES: Record<string, LineAmountTypes> = {
  exclusive: 'Exclusive',
  inclusive: 'Inclusive',
  notax: 'NoTax',
};

/** Exclusive when not said. Source: Xero developer docs, Invoices and Purchase Orders, read 2026-11-23. */
export function lineAmountTypesFrom(
  input: JsonObject,
  current: LineAmountTypes | null,
  problems: Problems,
): LineAmountTypes {
  const given = text(input, 'LineAmountTypes');
  if (given === undefined || given === '') return current ?? 'Exclusive';
  const known = LINE_AMOUNT_TYPES[given.toLowerCase()];
  if (known === undefined) problems.add(texts.lineAmountTypesInvalid);
  return known ?? 'Exclusive';
}

/**
 * The currency, and the rate: the one given, or else the one it had where neither date nor currency is another, or else
 * that of its date.
 */
export function currencyFrom(
  state: XeroState,
  input: JsonObject,
  before: (InCurrency & { date: Day }) | null,
  date: Day,
  problems: Problems,
): Required<InCurrency> {
  const given = text(input, 'CurrencyCode') ?? '';
  const earlier = before?.currencyCode ?? state.organisation().baseCurrency;
  const currencyCode = given === '' ? earlier : given;
  if (given !== '' && !isSubscribed(state, given)) {
    problems.add(texts.currency(given));
    return { currencyCode, currencyRate: null };
  }
  if (!isForeign(state, currencyCode)) {
    checkBaseRate(state, input, problems);
    return { currencyCode, currencyRate: null };
  }
  const isSame = before !== null && before.currencyCode === currencyCode && before.date === date;
  const kept = isSame ? (before.currencyRate ?? null) : null;
  const currencyRate =
    rateFrom(state, input, problems) ?? kept ?? rateOn(state, currencyCode, date);
  return { currencyCode, currencyRate };
}

/** Null where none is given, or where it is refused. */
export function rateFrom(state: XeroState, input: JsonObject, problems: Problems): Rate | null {
  const given = decimal(input, 'CurrencyRate');
  if (given === undefined) return null;
  const rate = rateGiven(state, given);
  problems.addIf(rate === null, texts.currencyRate);
  return rate;
}

function checkBaseRate(state: XeroState, input: JsonObject, problems: Problems): void {
  const given = decimal(input, 'CurrencyRate');
  const isOther = given !== undefined && given.digits !== 10n ** BigInt(given.scale);
  problems.addIf(isOther && state.rule('baseCurrencyRate') === 'refused', texts.baseCurrencyRate);
}

/** Every field at most as long as its number says, or the problem. */
export function checkLengths(
  input: JsonObject,
  fields: Record<string, number>,
  problems: Problems,
): void {
  for (const [field, most] of Object.entries(fields)) {
    problems.addIf((text(input, field) ?? '').length > most, texts.tooLong(field, most));
  }
}

/** At most `most` characters, or the problem. */
export function limitedText(
  input: JsonObject,
  field: string,
  most: number,
  current: string,
  problems: Problems,
): string {
  const given = text(input, field);
  if (given === undefined) return current;
  problems.addIf(given.length > most, texts.tooLong(field, most));
  return given;
}
