// Gives a one-off command (replay, and its like) the same servers and secrets a start uses: those the environment
// names, those that run now, or for Temporal a server started over the kept data for as long as the command takes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createProcessRegistry } from '../../launcher/processes.ts';
import { StartProblem } from '../../launcher/start-problem.ts';
import { findTemporalBinary } from '../../launcher/temporal-binary.ts';
import { startTemporal, temporalDatabase } from '../../launcher/temporal.ts';
import { checkAnswers } from './check-answers.ts';
import { checkServers } from './check-servers.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { baseEnvironment } from './plan-services.ts';
import { projectPaths } from './project-paths.ts';
import { readRunFile } from './run-file.ts';

export interface RunningServers {
  /** The surroundings plus the generated secrets and, where known, TEMPORAL_ADDRESS and DATABASE_URL. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function useRunningServers(
  surroundings: NodeJS.ProcessEnv,
  root?: string,
): Promise<RunningServers> {
  const paths = projectPaths(root);
  const env: NodeJS.ProcessEnv = {
    TIEOUT_BUNDLE_DIR: paths.bundleDir,
    ...baseEnvironment(surroundings, readEnvironmentFile(paths.envFile)),
  };
  const running = readRunFile(paths)?.services;
  env['DATABASE_URL'] ??= running?.['postgres']?.url;
  env['TEMPORAL_ADDRESS'] ??= running?.['temporal']?.url;
  const temporal = env['TEMPORAL_ADDRESS'];
  if (temporal !== undefined) {
    const { signal } = new AbortController();
    await checkServers({ temporal }, signal);
    await checkAnswers({ external: { temporal }, env, signal });
    return { env, close: () => Promise.resolve() };
  }
  const dir = join(paths.dataDir, 'temporal');
  if (!existsSync(temporalDatabase(dir))) {
    throw new StartProblem(
      'There is no Temporal server to ask: TEMPORAL_ADDRESS is not set, and nothing was started here yet. ' +
        'Run "npm start" first, or set TEMPORAL_ADDRESS.',
      'configuration',
    );
  }
  // The claim keeps an `npm start` from opening the same file meanwhile.
  const registry = createProcessRegistry(paths.registryFile);
  await registry.claim();
  try {
    const { path } = await findTemporalBinary({ env, fallbackCacheDir: join(dir, 'cache') });
    const server = await startTemporal(path, { dir });
    registry.add('temporal binary', server.pid);
    return {
      env: { ...env, TEMPORAL_ADDRESS: server.url },
      async close() {
        await server.stop();
        registry.release();
      },
    };
  } catch (error) {
    registry.release();
    throw error;
  }
}
