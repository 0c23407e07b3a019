// Whether this process lives, whether everything has settled, and the figures a monitor scrapes.
import { Router } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readiness } from '../../db/queries/settled.ts';
import { readReadinessOfAll, unknownReadiness } from '../../db/queries/settled.ts';
import type { ApiSettings } from '../settings.ts';

/** A database that does not answer within this is down for whoever asks. */
const patienceMs = 3_000;

export type Answer = { database: 'up'; readiness: Readiness } | { database: 'down' };

async function askReadiness(settings: ApiSettings): Promise<Answer> {
  const giveUp = new AbortController();
  try {
    const asked = readReadinessOfAll(
      settings.db,
      settings.connections.map(({ mapping }) => mapping.connection),
    );
    const late = delay(patienceMs, null, { signal: giveUp.signal });
    const readiness = await Promise.race([asked, late]);
    // The late answer is nobody's any more, and neither is its failure.
    if (readiness === null) asked.catch(() => undefined);
    else late.catch(() => undefined);
    return readiness === null ? { database: 'down' } : { database: 'up', readiness };
  } catch (error) {
    settings.log('warn', 'Postgres does not answer', { why: codeOf(error) });
    return { database: 'down' };
  } finally {
    giveUp.abort();
  }
}

/** A connection failure's code; its message may hold the connection string. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'unknown';
}

export function healthRoutes(settings: ApiSettings): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const answer = await askReadiness(settings);
    const up = answer.database === 'up';
    const readiness = up ? answer.readiness : unknownReadiness;
    response.status(up ? 200 : 503).json({ ...readiness, database: answer.database });
  });
  router.get('/metrics', async (_request, response) => {
    const answer = await askReadiness(settings);
    response.type('text/plain; version=0.0.4; charset=utf-8').send(metricsOf(answer));
  });
  return router;
}

function metricsOf(answer: Answer): string {
  const lines: string[] = [];
  const gauge = (name: string, help: string, samples: [labels: string, value: number][]): void => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`);
    for (const [labels, value] of samples) lines.push(`${name}${labels} ${value}`);
  };
  const up = answer.database === 'up';
  gauge('tieout_database_up', 'Whether Postgres answers.', [['', up ? 1 : 0]]);
  if (up) {
    const { readiness } = answer;
    gauge('tieout_settled', 'Whether everything has settled.', [['', readiness.settled ? 1 : 0]]);
    gauge('tieout_wake_rows', 'Reasons to look that are not done.', [['', readiness.wake]]);
    gauge('tieout_intents', 'Writes not settled.', [['', readiness.intents]]);
    gauge('tieout_exceptions_open', 'Exceptions that wait for a person.', [
      ['', readiness.waiting],
    ]);
    gauge('tieout_retrying', 'Steps that failed five times or more and are tried again.', [
      ['', readiness.retrying],
    ]);
    const documents = Object.entries(readiness.documents).flatMap(([type, states]) =>
      Object.entries(states).map(([state, count]): [string, number] => [
        `{type="${type}",state="${state}"}`,
        count,
      ]),
    );
    gauge('tieout_documents', 'Documents by type and state.', documents);
    const swept = readiness.sweepFinishedAt;
    if (swept !== null) {
      gauge('tieout_last_sweep_timestamp_seconds', 'When both sides were last read to the end.', [
        ['', Date.parse(swept) / 1000],
      ]);
    }
  }
  return `${lines.join('\n')}\n`;
}
