// A tracking option of Xero as the answer to a write tells it: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** Kept beside the chart, which is read as a whole and knows a new option only with its next reading. */
export const xeroTrackingOptionSchema = z.object({
  kind: z.literal('xeroTrackingOption'),
  id,
  categoryId: id,
  name: z.string(),
  status: z.string(),
});
export type XeroTrackingOption = z.infer<typeof xeroTrackingOptionSchema>;

export const trackingOptionFiling: FilingOf<XeroTrackingOption> = (option) => ({
  recordId: option.id,
  version: '',
  belongsTo: option.categoryId,
  marker: null,
});

/** Whatever waits for a code to have a place in Xero, and the budgets that want the same option. */
export const trackingOptionConcerns: ConcernsOf<XeroTrackingOption> = () => [
  { whose: 'connection', standing: 'inDoubt' },
];
