// A whole Tieout in one process for tests: real Postgres, real Temporal, both sandboxes, a worker and a relay.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createSweepActivities } from '../../activities/sweep-activities.ts';
import { demoMapping } from './demo-mapping.ts';
import type { Environment } from '../../config/environment.ts';
import { readEnvironment } from '../../config/environment.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { decideException } from '../../db/queries/decide.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { readReadiness } from '../../db/queries/settled.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Relay } from '../../relay/relay.ts';
import { startProcoreSandbox } from '../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { connectClient } from '../../workers/connect-temporal.ts';
import { createActivities } from '../../workers/create-activities.ts';
import { createVendors } from '../../workers/create-vendors.ts';
import type { Fleet } from '../../workers/fleet.ts';
import { oneConnection } from './one-connection.ts';
import type { TestDatabase } from './test-servers.ts';
import { installRuntime } from './temporal-runtime.ts';
import type { RunningWorker } from './test-worker.ts';
import {
  endWorker,
  joinedFleet,
  runRelay,
  runWorker,
  sweepOnSchedule,
  workflowBundle,
} from './test-worker.ts';
import { createTestDatabase, testTemporalAddress } from './test-servers.ts';

export type StackOptions = {
  company?: 'demo' | 'twenty' | 'empty' | 'au' | 'uk';
  seed?: string;
  /** `vendor` = the vendors' own windows. */
  limits?: 'fast' | 'vendor';
  mapping?: Partial<Mapping>;
  maxCachedWorkflows?: number;
  /** true = every sweep reads whole lists, and the lists of contracts' payments, which are otherwise minutes apart. */
  readsOften?: boolean;
  /** Settings of the environment that differ from an ordinary test's. */
  env?: Record<string, string>;
  /** false = nothing runs until `startWorker`. */
  running?: boolean;
  /** Servers of the test's own, which it may kill; else those of the run. The database is migrated already. */
  servers?: { databaseUrl: string; temporalAddress: string };
};

export type Sandbox = { url: string; close(): Promise<void> };

export type Stack = {
  connection: string;
  env: Environment;
  database: OpenDatabase;
  client: Client;
  procore: Sandbox;
  xero: Sandbox;
  startWorker(): Promise<void>;
  /** Starts the worker again with another mapping, as a deployment does. */
  useMapping(over: Partial<Mapping>): Promise<void>;
  stopWorker(): Promise<void>;
  /** Waits until settled as design has it; throws what is pending when it takes too long. */
  settle(withinMs?: number): Promise<void>;
  decide: (ask: {
    exceptionId: string;
    planHash: string;
    verdict: 'approve' | 'reject';
  }) => ReturnType<typeof decideException>;
  close(): Promise<void>;
};

/** Calls a sandbox's control plane. */
export async function control<T>(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

async function startSandboxes(options: StackOptions) {
  const limits = options.limits ?? 'fast';
  const procore = await startProcoreSandbox({ limits });
  const xero = await startXeroSandbox({ limits });
  const seed = {
    company: options.company ?? 'twenty',
    ...(options.seed ? { seed: options.seed } : {}),
  };
  await control(procore, 'POST', 'seed', seed);
  await control(xero, 'POST', 'seed', seed);
  return { procore, xero, limits };
}

export async function environmentOf(
  database: TestDatabase,
  sandboxes: { procore: Sandbox; xero: Sandbox; limits: 'fast' | 'vendor' },
  connection: string,
  options: StackOptions,
): Promise<Environment> {
  const isFast = sandboxes.limits === 'fast';
  process.env['TEMPORAL_ADDRESS'] =
    options.servers?.temporalAddress ?? (await testTemporalAddress());
  return readEnvironment({
    DATABASE_URL: database.url,
    PROCORE_API_URL: sandboxes.procore.url,
    PROCORE_LOGIN_URL: sandboxes.procore.url,
    PROCORE_CLIENT_ID: 'tieout-sandbox',
    PROCORE_CLIENT_SECRET: 'tieout-sandbox-secret',
    PROCORE_COMPANY_ID: '5629494500123',
    XERO_API_URL: sandboxes.xero.url,
    XERO_IDENTITY_URL: sandboxes.xero.url,
    XERO_CLIENT_ID: 'tieout-sandbox',
    XERO_CLIENT_SECRET: 'tieout-sandbox-secret',
    XERO_TENANT_ID: '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
    PROCORE_WEBHOOK_AUTHORIZATION: 'Bearer test',
    XERO_WEBHOOK_KEY: 'test',
    TIEOUT_CODEC_KEY: randomBytes(32).toString('base64'),
    TIEOUT_PUBLIC_URL: 'http://127.0.0.1:4400',
    TIEOUT_CONNECTION: connection,
    TIEOUT_TASK_QUEUE: connection,
    TIEOUT_SWEEP_EVERY_MS: '3000',
    TIEOUT_FILL_WAIT_MS: '300',
    TIEOUT_POST_FROM: '2000-01-01',
    TIEOUT_MAX_CACHED_WORKFLOWS: String(options.maxCachedWorkflows ?? 200),
    ...(isFast
      ? {
          TIEOUT_XERO_MINUTE_MS: '6000',
          TIEOUT_PROCORE_SPIKE_MS: '1000',
          TIEOUT_PROCORE_HOUR_MS: '360000',
        }
      : {}),
    ...options.env,
  });
}

/** The database of a server that the test itself takes away. */
function databaseOf(url: string): TestDatabase {
  return { url, name: new URL(url).pathname.slice(1), drop: () => Promise.resolve() };
}

/** Starts a stack of its own: own database, own connection name, own task queue. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  installRuntime();
  void workflowBundle();
  const connection = `t-${randomBytes(5).toString('hex')}`;
  const { servers } = options;
  const testDatabase = servers ? databaseOf(servers.databaseUrl) : await createTestDatabase();
  const sandboxes = await startSandboxes(options);
  const env = await environmentOf(testDatabase, sandboxes, connection, options);
  let mapping: Mapping = { ...demoMapping, ...options.mapping, connection };
  const alone = () => oneConnection(env, mapping);
  // Sandboxes, worker and relay share one event loop here, which a busy machine may hold up for long.
  const database = openDatabase(env.DATABASE_URL, 24, { idleInTransactionMs: 60_000 });
  await storeMappingVersion(database.db, mapping);
  const client = await connectClient(env);

  let running: RunningWorker | null = null;
  let relay: Relay | null = null;
  let fleet: Fleet | null = null;

  const sweepingOften = (vendors: ReturnType<typeof createVendors>) =>
    createSweepActivities({
      db: database.db,
      connection,
      ...vendors,
      directed: mapping,
      overlapMs: env.TIEOUT_SWEEP_OVERLAP_MS,
      postFromAtFirst: env.TIEOUT_POST_FROM,
      fullReadEveryMs: 0,
      contractListAgeMs: 0,
    });

  const stack: Stack = {
    connection,
    env,
    database,
    client,
    procore: sandboxes.procore,
    xero: sandboxes.xero,
    async startWorker() {
      const vendors = createVendors(env, database.db, alone());
      fleet = await joinedFleet({ database, client }, connection);
      running = await runWorker(env, {
        ...createActivities({
          ...{ env, db: database.db, connection: alone(), routing: [mapping], ...vendors },
        }),
        ...(options.readsOften ? sweepingOften(vendors) : {}),
      });
      relay = runRelay({ env, database, client });
      await sweepOnSchedule({ env, client }, connection);
    },
    async useMapping(over) {
      mapping = { ...mapping, ...over };
      await stack.stopWorker();
      await storeMappingVersion(database.db, mapping);
      await stack.startWorker();
    },
    async stopWorker() {
      fleet?.stop();
      fleet = null;
      await relay?.stop();
      relay = null;
      if (running) await endWorker(running);
      running = null;
    },
    async settle(withinMs = 90_000) {
      const asked = Date.now();
      const until = asked + withinMs;
      for (;;) {
        const readiness = await readReadiness(database.db, connection);
        // It must rest on a sweep begun after the asking: an older one has not seen what came since.
        if (readiness.settled && Date.parse(readiness.sweepStartedAt ?? '') > asked) return;
        if (Date.now() > until) throw new Error(`not settled: ${JSON.stringify(readiness)}`);
        await sleep(250);
      }
    },
    decide: ({ exceptionId, planHash, verdict }) =>
      decideException(database.db, {
        connection,
        exceptionId,
        planHash,
        verdict,
        reason: null,
        person: 'local:controller',
      }),
    async close() {
      await client.schedule
        .getHandle(`sweep/${connection}`)
        .delete()
        .catch(() => undefined);
      await stack.stopWorker();
      await client.connection.close();
      await database.close();
      await sandboxes.procore.close();
      await sandboxes.xero.close();
      await testDatabase.drop();
    },
  };
  if (options.running !== false) await stack.startWorker();
  return stack;
}
