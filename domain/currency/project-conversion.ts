// The one rate at which a project that is kept in another currency than the ledger takes what is costed to it: fixed for the whole project, with its day and whose word it is.
import { z } from 'zod';
import { currencyCode } from './currency-code.ts';
import type { Amount } from '../money/amount.ts';
import { fromMinor, timesRate, toMinor } from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import { calendarDate } from '../records/fields.ts';

const rateText = /^(?=.*[1-9])\d{1,12}(\.\d{1,6})?$/;

/** As the mapping file has it, by project. */
export const projectConversionShape = {
  /** The project's currency in Procore. */
  currency: currencyCode,
  /** How much of it one of the organisation's own currency is worth: exact text, six decimals at most. */
  rate: z
    .string()
    .regex(rateText, 'a rate above zero as text, such as "0.61", with six decimals at most'),
  /** The day it was fixed on. */
  date: calendarDate,
  /** Who fixed it, or where it stands: "board minute 12". */
  source: z.string().min(1, 'say who fixed it, or where it stands'),
};

/** What is kept with what was converted: it stays as it was, whatever the file says by now. */
export const conversionUsedSchema = z.object({ currency: z.string(), rate: z.string() });
export type ConversionUsed = z.infer<typeof conversionUsedSchema>;

export type ProjectConversion = z.infer<z.ZodObject<typeof projectConversionShape>>;

/** Null where the project is in the organisation's own currency, or nobody fixed a rate for the one it is in. */
export function conversionFor(
  conversions: Readonly<Record<string, ProjectConversion>>,
  project: { number: string | null; currency: string | null },
): ProjectConversion | null {
  const { number, currency } = project;
  if (number === null || currency === null || !Object.hasOwn(conversions, number)) return null;
  const found = conversions[number];
  return found?.currency === currency ? found : null;
}

/** An amount of the organisation's own currency in the project's, rounded half away from zero. */
export function inProjectCurrency(amount: Amount, { currency, rate }: ConversionUsed): Amount {
  return fromMinor(timesRate(toMinor(amount), rate, stepOf(currency)));
}
