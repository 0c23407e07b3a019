// The closed sets of words a pay app's header is made of, and which statuses leave it to whom.
import type { RequisitionStatus } from '../company/seeded-company.ts';
import type { RequisitionRow } from './procore-state.ts';

/** Source: Procore REST reference, Requisitions v1.1, read 2026-11-23. */
export const requisitionStatuses: readonly RequisitionStatus[] = [
  'draft',
  'under_review',
  'revise_and_resubmit',
  'approved',
  'approved_as_noted',
  'pending_owner_approval',
];

/** Where somebody without admin permissions may still edit. */
export const editableStatuses: readonly RequisitionStatus[] = ['draft', 'revise_and_resubmit'];

/** What somebody without admin permissions may set: saved, or submitted. */
export const ownStatuses: readonly RequisitionStatus[] = ['draft', 'under_review'];

export const invoiceTypes: readonly RequisitionRow['invoice_type'][] = [
  'progress',
  'retainage_release',
  'progress_and_retainage_release',
];
