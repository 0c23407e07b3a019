// How the fields of bodies about currencies are read. What is wrong is a 400: the reference lists no 422 for rates and companies.
import { isObject } from './access.ts';
import { given } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import type { CurrencyDisplay } from './currency-rows.ts';
import { ProcoreRefusal } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';
import { requireWritable } from './writable-fields.ts';
import type { WritableResource } from './writable-fields.ts';

/** The texts of these refusals are UNCONFIRMED; the reference tells only when they come. */
export function wrong(name: string, message: string): ProcoreRefusal {
  return new ProcoreRefusal(400, { [name]: [message] });
}

/** The body itself, with every field in it one that is written. */
export function flatBody(state: ProcoreState, call: ProcoreCall, resource: WritableResource): Body {
  const body = isObject(call.body) ? call.body : {};
  requireWritable(state, resource, body);
  return body;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A code of ISO 4217. */
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && currencies.has(code);
}

export function currencyField(body: Body, name: string, current: string | null): string {
  const code = given(body, name) ? body[name] : current;
  if (code === null || code === undefined) throw wrong(name, "can't be blank");
  if (isCurrency(code)) return code;
  throw wrong(name, 'is not an ISO 4217 currency code');
}

const DISPLAYS: readonly CurrencyDisplay[] = ['symbol', 'code'];

export function displayField<T extends CurrencyDisplay | null>(
  body: Body,
  current: T,
): CurrencyDisplay | T {
  if (!given(body, 'currency_display')) return current;
  const display = DISPLAYS.find((one) => one === body['currency_display']);
  if (display === undefined) throw wrong('currency_display', 'is not included in the list');
  return display;
}

export function switchField<T extends boolean | null>(
  body: Body,
  name: string,
  current: T,
): boolean | T {
  const value = body[name];
  if (value === undefined) return current;
  if (typeof value === 'boolean') return value;
  throw wrong(name, 'is invalid');
}

export const RATE = /^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/;

/** "Sent as a string to preserve precision", and above zero. Source: as of the fields, read 2026-11-27. */
export function rateField(body: Body, name: string, current: string): string {
  if (!given(body, name)) return current;
  const rate = body[name];
  if (typeof rate === 'string' && RATE.test(rate)) return rate;
  throw wrong(name, 'must be a decimal above zero, as text');
}
