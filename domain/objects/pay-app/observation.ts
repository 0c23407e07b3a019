// What the plan of a pay app is made from.
import { z } from 'zod';
import { claimShape } from '../../claims/claim-observation.ts';

/** Pay apps were kept under other names at first. */
function inTodaysNames(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('requisition' in stored)) return stored;
  const { requisition, commitment, ...rest } = stored as Record<string, unknown>;
  return { ...rest, claim: requisition, contract: commitment };
}

const schema = z.object({ ...claimShape, type: z.literal('payApp') });
export const payAppObservationSchema = z.preprocess(inTodaysNames, schema);
export type PayAppObservation = z.output<typeof schema>;
