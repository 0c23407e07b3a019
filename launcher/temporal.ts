// Starts the Temporal server on loopback over one SQLite file, ready once it serves its namespace.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { freePort, refuseTakenPorts } from './ports.ts';
import { makePrivateFolder, writePrivateFile } from './private-files.ts';
import { endProcess, isAlive, readIdentity } from './processes.ts';
import { startServer, type RunningServer } from './server.ts';

export interface TemporalOptions {
  /** Ours alone: database, log, pid file. */
  dir: string;
  /** Absent or 0 = a free one. */
  port?: number;
  /** Absent = no Web UI. */
  uiPort?: number;
  codecEndpoint?: string;
  namespace?: string;
  /** false for tests: nothing is kept. */
  persistent?: boolean;
  /** `Name=Type`; only counts when the namespace is new. */
  searchAttributes?: readonly string[];
  logFile?: string;
}

export interface RunningTemporal extends RunningServer {
  /** host:port. */
  url: string;
  uiUrl?: string;
}

const stopSteps = [
  { signal: 'SIGTERM', waitMs: 8_000 },
  { signal: 'SIGINT', waitMs: 2_000 },
] as const;

export const temporalDatabase = (dir: string): string => join(dir, 'temporal.db');
const pidFileOf = (dir: string): string => join(dir, 'temporal.pid.json');

export async function startTemporal(
  binary: string,
  options: TemporalOptions,
): Promise<RunningTemporal> {
  const { dir, uiPort, namespace = 'default', persistent = true } = options;
  makePrivateFolder(dir);
  await reclaimTemporal(dir);
  const port = options.port || (await freePort());
  const instead = 'TEMPORAL_ADDRESS';
  await refuseTakenPorts([
    { port, what: 'Temporal', instead },
    ...(uiPort === undefined ? [] : [{ port: uiPort, what: "Temporal's Web UI", instead }]),
  ]);
  const url = `127.0.0.1:${port}`;
  const server = await startServer({
    title: 'Temporal',
    program: binary,
    args: argumentsFor({ ...options, port, namespace, persistent }),
    cwd: dir,
    logFile: options.logFile ?? join(dir, 'temporal.log'),
    answers: () => temporalServes(url, namespace),
    // A server that keeps nothing has nothing to finish; its clean stop takes over a second.
    stopSteps: persistent ? stopSteps : [],
    onSpawn: (identity) => writePrivateFile(pidFileOf(dir), JSON.stringify(identity)),
  });
  return {
    ...server,
    url,
    ...(uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${uiPort}` }),
  };
}

function argumentsFor(options: TemporalOptions & { namespace: string }): string[] {
  const { dir, port, uiPort, codecEndpoint, namespace, searchAttributes = [] } = options;
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...['--log-level', 'warn', '--namespace', namespace],
    // One queue of tasks for a few workers: four parts of it would hand tasks and polls on to each other.
    ...dynamicConfig('matching.numTaskqueueReadPartitions=1'),
    ...dynamicConfig('matching.numTaskqueueWritePartitions=1'),
    ...dynamicConfig('system.forceSearchAttributesCacheRefreshOnRead=false'),
    ...(options.persistent === true
      ? [
          ...['--db-filename', temporalDatabase(dir)],
          // The write-ahead log survives kill -9 and is four times as fast as a rollback journal.
          ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
        ]
      : []),
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(uiPort === undefined || !codecEndpoint ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...searchAttributes.flatMap((entry) => ['--search-attribute', entry]),
  ];
}

function dynamicConfig(value: string): string[] {
  return ['--dynamic-config-value', value];
}

/** Stops a server a kill left behind, true if there was one: two on one SQLite file wait for each other's locks. */
export async function reclaimTemporal(dir: string): Promise<boolean> {
  const identity = readIdentity(pidFileOf(dir));
  const isLeft = identity !== null && isAlive(identity);
  if (isLeft) await endProcess(identity, stopSteps);
  rmSync(pidFileOf(dir), { force: true });
  return isLeft;
}

/** True once the frontend answers and knows the namespace. */
export async function temporalServes(address: string, namespace: string): Promise<boolean> {
  const connection = Connection.lazy({
    address,
    // Each question looks afresh and once: connections are otherwise shared, and a refused one rests for a second.
    channelArgs: { 'grpc.use_local_subchannel_pool': 1 },
    interceptors: [],
  });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch (error) {
    if (isGrpcServiceError(error)) return false;
    throw error;
  } finally {
    await connection.close();
  }
}
