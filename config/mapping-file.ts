// tieout.config.ts: found, loaded and checked, with every mistake named by its key and the fix.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { mappingSchema } from '../domain/mapping/mapping.ts';
import { ConfigurationError } from './configuration-error.ts';
import { mappingSentence } from './mapping-sentence.ts';

/** The mapping file the environment names, which must be of the same connection. `from` = where a relative path counts. */
export async function loadConnectionMapping(
  env: { TIEOUT_CONFIG: string; TIEOUT_CONNECTION: string },
  from?: string,
): Promise<Mapping> {
  const mapping = await loadMappingFile(env.TIEOUT_CONFIG, from);
  if (mapping.connection === env.TIEOUT_CONNECTION) return mapping;
  throw new ConfigurationError(env.TIEOUT_CONFIG, [
    `connection: it says "${mapping.connection}" and TIEOUT_CONNECTION says "${env.TIEOUT_CONNECTION}"; make them the same`,
  ]);
}

/** Loads the mapping file. Throws ConfigurationError naming the file, the key and what to write. */
export async function loadMappingFile(path: string, from = '.'): Promise<Mapping> {
  const file = resolve(from, path);
  if (!existsSync(file)) {
    throw new ConfigurationError(path, ['there is no such file; set TIEOUT_CONFIG to its path']);
  }
  const loaded = await importFile(path, file);
  const exported = exportedConfig(loaded);
  if (exported === undefined) {
    throw new ConfigurationError(path, [
      'it exports no mapping; write "export const config = {…}"',
    ]);
  }
  const result = mappingSchema.safeParse(exported, { error: mappingSentence });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const key = issue.path.map(String).join('.') || '(the whole file)';
    return `${key}: ${issue.message}`;
  });
  throw new ConfigurationError(path, problems);
}

async function importFile(path: string, file: string): Promise<unknown> {
  try {
    // By itself, so that it may be TypeScript whatever runs us.
    return await tsImport(pathToFileURL(file).href, import.meta.url);
  } catch (error) {
    throw new ConfigurationError(path, [`it cannot be read as TypeScript: ${whyUnread(error)}`]);
  }
}

/** The line that tells: esbuild's first only counts the mistakes, its second has file:line:column and the mistake. */
function whyUnread(error: unknown): string {
  const [first = '', second] = messageLines(error);
  const told = first.startsWith('Transform failed') ? (second ?? first) : first;
  return told.replace(/^(.*:\d+:\d+: )ERROR: /, '$1');
}

function messageLines(error: unknown): string[] {
  return (error instanceof Error ? error.message : String(error)).split('\n');
}

/** `export const config` or `export default`, also as a CommonJS neighbour hands it over. */
function exportedConfig(loaded: unknown): unknown {
  let at = loaded;
  for (let depth = 0; depth < 3; depth += 1) {
    if (typeof at !== 'object' || at === null) return at;
    if ('config' in at) return at.config;
    // A module without either says nothing; what a default export holds is the mapping itself.
    if (!('default' in at)) return depth === 0 ? undefined : at;
    at = at.default;
  }
  return at;
}
