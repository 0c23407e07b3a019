// Programs that tests run as processes of their own, made plain JavaScript once: reading them as TypeScript takes each of them seconds.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { compileScripts } from '../../launcher/compile.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const made = new Map<string, Promise<string>>();

/** Where the program of `entry` (a path from the project's root) lies; compiled for the first that asks. */
export function compiledProgram(entry: string): Promise<string> {
  const known = made.get(entry) ?? compile(entry);
  made.set(entry, known);
  return known;
}

async function compile(entry: string): Promise<string> {
  const outDir = mkdtempSync(join(inject('testPrograms'), 'program-'));
  const script = join(projectRoot, entry);
  const programs = await compileScripts([script], { root: projectRoot, outDir });
  const program = programs.get(script);
  if (program === undefined) throw new Error(`${entry} was not compiled`);
  return program;
}
