// What a pay app and its bill agree on where the bill is taken as it stands.
import type { DocumentBase } from '../../plan/owned.ts';
import { takenAsItStands } from '../../plan/taken-as-it-stands.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { payAppPlannerVersion } from './planner-version.ts';

export function adoptedBillBase(
  { mappingVersion }: { mappingVersion: string },
  bill: XeroBill,
): DocumentBase {
  return takenAsItStands(bill, { mappingVersion, plannerVersion: payAppPlannerVersion });
}
