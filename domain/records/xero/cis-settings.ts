// What Xero knows of a contact under the UK's Construction Industry Scheme: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** How a contact stands under the scheme: `never` where Xero has no settings of it, `off` for a subcontractor that is one no more. */
export const cisStandings = ['never', 'off', 'on'] as const;

export const cisSettingsSchema = z
  .object({
    kind: z.literal('xeroCisSettings'),
    /** The contact's. */
    id,
    standing: z.enum(cisStandings),
    /** Percent of the labour that is withheld, exact: 20, 30, or 0 for one that is paid gross. Null where nothing is. */
    rate: z.string().nullable(),
  })
  // A subcontractor whose rate is not known is not one of 0 %.
  .refine(({ standing, rate }) => (standing === 'on') === (rate !== null), 'a rate where it is on');
export type CisSettings = z.infer<typeof cisSettingsSchema>;

/** Xero dates the contact and not its settings: the later reading counts. */
export const cisSettingsFiling: FilingOf<CisSettings> = (settings) => ({
  recordId: settings.id,
  version: '',
  belongsTo: null,
  marker: null,
});

/** What is posted stays as it was posted; what waits may post now, or be asked about with another rate. */
export const cisSettingsConcerns: ConcernsOf<CisSettings> = ({ id: contactId }) => [
  { whose: 'vendorOfContact', contactId, type: null, standing: 'inDoubt' },
];
