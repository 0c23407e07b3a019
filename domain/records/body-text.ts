// A text of a body, as long as its vendor takes it at most.
import { z } from 'zod';

export function bodyText(what: string, lengthMaximum: number) {
  return z
    .string()
    .max(
      lengthMaximum,
      `the ${what} is longer than the ${lengthMaximum} characters that Xero takes`,
    );
}
