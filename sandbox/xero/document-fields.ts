// How the fields that bills, sales invoices and orders share are read.
import type { LineAmountTypes } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import { text } from './json-input.ts';
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

/** The seeded organisation has no multicurrency plan, so only its own currency is taken. */
export function currencyFrom(
  state: XeroState,
  input: JsonObject,
  current: string | null,
  problems: Problems,
): string {
  const base = state.organisation().baseCurrency;
  const given = text(input, 'CurrencyCode') ?? '';
  if (given === '') return current ?? base;
  problems.addIf(given !== base, texts.currency(given));
  return given;
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
