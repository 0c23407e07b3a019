// How fields of a request body are read: the given value, null, or "not given", with Procore's field → messages on a bad one.
import { unprocessable } from './procore-call.ts';
import { centsOf, textOf } from '../company/cents.ts';

export type Body = Readonly<Record<string, unknown>>;

export function given(body: Body, name: string): boolean {
  return body[name] !== undefined;
}

/** A text field, or `current` when the body does not name it. */
export function textField<T extends string | null>(
  body: Body,
  name: string,
  current: T,
): string | T {
  const value = body[name];
  if (value === undefined) return current;
  if (value === null && current === null) return current;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw unprocessable({ [name]: ['is invalid'] });
}

/** A text field that may be set to null. */
export function nullableText(body: Body, name: string, current: string | null): string | null {
  return body[name] === null ? null : textField(body, name, current);
}

/** A day that exists, written YYYY-MM-DD, with or without a time behind it. */
export function nullableDate(body: Body, name: string, current: string | null): string | null {
  const value = nullableText(body, name, current);
  if (value === null || value === current) return value;
  const [, date] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}\S*)?$/.exec(value) ?? [];
  if (date === undefined || !isDay(date)) throw unprocessable({ [name]: ['is not a valid date'] });
  return date;
}

/** `Date` turns 2026-02-30 into 2 March, so what it made has to be what was written. */
function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}

/** A date that cannot be taken away. */
export function dateField(body: Body, name: string, current: string): string {
  const date = nullableDate(body, name, current);
  if (date === null) throw unprocessable({ [name]: ["can't be blank"] });
  return date;
}

/** An amount with at most two decimals, given as text or number; kept as text with two. */
export function amountField(body: Body, name: string, current: string): string {
  const value = body[name];
  if (value === undefined) return current;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw unprocessable({ [name]: ['is not a number'] });
  }
  try {
    return textOf(centsOf(String(value)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unprocessable({ [name]: ['is not a number'] });
  }
}

/** A number that keeps up to four decimals, as exact text, or null: a quantity, a price of one unit. */
export function nullableDecimal(body: Body, name: string, current: string | null): string | null {
  const value = body[name];
  if (value === undefined) return current;
  if (value === null || value === '') return null;
  return decimalText(value, name);
}

/** At least two decimals and at most four: 12.5 is "12.50" and "1.2345" stays. */
export function decimalText(value: unknown, name: string): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  const [, sign, whole, fraction] = /^(-?)0*(\d+)(?:\.(\d{1,4})0*)?$/.exec(text) ?? [];
  if (whole === undefined) throw unprocessable({ [name]: ['is not a number'] });
  return `${sign ?? ''}${whole}.${(fraction ?? '').padEnd(2, '0')}`;
}

/** A percentage from 0 to 100, as text with two decimals. */
export function percentField(body: Body, name: string, current: string): string {
  const percent = amountField(body, name, current);
  const hundredths = centsOf(percent);
  if (hundredths >= 0n && hundredths <= 10_000n) return percent;
  throw unprocessable({ [name]: ['must be between 0 and 100'] });
}

/** An id given as number or digits. */
export function idField(body: Body, name: string, current: number | null): number | null {
  const value = body[name];
  if (value === undefined) return current;
  if (value === null) return null;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d{1,16}$/.test(text)) throw unprocessable({ [name]: ['is invalid'] });
  return Number(text);
}

export function booleanField(body: Body, name: string, current: boolean): boolean {
  const value = body[name];
  if (value === undefined) return current;
  if (typeof value === 'boolean') return value;
  throw unprocessable({ [name]: ['is invalid'] });
}

/** One of a closed set of texts. */
export function choiceField<T extends string>(
  body: Body,
  name: string,
  current: T,
  choices: readonly T[],
): T {
  const value = textField(body, name, current);
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw unprocessable({ [name]: ['is not included in the list'] });
  return choice;
}
