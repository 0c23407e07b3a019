// What a claim and its document in Xero agree on where that is taken as it stands.
import type { DocumentBase, DocumentRecord } from '../plan/owned.ts';
import { takenAsItStands } from '../plan/taken-as-it-stands.ts';
import type { ClaimObservation, XeroInvoice } from './claim-observation.ts';
import { plannerVersionOf } from './planner-versions.ts';
import { sourceHashOf } from './source-hash.ts';

export function adoptedDocumentBase(
  observation: Pick<ClaimObservation, 'mappingVersion' | 'type'>,
  record: DocumentRecord,
): DocumentBase {
  const { mappingVersion } = observation;
  return takenAsItStands(record, { mappingVersion, plannerVersion: plannerVersionOf(observation) });
}

/**
 * Of one that a person entered: it says the claim in that person's own lines and codes, so that it is what the claim as
 * it is now comes to. A later change of the claim is asked about before anything is written over it.
 */
export function enteredDocumentBase(
  observation: Pick<ClaimObservation, 'mappingVersion' | 'type' | 'claim'>,
  record: XeroInvoice,
): DocumentBase {
  const { claim } = observation;
  const base = adoptedDocumentBase(observation, record);
  return { ...base, source: claim && sourceHashOf(claim) };
}
