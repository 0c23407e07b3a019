// Refuses what a start is told, before it starts anything: settings that a child would stumble over later, the mapping
// file, and a summary that could not be written at the end.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { readEnvironment } from '../../config/environment.ts';
import { loadConnections } from '../../config/connections.ts';
import { StartProblem, unless } from '../../launcher/start-problem.ts';
import { configurationProblem } from '../reported.ts';
import { sandboxLimits } from './plan-services.ts';

/** `root` = where the children run, from which they count the mapping file's path. */
export async function checkSettings(childEnv: NodeJS.ProcessEnv, root: string): Promise<void> {
  refuseLimits(childEnv);
  try {
    const env = readEnvironment(childEnv);
    await loadConnections(env, childEnv, root);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw configurationProblem(error);
  }
}

export function refuseLimits(env: NodeJS.ProcessEnv): void {
  const limits = sandboxLimits(env);
  if (limits === 'fast' || limits === 'vendor') return;
  throw new StartProblem(
    `SANDBOX_LIMITS is "${limits}"; set it to fast or vendor, or unset it for fast.`,
    'configuration',
  );
}

/** The folder must be there: one made of a mistyped name would hide the mistake. */
export function refuseSummary(file: string): void {
  const refuse = (why: string): never => {
    throw new StartProblem(`--summary ${file}: ${why}.`, 'configuration');
  };
  const path = resolve(file);
  const folder = dirname(path);
  const found = unless(['ENOTDIR'], undefined, () => statSync(folder, { throwIfNoEntry: false }));
  if (found?.isDirectory() !== true) {
    refuse(`there is no folder ${folder}; make it with "mkdir -p ${folder}", or name another file`);
  }
  const there = statSync(path, { throwIfNoEntry: false });
  if (file === '' || there?.isDirectory() === true) {
    refuse(`that is a folder; name a file, such as ${resolve(path, 'summary.json')}`);
  }
  const writable = unless(['EACCES', 'EPERM', 'EROFS'], false, () => {
    accessSync(there ? path : folder, constants.W_OK);
    return true;
  });
  if (!writable) refuse('it cannot be written; name a file in a folder of your own');
}
