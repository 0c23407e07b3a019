// Where the embedded Postgres keeps its programs and data, and under whom it runs: beside us, or as root elsewhere.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  copyNative,
  findPostgresPackage,
  linkLibraries,
  type PostgresPackage,
} from './postgres-binaries.ts';
import { StartProblem, messageOf, systemCode } from './start-problem.ts';
import { unprivilegedUsers, type UnprivilegedUser } from './unprivileged-user.ts';

export interface PostgresPlace {
  /** Holds `initdb` and `postgres`. */
  binDir: string;
  /** Exists, belongs to `user` and holds `data` once initdb has run. */
  homeDir: string;
  /** null = run as whoever we are. */
  user: UnprivilegedUser | null;
}

/** Folders another user can enter, best first: the first survives a restart of the machine. */
const outsideParents = ['/var/lib', '/var/tmp', tmpdir()];
const outsideName = 'tieout-embedded';
const pointerName = 'location.json';

export function placePostgres(dir: string): PostgresPlace {
  mkdirSync(dir, { recursive: true });
  const found = findPostgresPackage();
  return process.getuid?.() === 0 ? placeOutside(dir, found) : placeInside(dir, found);
}

function placeInside(dir: string, found: PostgresPackage): PostgresPlace {
  return { binDir: join(usableNative(dir, found), 'bin'), homeDir: dir, user: null };
}

/** The package itself, or a copy where its folder is not ours to put the missing links into. */
function usableNative(dir: string, found: PostgresPackage): string {
  try {
    linkLibraries(found.nativeDir);
    return found.nativeDir;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')) throw error;
    return copyNative(found, dir);
  }
}

/** As root: the place the pointer names, else a new one; what a deleted `.tieout` left behind is cleared away. */
function placeOutside(dir: string, found: PostgresPackage): PostgresPlace {
  const refused: string[] = [];
  const known = readPointer(dir);
  for (const base of known ? [dirname(known)] : outsideParents.map((p) => join(p, outsideName))) {
    try {
      ensureOwnFolder(base);
      if (!known) clearAbandoned(base, dir);
      const native = copyNative(found, base);
      const user = firstUserThatRuns(join(native, 'bin', 'postgres'));
      const homeDir = known ?? join(base, randomBytes(6).toString('hex'));
      mkdirSync(homeDir, { recursive: true, mode: 0o700 });
      chownSync(homeDir, user.uid, user.gid);
      writeFileSync(`${homeDir}.json`, JSON.stringify({ project: resolve(dir) }), { mode: 0o600 });
      writeFileSync(join(dir, pointerName), `${JSON.stringify({ homeDir })}\n`, { mode: 0o600 });
      return { binDir: join(native, 'bin'), homeDir, user };
    } catch (error) {
      refused.push(`${base}: ${messageOf(error)}`);
    }
  }
  throw new StartProblem(
    'Postgres does not run as root, and no folder was found where another user can run it:\n' +
      refused.map((line) => `  ${line}`).join('\n') +
      '\nRun as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
    'configuration',
  );
}

/** The folder outside that belongs to this one, or null. */
export function readPointer(dir: string): string | null {
  let text: string;
  try {
    text = readFileSync(join(dir, pointerName), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  const pointer: unknown = JSON.parse(text);
  if (typeof pointer === 'object' && pointer !== null && 'homeDir' in pointer) {
    return String(pointer.homeDir);
  }
  return null;
}

/** Where the data of an earlier start lies, or null when there was none. */
export function placePostgresDataDir(dir: string): string | null {
  const dataDir = join(readPointer(dir) ?? dir, 'data');
  return existsSync(dataDir) ? dataDir : null;
}

/** Deletes everything Postgres keeps for this folder, outside included. It must not be running. */
export function removePostgres(dir: string): void {
  const outside = readPointer(dir);
  if (outside !== null && dirname(outside).endsWith(outsideName)) {
    rmSync(outside, { recursive: true, force: true });
    rmSync(`${outside}.json`, { force: true });
  }
  rmSync(dir, { recursive: true, force: true });
}

/** Root's own and writable by nobody else: in a world-writable parent somebody else might have made it first. */
function ensureOwnFolder(path: string): void {
  if (lstatSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`${dirname(path)} does not exist`);
  }
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error('it exists, and is not a folder that only root may write to');
  }
}

/** Data of this very folder without a pointer to it: `.tieout` was deleted by hand, its database means nothing now. */
function clearAbandoned(base: string, dir: string): void {
  for (const name of readdirSync(base).filter((entry) => /^[0-9a-f]{12}\.json$/.test(entry))) {
    const note: unknown = JSON.parse(readFileSync(join(base, name), 'utf8'));
    const project = typeof note === 'object' && note !== null && 'project' in note && note.project;
    if (project !== resolve(dir)) continue;
    rmSync(join(base, name.replace(/\.json$/, '')), { recursive: true, force: true });
    rmSync(join(base, name), { force: true });
  }
}

/** Tried, not guessed: the folder may be closed to the user, mounted noexec, or the uid not mapped in a container. */
function firstUserThatRuns(program: string): UnprivilegedUser {
  const refused: string[] = [];
  for (const user of unprivilegedUsers().slice(0, 8)) {
    const run = spawnSync(program, ['--version'], { uid: user.uid, gid: user.gid, cwd: '/' });
    if (run.status === 0) return user;
    refused.push(`${user.name}: ${run.error?.message ?? String(run.stderr).trim()}`);
  }
  throw new Error(`no user can run it (${refused.join('; ')})`);
}
