// Gives a one-off command the database of what runs here, or of what the environment names, and whose documents it holds.
import { userInfo } from 'node:os';
import { StartProblem } from '../launcher/start-problem.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { readEnvironmentFile } from './start/environment-file.ts';
import { baseEnvironment } from './start/plan-services.ts';
import { projectPaths } from './start/project-paths.ts';
import { readRunFile } from './start/run-file.ts';

export type CommandGround = { db: Database; connection: string; env: NodeJS.ProcessEnv };

/** Runs the work and answers its exit code; 2 with a sentence when there is no database to ask. */
export async function withDatabase(
  work: (ground: CommandGround) => Promise<number>,
): Promise<number> {
  try {
    const paths = projectPaths();
    const env = baseEnvironment(process.env, readEnvironmentFile(paths.envFile));
    const running = readRunFile(paths.runFile);
    const url = env['DATABASE_URL'] ?? running?.services['postgres']?.url;
    if (url === undefined) {
      throw new StartProblem(
        'There is no Postgres to ask: DATABASE_URL is not set, and nothing runs here now. ' +
          'Run "npm start" first, or set DATABASE_URL.',
        'configuration',
      );
    }
    const connection = env['TIEOUT_CONNECTION'] ?? running?.connection ?? 'demo';
    const opened = openDatabase(url, 2);
    try {
      return await work({ db: opened.db, connection, env });
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

/** Who is at this machine: the name given, else the one they are signed in with. */
export function personHere(given: string | undefined): string {
  return `local:${given ?? userInfo().username}`;
}
