// What a contract and its order agree on where the order is taken as it stands.
import type { DocumentBase } from '../../plan/owned.ts';
import { takenAsItStands } from '../../plan/taken-as-it-stands.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import type { CommitmentObservation } from './observation.ts';
import { sourceHashOf } from './order-write.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

/**
 * Of one that a person entered and signed to be the contract's: it says the contract as it is now in that person's own
 * lines, so that only a later change of the contract is news.
 */
export function enteredOrderBase(
  observation: Pick<CommitmentObservation, 'mappingVersion' | 'commitment' | 'changeOrders'>,
  order: XeroPurchaseOrder,
): DocumentBase {
  const { commitment, changeOrders } = observation;
  const base = adoptedOrderBase(observation, order);
  return { ...base, source: commitment && sourceHashOf(commitment, changeOrders) };
}

export function adoptedOrderBase(
  { mappingVersion }: { mappingVersion: string },
  order: XeroPurchaseOrder,
): DocumentBase {
  return takenAsItStands(order, { mappingVersion, plannerVersion: commitmentPlannerVersion });
}
