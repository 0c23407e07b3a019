// Every kind of record Tieout keeps, read back from storage by one schema, and how the mirror files it.
import { z } from 'zod';
import { markerIn } from '../identity/markers.ts';
import {
  billingPeriodSchema,
  procoreCommitmentSchema,
  procoreContractPaymentSchema,
  procoreProjectSchema,
  procoreRequisitionSchema,
  procoreTaxCodeSchema,
  procoreVendorSchema,
} from './procore-records.ts';
import {
  xeroBillSchema,
  xeroChartSchema,
  xeroContactSchema,
  xeroOrganisationSchema,
  xeroPaymentSchema,
  xeroPurchaseOrderSchema,
} from './xero-records.ts';

export const keptRecordSchema = z.discriminatedUnion('kind', [
  procoreVendorSchema,
  procoreProjectSchema,
  procoreTaxCodeSchema,
  billingPeriodSchema,
  procoreCommitmentSchema,
  procoreRequisitionSchema,
  procoreContractPaymentSchema,
  xeroContactSchema,
  xeroBillSchema,
  xeroPurchaseOrderSchema,
  xeroPaymentSchema,
  xeroOrganisationSchema,
  xeroChartSchema,
]);
export type KeptRecord = z.infer<typeof keptRecordSchema>;
export type RecordKind = KeptRecord['kind'];
export type RecordOf<K extends RecordKind> = Extract<KeptRecord, { kind: K }>;

/** How a record is filed: its id, its vendor's version, what it belongs to and the marker it carries. */
export type Filing = {
  recordId: string;
  version: string;
  belongsTo: string | null;
  marker: string | null;
};

export function filingOf(record: KeptRecord): Filing {
  switch (record.kind) {
    case 'procoreVendor':
    case 'procoreProject':
      return { recordId: record.id, version: record.updatedAt, belongsTo: null, marker: null };
    case 'procoreTaxCode':
      return { recordId: record.id, version: '', belongsTo: null, marker: null };
    case 'procoreBillingPeriod':
      return { recordId: record.id, version: '', belongsTo: record.projectId, marker: null };
    case 'procoreCommitment':
      return {
        recordId: `${record.contractKind}-${record.id}`,
        version: record.updatedAt,
        belongsTo: record.projectId,
        marker: null,
      };
    case 'procoreRequisition':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: `${record.contractKind}-${record.commitmentId}`,
        marker: null,
      };
    case 'procoreContractPayment':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: record.requisitionId,
        marker: markerIn(record.notes),
      };
    case 'xeroContact':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: null,
        marker: markerIn(record.contactNumber),
      };
    case 'xeroBill':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: record.contactId,
        marker: markerIn(record.url),
      };
    case 'xeroPurchaseOrder':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: record.contactId,
        marker: markerIn(record.reference),
      };
    case 'xeroPayment':
      return {
        recordId: record.id,
        version: record.updatedAt,
        belongsTo: record.invoiceId,
        marker: null,
      };
    case 'xeroOrganisation':
      return { recordId: 'organisation', version: '', belongsTo: null, marker: null };
    case 'xeroChart':
      return { recordId: 'chart', version: '', belongsTo: null, marker: null };
  }
}

/** Whether a reading is newer than what is kept; of two readings of one version, the later one counts. */
export function isNewer(
  read: { version: string; seenAt: number },
  kept: { version: string; seenAt: number },
): boolean {
  const [ours, theirs] = [Date.parse(read.version), Date.parse(kept.version)];
  if (Number.isNaN(ours) || Number.isNaN(theirs) || ours === theirs)
    return read.seenAt >= kept.seenAt;
  return ours > theirs;
}
