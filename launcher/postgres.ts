// Starts the embedded Postgres on loopback over its own folder, made at the first start, ready once it answers.
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort, refuseTakenPorts } from './ports.ts';
import { placePostgres, type PostgresPlace } from './postgres-place.ts';
import { readIfPresent } from './private-files.ts';
import { canBeSignalled, commandLineOf, endProcess, identityOf } from './processes.ts';
import { quietEnvironment, startServer, userOf, type RunningServer } from './server.ts';
import { StartProblem, messageOf, systemCode } from './start-problem.ts';

export interface PostgresOptions {
  /** Ours alone: data, log, or as root a pointer to where they are. */
  dir: string;
  /** Absent or 0 = a free one. */
  port?: number;
  /** false for tests only: nothing is forced to disk, so it outlives a kill but not a power cut. */
  durable?: boolean;
  logFile?: string;
}

export interface RunningPostgres extends RunningServer {
  url: string;
}

/** Also the name of its database. */
const superuser = 'tieout';
const lingerLimitMs = 15_000;
const stopSteps = [
  // PostgreSQL 18 manual, 18.5 "Shutting Down the Server": SIGINT is fast, SIGQUIT immediate (recovers at the next start).
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
] as const;

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = placePostgres(options.dir);
  const dataDir = join(place.homeDir, 'data');
  await reclaimPostmaster(dataDir);
  const durable = options.durable !== false;
  initialise(place, dataDir, durable);
  const logFile = options.logFile ?? join(options.dir, 'postgres.log');
  const deadline = Date.now() + lingerLimitMs;
  for (let freePortsLeft = 3; ;) {
    const port = options.port || (await freePort());
    await refuseTakenPorts([{ port, what: 'Postgres', instead: 'DATABASE_URL' }]);
    try {
      return await launch({ place, dataDir, port, logFile, durable });
    } catch (error) {
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

interface Launch {
  place: PostgresPlace;
  dataDir: string;
  port: number;
  logFile: string;
  durable: boolean;
}

async function launch({
  place,
  dataDir,
  port,
  logFile,
  durable,
}: Launch): Promise<RunningPostgres> {
  const settings = [
    'listen_addresses=127.0.0.1',
    // A socket path may be 107 bytes at most, less than many a project folder; loopback is enough.
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
  const server = await startServer({
    title: 'Postgres',
    program: join(place.binDir, 'postgres'),
    args: ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    cwd: dataDir,
    user: place.user,
    logFile,
    answers: () => hasDatabase(port),
    stopSteps,
  });
  return { ...server, url: `postgres://${superuser}@127.0.0.1:${port}/${superuser}` };
}

/**
 * A postmaster a kill left behind is stopped. A pid file whose pid is now another process's, or a zombie's that nobody
 * has collected, gets a dead pid instead: Postgres, which only asks whether the pid can be signalled, then takes the file
 * over, after checking by its last line that no backend of the old one still runs. To delete the file would lose that
 * check, and with it perhaps the data. True when a postmaster was stopped.
 */
export async function reclaimPostmaster(dataDir: string): Promise<boolean> {
  const pidFile = join(dataDir, 'postmaster.pid');
  // PostgreSQL source, miscadmin.h "postmaster.pid": line 1 pid, line 2 data directory, line 3 start time.
  const [first, ...lines] = readIfPresent(pidFile)?.split('\n') ?? [];
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0 || !canBeSignalled(pid)) return false;
  const identity = identityOf(pid);
  const command = commandLineOf(pid) ?? '';
  if (identity !== null && command.includes('postgres') && command.includes(dataDir)) {
    await endProcess(identity, stopSteps);
    return true;
  }
  const { mode, uid, gid } = statSync(pidFile);
  const deadPid = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(`${pidFile}.new`, [String(deadPid), ...lines].join('\n'), { mode });
  if (process.getuid?.() === 0) chownSync(`${pidFile}.new`, uid, gid);
  renameSync(`${pidFile}.new`, pidFile);
  return false;
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
    { ...userOf(place.user), cwd: place.homeDir, env: quietEnvironment(), encoding: 'utf8' },
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
  const run = { ...userOf(place.user), cwd: '/', encoding: 'utf8' as const };
  const { stdout } = spawnSync(join(place.binDir, 'postgres'), ['--version'], run);
  const installed = /(\d+)\.\d+/.exec(stdout)?.[1];
  if (installed === written) return;
  throw new StartProblem(
    `The database in ${dataDir} was written by Postgres ${written}; the installed programs are version ` +
      `${installed ?? 'unknown'}. Install the old version, move the data with pg_dump, or "npm run reset" to begin anew.`,
    'configuration',
  );
}

/** Refused = not listening yet; 57P03 = "the database system is starting up". */
const notYet = ['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '57P03'];

/** True once it answers and holds our database, which the first start creates. */
async function hasDatabase(port: number): Promise<boolean> {
  const sql = postgres({
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
  try {
    const found = await sql`select 1 from pg_database where datname = ${superuser}`;
    if (found.length === 0) await sql`create database ${sql(superuser)}`;
    return true;
  } catch (error) {
    if (notYet.includes(systemCode(error) ?? '')) return false;
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
