// What a contract and its order agree on where the order is taken as it stands.
import type { DocumentBase } from '../../plan/owned.ts';
import { ownedDocument } from '../../plan/owned.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

/** Differences included: what the source says differently is then shown when it moves, never written unasked. */
export function adoptedOrderBase(
  { mappingVersion }: { mappingVersion: string },
  order: XeroPurchaseOrder,
): DocumentBase {
  const owned = ownedDocument(order);
  return {
    projection: owned,
    target: owned,
    mappingVersion,
    plannerVersion: commitmentPlannerVersion,
    source: null,
    twins: null,
  };
}
