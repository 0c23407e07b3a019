// A line of a Xero bill or order: what is kept of it.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { id } from '../fields.ts';

const trackingSchema = z.object({
  category: z.string(),
  option: z.string(),
  /** Null where the reading was of before ids were kept. */
  categoryId: z.string().nullable().default(null),
  optionId: z.string().nullable().default(null),
});

/** A line of a bill or an order. Amounts are tax exclusive. */
export const xeroLineSchema = z.object({
  lineId: id.nullable(),
  description: z.string(),
  quantity: z.string(),
  unitAmount: amountSchema,
  lineAmount: amountSchema,
  taxType: z.string().nullable(),
  taxAmount: amountSchema,
  accountCode: z.string().nullable(),
  tracking: z.array(trackingSchema),
});
export type XeroLine = z.infer<typeof xeroLineSchema>;
