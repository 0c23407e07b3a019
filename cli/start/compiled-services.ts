// The services of a start as they are run: those whose sources lie in the project are compiled first, together.
import { isAbsolute, relative } from 'node:path';
import { compileScripts } from '../../launcher/compile.ts';
import type { ServiceDefinition } from '../../launcher/service.ts';
import { StartProblem, messageOf } from '../../launcher/start-problem.ts';

/** Group by group. Throws StartProblem where a source cannot be compiled, with its file and line. */
export async function compiled<Name extends string>(
  groups: readonly (readonly ServiceDefinition<Name>[])[],
  { root, outDir }: { root: string; outDir: string },
): Promise<ServiceDefinition<Name>[][]> {
  const all = groups.flat().map(({ script }) => script);
  const scripts = all.filter((script) => isWithin(root, script));
  try {
    const programs = await compileScripts([...new Set(scripts)], { root, outDir });
    return groups.map((group) =>
      group.map(({ script, ...rest }) => ({ ...rest, script: programs.get(script) ?? script })),
    );
  } catch (error) {
    throw new StartProblem(`The programs cannot be compiled: ${messageOf(error)}`);
  }
}

/** A made-up project folder may run servers of this one: those have no packages there. */
function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
