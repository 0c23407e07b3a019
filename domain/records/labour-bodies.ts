// The bodies that Xero Projects is sent: a project, a task and its change, a time entry, and its deletion.
import { z } from 'zod';
import { amountSchema } from '../money/amount.ts';
import { bodyCurrency as currency, bodyText as text } from './body-text.ts';
import { id } from './fields.ts';

/** A new project for the owner. Whether Xero bounds the name is unconfirmed; an option's most is taken, whose text it is. */
export const xeroProjectBodySchema = z.object({
  kind: z.literal('xeroProject'),
  contactId: id,
  name: text('name of the project', 100).min(1, 'the project has no name'),
});
export type XeroProjectBody = z.infer<typeof xeroProjectBodySchema>;

/** No most is documented (Xero OpenAPI 16.1.0, Projects, TaskCreateOrUpdate; read 2026-11-27): that of its integers is taken. */
const estimateMinutes = z
  .number()
  .int()
  .min(1)
  .max(2_147_483_647, 'the estimate is more minutes than Xero can count');

/**
 * A task that bills nobody: the work is billed through payment applications. Its rate, which Xero asks for, is nothing.
 * Source: Xero OpenAPI 16.1.0, Projects, TaskCreateOrUpdate; read 2026-11-27.
 */
export const projectTaskBodySchema = z.object({
  kind: z.literal('xeroProjectTask'),
  projectId: id,
  name: text('name of the task', 100).min(1, 'the task has no name'),
  chargeType: z.literal('NON_CHARGEABLE'),
  currency,
  /** Absent where nobody estimated it. */
  estimateMinutes: estimateMinutes.optional(),
});
export type ProjectTaskBody = z.infer<typeof projectTaskBodySchema>;

/**
 * Whole, since a name, a rate and a charge type are needed of every change: as the task was last read, but for the estimate.
 * Source: Xero OpenAPI 16.1.0, Projects, TaskCreateOrUpdate; read 2026-11-27.
 */
export const projectTaskChangeBodySchema = z.object({
  kind: z.literal('xeroProjectTaskChange'),
  projectId: id,
  taskId: id,
  name: z.string(),
  chargeType: z.string(),
  rate: z.object({ currency: z.string(), value: amountSchema }),
  estimateMinutes,
});
export type ProjectTaskChangeBody = z.infer<typeof projectTaskChangeBodySchema>;

/**
 * Whole: Xero empties what an update leaves out. 1 to 59,940 minutes; no most of a description is documented.
 * Source: Xero OpenAPI 16.1.0, Projects, TimeEntryCreateOrUpdate; read 2026-11-27.
 */
export const timeEntryBodySchema = z.object({
  kind: z.literal('xeroTimeEntry'),
  projectId: id,
  entryId: id.nullable(),
  userId: id,
  taskId: id,
  at: z.iso.datetime('the day of the time is not a day of the calendar'),
  minutes: z
    .number()
    .int()
    .min(1, 'the time is less than the minute that Xero takes')
    .max(59_940, 'the time is more than the 999 hours that Xero takes'),
  /** Carries the marker as its last word. */
  description: text('description of the time', 500),
});
export type TimeEntryBody = z.infer<typeof timeEntryBodySchema>;

export const timeEntryDeleteBodySchema = z.object({
  kind: z.literal('xeroTimeEntryDelete'),
  projectId: id,
  entryId: id,
});
export type TimeEntryDeleteBody = z.infer<typeof timeEntryDeleteBodySchema>;
