// What a timecard should say in Xero: its minutes, its day and its text.
import { markerOf } from '../../identity/markers.ts';
import { canonicalAmount, timesWhole } from '../../money/amount.ts';
import type { OwnedTime, TimeBase } from '../../plan/owned.ts';
import type { ProcoreTimecard } from '../../records/procore/timecard.ts';
import { cutToLength, onOneLine } from '../../text/fit-text.ts';

/** No most is documented (Xero OpenAPI 16.1.0, Projects, TimeEntry; read 2026-11-27): what people see of it is short. */
const descriptionLengthMaximum = 250;

/** 7.5 hours are 450 minutes; what is no whole minute is rounded half up: 7.333 × 60 = 439.98 → 440. */
export function minutesOf(hours: string): { minutes: number; isExact: boolean } {
  const { rounded, isExact } = timesWhole(canonicalAmount(hours), 60n);
  return { minutes: Number(rounded), isExact };
}

export function isNoTime(hours: string): boolean {
  return canonicalAmount(hours) === '0.00';
}

/** "Boxing, grid C tieout:demo/projectLabour/5/time-7": the marker stands last and whole, since the entry is found by it. */
function descriptionOf(
  { id, projectId, description }: ProcoreTimecard,
  connection: string,
): string {
  const marker = markerOf({ type: 'projectLabour', connection, sourceId: projectId }, `time/${id}`);
  const said = cutToLength(onOneLine(description ?? ''), descriptionLengthMaximum - marker.length);
  return said === '' ? marker : `${said} ${marker}`;
}

/** The part of a timecard that its entry is made of. */
export function ownPartOf(timecard: ProcoreTimecard): TimeBase['timecard'] {
  const { date, hours, costCode, worker, description } = timecard;
  return {
    ...{ date, hours, description: description ?? '' },
    costCodeId: costCode?.id ?? '',
    workerId: worker?.id ?? '',
  };
}

/**
 * What the entry should say. What the timecard says as it did keeps what it was posted with: another worker table or a
 * renamed task is no change of it. Null for a user or a task that is not there yet.
 */
export function wantedOf(
  timecard: ProcoreTimecard,
  base: TimeBase | null,
  {
    userId,
    taskId,
    connection,
  }: { userId: string | null; taskId: string | null; connection: string },
): OwnedTime | null {
  const now = ownPartOf(timecard);
  const before = base?.timecard;
  const user = before?.workerId === now.workerId ? (base?.entry.userId ?? null) : userId;
  const task = before?.costCodeId === now.costCodeId ? (base?.entry.taskId ?? null) : taskId;
  if (user === null || task === null) return null;
  const description =
    base !== null && before?.description === now.description
      ? base.entry.description
      : descriptionOf(timecard, connection);
  return {
    userId: user,
    taskId: task,
    date: now.date,
    minutes: minutesOf(now.hours).minutes,
    description,
  };
}

/**
 * A moment that is on the day both in UTC and where the organisation is: whether Xero takes the day of an instant here or
 * there is not documented. Midnight UTC is the same day anywhere to the east, noon anywhere to the west.
 */
export function momentOf(date: string, { isWestOfUtc }: { isWestOfUtc: boolean }): string {
  return `${date}T${isWestOfUtc ? '12' : '00'}:00:00.000Z`;
}
