// Somebody who may log time in Xero Projects: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroProjectsUserSchema = z.object({
  kind: z.literal('xeroProjectsUser'),
  id,
  name: z.string(),
  email: z.string().nullable(),
});
export type XeroProjectsUser = z.infer<typeof xeroProjectsUserSchema>;

export const projectsUserFiling: FilingOf<XeroProjectsUser> = (user) => ({
  recordId: user.id,
  version: '',
  belongsTo: null,
  marker: null,
});

/** A worker's time may have waited for exactly this user. */
export const projectsUserConcerns: ConcernsOf<XeroProjectsUser> = () => [
  { whose: 'connection', standing: 'inDoubt' },
];
