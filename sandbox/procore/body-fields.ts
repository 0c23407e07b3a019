// How fields of a request body are read: the given value, null, or "not given", with Procore's field → messages on a bad one.
import { unprocessable } from './procore-call.ts';
import { centsOf, textOf } from '../company/cents.ts';

type Body = Readonly<Record<string, unknown>>;

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

export function nullableDate(body: Body, name: string, current: string | null): string | null {
  const value = nullableText(body, name, current);
  if (value === null || value === current) return value;
  const date = value.slice(0, 10);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!isDate) throw unprocessable({ [name]: ['is not a valid date'] });
  return date;
}

export function dateField(body: Body, name: string, current: string): string {
  return nullableDate(body, name, current) ?? current;
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
