// Refuses to go on with a Postgres or Temporal that answers and says no: a database or a namespace that is not there, a
// sign-in that is refused. One that says nothing clear is left to whoever uses it, which waits.
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { StartProblem, messageOf, systemCode } from '../../launcher/start-problem.ts';
import { ordinaryServerTimes, type ServerTimes } from './check-servers.ts';
import type { ExternalServers } from './plan-services.ts';
import { shownAddress } from './server-address.ts';

export interface AnswerCheck {
  external: Pick<ExternalServers, 'postgres' | 'temporal'>;
  /** Temporal's own settings, TEMPORAL_NAMESPACE among them. */
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  times?: ServerTimes | undefined;
}

export async function checkAnswers({ external, env, signal, times }: AnswerCheck): Promise<void> {
  const within = times ?? ordinaryServerTimes;
  const found = await Promise.all([
    external.postgres === undefined ? null : databaseProblem(external.postgres, signal, within),
    external.temporal === undefined ? null : namespaceProblem(external.temporal, env, within),
  ]);
  const problems = found.filter((problem) => problem !== null);
  if (problems.length > 0) throw new StartProblem(problems.join('\n'), 'configuration');
}

/** PostgreSQL 18 manual, appendix A: no such database; starting up; too many connections. */
const noDatabase = '3D000';
const passing = ['57P03', '53300'];

async function databaseProblem(
  url: string,
  signal: AbortSignal,
  times: ServerTimes,
): Promise<string | null> {
  const deadline = Date.now() + times.totalMs;
  for (;;) {
    const refusal = await askDatabase(url, times.connectMs);
    // What is no SQLSTATE is no word of Postgres's own.
    if (refusal === null || !/^[0-9A-Z]{5}$/.test(refusal.code)) return null;
    if (!passing.includes(refusal.code)) return databaseSentence(url, refusal);
    if (Date.now() + times.betweenMs > deadline) return null;
    await delay(times.betweenMs, undefined, { signal });
  }
}

type Refusal = { code: string; said: string };

async function askDatabase(url: string, limitMs: number): Promise<Refusal | null> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: limitMs / 1000,
    fetch_types: false,
    onnotice: () => undefined,
  });
  try {
    await sql`select 1`;
    return null;
  } catch (error) {
    return { code: systemCode(error) ?? '', said: messageOf(error) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function databaseSentence(url: string, { code, said }: Refusal): string {
  const shown = shownAddress('postgres', url);
  return code === noDatabase
    ? `DATABASE_URL: Postgres answers at ${shown} and has no such database; create it there, for example with createdb, or correct the name, or unset DATABASE_URL, and npm start runs a server of its own.`
    : `DATABASE_URL: Postgres at ${shown} refuses (${said}); correct the user, its password or its rights, or unset DATABASE_URL, and npm start runs a server of its own.`;
}

/** Of gRPC's codes. */
const [notFound, permissionDenied, unauthenticated] = [5, 7, 16];

async function namespaceProblem(
  address: string,
  env: NodeJS.ProcessEnv,
  times: ServerTimes,
): Promise<string | null> {
  // Loaded only for a Temporal that somebody named: its client is slow to load.
  const { describeNamespace } = await import('../../workers/connect-temporal.ts');
  const namespace = env['TEMPORAL_NAMESPACE'] || 'default';
  const code = await describeNamespace(
    { ...env, TEMPORAL_ADDRESS: address },
    namespace,
    times.connectMs,
  );
  if (code === notFound) {
    return `TEMPORAL_NAMESPACE: the Temporal at ${shownAddress('temporal', address)} has no namespace "${namespace}"; create it with "temporal operator namespace create", or set TEMPORAL_NAMESPACE to one that is there.`;
  }
  if (code === permissionDenied || code === unauthenticated) {
    return `TEMPORAL_API_KEY: the Temporal at ${shownAddress('temporal', address)} refuses the sign-in to "${namespace}"; set TEMPORAL_API_KEY or its TEMPORAL_TLS_… settings to what that namespace takes.`;
  }
  return null;
}
