// A billing period of a Procore project: what is kept, and how it is filed.
import { z } from 'zod';
import { calendarDate, id } from '../fields.ts';
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
