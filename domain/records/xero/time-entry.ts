// A time entry of Xero Projects: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { contentHash } from '../../identity/canonical-json.ts';
import { markerIn } from '../../identity/markers.ts';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroTimeEntrySchema = z.object({
  kind: z.literal('xeroTimeEntry'),
  id,
  projectId: id,
  taskId: id,
  userId: id,
  /** An instant of the day of the work, ISO in UTC, as Xero keeps it. */
  at: z.string(),
  minutes: z.number().int(),
  /** Ends with our marker where we wrote it. */
  description: z.string().nullable(),
  /** ACTIVE, or LOCKED or INVOICED, when Xero takes no change of it. */
  status: z.string(),
});
export type XeroTimeEntry = z.infer<typeof xeroTimeEntrySchema>;

type Versioned = Pick<
  XeroTimeEntry,
  'userId' | 'taskId' | 'at' | 'minutes' | 'description' | 'status'
>;

/** Entries have no version in Xero: all that can be changed of one stands for it. */
export function versionOfTime(entry: Versioned): string {
  const { userId, taskId, at, minutes, description, status } = entry;
  return contentHash({ userId, taskId, at, minutes, description: description ?? '', status });
}

/** Xero dates no entry: of two readings the later one counts. */
export const timeEntryFiling: FilingOf<XeroTimeEntry> = (entry) => ({
  recordId: entry.id,
  version: '',
  belongsTo: entry.projectId,
  marker: markerIn(entry.description),
});

export const timeEntryConcerns: ConcernsOf<XeroTimeEntry> = ({ projectId }) => [
  { whose: 'linked', kind: 'xeroProject', targetId: projectId },
  { whose: 'monthsOf', what: 'time', xeroProjectId: projectId },
];
