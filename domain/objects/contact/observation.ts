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
  /** Shortlisted contacts that no other vendor is linked to. */
  candidates: z.array(xeroContactSchema),
  /** Whether any document waits for it. */
  isAwaited: z.boolean().default(false),
  /** Other live contacts that bear this vendor's number. */
  doubles: z.array(xeroContactSchema).default([]),
});
export type ContactObservation = z.output<typeof contactObservationSchema>;
