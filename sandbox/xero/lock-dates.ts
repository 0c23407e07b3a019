// Whether the books may still be changed at a date.
import type { Caller, XeroState } from './xero-state.ts';
import type { Day } from './dates.ts';
import type { Problems } from './failures.ts';
import { dayInWords } from './dates.ts';
import { texts } from './texts.ts';

/**
 * Nothing on or before a lock date moves; an adviser may post before the period lock, nobody before the end of year
 * lock. Source: Xero developer docs, Organisation, and public notes on ApproveTransactionsBeforePeriodLockDate, read
 * 2026-11-23.
 */
export function checkLockDates(
  state: XeroState,
  caller: Caller,
  day: Day,
  problems: Problems,
): void {
  const { periodLockDate, endOfYearLockDate } = state.organisation();
  if (endOfYearLockDate !== null && day <= endOfYearLockDate) {
    problems.add(texts.endOfYearLock(dayInWords(endOfYearLockDate)));
  } else if (periodLockDate !== null && day <= periodLockDate && caller.role !== 'adviser') {
    problems.add(texts.periodLock(dayInWords(periodLockDate)));
  }
}
