// Gives a one-off command the database of what runs here, or of what the environment names, and whose documents it holds.
import { userInfo } from 'node:os';
import { ConfigurationError } from '../config/configuration-error.ts';
import { loadMappings } from '../config/mapping-file.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { reported } from './reported.ts';
import { checkAnswers } from './start/check-answers.ts';
import { checkServers } from './start/check-servers.ts';
import { mappingFileOf } from './start/company-choice.ts';
import { companyHere } from './start/demo-company.ts';
import { readEnvironmentFile } from './start/environment-file.ts';
import { baseEnvironment } from './start/plan-services.ts';
import { projectPaths } from './start/project-paths.ts';
import { readRunFile } from './start/run-file.ts';

export type CommandGround = { db: Database; connection: string; env: NodeJS.ProcessEnv };

/** Every connection's mapping, of the file in force or of the one that the environment names. */
export function mappingsOf({ env }: Pick<CommandGround, 'env'>): Promise<[Mapping, ...Mapping[]]> {
  return loadMappings(env['TIEOUT_CONFIG'] ?? 'tieout.config.ts');
}

/** That of the command's connection. */
export async function mappingOf(ground: Pick<CommandGround, 'env' | 'connection'>) {
  return mappingAmong(await mappingsOf(ground), ground);
}

export function mappingAmong(
  mappings: readonly Mapping[],
  ground: Pick<CommandGround, 'env' | 'connection'>,
): Mapping {
  const mapping = mappings.find(({ connection }) => connection === ground.connection);
  if (mapping) return mapping;
  const names = mappings.map(({ connection }) => `"${connection}"`).join(' and ');
  throw new ConfigurationError(ground.env['TIEOUT_CONFIG'] ?? 'tieout.config.ts', [
    `connection: it has ${names}, and not "${ground.connection}"; name one with --connection`,
  ]);
}

/** Runs the work and answers its exit code; 2 with a sentence when there is no database to ask. */
export function withDatabase(work: (ground: CommandGround) => Promise<number>): Promise<number> {
  return reported(async () => {
    const paths = projectPaths();
    const env: NodeJS.ProcessEnv = {
      TIEOUT_CONFIG: mappingFileOf(companyHere(paths.seededFile, null)),
      ...baseEnvironment(process.env, readEnvironmentFile(paths.envFile)),
    };
    const running = readRunFile(paths);
    const postgres = env['DATABASE_URL'] ?? running?.services['postgres']?.url;
    if (postgres === undefined) {
      throw new StartProblem(
        'There is no Postgres to ask: DATABASE_URL is not set, and nothing runs here now. ' +
          'Run "npm start" first, or set DATABASE_URL.',
        'configuration',
      );
    }
    const { signal } = new AbortController();
    await checkServers({ postgres }, signal);
    await checkAnswers({ external: { postgres }, env, signal });
    const connection = env['TIEOUT_CONNECTION'] ?? running?.connection ?? 'demo';
    const opened = openDatabase(postgres, 2);
    try {
      return await work({ db: opened.db, connection, env });
    } catch (error) {
      if (isMissingTable(error)) throw notSetUp();
      throw error;
    } finally {
      await opened.close();
    }
  });
}

/** PostgreSQL 18 manual, appendix A: undefined_table, undefined_column. */
function isMissingTable(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return code === '42P01' || code === '42703';
}

function notSetUp(): StartProblem {
  return new StartProblem(
    'DATABASE_URL: that database does not hold the tables of this version of Tieout; run "npm start" with it once, which sets it up, or name the database that Tieout uses.',
    'configuration',
  );
}

/** Who is at this machine: the name given, else the one they are signed in with. */
export function personHere(given: string | undefined): string {
  const name = (given ?? signedInAs()).trim();
  if (name !== '') return `local:${name}`;
  throw new StartProblem(
    'It cannot be told who decides this; say so with --by, such as --by "Ann Rea".',
    'configuration',
  );
}

/** Empty where the system has no name for who runs this, as in a container under a number alone. */
function signedInAs(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
