// Where the embedded Postgres keeps its programs and data, and under whom it runs: beside us, or as root elsewhere, since
// Postgres refuses root.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  closed,
  copyNative,
  findPostgresPackage,
  linkLibraries,
  openToAll,
  type PostgresPackage,
} from './postgres-binaries.ts';
import { makePrivateFolder, readIfPresent, writePrivateFile } from './private-files.ts';
import { StartProblem, messageOf, systemCode, unless } from './start-problem.ts';

export interface PostgresPlace {
  /** Holds `initdb` and `postgres`. */
  binDir: string;
  /** Exists, belongs to `user` and holds `data` once initdb has run. */
  homeDir: string;
  /** null = run as whoever we are. */
  user: UnprivilegedUser | null;
}

export interface UnprivilegedUser {
  name: string;
  uid: number;
  gid: number;
}

/** Folders another user can enter, best first: the first survives a restart of the machine. */
const outsideParents = ['/var/lib', '/var/tmp', tmpdir()];
const outsideName = 'tieout-embedded';
const pointerOf = (dir: string): string => join(dir, 'location.json');

export function placePostgres(dir: string): PostgresPlace {
  makePrivateFolder(dir);
  const found = findPostgresPackage();
  if (process.getuid?.() === 0) return placeOutside(dir, found);
  return { binDir: join(usableNative(dir, found), 'bin'), homeDir: dir, user: null };
}

/** The package itself, or a copy where its folder is not ours to put the missing links into. */
function usableNative(dir: string, found: PostgresPackage): string {
  try {
    linkLibraries(found.nativeDir);
    return found.nativeDir;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')) throw error;
    return copyNative(found, dir, closed);
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
      const native = copyNative(found, base, openToAll);
      const user = firstUserThatRuns(join(native, 'bin', 'postgres'));
      const homeDir = known ?? join(base, randomBytes(6).toString('hex'));
      mkdirSync(homeDir, { recursive: true, mode: 0o700 });
      // One that was there before may be open to others.
      chmodSync(homeDir, 0o700);
      chownSync(homeDir, user.uid, user.gid);
      writePrivateFile(`${homeDir}.json`, JSON.stringify({ project: resolve(dir) }));
      writePrivateFile(pointerOf(dir), `${JSON.stringify({ homeDir })}\n`);
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
  const text = readIfPresent(pointerOf(dir));
  return text === null ? null : ((JSON.parse(text) as { homeDir?: string }).homeDir ?? null);
}

/** Where the data of an earlier start lies, or null when there was none. */
export function placePostgresDataDir(dir: string): string | null {
  const dataDir = join(readPointer(dir) ?? dir, 'data');
  return existsSync(dataDir) ? dataDir : null;
}

/** Deletes everything Postgres keeps for this folder, outside included. It must not be running. */
export function removePostgres(dir: string): void {
  const outside = readPointer(dir);
  if (outside !== null && dirname(outside).endsWith(outsideName)) removeOutside(outside);
  rmSync(dir, { recursive: true, force: true });
}

function removeOutside(homeDir: string): void {
  rmSync(homeDir, { recursive: true, force: true });
  rmSync(`${homeDir}.json`, { force: true });
}

/** Root's own and writable by nobody else: in a world-writable parent somebody else might have made it first. */
function ensureOwnFolder(path: string): void {
  if (lstatSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`${dirname(path)} does not exist`);
  }
  unless(['EEXIST'], undefined, () => mkdirSync(path, { mode: 0o755 }));
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error('it exists, and is not a folder that only root may write to');
  }
  // Others enter it, whatever our own files are closed by.
  chmodSync(path, 0o755);
}

/** Data of this very folder without a pointer to it: `.tieout` was deleted by hand, its database means nothing now. */
function clearAbandoned(base: string, dir: string): void {
  for (const name of readdirSync(base).filter((entry) => /^[0-9a-f]{12}\.json$/.test(entry))) {
    const note = readIfPresent(join(base, name)) ?? '{}';
    const { project } = JSON.parse(note) as { project?: string };
    if (project === resolve(dir)) removeOutside(join(base, name.replace(/\.json$/, '')));
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

/** In the order to try: `nobody`, users meant for such work, then whoever else initdb would find. Never root. */
export function unprivilegedUsers(
  passwd = readFileSync('/etc/passwd', 'utf8'),
): UnprivilegedUser[] {
  const users = passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const user = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    // macOS lists nobody as -2, which setuid does not take.
    return user.name !== '' && user.uid > 0 && user.gid > 0 ? [user] : [];
  });
  const preferred = ['www-data', 'daemon', 'postgres', 'nobody'];
  const rank = ({ name }: UnprivilegedUser): number => -preferred.indexOf(name);
  return users.sort((one, other) => rank(one) - rank(other));
}
