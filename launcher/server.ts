// A server program on loopback, Postgres or Temporal: started with its output in a log, asked until it answers, and
// ended by pid and start time, by us or by the next start.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { withPrivateUmask } from './private-files.ts';
import { endProcess, identityOf, type ProcessIdentity, type StopStep } from './processes.ts';
import { StartProblem } from './start-problem.ts';

export interface ServerDescription {
  /** As people read it: "Postgres". */
  title: string;
  program: string;
  args: readonly string[];
  cwd: string;
  /** As whom it runs, when not as ourselves. */
  user?: { uid: number; gid: number } | null;
  logFile: string;
  /** True once it serves; false while it cannot yet. */
  answers: () => Promise<boolean>;
  stopSteps: readonly StopStep[];
  /** Called at once after the start, so that whatever kills us later, the next start finds the server. */
  onSpawn?: (identity: ProcessIdentity) => void;
}

export interface RunningServer {
  pid: number;
  /** When it ends, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;

export async function startServer(description: ServerDescription): Promise<RunningServer> {
  const log = openSync(description.logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const child = withPrivateUmask(() =>
    spawn(description.program, description.args, {
      ...userOf(description.user),
      cwd: description.cwd,
      env: quietEnvironment(),
      // Its own group: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
      detached: true,
      stdio: ['ignore', log, log],
    }),
  );
  closeSync(log);
  const end = whenEnded(child);
  const identity = child.pid === undefined ? null : identityOf(child.pid);
  if (identity) description.onSpawn?.(identity);
  const stop = async (): Promise<void> => {
    if (identity) await endProcess(identity, description.stopSteps);
  };
  try {
    await waitUntilReady(description, end, logStart);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: child.pid ?? 0, ended: end.then(() => undefined), stop };
}

export function userOf(user: { uid: number; gid: number } | null | undefined): {
  uid?: number;
  gid?: number;
} {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Nothing of ours reaches a server: no PG* or TEMPORAL_* variable, no secret. */
export function quietEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH: PATH ?? '/usr/bin:/bin',
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    LC_ALL: 'C',
    TZ: 'UTC',
  };
}

/** How it ended. */
function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}`));
  });
}

async function waitUntilReady(
  { title, answers, logFile }: ServerDescription,
  end: Promise<string>,
  logStart: number,
): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  let failure: string | undefined;
  while (failure === undefined && Date.now() < deadline) {
    if (await answers()) return;
    failure = await Promise.race([delay(50, undefined), end]);
  }
  const written = readFileSync(logFile).subarray(logStart).toString('utf8').trim();
  throw new StartProblem(
    `${title} did not start: ${failure ?? `it did not answer within ${startLimitMs / 1000} s`}.\n` +
      `${written.split('\n').slice(-8).join('\n')}\n(the whole log: ${logFile})`,
  );
}
