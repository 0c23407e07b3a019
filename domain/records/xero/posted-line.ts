// What is kept of a line that is read for what it cost, and never written.
import type { z } from 'zod';
import { xeroLineSchema } from './line.ts';

/** Its amount is as the document's LineAmountTypes says: with tax, or without. */
export const postedLineSchema = xeroLineSchema.omit({
  lineId: true,
  quantity: true,
  unitAmount: true,
});
export type PostedLine = z.infer<typeof postedLineSchema>;
