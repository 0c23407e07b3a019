// Every activity there is, wired to its dependencies.
import { createDocumentActivities } from '../activities/document-activities.ts';
import { createSweepActivities } from '../activities/sweep-activities.ts';
import { createWriterActivities } from '../activities/writer-activities.ts';
import { watched } from '../activities/watched.ts';
import type { Connection } from '../config/connections.ts';
import type { Environment } from '../config/environment.ts';
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import { mappingVersionOf } from '../domain/mapping/mapping.ts';
import type { Routed } from '../domain/mapping/routing.ts';
import { log, sentenceOfError } from './process.ts';

export type ActivityParts = {
  env: Environment;
  db: Database;
  connection: Pick<Connection, 'mapping' | 'organisations' | 'sharesCompany'>;
  /** Which connection each project is given to, by the mapping file. */
  routing: readonly Routed[];
  procore: ProcoreClient;
  xero: XeroClient;
};

/** The activities of one connection. */
export function createActivities(parts: ActivityParts) {
  const { env, db, routing, procore, xero } = parts;
  const { mapping, organisations, sharesCompany } = parts.connection;
  const { connection } = mapping;
  const settings = {
    connection,
    publicUrl: env.TIEOUT_PUBLIC_URL,
    mapping,
    mappingVersion: mappingVersionOf(mapping),
    ...(sharesCompany && { sharesCompany }),
  };
  const activities = {
    ...createDocumentActivities({ db, settings, procore, xero }),
    ...createWriterActivities({
      ...{ db, connection, organisations, procore, xero },
      fillWaitMs: env.TIEOUT_FILL_WAIT_MS,
      spare: {
        day: mapping.xeroDay,
        minute: { calls: env.TIEOUT_XERO_MINUTE_CALLS, windowMs: env.TIEOUT_XERO_MINUTE_MS },
      },
    }),
    ...createSweepActivities({
      db,
      connection,
      procore,
      xero,
      directed: mapping,
      routing,
      overlapMs: env.TIEOUT_SWEEP_OVERLAP_MS,
      postFromAtFirst: env.TIEOUT_POST_FROM,
    }),
  };
  const onTrouble = (error: unknown): void =>
    log('warn', 'a retry could not be noted', { why: sentenceOfError(error).slice(0, 300) });
  return watched(activities, { db, connection, onTrouble });
}
