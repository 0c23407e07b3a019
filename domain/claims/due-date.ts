// When a bill is due that neither Procore nor its billing period dates: by the terms its contact has in Xero.
import type { PaymentTerm } from '../records/xero/contact.ts';

/** As Procore says, else by the contact's terms. Xero approves no bill without one: where nobody says any, it is due at once. */
export function dueDateOf(
  { dueDate, billTerms }: { dueDate: string | null; billTerms: PaymentTerm | null },
  date: string,
): string {
  return dueDate ?? dueDateByTerms(date, billTerms) ?? date;
}

/**
 * The day a bill dated `date` (YYYY-MM-DD) is due under a contact's terms; null where there are none, or a kind of
 * terms that Xero added since. A day past a month's end is its last day, and nothing is due before it is dated.
 * Source of the four kinds: Xero OpenAPI 16.1.0, PaymentTermType; how Xero reads them is not written down there,
 * so the due date stays Xero's own once the bill is posted and is shown before it is.
 */
export function dueDateByTerms(date: string, terms: PaymentTerm | null): string | null {
  if (terms === null) return null;
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const due = dueUnder(terms, { year, month, day });
  if (due === null) return null;
  return due < date ? date : due;
}

type Day = { year: number; month: number; day: number };

function dueUnder({ type, day: days }: PaymentTerm, { year, month, day }: Day): string | null {
  switch (type) {
    case 'DAYSAFTERBILLDATE':
      return isoOf(year, month, day + days);
    case 'DAYSAFTERBILLMONTH':
      return isoOf(year, month, lastDayOf(year, month) + days);
    case 'OFCURRENTMONTH':
      return isoOf(year, month, Math.min(days, lastDayOf(year, month)));
    case 'OFFOLLOWINGMONTH':
      return isoOf(year, month + 1, Math.min(days, lastDayOf(year, month + 1)));
    default:
      return null;
  }
}

/** `month` counts from 1; a day or month beyond its end runs into the next. */
function isoOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
