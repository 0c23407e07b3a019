// What a document would be planned as under a mapping that is not in force. Nothing of it is kept.
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { Observation, Plan } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { Database } from '../database.ts';
import { atOneMoment } from '../database.ts';
import { observe } from './observe.ts';

export type PlannedUnder = { observation: Observation; plan: Plan };

/** As the worker would look at it now; `publicUrl` stands in the links that bills carry. */
export async function planUnder(
  db: Database,
  { mapping, publicUrl }: { mapping: Mapping; publicUrl: string },
  id: DocumentId,
): Promise<PlannedUnder> {
  const { connection } = mapping;
  const settings = { connection, publicUrl, mapping, mappingVersion: mappingVersionOf(mapping) };
  const observation = await atOneMoment(db, (tx) => observe(tx, settings, id));
  return { observation, plan: planObservation(observation) };
}
