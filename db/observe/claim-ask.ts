// Which document of which claim is looked at.
import type { ClaimType } from '../../domain/claims/sides.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';

export type ClaimAsk = {
  /** The document that is looked at. */
  id: DocumentId;
  /** The claim it is made from. */
  of: ClaimType;
  claimId: string;
  role: 'bill' | 'salesInvoice' | 'release';
};
