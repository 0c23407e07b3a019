// A Procore project: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id, version } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const procoreProjectSchema = z.object({
  kind: z.literal('procoreProject'),
  id,
  number: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  updatedAt: version,
});
export type ProcoreProject = z.infer<typeof procoreProjectSchema>;

export const projectFiling: FilingOf<ProcoreProject> = (project) => ({
  recordId: project.id,
  version: project.updatedAt,
  belongsTo: null,
  marker: null,
});

export const projectConcerns: ConcernsOf<ProcoreProject> = ({ id: projectId }) => [
  { whose: 'project', projectId, standing: 'any' },
];
