// One allocation of a credit note to a bill or sales invoice, as Xero answers it: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** Kept from the answer to our own write; whether it still stands, its credit note says. */
export const xeroAllocationSchema = z.object({
  kind: z.literal('xeroAllocation'),
  id,
  creditNoteId: id,
  invoiceId: id,
  amount: amountSchema,
  date: calendarDate.nullable(),
  updatedAt: version,
});
export type XeroAllocation = z.infer<typeof xeroAllocationSchema>;

export const allocationFiling: FilingOf<XeroAllocation> = (allocation) => ({
  recordId: allocation.id,
  version: allocation.updatedAt,
  belongsTo: allocation.creditNoteId,
  marker: null,
});

export const allocationConcerns: ConcernsOf<XeroAllocation> = () => [];
