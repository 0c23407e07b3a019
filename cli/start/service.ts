// One child process under the supervisor: started, heard until it is ready, started again when it falls, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endProcess, identityOf } from './process-identity.ts';
import { openServiceLog, type ServiceLog } from './service-log.ts';
import { StartProblem, messageOf } from './start-problem.ts';

export const serviceNames = [
  'postgres',
  'temporal',
  'procore',
  'xero',
  'worker',
  'relay',
  'console',
] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceDefinition {
  name: ServiceName;
  /** As people read it: "Procore sandbox". */
  title: string;
  /** A TypeScript file, from `cwd`. */
  script: string;
  args?: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logPath: string;
}

/** What a child prints on stdout, one JSON object a line; anything else goes to its log. */
const lineSchema = z.union([
  z.object({
    ready: z.literal(true),
    url: z.string().optional(),
    uiUrl: z.string().optional(),
    /** The program a wrapper wraps. */
    pid: z.int().positive().optional(),
  }),
  z.object({ progress: z.string() }),
]);

export interface ReadyService {
  url?: string;
  uiUrl?: string;
  /** The service itself: for a wrapper, the program it wraps. */
  pid: number;
  processPid: number;
  startedAt: string;
}

export interface ServiceHooks {
  onSpawn: (pid: number) => void;
  onReady: (ready: ReadyService) => void;
  /** The child is gone; what it wrapped may still run. */
  onGone: () => void;
  say: (line: string) => void;
}

export interface ServiceTimes {
  readyLimitMs: number;
  backoffFirstMs: number;
  backoffMostMs: number;
  /** A child that ran this long has recovered: the next fall starts the backoff anew. */
  steadyMs: number;
}

export const ordinaryTimes: ServiceTimes = {
  readyLimitMs: 180_000,
  backoffFirstMs: 500,
  backoffMostMs: 10_000,
  steadyMs: 60_000,
};

/** At the very start a child that keeps falling is not going to stand. */
const firstAttempts = 4;

export interface Service {
  definition: ServiceDefinition;
  /** Resolves at the first readiness; rejects when that will not come. */
  start(): Promise<ReadyService>;
  /** Asks with SIGTERM, then ends it, and what it wraps, when the time is over. */
  stop(limitMs: number): Promise<void>;
}

interface Fall {
  code: number | null;
  how: string;
}

export function createService(
  definition: ServiceDefinition,
  hooks: ServiceHooks,
  times: ServiceTimes = ordinaryTimes,
): Service {
  const stopping = new AbortController();
  let current: { child: ChildProcess; ready: ReadyService | null } | null = null;
  let done: Promise<void> = Promise.resolve();

  const runOnce = async (onReady: (ready: ReadyService) => void): Promise<Fall> => {
    const log = openServiceLog(definition.logPath);
    const child = launch(definition);
    const run: NonNullable<typeof current> = { child, ready: null };
    current = run;
    if (child.pid !== undefined) hooks.onSpawn(child.pid);
    const timer = watchReadiness(child, log, definition, times, hooks.say, (ready) => {
      run.ready = ready;
      onReady(ready);
    });
    const fall = await whenGone(child);
    clearTimeout(timer.handle);
    hooks.onGone();
    const message = timer.expired
      ? `it was not ready within ${times.readyLimitMs / 1000} s`
      : log.lastMessage();
    log.close();
    current = null;
    return { code: fall.code, how: message === null ? fall.how : `${fall.how}: ${message}` };
  };

  const keepRunning = async (
    resolve: (ready: ReadyService) => void,
    reject: (error: Error) => void,
  ): Promise<void> => {
    let everReady = false;
    for (let falls = 1; ; falls += 1) {
      const from = Date.now();
      const fall = await runOnce((ready) => {
        everReady = true;
        hooks.onReady(ready);
        resolve(ready);
      });
      if (stopping.signal.aborted) return reject(new StartProblem('Stopped.'));
      if (!everReady && (fall.code === 2 || falls >= firstAttempts)) {
        return reject(neverReady(definition, fall));
      }
      if (Date.now() - from > times.steadyMs) falls = 1;
      const wait = Math.min(times.backoffMostMs, times.backoffFirstMs * 2 ** (falls - 1));
      hooks.say(`${definition.title} ended (${fall.how}); starting it again in ${wait / 1000} s`);
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return reject(new StartProblem('Stopped.'));
    }
  };

  return {
    definition,
    start: () =>
      new Promise((resolve, reject) => {
        done = keepRunning(resolve, reject).catch(reject);
      }),
    async stop(limitMs) {
      stopping.abort();
      const run = current;
      if (run) await stopChild(run.child, run.ready?.pid, limitMs);
      await done;
    },
  };
}

function launch({ script, args = [], cwd, env }: ServiceDefinition): ChildProcess {
  const pipeWatch = fileURLToPath(new URL('./parent-pipe.mjs', import.meta.url));
  // Both by full address: a child's own folder need not hold tsx.
  const imports = ['--import', import.meta.resolve('tsx'), '--import', pipeWatch];
  return spawn(process.execPath, [...imports, script, ...args], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
    detached: true,
  });
}

function watchReadiness(
  child: ChildProcess,
  log: ServiceLog,
  definition: ServiceDefinition,
  times: ServiceTimes,
  say: (line: string) => void,
  onReady: (ready: ReadyService) => void,
): { handle: NodeJS.Timeout; expired: boolean } {
  const timer = {
    expired: false,
    handle: setTimeout(() => {
      timer.expired = true;
      child.kill('SIGKILL');
    }, times.readyLimitMs),
  };
  child.stderr?.on('data', (part: Buffer) => log.write(part));
  // A child that ends while we write to its pipe is no fault of ours.
  child.stdin?.on('error', () => undefined);
  if (!child.stdout) throw new Error(`${definition.title} has no stdout.`);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = readLine(line);
    if (said === null) {
      log.write(Buffer.from(`${line}\n`));
    } else if ('progress' in said) {
      timer.handle.refresh();
      say(`${definition.title}: ${said.progress}`);
    } else {
      clearTimeout(timer.handle);
      const processPid = child.pid ?? 0;
      onReady({
        ...(said.url === undefined ? {} : { url: said.url }),
        ...(said.uiUrl === undefined ? {} : { uiUrl: said.uiUrl }),
        pid: said.pid ?? processPid,
        processPid,
        startedAt: new Date().toISOString(),
      });
    }
  });
  return timer;
}

function readLine(line: string): z.infer<typeof lineSchema> | null {
  if (!line.startsWith('{')) return null;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function whenGone(child: ChildProcess): Promise<Fall> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, how: messageOf(error) }));
    child.once('exit', (code, signal) => {
      const fall = { code, how: signal === null ? `exit code ${code}` : `signal ${signal}` };
      // `close` comes after the last of its output; a grandchild that kept the pipe must not hold us up.
      const timer = setTimeout(() => resolve(fall), 500);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(fall);
      });
    });
  });
}

function neverReady(definition: ServiceDefinition, fall: Fall): StartProblem {
  const message = fall.how.replace(/^exit code 2: /, '');
  return fall.code === 2
    ? new StartProblem(`${definition.title}: ${message}`, 'configuration')
    : new StartProblem(
        `${definition.title} does not start (${fall.how}). Its log: ${definition.logPath}`,
      );
}

async function stopChild(
  child: ChildProcess,
  wrappedPid: number | undefined,
  limitMs: number,
): Promise<void> {
  const self = child.pid === undefined ? null : identityOf(child.pid);
  const wrapped =
    wrappedPid === undefined || wrappedPid === child.pid ? null : identityOf(wrappedPid);
  if (self) await endProcess(self, [{ signal: 'SIGTERM', waitMs: limitMs }]);
  // Only when the wrapper had to be ended before it was done: SIGQUIT is Postgres's immediate shutdown.
  if (wrapped) await endProcess(wrapped, [{ signal: 'SIGQUIT', waitMs: 1_000 }]);
}
