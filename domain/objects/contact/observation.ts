// What the plan of a contact is made from.
import { z } from 'zod';
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
export type ContactObservation = z.output<typeof contactObservationSchema>;
