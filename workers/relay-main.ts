// The relay process: hands wake rows to Temporal until asked to stop.
import { readEnvironment } from '../config/environment.ts';
import { openDatabase } from '../db/database.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { startRelay } from '../relay/relay.ts';
import { connectClient } from './connect-temporal.ts';
import { announceReady, log, runProcess, sentenceOfError, stopAsked } from './process.ts';

/** A round holds its rows while it signals Temporal, which may be slow to answer; others skip rows that are held. */
const relayLimits = { idleInTransactionMs: 60_000 };

await runProcess(async () => {
  const env = readEnvironment(process.env);
  const stop = stopAsked();
  await migrateDatabase(env.DATABASE_URL);
  const database = openDatabase(env.DATABASE_URL, 4, relayLimits);
  const client = await connectClient(env);
  const relay = startRelay({
    database,
    client,
    taskQueue: env.TIEOUT_TASK_QUEUE,
    pollMs: 5_000,
    resendAfterMs: 60_000,
    onTrouble: (what, error) => log('warn', what, { why: sentenceOfError(error).slice(0, 300) }),
  });
  announceReady();
  await stop;
  await relay.stop();
  await client.connection.close();
  await database.close();
});
