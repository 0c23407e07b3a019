// tieout.config.ts: found, loaded and checked, with every mistake named by its key and the fix.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { mappingSchema } from '../domain/mapping/mapping.ts';
import { routingProblems } from '../domain/mapping/routing.ts';
import { ConfigurationError } from './configuration-error.ts';
import { mappingSentence } from './mapping-sentence.ts';

/**
 * Loads the mapping file: one mapping, or one for each connection where a company has several. Throws ConfigurationError
 * naming the file, the key and what to write. `from` = where a relative path counts.
 */
export async function loadMappings(path: string, from = '.'): Promise<[Mapping, ...Mapping[]]> {
  const file = resolve(from, path);
  if (!existsSync(file)) {
    throw new ConfigurationError(path, ['there is no such file; set TIEOUT_CONFIG to its path']);
  }
  const exported = exportedConfig(await importFile(path, file));
  if (exported === undefined) {
    throw new ConfigurationError(path, [
      'it exports no mapping; write "export const config = {…}"',
    ]);
  }
  const written: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  const read = written.map((one, index) => readMapping(one, written.length > 1 ? index : null));
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []));
  const mappings = read.flatMap((one) => ('mapping' in one ? [one.mapping] : []));
  const wrong = problems.length > 0 ? problems : routingProblems(mappings);
  const [first, ...more] = mappings;
  if (wrong.length > 0 || !first) {
    const none = 'the list is empty; write one mapping for each connection';
    throw new ConfigurationError(path, wrong.length > 0 && written.length > 0 ? wrong : [none]);
  }
  return [first, ...more];
}

/** `index` = its place in the file's list; null where the file is one mapping. */
function readMapping(
  written: unknown,
  index: number | null,
): { mapping: Mapping } | { problems: string[] } {
  const result = mappingSchema.safeParse(written, { error: mappingSentence });
  if (result.success) return { mapping: result.data };
  const problems = result.error.issues.map((issue) => {
    const key = issue.path.map(String).join('.');
    const whole = index === null ? '(the whole file)' : '(the whole connection)';
    return `${index === null ? '' : `${nameOf(written, index)}, `}${key || whole}: ${issue.message}`;
  });
  return { problems };
}

/** As a person finds it in the file. */
function nameOf(written: unknown, index: number): string {
  const isNamed = typeof written === 'object' && written !== null && 'connection' in written;
  const name = isNamed ? written.connection : null;
  return typeof name === 'string' ? `connection "${name}"` : `the ${index + 1}. connection`;
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
