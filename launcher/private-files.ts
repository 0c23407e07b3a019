// What a start keeps is its owner's alone: folders 0700, files 0600, each file written in one step.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartProblem, messageOf, systemCode, unless } from './start-problem.ts';

/** A reader never meets half of it. */
export function writePrivateFile(path: string, text: string): void {
  const half = `${path}.${process.pid}.new`;
  writeFileSync(half, text, { mode: 0o600 });
  renameSync(half, path);
}

/** The text, or null when there is no such file, nor a folder it could be in. */
export function readIfPresent(path: string): string | null {
  return unless(['ENOENT', 'ENOTDIR'], null, () => readFileSync(path, 'utf8'));
}

/** What the work starts inherits that its files are closed to others. */
export function withPrivateUmask<T>(work: () => T): T {
  const before = process.umask(0o077);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/** Makes the folder where it is missing, and closes it, and what an earlier version left open in it, to other users. */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    closeToOthers(path);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (['EEXIST', 'ENOTDIR'].includes(code)) {
      throw new StartProblem(
        `${path} must be a folder, and a file is in the way. Move that file away and start again.`,
        'configuration',
      );
    }
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC'].includes(code)) throw error;
    throw new StartProblem(
      `${path} cannot be written (${messageOf(error)}). Make ${dirname(path)} and all of ${path} yours to write, or use a copy of the project in a folder of your own.`,
      'configuration',
    );
  }
}

/** What is run from where it is kept: Postgres's programs and libraries, and Temporal's. */
const programs = /\/(native-[^/]+\/(bin|lib)|cache)\//;

function closeToOthers(path: string): void {
  // Gone meanwhile: another command of ours tidies up beside us.
  const found = unless(['ENOENT'], undefined, () => lstatSync(path));
  if (found === undefined || found.isSymbolicLink()) return;
  const wanted = found.isDirectory() || programs.test(path) ? 0o700 : 0o600;
  if ((found.mode & 0o777) !== (found.mode & wanted)) {
    unless(['ENOENT'], undefined, () => chmodSync(path, found.mode & wanted));
  }
  if (!found.isDirectory()) return;
  for (const name of unless(['ENOENT'], [], () => readdirSync(path)))
    closeToOthers(join(path, name));
}
