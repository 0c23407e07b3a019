// Whether a bill already in Xero, which Tieout did not write, could be the one about to be posted.
import { sameAmount } from '../money/amount.ts';
import type { XeroBill } from '../records/xero-records.ts';

/** Days between two bills of the same total for them to be taken for the same. */
const daysApartMaximum = 14;

/** "INV-1042", "inv 1042" and "INV1042" are one number to a person. */
export function normalNumber(number: string | null): string {
  return (number ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
}

function dayOf(date: string): number {
  return Math.floor(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) /
      86_400_000,
  );
}

/** The same number, or the same total within two weeks; void and deleted bills are nobody's twin. */
export function looksLike(
  ours: { number: string; date: string; total: string },
  theirs: XeroBill,
): boolean {
  if (theirs.status === 'VOIDED' || theirs.status === 'DELETED') return false;
  const number = normalNumber(ours.number);
  if (number !== '' && normalNumber(theirs.number) === number) return true;
  return (
    sameAmount(ours.total, theirs.total) &&
    Math.abs(dayOf(ours.date) - dayOf(theirs.date)) <= daysApartMaximum
  );
}

/** The first sieve, before a total is known: bills worth carrying into a plan at all. */
export function mayLookLike(
  ours: { number: string | null; date: string },
  theirs: XeroBill,
): boolean {
  if (theirs.status === 'VOIDED' || theirs.status === 'DELETED') return false;
  const number = normalNumber(ours.number);
  if (number !== '' && normalNumber(theirs.number) === number) return true;
  return Math.abs(dayOf(ours.date) - dayOf(theirs.date)) <= daysApartMaximum;
}
