// A connection by itself, as most tests have it, with what the environment names.
import { connectionsOf } from '../../config/connections.ts';
import type { Connection } from '../../config/connections.ts';
import type { Environment } from '../../config/environment.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';

export function oneConnection(env: Environment, mapping: Mapping): Connection {
  const named = { ...env, TIEOUT_CONNECTION: mapping.connection };
  return connectionsOf(named, {}, [mapping])[0];
}
