// A timecard of Procore: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const procoreTimecardSchema = z.object({
  kind: z.literal('procoreTimecard'),
  id,
  projectId: id,
  /** The day of the work. */
  date: calendarDate,
  /** Exact, with as many places as Procore gives. */
  hours: amountSchema,
  /** Whether it is approved, in Procore's words; null where it says nothing. */
  approval: z.string().nullable(),
  /** Null where it names none. */
  costCode: z.object({ id, code: z.string(), name: z.string() }).nullable(),
  /** Whose time it is; null where it names nobody. */
  worker: z.object({ id, name: z.string() }).nullable(),
  description: z.string().nullable(),
  /** Deleted, and still listed. */
  isDeleted: z.boolean(),
  updatedAt: version,
});
export type ProcoreTimecard = z.infer<typeof procoreTimecardSchema>;

export const timecardFiling: FilingOf<ProcoreTimecard> = (timecard) => ({
  recordId: timecard.id,
  version: timecard.updatedAt,
  belongsTo: timecard.projectId,
  marker: null,
});

export const timecardConcerns: ConcernsOf<ProcoreTimecard> = ({ projectId }) => [
  { whose: 'own', type: 'projectLabour', sourceId: projectId },
  // A month of Xero's own time that might have been this card's.
  { whose: 'waitingFor', type: 'projectLabour', sourceId: projectId },
];
