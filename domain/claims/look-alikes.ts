// Whether another document in Xero could be the one about to be posted, and why: a claim typed by hand is seldom typed to the letter.
import { groupedAmount, isWholeMinor, toMinor } from '../money/amount.ts';
import { isStanding } from '../records/xero/standing.ts';
import type { XeroInvoice } from './claim-observation.ts';

/** Days between two bills of the same money for them to be taken for the same: a claim may be typed weeks later. */
const daysApartMaximum = 45;
/** Hundredths by which the same claim may differ when it was typed by hand. */
const minorApartMaximum = 5n;

/** "INV-1042", "inv 1042" and "INV1042" are one number to a person. */
export function normalNumber(number: string | null): string {
  return (number ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function dashedNumber(number: string | null): string {
  return (number ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** "INV-1042A", "INV-1042/2" and "INV-1042 rev 1" continue "INV-1042"; "INV-10425" does not. */
function continues(longer: string, shorter: string): boolean {
  if (shorter === '' || longer === shorter || !longer.startsWith(shorter)) return false;
  return /^(-?\p{L}[\p{L}\p{N}-]{0,9}|-\p{N}{1,2})$/u.test(longer.slice(shorter.length));
}

/** How two numbers are alike; null where they are not. */
export function numberLikeness(ours: string, theirs: string | null): 'same' | 'suffix' | null {
  const number = normalNumber(ours);
  if (number === '' || normalNumber(theirs) === '') return null;
  if (number === normalNumber(theirs)) return 'same';
  const [a, b] = [dashedNumber(ours), dashedNumber(theirs)];
  return continues(a, b) || continues(b, a) ? 'suffix' : null;
}

export function daysBetween(a: string, b: string): number {
  const day = (date: string): number =>
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  return Math.abs(day(a) - day(b)) / 86_400_000;
}

/** The claim about to be posted: with and without tax, net of retainage and gross of it, in minor units. */
export type Claim = {
  number: string;
  date: string;
  net: bigint;
  total: bigint;
  gross: bigint;
  grossTotal: bigint;
};

function isNear(a: bigint, b: bigint): boolean {
  const difference = a - b;
  return difference <= minorApartMaximum && difference >= -minorApartMaximum;
}

function sameMoney(ours: Claim, theirs: XeroInvoice): string | null {
  if (!isWholeMinor(theirs.total) || !isWholeMinor(theirs.subTotal)) return null;
  const [total, subTotal] = [toMinor(theirs.total), toMinor(theirs.subTotal)];
  if (total === 0n) return null;
  if (isNear(total, ours.total))
    return total === ours.total ? 'the same total' : 'nearly the same total';
  if (isNear(total, ours.grossTotal)) return 'the same total before retainage';
  if (isNear(subTotal, ours.net)) return 'the same amount before tax';
  if (isNear(subTotal, ours.gross)) return 'the same amount before tax and retainage';
  return null;
}

/** Why a document could be this claim; null where it could not. Void and deleted ones are nobody's twin. */
export function likeness(ours: Claim, theirs: XeroInvoice): string | null {
  if (!isStanding(theirs)) return null;
  const number = numberLikeness(ours.number, theirs.number);
  if (number === 'same') return 'the same number';
  if (number === 'suffix') return 'the same number with a suffix';
  const days = daysBetween(ours.date, theirs.date);
  const money = days <= daysApartMaximum ? sameMoney(ours, theirs) : null;
  if (money === null) return null;
  return days === 0
    ? `${money} and date`
    : `${money}, ${days} ${days === 1 ? 'day' : 'days'} apart`;
}

/** The first sieve, before totals are known: bills worth carrying into a plan at all. */
export function mayLookLike(
  ours: { number: string | null; date: string },
  theirs: XeroInvoice,
): boolean {
  if (!isStanding(theirs)) return false;
  if (ours.number !== null && numberLikeness(ours.number, theirs.number) !== null) return true;
  return daysBetween(ours.date, theirs.date) <= daysApartMaximum;
}

/** What is posted in words: "bill INV-7 of 2026-10-31 for 1,800.00 (with tax)". */
export function wordsOfDocument({ kind, number, date, total }: XeroInvoice): string {
  const word = kind === 'xeroBill' ? 'bill' : 'sales invoice';
  return `${word} ${number ?? '(no number)'} of ${date} for ${groupedAmount(total)} (with tax)`;
}
