// The planner versions of the objects whose plans are made here: each moves with every change of what its planner decides.
import type { ClaimObservation } from './claim-observation.ts';

const versions: Record<ClaimObservation['type'], number> = {
  payApp: 5,
  ownerInvoice: 1,
  retainageRelease: 1,
};

export function plannerVersionOf({ type }: Pick<ClaimObservation, 'type'>): number {
  return versions[type];
}
