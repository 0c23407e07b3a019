// How the kinds of field Xero sends are read: exact decimals, calendar dates free of any time zone, instants in UTC.
import { z } from 'zod';
import { canonicalAmount, NotAnAmountError } from '../../domain/money/amount.ts';
import { trimIdleZeros } from '../http/lossless-json.ts';
import { UnreadableFieldError } from '../http/parsed-records.ts';

export const idField = z.string().min(1);
export const text = z.string();

/** Xero leaves a field out, sends null or sends "" where there is nothing. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : value));

function toAmount(value: string, context: z.RefinementCtx): string {
  try {
    return canonicalAmount(value);
  } catch (error) {
    if (!(error instanceof NotAnAmountError)) throw error;
    context.addIssue({ code: 'custom', message: 'not an amount' });
    return z.NEVER;
  }
}

export const amount = z.string().transform(toAmount);

/** For what Xero leaves out where it is nothing (no tax on a line, nothing paid or credited yet). */
export const amountOrNothing = z
  .string()
  .nullish()
  .transform((value, context) =>
    value === undefined || value === null ? '0.00' : toAmount(value, context),
  );

/** A rate or quantity as exact text without idle zeros. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'not a decimal')
  .transform(trimIdleZeros);

/** Also "true" and "false": nested objects in Xero's examples have the flag as text. */
export const optionalFlag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((flag) => flag === 'true')])
  .nullish()
  .transform((flag) => flag ?? false);

/** `/Date(1539993600000+0000)/`: milliseconds since 1970 in UTC; the offset only says where it was written. */
const microsoftDate = /^\/Date\((-?\d{1,15})([+-]\d{4})?\)\/$/;

/**
 * A calendar date, from `2018-10-20T00:00:00` (the …String twin of a date field) or from `/Date(ms)/`, whose
 * milliseconds are midnight *UTC* of the date: read in UTC, or a worker in Auckland would be a day late.
 */
function calendarDateOf(value: string): string | null {
  const ms = microsoftDate.exec(value)?.[1];
  if (ms !== undefined) return isoOrNull(Number(ms))?.slice(0, 10) ?? null;
  return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? value.slice(0, 10) : null;
}

/** An instant as ISO text in UTC with milliseconds. Xero's ISO forms have no zone and mean UTC. */
export function instantOf(value: string): string | null {
  const ms = microsoftDate.exec(value)?.[1];
  if (ms !== undefined) return isoOrNull(Number(ms));
  if (!/^\d{4}-\d{2}-\d{2}T/.test(value)) return null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`;
  return isoOrNull(Date.parse(zoned));
}

function isoOrNull(ms: number): string | null {
  return Number.isNaN(ms) || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString();
}

export const optionalDate = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === undefined || value === null || value === '') return null;
    const date = calendarDateOf(value);
    if (date !== null) return date;
    context.addIssue({ code: 'custom', message: 'not a date' });
    return z.NEVER;
  });

/** The first of a date field and its …String twin that is there. */
export function dateOfEither(field: string, first: string | null, second: string | null): string {
  const date = first ?? second;
  if (date === null) throw new UnreadableFieldError(field, 'the date is missing');
  return date;
}

const optionalInstant = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === undefined || value === null) return null;
    const instant = instantOf(value);
    if (instant !== null) return instant;
    context.addIssue({ code: 'custom', message: 'not an instant' });
    return z.NEVER;
  });

/** Both forms of a record's version; spread into a schema. */
export const versionFields = {
  UpdatedDateUTC: optionalInstant,
  UpdatedDateUTCString: optionalInstant,
};

/**
 * The version of a record. `UpdatedDateUTC` first: it has milliseconds, where the examples of `UpdatedDateUTCString`
 * (Xero OpenAPI 16.1.0) stop at the second and only some records have it.
 */
export function versionOf(record: {
  UpdatedDateUTC: string | null;
  UpdatedDateUTCString: string | null;
}): string {
  const version = record.UpdatedDateUTC ?? record.UpdatedDateUTCString;
  if (version === null) throw new UnreadableFieldError('UpdatedDateUTC', 'it is missing');
  return version;
}

const zeroGuid = '00000000-0000-0000-0000-000000000000';

/** A member of an unread element as text, or null: for ids and markers of elements that may not be readable. */
export function textMember(element: unknown, name: string): string | null {
  if (typeof element !== 'object' || element === null) return null;
  const value = (element as Record<string, unknown>)[name];
  // A refused creation comes back with an id of zeros, which names nothing.
  return typeof value === 'string' && value !== '' && value !== zeroGuid ? value : null;
}

/** The field, or nothing where the body does not hold it: what is not sent keeps its value in Xero. */
export function given<N extends string>(
  name: N,
  value: string | null | undefined,
): Partial<Record<N, string>> {
  return value === null || value === undefined ? {} : ({ [name]: value } as Record<N, string>);
}
