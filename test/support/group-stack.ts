// The demo group in one process for tests: one Procore company, two organisations in Xero, one worker, and the console.
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApi } from '../../api/serve.ts';
import { serveApi } from '../../api/serve.ts';
import type { Connections } from '../../config/connections.ts';
import { connectionsOf } from '../../config/connections.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { readReadinessOfAll } from '../../db/queries/settled.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { startProcoreSandbox } from '../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { config } from '../../tieout.config.group.ts';
import { connectClient } from '../../workers/connect-temporal.ts';
import { createActivities } from '../../workers/create-activities.ts';
import { createVendors } from '../../workers/create-vendors.ts';
import type { Fleet } from '../../workers/fleet.ts';
import { routedByConnection } from '../../workers/route-activities.ts';
import { installRuntime } from './temporal-runtime.ts';
import type { Sandbox } from './stack.ts';
import { control, environmentOf } from './stack.ts';
import { createTestDatabase } from './test-servers.ts';
import { endWorker, joinedFleet, runRelay, runWorker, sweepOnSchedule } from './test-worker.ts';

export type GroupStack = {
  database: OpenDatabase;
  procore: Sandbox;
  xero: Sandbox;
  /** Each with its organisation's tenant id. The names are this test's own: workflows of all tests share a server. */
  north: { name: string; tenantId: string };
  south: { name: string; tenantId: string };
  connections: Connections;
  api: RunningApi;
  settle(withinMs: number): Promise<void>;
  close(): Promise<void>;
};

export async function startGroupStack(): Promise<GroupStack> {
  installRuntime();
  const suffix = randomBytes(4).toString('hex');
  const tenants = ['3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11', randomUUID()] as const;
  const north = { name: `n-${suffix}`, tenantId: tenants[0] };
  const south = { name: `s-${suffix}`, tenantId: tenants[1] };
  const testDatabase = await createTestDatabase();
  const procore = await startProcoreSandbox({ limits: 'fast' });
  const xero = await startXeroSandbox({ limits: 'fast', organisations: [south.tenantId] });
  await control(procore, 'POST', 'seed', { company: 'group' });
  for (const [part, { tenantId }] of Object.entries({ north, south })) {
    await control(xero, 'POST', `seed?tenant=${tenantId}`, { company: 'group', part });
  }
  const env = await environmentOf(testDatabase, { procore, xero, limits: 'fast' }, north.name, {
    env: { TIEOUT_POST_FROM: '' },
  });
  const [first, second] = config.map((one, index): Mapping => {
    const { name } = index === 0 ? north : south;
    return mappingSchema.parse({ ...one, connection: name });
  });
  if (!first || !second) throw new Error('the group has two connections');
  const tenantOf = { [`XERO_TENANT_ID_S_${suffix.toUpperCase()}`]: south.tenantId };
  const connections = connectionsOf(env, tenantOf, [first, second]);
  const database = openDatabase(env.DATABASE_URL, 24, { idleInTransactionMs: 60_000 });
  const client = await connectClient(env);
  const fleets: Fleet[] = [];
  const routing = connections.map(({ mapping }) => mapping);
  const serve = (connection: Connections[number]) => {
    const vendors = createVendors(env, database.db, connection);
    const name = connection.mapping.connection;
    const goOn = async (): Promise<void> => {
      await storeMappingVersion(database.db, connection.mapping);
      fleets.push(await joinedFleet({ database, client }, name));
    };
    const activities = createActivities({ env, db: database.db, connection, routing, ...vendors });
    return { activities, ready: goOn() };
  };
  const served = new Map(connections.map((one) => [one.mapping.connection, serve(one)] as const));
  const running = await runWorker(env, routedByConnection(served));
  const relay = runRelay({ env, database, client });
  for (const [name, { ready }] of served) {
    await ready;
    await sweepOnSchedule({ env, client }, name);
  }
  const api = await serveApi({
    ...{ db: database.db, log: () => undefined, connection: north.name, mapping: first },
    ...{ connections, publicUrl: env.TIEOUT_PUBLIC_URL, port: 0, temporalUiPort: 4405 },
    web: { procore: procore.url, xero: xero.url },
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    codecKey: randomBytes(32),
    procore: { companyId: env.PROCORE_COMPANY_ID, webhookAuthorization: 'Bearer test' },
  });
  return {
    ...{ database, procore, xero, north, south, connections, api },
    async settle(withinMs) {
      const asked = Date.now();
      const names = [north.name, south.name];
      for (;;) {
        const readiness = await readReadinessOfAll(database.db, names);
        if (readiness.settled && Date.parse(readiness.sweepStartedAt ?? '') > asked) return;
        if (Date.now() > asked + withinMs) {
          throw new Error(`not settled: ${JSON.stringify(readiness)}`);
        }
        await sleep(250);
      }
    },
    async close() {
      for (const { name } of [north, south]) {
        await client.schedule
          .getHandle(`sweep/${name}`)
          .delete()
          .catch(() => undefined);
      }
      for (const fleet of fleets) fleet.stop();
      await relay.stop();
      await endWorker(running);
      await api.close();
      await client.connection.close();
      await database.close();
      await procore.close();
      await xero.close();
      await testDatabase.drop();
    },
  };
}
