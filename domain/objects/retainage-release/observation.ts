// What the plan of a retainage release is made from: the claim it was let go with.
import { z } from 'zod';
import { claimShape } from '../../claims/claim-observation.ts';

export const releaseObservationSchema = z.object({
  ...claimShape,
  type: z.literal('retainageRelease'),
  /** What kind of claim it was let go with. */
  of: z.enum(['payApp', 'ownerInvoice']),
});
export type ReleaseObservation = z.output<typeof releaseObservationSchema>;
