// A retainage release: the part of a claim that lets retainage go, as a bill or sales invoice of its own.
import {
  adoptedBaseOfClaim,
  mappingSliceOf,
  nameOfClaim,
  partiesOfClaim,
  postedRoles,
  readsFirstOfClaim,
  readsOfClaim,
} from '../../claims/claim-object.ts';
import { planRelease } from '../../claims/plan-release.ts';
import { claimOfRelease } from '../../identity/workflow-ids.ts';
import type { SyncedObject } from '../synced-object.ts';
import type { ReleaseObservation } from './observation.ts';
import { releaseObservationSchema } from './observation.ts';
import { retainageReleasePlannerVersion } from './planner-version.ts';

const slices = {
  payApp: mappingSliceOf('payApp'),
  ownerInvoice: mappingSliceOf('ownerInvoice'),
};

/** Its roles are those of the claim it is part of: a bill of a subcontractor's, a sales invoice of an owner's. */
export const retainageRelease: SyncedObject<'retainageRelease', ReleaseObservation> = {
  type: 'retainageRelease',
  words: { one: 'retainage release', many: 'retainage releases' },
  sourceOf: (sourceId) => {
    const { of, claimId } = claimOfRelease(sourceId);
    const kind = of === 'payApp' ? 'procoreRequisition' : 'procorePaymentApplication';
    return { kind, recordId: claimId };
  },
  isSourceId: (text) => /^(payApp|ownerInvoice)-.+$/.test(text),
  roles: postedRoles('payApp', 'release'),
  rolesOf: ({ of }) => postedRoles(of, 'release'),
  schema: releaseObservationSchema,
  mappingSlice: (mapping) => ({
    payable: slices.payApp(mapping),
    receivable: slices.ownerInvoice(mapping),
    // Left out as usual, so that what was decided before there was a choice stands.
    ...(mapping.currencies.releases === 'atOwnDate'
      ? {}
      : { releases: mapping.currencies.releases }),
  }),
  plannerVersion: retainageReleasePlannerVersion,
  plan: planRelease,
  name: nameOfClaim,
  parties: partiesOfClaim,
  // Its lines are worded by Tieout; its number is told with the claim's own.
  alterations: () => [],
  adoptedBase: adoptedBaseOfClaim,
  reads: readsOfClaim,
  readsFirst: readsFirstOfClaim,
};
