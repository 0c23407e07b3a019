// Ends the database servers a kill left running on our own data, found by the pid files beside the data: the registry
// names only what its supervisor lived long enough to write down.
import { join } from 'node:path';
import { placePostgresDataDir } from './postgres-place.ts';
import { reclaimPostmaster } from './postgres.ts';
import { reclaimTemporal } from './temporal.ts';

/** For a supervisor that holds the claim on `dataDir`. Gives the names of what was ended. */
export async function reclaimServers(dataDir: string): Promise<string[]> {
  const postgresData = placePostgresDataDir(join(dataDir, 'postgres'));
  const [postgres, temporal] = await Promise.all([
    postgresData !== null && reclaimPostmaster(postgresData),
    reclaimTemporal(join(dataDir, 'temporal')),
  ]);
  return [...(postgres ? ['postgres binary'] : []), ...(temporal ? ['temporal binary'] : [])];
}
