// What is asked of time entries in SQL, wherever they are asked for: of which day one is, and whether it is a person's own.
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';

/** The day of an entry where the organisation is, YYYY-MM-DD; `body` is the entry as it is kept. */
export function dayOfEntry(body: SQL, timeZone: string): SQL {
  return sql`((${body} ->> 'at')::timestamptz at time zone ${timeZone})::date::text`;
}

/**
 * Born in Xero: the entry of this alias in `mirror` bears no marker of ours, whichever connection's, and no timecard was taken
 * for it. What Procore has already never returns there.
 */
export function isBornInXero(connection: string, alias: 'e' | 'em'): SQL {
  const entry = sql.raw(alias);
  return sql`(${entry}.marker is null and not exists (
    select from link l where l.connection = ${connection} and l.kind = 'xeroTimeEntry'
      and l.target_id = ${entry}.record_id and l.ended_at is null))`;
}
