// Gives a one-off command (replay, and its like) the same servers and secrets a start uses: those the environment
// names, those that run now, or for Temporal a server started over the kept data for as long as the command takes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironmentFile } from './environment-file.ts';
import { baseEnvironment } from './plan-services.ts';
import { createProcessRegistry } from './process-registry.ts';
import { projectPaths } from './project-paths.ts';
import { StartProblem, systemCode } from './start-problem.ts';
import { startTemporal } from './start-temporal.ts';
import { findTemporalBinary } from './temporal-binary.ts';

const runFileSchema = z.object({
  services: z.object({
    postgres: z.object({ url: z.string() }).optional(),
    temporal: z.object({ url: z.string() }).optional(),
  }),
});

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
  const env = baseEnvironment(surroundings, readEnvironmentFile(paths.envFile));
  const running = readRunFile(paths.runFile);
  if (running?.postgres) env['DATABASE_URL'] ??= running.postgres.url;
  if (running?.temporal) env['TEMPORAL_ADDRESS'] ??= running.temporal.url;
  if (env['TEMPORAL_ADDRESS']) return { env, close: () => Promise.resolve() };
  const dir = join(paths.dataDir, 'temporal');
  if (!existsSync(join(dir, 'temporal.db'))) {
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
    const server = await startTemporal({ binary: path, dir });
    registry.add('temporal binary', server.pid);
    return {
      env: { ...env, TEMPORAL_ADDRESS: server.address },
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

function readRunFile(path: string): z.infer<typeof runFileSchema>['services'] | null {
  try {
    return runFileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).services;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
