// The project's own files as the tidy tests see them: everything but what is installed, generated or kept by a run.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const notOurs = new Set(['node_modules', '.git', '.tieout', 'artifacts', 'dist']);

function walk(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || entry.name.endsWith('.log')) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Paths from the project's root, with slashes. */
export const projectFiles: readonly string[] = walk('').sort();

export const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

const isScript = (path: string): boolean => /\.(ts|mjs|cjs|js)$/.test(path);
/** Scripts that are written by hand; the migrations are generated. */
export const scripts: readonly string[] = projectFiles.filter(isScript);
export const sources: readonly string[] = scripts.filter((path) => !path.startsWith('test/'));
export const tests: readonly string[] = scripts.filter((path) => path.startsWith('test/'));

/** `file:line` of every line that matches. */
export function linesMatching(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  );
}
