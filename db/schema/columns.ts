// Column types the tables share.
import { sql } from 'drizzle-orm';
import { jsonb, timestamp } from 'drizzle-orm/pg-core';

/** A point in time by the database's clock, to the millisecond when read. */
export const moment = () => timestamp({ withTimezone: true, mode: 'date' });
export const momentNow = () =>
  moment()
    .notNull()
    .default(sql`clock_timestamp()`);

/** JSON kept as the value it was; the reader parses it with the schema it belongs to. */
export const json = () => jsonb().$type<unknown>();
