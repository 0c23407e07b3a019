// What both sides agree on where a bill or an order is taken as it stands.
import type { XeroBill } from '../records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../records/xero/purchase-order.ts';
import type { DocumentBase } from './owned.ts';
import { ownedDocument } from './owned.ts';

/** Differences included: what the source says differently is then shown when it moves, never written unasked. */
export function takenAsItStands(
  record: XeroBill | XeroPurchaseOrder,
  made: Pick<DocumentBase, 'mappingVersion' | 'plannerVersion'>,
): DocumentBase {
  const owned = ownedDocument(record);
  return { projection: owned, target: owned, ...made, source: null, twins: null };
}
