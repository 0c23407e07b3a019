// How a bill is numbered and its lines are worded, within what Xero takes.
import type { ProcoreCommitment, ProcoreRequisition } from '../records/procore-records.ts';

/** Xero takes descriptions of 1 to 4,000 characters (developer.xero.com, Invoices, read 2026-11-23). */
const descriptionLengthMaximum = 4_000;

/** The subcontractor's own number, else contract and sequence: "SC-003-4". */
export function billNumberOf(
  requisition: Pick<ProcoreRequisition, 'invoiceNumber' | 'number'>,
  commitment: Pick<ProcoreCommitment, 'number'>,
): string {
  return requisition.invoiceNumber?.trim() || `${commitment.number}-${requisition.number}`;
}

export function lineDescription(text: string): string {
  return text.trim().slice(0, descriptionLengthMaximum).trim() || 'No description';
}
