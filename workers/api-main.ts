// The console process: webhooks, decisions, health and pages. It never talks to Temporal.
import { serveApi } from '../api/serve.ts';
import { readCodecKey } from '../codec/payload-codec.ts';
import { readEnvironment } from '../config/environment.ts';
import { webAddressesOf } from '../config/web-addresses.ts';
import { loadMappingFile } from '../config/mapping-file.ts';
import { openDatabase } from '../db/database.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { announceReady, log, runProcess, stopAsked } from './process.ts';

await runProcess(async () => {
  const env = readEnvironment(process.env);
  const stop = stopAsked();
  const mapping = await loadMappingFile(env.TIEOUT_CONFIG);
  const codecKey = readCodecKey(env.TIEOUT_CODEC_KEY);
  await migrateDatabase(env.DATABASE_URL);
  const database = openDatabase(env.DATABASE_URL, 10);
  const api = await serveApi({
    db: database.db,
    log,
    connection: env.TIEOUT_CONNECTION,
    publicUrl: env.TIEOUT_PUBLIC_URL,
    port: env.TIEOUT_PORT_BASE,
    web: webAddressesOf(env),
    temporalUiPort: env.TIEOUT_PORT_BASE + 5,
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    codecKey,
    mapping,
    procore: {
      companyId: env.PROCORE_COMPANY_ID,
      webhookAuthorization: env.PROCORE_WEBHOOK_AUTHORIZATION,
    },
    xero: { tenantId: env.XERO_TENANT_ID, webhookKey: env.XERO_WEBHOOK_KEY },
  });
  announceReady({ url: api.url });
  await stop;
  await api.close();
  await database.close();
});
