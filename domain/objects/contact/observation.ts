// What the plan of a contact is made from.
import { z } from 'zod';
import type { Mapping } from '../../mapping/mapping.ts';
import { contactBaseSchema } from '../../plan/owned.ts';
import { procoreVendorSchema } from '../../records/procore/vendor.ts';
import { xeroContactSchema } from '../../records/xero/contact.ts';
import { commonShape } from '../common-observation.ts';

export const contactObservationSchema = z.object({
  ...commonShape,
  type: z.literal('contact'),
  vendor: procoreVendorSchema.nullable(),
  vendorId: z.string(),
  target: xeroContactSchema.nullable(),
  base: contactBaseSchema.nullable(),
  /** What was agreed on when Xero's word was last written to the vendor; null where it never was. */
  vendorBase: contactBaseSchema.nullable().default(null),
  /** The contact that the linked one was merged into, where Xero shows it. */
  survivor: xeroContactSchema.nullable().default(null),
  /** The document of another vendor that is linked to it. */
  survivorTakenBy: z.string().nullable().default(null),
  /** Shortlisted contacts that no other vendor is linked to. */
  candidates: z.array(xeroContactSchema),
  /** Whether any document waits for it; where the company has several organisations, also whether a contract that is read for this one names the vendor. */
  isAwaited: z.boolean().default(false),
  /** Other live contacts that bear this vendor's number. */
  doubles: z.array(xeroContactSchema).default([]),
});
/**
 * Whether a vendor's contact is nobody's business until something waits for it: where contacts are left to people, and where
 * the vendor may be another organisation's.
 */
export function isOnlyForWhoWaits({
  mapping,
  sharesCompany,
}: {
  mapping: Pick<Mapping, 'directions'>;
  sharesCompany?: true | undefined;
}): boolean {
  return sharesCompany === true || mapping.directions.contact === 'off';
}

export type ContactObservation = z.output<typeof contactObservationSchema>;
