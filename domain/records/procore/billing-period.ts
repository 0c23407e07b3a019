// A billing period of a Procore project: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { calendarDate, id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const billingPeriodSchema = z.object({
  kind: z.literal('procoreBillingPeriod'),
  id,
  projectId: id,
  startDate: calendarDate,
  endDate: calendarDate,
  dueDate: calendarDate.nullable(),
});
export type BillingPeriod = z.infer<typeof billingPeriodSchema>;

export const billingPeriodFiling: FilingOf<BillingPeriod> = (period) => ({
  recordId: period.id,
  version: '',
  belongsTo: period.projectId,
  marker: null,
});

/** What is posted keeps the dates it was posted with. */
export const billingPeriodConcerns: ConcernsOf<BillingPeriod> = ({ projectId }) => [
  { whose: 'project', projectId, standing: 'inDoubt' },
];
