// A pay app: a subcontractor's claim, its bill in Xero, and the bill's payments back in Procore.
import {
  adoptedBaseOfClaim,
  alterationsOfClaim,
  attachmentRole,
  creditRoles,
  mappingSliceOf,
  nameOfClaim,
  partiesOfClaim,
  postedRoles,
  readsFirstOfClaim,
  readsOfClaim,
} from '../../claims/claim-object.ts';
import { retentionOfClaim } from '../../claims/claim-retention.ts';
import { planClaim } from '../../claims/plan-claim.ts';
import type { SyncedObject } from '../synced-object.ts';
import type { PayAppObservation } from './observation.ts';
import { payAppObservationSchema } from './observation.ts';
import { payAppPlannerVersion } from './planner-version.ts';

export const payApp: SyncedObject<'payApp', PayAppObservation> = {
  type: 'payApp',
  words: { one: 'pay app', many: 'pay apps' },
  sourceOf: (recordId) => ({ kind: 'procoreRequisition', recordId }),
  isSourceId: (text) => text !== '',
  roles: [...postedRoles('payApp', 'bill'), ...creditRoles, attachmentRole],
  schema: payAppObservationSchema,
  mappingSlice: mappingSliceOf('payApp'),
  plannerVersion: payAppPlannerVersion,
  plan: planClaim,
  name: nameOfClaim,
  parties: partiesOfClaim,
  alterations: alterationsOfClaim,
  adoptedBase: adoptedBaseOfClaim,
  reads: readsOfClaim,
  readsFirst: readsFirstOfClaim,
  retention: retentionOfClaim,
};
