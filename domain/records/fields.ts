// The shapes that fields of many records share.
import { z } from 'zod';

export const id = z.string().min(1);
export const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** The vendor's own version of a record. Xero's UpdatedDateUTC is ISO text in UTC with milliseconds; not every change moves it. */
export const version = z.string().min(1);
/** A code with the name people know it by. */
export const code = z.object({ code: z.string(), name: z.string() });
