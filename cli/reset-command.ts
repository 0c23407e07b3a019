// `npm run reset`: deletes everything a start keeps, in `.tieout/` and, as root, outside it. Refuses while it runs.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removePostgres } from '../launcher/postgres-place.ts';
import { makePrivateFolder } from '../launcher/private-files.ts';
import { endLeftovers, ownerOf } from '../launcher/processes.ts';
import { reclaimServers } from '../launcher/reclaim-servers.ts';
import { StartProblem, problemOf } from '../launcher/start-problem.ts';
import { projectPaths, type ProjectPaths } from './start/project-paths.ts';

export interface ResetOptions {
  json: boolean;
  /** Another project folder, for tests. */
  root?: string;
}

/** The exit code. */
export async function runReset(options: ResetOptions): Promise<number> {
  const paths = projectPaths(options.root);
  try {
    refuseWhileRunning(paths);
    const removed = await removeData(paths);
    const text =
      removed.length === 0
        ? 'There was nothing to delete.'
        : `Deleted from ${paths.dataDir}: ${removed.join(', ')}. The next start begins anew.`;
    process.stdout.write(options.json ? `${JSON.stringify({ removed })}\n` : `${text}\n`);
    return 0;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    const said = options.json ? JSON.stringify({ error: problem.message }) : problem.message;
    process.stderr.write(`${said}\n`);
    return problem.exitCode;
  }
}

function refuseWhileRunning(paths: ProjectPaths): void {
  for (const [file, command] of [
    [paths.registryFile, 'npm start'],
    [paths.sandboxRegistryFile, 'npm run sandbox'],
  ] as const) {
    const owner = ownerOf(file);
    if (owner === null) continue;
    throw new StartProblem(
      `"${command}" is running here (pid ${owner.pid}). Stop it first, with Ctrl-C in its window or "kill ${owner.pid}".`,
    );
  }
}

/** What a kill left running is ended first: a database deleted under a running server comes back in pieces. */
async function removeData(paths: ProjectPaths): Promise<string[]> {
  if (!existsSync(paths.dataDir)) return [];
  makePrivateFolder(paths.dataDir);
  await endLeftovers(paths.registryFile);
  await endLeftovers(paths.sandboxRegistryFile);
  await reclaimServers(paths.dataDir);
  // An installation of packages under way keeps its lock; everything else goes, Temporal's -wal and -shm with it.
  const removed = readdirSync(paths.dataDir).filter((name) => name !== 'installing');
  removePostgres(join(paths.dataDir, 'postgres'));
  for (const name of removed) rmSync(join(paths.dataDir, name), { recursive: true, force: true });
  return removed;
}
