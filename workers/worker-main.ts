// The worker process: checks the configuration against the live chart, then runs workflows and activities.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { LogLevel } from '@temporalio/worker';
import { DefaultLogger, Runtime, Worker, makeTelemetryFilterString } from '@temporalio/worker';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Connection, Connections } from '../config/connections.ts';
import { loadConnections } from '../config/connections.ts';
import type { Environment } from '../config/environment.ts';
import { readEnvironment } from '../config/environment.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { storeMappingVersion } from '../db/queries/mapping-versions.ts';
import { mappingProblems } from '../domain/mapping/check-chart.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import {
  connectClient,
  connectWorker,
  dataConverterOf,
  ensureRetention,
  ensureSearchAttributes,
} from './connect-temporal.ts';
import { createActivities } from './create-activities.ts';
import { createVendors } from './create-vendors.ts';
import {
  announceReady,
  log,
  runProcess,
  sentenceOfError,
  stopAsked,
  withoutVendorWords,
} from './process.ts';
import type { Fleet } from './fleet.ts';
import { keepFleet } from './fleet.ts';
import type { Served } from './route-activities.ts';
import { routedByConnection } from './route-activities.ts';
import { ensureSweepSchedule, triggerSweep } from './sweep-schedule.ts';
import { keptWorkflowBundle } from './workflow-bundle.ts';
import { cacheOptions } from './workflow-cache.ts';

/** After a kill a cached workflow waits this long for its dead worker before another takes it. */
const stickyTimeout = '2 seconds';

function logTemporal(level: LogLevel, message: string, meta: object | undefined): void {
  if (level === 'ERROR' || level === 'WARN') {
    const said = withoutVendorWords(message);
    log(level === 'ERROR' ? 'error' : 'warn', said, { temporal: describe(meta) });
  }
}

/** Only what names the run and the kind of failure: a vendor's sentence stays out of the log. */
function describe(meta: object | undefined): object {
  const shown = ['workflowId', 'runId', 'workflowType', 'activityType', 'attempt', 'type'];
  const all = { ...meta } as Record<string, unknown>;
  const error = all['error'];
  return {
    ...Object.fromEntries(shown.filter((key) => key in all).map((key) => [key, all[key]])),
    ...(error instanceof Error
      ? { error: error.name, what: sentenceOfError(error).slice(0, 300) }
      : {}),
  };
}

/** Waits for Xero, however long it is away, and refuses a mapping it cannot carry out. */
async function checkMapping(xero: XeroClient, mapping: Mapping, where: string): Promise<void> {
  const { connection } = mapping;
  for (;;) {
    try {
      // One odd account or rate is a question of its own once the worker runs, and no reason not to run.
      const { value: chart } = await settingAside(() => xero.readChart());
      const problems = mappingProblems(chart, mapping);
      if (problems.length > 0) throw new ConfigurationError(where, problems);
      return;
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      log('warn', 'the chart of accounts cannot be read yet', { connection, why: error.kind });
      await sleep(error.retryAfterMs ?? 2_000);
    }
  }
}

type Ground = {
  env: Environment;
  db: Database;
  connections: Connections;
  /** Connects when it is first asked: a mapping that cannot be used is said whether or not Temporal is there. */
  temporal: () => Promise<Client>;
};

/**
 * One connection's activities, and the promise of its mapping being in force and its fleet joined: nothing is done before,
 * so that nothing is written before its next sweep.
 */
function serve(ground: Ground, connection: Connection): Served<Activities> & Going {
  const { env, db, temporal, connections } = ground;
  const { mapping, sharesCompany } = connection;
  const vendors = createVendors(env, db, connection);
  const routing = connections.map((one) => one.mapping);
  const where = sharesCompany
    ? `${env.TIEOUT_CONFIG}, connection "${mapping.connection}"`
    : env.TIEOUT_CONFIG;
  const goOn = async (): Promise<Fleet> => {
    await checkMapping(vendors.xero, mapping, where);
    await storeMappingVersion(db, mapping);
    const client = await temporal();
    return keepFleet({
      db,
      connection: mapping.connection,
      triggerSweep: () => triggerSweep(client, mapping.connection),
      onTrouble: (error) =>
        log('warn', 'the fleet could not be told', { why: sentenceOfError(error).slice(0, 300) }),
    });
  };
  return {
    activities: createActivities({ env, db, connection, routing, ...vendors }),
    ready: goOn(),
  };
}

type Activities = ReturnType<typeof createActivities>;
type Going = { ready: Promise<Fleet> };

/** Sweeps every connection on schedule, each as soon as it may; answers what ends with the worker. */
async function sweepAll(
  { env, temporal }: Ground,
  served: ReadonlyMap<string, Going>,
): Promise<Fleet[]> {
  const client = await temporal();
  return Promise.all(
    [...served].map(async ([connection, { ready }]) => {
      const fleet = await ready;
      await ensureSweepSchedule(client, {
        connection,
        everyMs: env.TIEOUT_SWEEP_EVERY_MS,
        taskQueue: env.TIEOUT_TASK_QUEUE,
      });
      return fleet;
    }),
  );
}

async function main(): Promise<void> {
  const env = readEnvironment(process.env);
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
      logTemporal(level, message, meta),
    ),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
    shutdownSignals: [],
  });
  const stop = stopAsked();
  const workflowBundle = keptWorkflowBundle(env.TIEOUT_BUNDLE_DIR);
  const connections = await loadConnections(env, process.env);
  await migrateDatabase(env.DATABASE_URL);
  const database = openDatabase(env.DATABASE_URL, 24);
  let connecting: Promise<Client> | null = null;
  const temporal = (): Promise<Client> => (connecting ??= connectClient(env));
  const ground: Ground = { env, db: database.db, temporal, connections };
  const served = new Map(
    connections.map((one) => [one.mapping.connection, serve(ground, one)] as const),
  );
  const allReady = Promise.all([...served.values()].map(({ ready }) => ready));
  // Of several each goes as soon as it can; alone, there is nothing to work for before.
  if (served.size === 1) await allReady;
  // Whoever waits for it hears of its failure; until then it is nobody's.
  allReady.catch(() => undefined);
  const client = await temporal();
  await ensureSearchAttributes(client, env.TEMPORAL_NAMESPACE);
  await ensureRetention(client, env.TEMPORAL_NAMESPACE);
  const connection = await connectWorker();
  const worker = await Worker.create({
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TIEOUT_TASK_QUEUE,
    workflowBundle: await workflowBundle,
    activities: routedByConnection(served),
    dataConverter: dataConverterOf(env),
    ...cacheOptions(env.TIEOUT_MAX_CACHED_WORKFLOWS),
    maxConcurrentActivityTaskExecutions: 20,
    stickyQueueScheduleToStartTimeout: stickyTimeout,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '8 seconds',
  });
  const running = worker.run();
  const fleets = await sweepAll(ground, served);
  announceReady();
  void stop.then(() => worker.shutdown());
  await running.catch((error: unknown) => {
    log('error', 'the worker ended', { why: sentenceOfError(error) });
  });
  for (const fleet of fleets) fleet.stop();
  await client.connection.close();
  await connection.close();
  await database.close();
}

await runProcess(main);
