// What a claim and its document in Xero agree on where that is taken as it stands.
import type { DocumentBase, DocumentRecord } from '../plan/owned.ts';
import { takenAsItStands } from '../plan/taken-as-it-stands.ts';
import type { ClaimObservation } from './claim-observation.ts';
import { plannerVersionOf } from './planner-versions.ts';

export function adoptedDocumentBase(
  observation: Pick<ClaimObservation, 'mappingVersion' | 'type'>,
  record: DocumentRecord,
): DocumentBase {
  const { mappingVersion } = observation;
  return takenAsItStands(record, { mappingVersion, plannerVersion: plannerVersionOf(observation) });
}
