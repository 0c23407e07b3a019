// A task of a project in Xero Projects: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroProjectTaskSchema = z.object({
  kind: z.literal('xeroProjectTask'),
  id,
  projectId: id,
  name: z.string(),
  /** TIME, FIXED or NON_CHARGEABLE. */
  chargeType: z.string(),
});
export type XeroProjectTask = z.infer<typeof xeroProjectTaskSchema>;

export const xeroProjectTaskFiling: FilingOf<XeroProjectTask> = (task) => ({
  recordId: task.id,
  version: '',
  belongsTo: task.projectId,
  marker: null,
});

export const xeroProjectTaskConcerns: ConcernsOf<XeroProjectTask> = ({ projectId }) => [
  { whose: 'linked', kind: 'xeroProject', targetId: projectId },
  { whose: 'monthsOf', what: 'time', xeroProjectId: projectId },
];
