// An owner invoice: what the firm claims of the owner, its sales invoice in Xero, and the receipts back in Procore.
import {
  adoptedBaseOfClaim,
  alterationsOfClaim,
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
import type { OwnerInvoiceObservation } from './observation.ts';
import { ownerInvoiceObservationSchema } from './observation.ts';
import { ownerInvoicePlannerVersion } from './planner-version.ts';

export const ownerInvoice: SyncedObject<'ownerInvoice', OwnerInvoiceObservation> = {
  type: 'ownerInvoice',
  words: { one: 'owner invoice', many: 'owner invoices' },
  sourceOf: (recordId) => ({ kind: 'procorePaymentApplication', recordId }),
  isSourceId: (text) => text !== '',
  roles: [...postedRoles('ownerInvoice', 'salesInvoice'), ...creditRoles],
  schema: ownerInvoiceObservationSchema,
  mappingSlice: mappingSliceOf('ownerInvoice'),
  plannerVersion: ownerInvoicePlannerVersion,
  plan: planClaim,
  name: nameOfClaim,
  parties: partiesOfClaim,
  alterations: alterationsOfClaim,
  adoptedBase: adoptedBaseOfClaim,
  reads: readsOfClaim,
  readsFirst: readsFirstOfClaim,
  retention: retentionOfClaim,
};
