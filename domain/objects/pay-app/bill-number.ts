// How a bill is numbered.
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';

/** The subcontractor's own number, else contract and sequence: "SC-003-4". */
export function billNumberOf(
  requisition: Pick<ProcoreRequisition, 'invoiceNumber' | 'number'>,
  commitment: Pick<ProcoreCommitment, 'number'>,
): string {
  return requisition.invoiceNumber?.trim() || `${commitment.number}-${requisition.number}`;
}
