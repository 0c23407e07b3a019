// A task of a project in Xero Projects: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { contentHash } from '../../identity/canonical-json.ts';
import { amountSchema } from '../../money/amount.ts';
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
  /** Absent only where the task was read before it was kept. */
  terms: z
    .object({
      estimateMinutes: z.number().int().nullable(),
      /** Null where Xero says none. */
      rate: z.object({ currency: z.string(), value: amountSchema }).nullable(),
      /** ACTIVE, or LOCKED or INVOICED, when Xero takes no change of it. */
      status: z.string(),
    })
    .optional(),
});
export type XeroProjectTask = z.infer<typeof xeroProjectTaskSchema>;

/** Tasks have no version in Xero: all that can be changed of one stands for it. */
export function versionOfTask({ name, chargeType, terms }: XeroProjectTask): string {
  return contentHash({ name, chargeType, terms: terms ?? null });
}

/** In minutes; null for none. */
export function estimateOfTask({ terms }: Pick<XeroProjectTask, 'terms'>): number | null {
  return terms?.estimateMinutes ?? null;
}

export const xeroProjectTaskFiling: FilingOf<XeroProjectTask> = (task) => ({
  recordId: task.id,
  version: '',
  belongsTo: task.projectId,
  marker: null,
});

export const xeroProjectTaskConcerns: ConcernsOf<XeroProjectTask> = ({ projectId, id: taskId }) => [
  { whose: 'linked', kind: 'xeroProject', targetId: projectId },
  { whose: 'monthsOf', what: 'time', xeroProjectId: projectId },
  // The budget that made it.
  { whose: 'linked', kind: 'xeroProjectTask', targetId: taskId },
];
