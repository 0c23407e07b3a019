// On which day something happened where the organisation is.

/**
 * The calendar day (YYYY-MM-DD) of an instant in an IANA time zone; null where the zone or the instant says nothing.
 * Taken here and kept with the observation: what a zone's rules are moves with the machine's tables, and a plan must not.
 */
export function localDayOf(instant: string, timeZone: string | null): string | null {
  const ms = Date.parse(instant);
  if (timeZone === null || Number.isNaN(ms)) return null;
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    }).formatToParts(ms);
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
    return `${part('year')}-${part('month')}-${part('day')}`;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
