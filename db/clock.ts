// Moments by the database's own clock, which wrote the times they are compared with.
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';

/** A span of time. */
export const spanOf = (ms: number): SQL => sql`${ms} * interval '1 millisecond'`;

/** The moment that is so long past. */
export const ago = (ms: number): SQL => sql`clock_timestamp() - ${spanOf(ms)}`;

/** The moment that is so far off. */
export const inMs = (ms: number): SQL => sql`clock_timestamp() + ${spanOf(ms)}`;
