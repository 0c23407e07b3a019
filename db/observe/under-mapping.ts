// What a document would be planned as under a mapping that is not in force. Nothing of it is kept.
import { TransactionRollbackError } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { Observation, Plan } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { Database } from '../database.ts';
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
  const looked: { observation: Observation | null } = { observation: null };
  try {
    await db.transaction(async (tx) => {
      looked.observation = await observe(tx, settings, id);
      // A look links the options it finds; this one is not to.
      tx.rollback();
    });
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error;
  }
  const { observation } = looked;
  if (observation === null) throw new Error('a look that ended without an observation');
  return { observation, plan: planObservation(observation) };
}
