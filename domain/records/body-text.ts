// The plain fields of a body: a text, as long as its vendor takes it at most, and a currency.
import { z } from 'zod';

export function bodyText(what: string, lengthMaximum: number) {
  return z
    .string()
    .max(
      lengthMaximum,
      `the ${what} is longer than the ${lengthMaximum} characters that Xero takes`,
    );
}

export const bodyCurrency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'the currency is not a code of three letters');
