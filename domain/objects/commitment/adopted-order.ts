// What a contract and its order agree on where the order is taken as it stands.
import type { DocumentBase } from '../../plan/owned.ts';
import { takenAsItStands } from '../../plan/taken-as-it-stands.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

export function adoptedOrderBase(
  { mappingVersion }: { mappingVersion: string },
  order: XeroPurchaseOrder,
): DocumentBase {
  return takenAsItStands(order, { mappingVersion, plannerVersion: commitmentPlannerVersion });
}
