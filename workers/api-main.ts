// The console process: webhooks, decisions, health and pages. It never talks to Temporal.
import { serveApi } from '../api/serve.ts';
import { readCodecKey } from '../codec/payload-codec.ts';
import { readEnvironment } from '../config/environment.ts';
import { webAddressesOf } from '../config/web-addresses.ts';
import { loadConnections } from '../config/connections.ts';
import { openDatabase } from '../db/database.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { announceReady, log, runProcess, stopAsked } from './process.ts';

await runProcess(async () => {
  const env = readEnvironment(process.env);
  const stop = stopAsked();
  const connections = await loadConnections(env, process.env);
  const [{ mapping }] = connections;
  const codecKey = readCodecKey(env.TIEOUT_CODEC_KEY);
  await migrateDatabase(env.DATABASE_URL);
  const database = openDatabase(env.DATABASE_URL, 10);
  const api = await serveApi({
    db: database.db,
    log,
    connection: mapping.connection,
    publicUrl: env.TIEOUT_PUBLIC_URL,
    port: env.TIEOUT_PORT_BASE,
    web: webAddressesOf(env),
    temporalUiPort: env.TIEOUT_PORT_BASE + 5,
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    codecKey,
    mapping,
    connections,
    procore: {
      companyId: env.PROCORE_COMPANY_ID,
      webhookAuthorization: env.PROCORE_WEBHOOK_AUTHORIZATION,
    },
  });
  announceReady({ url: api.url });
  await stop;
  await api.close();
  await database.close();
});
