// The Xero organisation: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { calendarDate, id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const xeroOrganisationSchema = z.object({
  kind: z.literal('xeroOrganisation'),
  id,
  name: z.string(),
  baseCurrency: z.string(),
  periodLockDate: calendarDate.nullable(),
  endOfYearLockDate: calendarDate.nullable(),
  /** IANA name of the zone whose calendar the organisation keeps; null where it is not known. */
  timeZone: z.string().nullable().default(null),
  /** How it accounts for sales tax, in Xero's words (ACCRUALS, CASH, PAYMENTS, …); null where it is not known. */
  salesTaxBasis: z.string().nullable().default(null),
  /** Which country's Xero it is, as Xero names its version (NZ, AU, UK, …); null where it is not known. */
  edition: z.string().nullable().default(null),
});
export type XeroOrganisation = z.infer<typeof xeroOrganisationSchema>;

export const organisationFiling: FilingOf<XeroOrganisation> = () => ({
  recordId: 'organisation',
  version: '',
  belongsTo: null,
  marker: null,
});

export const organisationConcerns: ConcernsOf<XeroOrganisation> = () => [
  { whose: 'connection', standing: 'inDoubt' },
];
