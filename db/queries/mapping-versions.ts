// Every mapping that was in force, by its version, so that each document can say which one made it.
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { Queryable } from '../database.ts';
import { mappingVersion } from '../schema/record-tables.ts';

export async function storeMappingVersion(db: Queryable, mapping: Mapping): Promise<string> {
  const version = mappingVersionOf(mapping);
  await db.insert(mappingVersion).values({ version, body: mapping }).onConflictDoNothing();
  return version;
}
