// That a project's direct costs were read, and when: into a list that people write too, nothing is written before it was read.
import { z } from 'zod';
import type { ConcernsOf } from '../concerns.ts';
import { id } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

/** It says no more than that: each direct cost that came or changed speaks for itself. */
export const directCostListSchema = z.object({
  kind: z.literal('procoreDirectCosts'),
  projectId: id,
});
export type DirectCostList = z.infer<typeof directCostListSchema>;

export const directCostListFiling: FilingOf<DirectCostList> = ({ projectId }) => ({
  recordId: projectId,
  version: '',
  belongsTo: null,
  marker: null,
});

export const directCostListConcerns: ConcernsOf<DirectCostList> = () => [];
