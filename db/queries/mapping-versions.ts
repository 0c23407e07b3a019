// Every mapping that was in force, by its version, so that each document can say which one made it.
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { Queryable } from '../database.ts';
import { mappingVersion } from '../schema/record-tables.ts';
import { recordAllPosted } from './retention-posted.ts';

/** A mapping may name a retention account for the first time: what stands on that already is taken into the ledger. */
export async function storeMappingVersion(db: Queryable, mapping: Mapping): Promise<string> {
  const version = mappingVersionOf(mapping);
  await db.transaction(async (tx) => {
    const stored = await tx
      .insert(mappingVersion)
      .values({ version, body: mapping })
      .onConflictDoNothing()
      .returning({ version: mappingVersion.version });
    if (stored.length > 0) await recordAllPosted(tx, mapping.connection);
  });
  return version;
}
