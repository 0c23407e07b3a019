// Starts the embedded Postgres on loopback, waits until it answers, and stops it cleanly.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort, isPortFree, portHolder } from './free-port.ts';
import { placePostgres, type PostgresPlace } from './place-postgres.ts';
import { endProcess, identityOf, type ProcessIdentity } from './process-identity.ts';
import { StartProblem, messageOf, systemCode } from './start-problem.ts';

export interface PostgresOptions {
  /** Ours alone: data, log, or as root a pointer to where they are. */
  dir: string;
  /** Absent or 0 = a free one. */
  port?: number;
  /** false for tests only: nothing is forced to disk, so it outlives a kill but not a power cut. */
  durable?: boolean;
  /** Created when it is missing. */
  database?: string;
  logFile?: string;
}

export interface RunningPostgres {
  url: string;
  port: number;
  /** The postmaster. */
  pid: number;
  /** When it ends, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown; immediate shutdown when that takes more than ten seconds. */
  stop(): Promise<void>;
}

const superuser = 'tieout';
const startLimitMs = 60_000;
const lingerLimitMs = 15_000;
const stopSteps = [
  // PostgreSQL 18 manual, 18.5 "Shutting Down the Server": SIGINT is fast, SIGQUIT immediate (recovers at the next start).
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
] as const;

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = placePostgres(options.dir);
  const dataDir = join(place.homeDir, 'data');
  const logFile = options.logFile ?? join(options.dir, 'postgres.log');
  await reclaimPostmaster(dataDir);
  initialise(place, dataDir, options.durable !== false);
  const database = options.database ?? superuser;
  const deadline = Date.now() + lingerLimitMs;
  for (let freePortsLeft = 3; ;) {
    const port = options.port || (await freePort());
    if (!(await isPortFree(port))) throw portTaken(port);
    const server = launch(place, dataDir, port, logFile, options.durable !== false);
    try {
      await waitUntilReady(server, port, logFile);
      await ensureDatabase(port, database);
      return running(server, port, database);
    } catch (error) {
      await stopServer(server);
      const why = messageOf(error);
      // After a SIGKILL of the postmaster its backends end by themselves, a moment later.
      const lingering = why.includes('shared memory block') && Date.now() < deadline;
      // A free port may have been taken between finding and using it.
      const raced = !options.port && why.includes('Address already in use') && freePortsLeft > 1;
      if (!lingering && !raced) throw error;
      if (raced) freePortsLeft -= 1;
      await delay(200);
    }
  }
}

function portTaken(port: number): StartProblem {
  const holder = portHolder(port);
  const who = holder ? ` by ${holder.name} (pid ${holder.pid})` : '';
  return new StartProblem(
    `Port ${port}, meant for Postgres, is in use${who}. Stop that process, set TIEOUT_PORT_BASE to another base, ` +
      'or set DATABASE_URL to a Postgres of your own.',
    'configuration',
  );
}

/**
 * A postmaster a kill left behind is stopped. A pid file whose pid is now another process's gets a dead pid instead:
 * Postgres then takes the file over, after checking by its last line that no backend of the old one still runs. To
 * delete the file would lose that check, and with it perhaps the data. True when a postmaster was stopped.
 */
export async function reclaimPostmaster(dataDir: string): Promise<boolean> {
  const pidFile = join(dataDir, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(pidFile, 'utf8').split('\n');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
  // PostgreSQL source, miscadmin.h "postmaster.pid": line 1 pid, line 2 data directory, line 3 start time.
  const pid = Number(lines[0]);
  const identity = Number.isInteger(pid) && pid > 0 ? identityOf(pid) : null;
  if (identity === null) return false;
  if (runsOn(identity, dataDir)) {
    await endProcess(identity, stopSteps);
    return true;
  }
  const { mode, uid, gid } = statSync(pidFile);
  const deadPid = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(`${pidFile}.new`, [String(deadPid), ...lines.slice(1)].join('\n'), { mode });
  if (process.getuid?.() === 0) chownSync(`${pidFile}.new`, uid, gid);
  renameSync(`${pidFile}.new`, pidFile);
  return false;
}

/** Whether that process is a postmaster of this data directory, not one that merely got its old pid. */
function runsOn(identity: ProcessIdentity, dataDir: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-ww', '-p', String(identity.pid)], {
    encoding: 'utf8',
  });
  const command = commandLine(identity.pid) ?? String(stdout ?? '');
  return command.includes('postgres') && command.includes(dataDir);
}

function commandLine(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return null;
    throw error;
  }
}

function asUser(place: PostgresPlace): { uid?: number; gid?: number } {
  return place.user ? { uid: place.user.uid, gid: place.user.gid } : {};
}

/** initdb into another name first: an interrupted one never looks like a database. */
function initialise(place: PostgresPlace, dataDir: string, durable: boolean): void {
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    checkVersion(place, dataDir);
    return;
  }
  const half = `${dataDir}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  if (place.user) chownSync(half, place.user.uid, place.user.gid);
  const options = [
    '-U',
    superuser,
    '--auth=trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const run = spawnSync(
    join(place.binDir, 'initdb'),
    ['-D', half, ...options, ...(durable ? [] : ['--no-sync'])],
    { ...asUser(place), cwd: place.homeDir, env: quietEnvironment(), encoding: 'utf8' },
  );
  if (run.status !== 0) {
    throw new StartProblem(
      `Postgres could not create its database folder ${dataDir}: ` +
        (run.error?.message ?? `${run.stdout}${run.stderr}`.trim()),
    );
  }
  renameSync(half, dataDir);
}

function checkVersion(place: PostgresPlace, dataDir: string): void {
  const written = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = spawnSync(join(place.binDir, 'postgres'), ['--version'], {
    ...asUser(place),
    cwd: '/',
    encoding: 'utf8',
  });
  const installed = /(\d+)\.\d+/.exec(stdout)?.[1];
  if (installed === written) return;
  throw new StartProblem(
    `The database in ${dataDir} was written by Postgres ${written}; the installed programs are version ` +
      `${installed ?? 'unknown'}. Install the old version, move the data with pg_dump, or "npm run reset" to begin anew.`,
    'configuration',
  );
}

/** Nothing of ours reaches Postgres: no PG* variable, no secret. */
function quietEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function launch(
  place: PostgresPlace,
  dataDir: string,
  port: number,
  logFile: string,
  durable: boolean,
): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    // A socket path may be 107 bytes at most, less than many a project folder; loopback is enough.
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    join(place.binDir, 'postgres'),
    ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...asUser(place),
      cwd: dataDir,
      env: quietEnvironment(),
      // Its own group: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  return child;
}

async function waitUntilReady(server: ChildProcess, port: number, logFile: string): Promise<void> {
  const failed = new Promise<string>((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
  const state: { failure: string | null } = { failure: null };
  void failed.then((reason) => (state.failure = reason));
  const logStart = statSync(logFile).size;
  const deadline = Date.now() + startLimitMs;
  while (state.failure === null && Date.now() < deadline) {
    if (await answers(port)) return;
    await Promise.race([delay(40), failed]);
  }
  const reason = state.failure ?? `it did not answer within ${startLimitMs / 1000} s`;
  throw new StartProblem(`Postgres did not start: ${reason}.\n${logTail(logFile, logStart)}`);
}

function logTail(logFile: string, from: number): string {
  const written = readFileSync(logFile).subarray(from).toString('utf8').trim();
  return `${written.split('\n').slice(-8).join('\n')}\n(the whole log: ${logFile})`;
}

async function answers(port: number): Promise<boolean> {
  const sql = connect(port);
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if (isNotYet(error)) return false;
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Refused = not listening yet; 57P03 = "the database system is starting up". */
function isNotYet(error: unknown): boolean {
  const code = systemCode(error) ?? '';
  return ['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '57P03'].includes(
    code,
  );
}

function connect(port: number): postgres.Sql {
  return postgres({
    host: '127.0.0.1',
    port,
    user: superuser,
    password: '',
    database: 'postgres',
    ssl: false,
    max: 1,
    connect_timeout: 3,
    fetch_types: false,
    onnotice: () => undefined,
  });
}

async function ensureDatabase(port: number, name: string): Promise<void> {
  const sql = connect(port);
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function running(server: ChildProcess, port: number, database: string): RunningPostgres {
  if (server.pid === undefined) throw new Error('Postgres has no pid though it answers.');
  return {
    url: `postgres://${superuser}@127.0.0.1:${port}/${database}`,
    port,
    pid: server.pid,
    ended: new Promise((resolve) => {
      if (hasEnded(server)) resolve();
      else server.once('exit', () => resolve());
    }),
    stop: () => stopServer(server),
  };
}

function hasEnded(server: ChildProcess): boolean {
  return server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server) || server.pid === undefined) return;
  const identity = identityOf(server.pid);
  if (identity === null) return;
  try {
    await endProcess(identity, stopSteps);
  } catch (error) {
    throw new StartProblem(`Postgres could not be stopped: ${messageOf(error)}`);
  }
}
