// The small Node process around Postgres or Temporal, run as: server-process.ts postgres '{"dir": …, "port": …}'. Says
// when its server is ready, stops it when asked or when our own parent is gone, and ends when it ends.
import './parent-pipe.mjs';
import { join } from 'node:path';
import type { PostgresOptions } from './postgres.ts';
import type { RunningServer } from './server.ts';
import { StartProblem, messageOf } from './start-problem.ts';
import type { TemporalOptions } from './temporal.ts';

type Started = RunningServer & { url: string; uiUrl?: string };

const [, , name = '', optionsText = '{}'] = process.argv;
const print = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Loaded only now: each process needs one of the two, and Temporal's client is slow to load. */
async function start(): Promise<Started> {
  if (name === 'postgres') {
    const { startPostgres } = await import('./postgres.ts');
    return startPostgres(JSON.parse(optionsText) as PostgresOptions);
  }
  const [{ startTemporal }, { findTemporalBinary }] = await Promise.all([
    import('./temporal.ts'),
    import('./temporal-binary.ts'),
  ]);
  const options = JSON.parse(optionsText) as TemporalOptions;
  const { path } = await findTemporalBinary({
    env: process.env,
    fallbackCacheDir: join(options.dir, 'cache'),
    say: (progress) => print({ progress }),
  });
  return startTemporal(path, options);
}

function fail(error: unknown): void {
  process.stderr.write(`${JSON.stringify({ level: 'error', name, message: messageOf(error) })}\n`);
  process.exit(error instanceof StartProblem ? error.exitCode : 1);
}

const starting = start();
let stopping: Promise<void> | null = null;
const stop = (): void => {
  // While it starts, the stop waits for the start: a half-started server would otherwise be left.
  stopping ??= starting.then(
    (server) => server.stop(),
    () => undefined,
  );
  stopping.then(() => process.exit(0), fail);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
starting.then(({ url, uiUrl, pid, ended }) => {
  if (stopping) return;
  print({ ready: true, url, ...(uiUrl === undefined ? {} : { uiUrl }), pid });
  void ended.then(() => {
    if (!stopping) fail(new StartProblem(`${name} ended by itself.`));
  });
}, fail);
