// The time of a project in Xero Projects as it was last read whole: without it nothing is written there.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroProjectTimeSchema = z.object({
  kind: z.literal('xeroProjectTime'),
  projectId: id,
  entries: z.number().int(),
  minutes: z.number().int(),
});
export type XeroProjectTime = z.infer<typeof xeroProjectTimeSchema>;

export const projectTimeFiling: FilingOf<XeroProjectTime> = ({ projectId }) => ({
  recordId: projectId,
  version: '',
  belongsTo: null,
  marker: null,
});

/** Its entries say whom they concern. */
export const projectTimeConcerns: ConcernsOf<XeroProjectTime> = () => [];
