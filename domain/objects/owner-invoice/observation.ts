// What the plan of an owner invoice is made from.
import { z } from 'zod';
import { claimShape } from '../../claims/claim-observation.ts';

export const ownerInvoiceObservationSchema = z.object({
  ...claimShape,
  type: z.literal('ownerInvoice'),
});
export type OwnerInvoiceObservation = z.output<typeof ownerInvoiceObservationSchema>;
