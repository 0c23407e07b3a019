// What a pay app and its bill agree on where the bill is taken as it stands.
import type { DocumentBase } from '../../plan/owned.ts';
import { ownedDocument } from '../../plan/owned.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { payAppPlannerVersion } from './planner-version.ts';

/** Differences included: what the source says differently is then shown when it moves, never written unasked. */
export function adoptedBillBase(
  { mappingVersion }: { mappingVersion: string },
  bill: XeroBill,
): DocumentBase {
  const owned = ownedDocument(bill);
  return {
    projection: owned,
    target: owned,
    mappingVersion,
    plannerVersion: payAppPlannerVersion,
    source: null,
    twins: null,
  };
}
