// How dates are read and shown: calendar days as YYYY-MM-DD inside, Microsoft JSON dates in answers.

/** A calendar day, YYYY-MM-DD. */
export type Day = string;

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const MICROSOFT = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

/** The calendar day of `2026-05-31`, `2026-05-31T00:00:00` or `/Date(1780185600000+0000)/`; null for anything else. */
export function parseDay(value: unknown): Day | null {
  if (typeof value !== 'string') return null;
  const microsoft = MICROSOFT.exec(value);
  if (microsoft !== null) return new Date(Number(microsoft[1])).toISOString().slice(0, 10);
  const iso = ISO.exec(value);
  if (iso === null) return null;
  const day = `${iso[1]}-${iso[2]}-${iso[3]}`;
  const real = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day) ? day : null;
}

/** `/Date(1780185600000+0000)/`: UTC midnight of the day. */
export function dayToWire(day: Day): string {
  return `/Date(${Date.parse(`${day}T00:00:00Z`)}+0000)/`;
}

/** What the unmodelled `DateString` fields carry. */
export function dayString(day: Day): string {
  return `${day}T00:00:00`;
}

export function instantToWire(atMs: number): string {
  return `/Date(${atMs}+0000)/`;
}

/** `UpdatedDateUTCString`, to the second. */
export function instantString(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** Today where the organisation is. */
export function dayIn(timeZone: string, at: Date): Day {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).formatToParts(
    at,
  );
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `31 March 2026`, as Xero writes a lock date in a refusal. */
export function dayInWords(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}
