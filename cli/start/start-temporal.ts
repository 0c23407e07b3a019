// Starts the Temporal server on loopback over one SQLite file, waits until it serves, and stops it cleanly.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, isPortFree, portHolder } from './free-port.ts';
import { temporalServes } from './grpc-probe.ts';
import { endProcess, identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';
import { StartProblem, systemCode } from './start-problem.ts';

export interface TemporalOptions {
  binary: string;
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

export interface RunningTemporal {
  address: string;
  uiUrl: string | null;
  pid: number;
  ended: Promise<void>;
  stop(): Promise<void>;
}

const databaseName = 'temporal.db';
const startLimitMs = 60_000;
const stopSteps = [
  { signal: 'SIGTERM', waitMs: 8_000 },
  { signal: 'SIGINT', waitMs: 2_000 },
] as const;

export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  mkdirSync(options.dir, { recursive: true });
  await reclaimTemporal(options.dir);
  const port = options.port || (await freePort());
  for (const [wanted, what] of [
    [port, 'Temporal'],
    [options.uiPort, "Temporal's Web UI"],
  ] as const) {
    if (wanted !== undefined && !(await isPortFree(wanted))) throw portTaken(wanted, what);
  }
  const logFile = options.logFile ?? join(options.dir, 'temporal.log');
  const server = launch(options, port, logFile);
  const namespace = options.namespace ?? 'default';
  try {
    await waitUntilServing(server, `127.0.0.1:${port}`, namespace, logFile);
  } catch (error) {
    await stopServer(server, options);
    throw error;
  }
  return {
    address: `127.0.0.1:${port}`,
    uiUrl: options.uiPort === undefined ? null : `http://127.0.0.1:${options.uiPort}`,
    pid: server.pid ?? 0,
    ended: new Promise((resolve) => {
      if (hasEnded(server)) resolve();
      else server.once('exit', () => resolve());
    }),
    stop: () => stopServer(server, options),
  };
}

function portTaken(port: number, what: string): StartProblem {
  const holder = portHolder(port);
  const who = holder ? ` by ${holder.name} (pid ${holder.pid})` : '';
  return new StartProblem(
    `Port ${port}, meant for ${what}, is in use${who}. Stop that process, set TIEOUT_PORT_BASE to another base, ` +
      'or set TEMPORAL_ADDRESS to a Temporal server of your own.',
    'configuration',
  );
}

function launch(options: TemporalOptions, port: number, logFile: string): ChildProcess {
  const database = join(options.dir, databaseName);
  const persistence =
    options.persistent === false
      ? []
      : [
          ...['--db-filename', database],
          // The write-ahead log survives kill -9 and is four times as fast as a rollback journal.
          ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
        ];
  const ui =
    options.uiPort === undefined
      ? ['--headless']
      : [
          ...['--ui-port', String(options.uiPort)],
          ...(options.codecEndpoint ? ['--ui-codec-endpoint', options.codecEndpoint] : []),
        ];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    options.binary,
    [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--log-level', 'warn', '--namespace', options.namespace ?? 'default'],
      ...persistence,
      ...ui,
      ...(options.searchAttributes ?? []).flatMap((entry) => ['--search-attribute', entry]),
    ],
    // Its own group: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
    { cwd: options.dir, env: quietEnvironment(), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  rememberPid(options.dir, child);
  return child;
}

/** No TEMPORAL_* of the surroundings reaches the server, and no secret. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH: PATH ?? '/usr/bin:/bin',
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    TZ: 'UTC',
  };
}

const pidFileOf = (dir: string): string => join(dir, 'temporal.pid.json');

/** Written at once after the start, so that whatever kills us later, the next start finds the server. */
function rememberPid(dir: string, child: ChildProcess): void {
  const identity = child.pid === undefined ? null : identityOf(child.pid);
  if (identity) writeFileSync(pidFileOf(dir), JSON.stringify(identity), { mode: 0o600 });
}

/** Stops a server a kill left behind, true if there was one: two on one SQLite file wait for each other's locks. */
export async function reclaimTemporal(dir: string): Promise<boolean> {
  let text: string;
  try {
    text = readFileSync(pidFileOf(dir), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
  const identity = parseIdentity(text);
  const isLeft = identity !== null && isAlive(identity);
  if (isLeft) await endProcess(identity, stopSteps);
  rmSync(pidFileOf(dir), { force: true });
  return isLeft;
}

function parseIdentity(text: string): ProcessIdentity | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    if (!('pid' in parsed) || !('started' in parsed)) return null;
    return { pid: Number(parsed.pid), started: String(parsed.started) };
  } catch (error) {
    // Cut short by a full disk or a power cut: it then names nobody.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function waitUntilServing(
  server: ChildProcess,
  address: string,
  namespace: string,
  logFile: string,
): Promise<void> {
  const failed = new Promise<string>((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
  const state: { failure: string | null } = { failure: null };
  void failed.then((reason) => (state.failure = reason));
  const logStart = statSync(logFile).size;
  const deadline = Date.now() + startLimitMs;
  while (state.failure === null && Date.now() < deadline) {
    if (await serves(address, namespace)) return;
    await Promise.race([delay(60), failed]);
  }
  const reason = state.failure ?? `it did not serve within ${startLimitMs / 1000} s`;
  const said = readFileSync(logFile).subarray(logStart).toString('utf8').trim().split('\n');
  throw new StartProblem(
    `Temporal did not start: ${reason}.\n${said.slice(-8).join('\n')}\n(the whole log: ${logFile})`,
  );
}

async function serves(address: string, namespace: string): Promise<boolean> {
  try {
    return await temporalServes(address, namespace);
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function hasEnded(server: ChildProcess): boolean {
  return server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
}

async function stopServer(server: ChildProcess, options: TemporalOptions): Promise<void> {
  const identity = server.pid === undefined || hasEnded(server) ? null : identityOf(server.pid);
  // A server that keeps nothing has nothing to finish; its clean stop takes over a second.
  if (identity) await endProcess(identity, options.persistent === false ? [] : stopSteps);
  rmSync(pidFileOf(options.dir), { force: true });
}
