// A project of Xero Projects: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** The feed that tells when Xero Projects was last read: where it cannot be used, it never was. */
export const projectsFeed = 'xero/projects';

export const xeroProjectSchema = z.object({
  kind: z.literal('xeroProject'),
  id,
  name: z.string(),
  contactId: id.nullable(),
  /** INPROGRESS or CLOSED. */
  status: z.string(),
  currency: z.string().nullable(),
  /** Over all its time entries: where it is not the sum of those kept, they are read again. */
  minutesLogged: z.number().int(),
  /** All expenses ever entered on it; Xero tells no single one. Null where it says nothing. */
  expenseTotal: amountSchema.nullable(),
});
export type XeroProject = z.infer<typeof xeroProjectSchema>;

/** Xero dates no project: of two readings the later one counts. */
export const xeroProjectFiling: FilingOf<XeroProject> = (project) => ({
  recordId: project.id,
  version: '',
  belongsTo: project.contactId,
  marker: null,
});

/** The labour that goes there; one that nobody goes to may be the one that is missed. */
export const xeroProjectConcerns: ConcernsOf<XeroProject> = (project) => [
  {
    whose: 'linked',
    kind: 'xeroProject',
    targetId: project.id,
    else: [{ whose: 'connection', standing: 'inDoubt' }],
  },
  { whose: 'monthsOf', what: 'expenses', xeroProjectId: project.id },
];
