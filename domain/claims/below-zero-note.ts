// Whether a claim's credit note is all of a claim below zero, or what is held back of a bill of the full amount.
import type { ClaimObservation } from './claim-observation.ts';

/** The former stands instead of a bill, the latter beside one. A claim that is corrected may have had both, one after the other. */
export function standsInstead(observation: ClaimObservation): boolean {
  const { type, creditNote, linkedTargetId, sibling } = observation;
  const invoiceId =
    type === 'retainageRelease' ? (sibling?.linkedTargetId ?? null) : linkedTargetId;
  return invoiceId === null || (creditNote.base?.together ?? null) !== null;
}
