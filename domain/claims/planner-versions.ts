// Which planner version what is agreed on is kept with: that of the object it is agreed on for.
import { ownerInvoicePlannerVersion } from '../objects/owner-invoice/planner-version.ts';
import { payAppPlannerVersion } from '../objects/pay-app/planner-version.ts';
import { retainageReleasePlannerVersion } from '../objects/retainage-release/planner-version.ts';
import type { ClaimObservation } from './claim-observation.ts';

const versions: Record<ClaimObservation['type'], number> = {
  payApp: payAppPlannerVersion,
  ownerInvoice: ownerInvoicePlannerVersion,
  retainageRelease: retainageReleasePlannerVersion,
};

export function plannerVersionOf({ type }: Pick<ClaimObservation, 'type'>): number {
  return versions[type];
}
