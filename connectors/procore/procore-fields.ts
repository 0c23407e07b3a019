// How the kinds of field Procore sends are read: numbers arrive as exact text, and absent, null and empty mean "none".
import { z } from 'zod';
import { canonicalAmount, NotAnAmountError } from '../../domain/money/amount.ts';
import { trimIdleZeros } from '../http/lossless-json.ts';

/** Ids are integers in v1 and pass 32 bits; as text none loses a digit. */
export const idField = z.string().regex(/^\d+$/, 'not an id');

export const optionalId = idField.nullish().transform((id) => id ?? null);

export const text = z.string();

/** Procore shows an empty form field as null, as "" or not at all. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : value));

export const flag = z.boolean();

function toAmount(value: string, context: z.RefinementCtx): string {
  try {
    return canonicalAmount(value);
  } catch (error) {
    if (!(error instanceof NotAnAmountError)) throw error;
    context.addIssue({ code: 'custom', message: 'not an amount' });
    return z.NEVER;
  }
}

/** "1234.5", 1234.5 or "1234.50" alike; anything else is unreadable, and absent is not zero. */
export const amount = z.string().transform(toAmount);

export const optionalAmount = z
  .string()
  .nullish()
  .transform((value, context) =>
    value === undefined || value === null || value === '' ? null : toAmount(value, context),
  );

/**
 * An amount that some item types do not have at all: change order items carry no stored materials (Procore's
 * requisitions tutorial, read 2026-11-23). Zero is safe only because the items are then compared with the header.
 */
export const amountOrNothing = optionalAmount.transform((value) => value ?? '0.00');

/** A percentage as exact text without idle zeros: "15.0" and 15 are "15". */
export const rate = z.string().transform((value, context) => {
  const exact = /^-?\d+(\.\d+)?$/.exec(value)?.[0];
  if (exact === undefined) {
    context.addIssue({ code: 'custom', message: 'not a percentage' });
    return z.NEVER;
  }
  return trimIdleZeros(exact);
});

export const optionalRate = z
  .union([rate, z.literal('').transform(() => null)])
  .nullish()
  .transform((value) => value ?? null);

/** A calendar date; of a date with a time only the date is meant. */
export const optionalDate = z
  .string()
  .regex(/^(\d{4}-\d{2}-\d{2}(T.*)?)?$/, 'not a date')
  .nullish()
  .transform((value) =>
    value === undefined || value === null || value === '' ? null : value.slice(0, 10),
  );

export const calendarDate = optionalDate.transform((value, context) => {
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: 'the date is missing' });
  return z.NEVER;
});

/** An instant as ISO text in UTC with milliseconds, so that versions sort as text. */
export const instant = z.string().transform((value, context) => {
  const at = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) {
    context.addIssue({ code: 'custom', message: 'not an instant with a time zone' });
    return z.NEVER;
  }
  return new Date(at).toISOString();
});

export const wholeNumber = z.string().transform((value, context) => {
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) {
    context.addIssue({ code: 'custom', message: 'not a whole number' });
    return z.NEVER;
  }
  return number;
});

/** Where a company has not switched currencies on, the block is absent or holds nulls. */
export const currency = z
  .looseObject({ currency_iso_code: optionalText })
  .nullish()
  .transform((value) => value?.currency_iso_code ?? null);
