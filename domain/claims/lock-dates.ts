// Up to which day Xero takes no more documents.
import type { XeroOrganisation } from '../records/xero/organisation.ts';

/** The later of the two lock dates; null where there is none. */
export function lockedUntil({
  periodLockDate,
  endOfYearLockDate,
}: XeroOrganisation): string | null {
  const dates = [periodLockDate, endOfYearLockDate].filter((date) => date !== null).sort();
  return dates.at(-1) ?? null;
}
