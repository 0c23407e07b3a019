// One child process under the supervisor: started, heard until it is ready, started again when it falls, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PostgresOptions } from './postgres.ts';
import { withPrivateUmask } from './private-files.ts';
import { endProcess, identityOf } from './processes.ts';
import { openServiceLog, type ServiceLog } from './service-log.ts';
import { StartProblem, messageOf } from './start-problem.ts';
import type { TemporalOptions } from './temporal.ts';

export interface ServiceDefinition<Name extends string = string> {
  name: Name;
  /** As people read it: "Procore sandbox". */
  title: string;
  /** A TypeScript file, or what it was compiled to, from `cwd`. */
  script: string;
  args?: readonly string[];
  /** For Node itself, such as how large its heap may grow. */
  nodeArgs?: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logPath: string;
}

/** The process around a server program that `npm start` runs, as a service. */
export function serverProcess(
  ...[name, options]: ['postgres', PostgresOptions] | ['temporal', TemporalOptions]
): { script: string; args: string[] } {
  const script = fileURLToPath(new URL('./server-process.ts', import.meta.url));
  return { script, args: [name, JSON.stringify(options)] };
}

/** What a child prints on stdout, one JSON object a line; anything else goes to its log. */
const lineSchema = z.union([
  z.object({
    ready: z.literal(true),
    url: z.string().optional(),
    uiUrl: z.string().optional(),
    /** The program a server process is around. */
    pid: z.int().positive().optional(),
  }),
  z.object({ progress: z.string() }),
]);

export interface ReadyService {
  url?: string | undefined;
  uiUrl?: string | undefined;
  /** The service itself: for a server process, the program it is around. */
  pid: number;
  processPid: number;
  startedAt: string;
}

export interface ServiceHooks {
  onSpawn: (pid: number) => void;
  onReady: (ready: ReadyService) => void;
  /** The child is gone; what it was around may still run. */
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
  /** Resolves at the first readiness; rejects when that will not come. */
  start(): Promise<ReadyService>;
  /** Asks with SIGTERM, then ends it, and what it is around, when the time is over. */
  stop(limitMs: number): Promise<void>;
}

interface Fall {
  code: number | null;
  how: string;
}

export function createService(
  definition: ServiceDefinition,
  hooks: ServiceHooks,
  times: ServiceTimes,
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
    const limit = limitReadiness(child, times.readyLimitMs);
    hear(child, log, (said) => {
      if ('progress' in said) {
        limit.timer.refresh();
        hooks.say(`${definition.title}: ${said.progress}`);
        return;
      }
      clearTimeout(limit.timer);
      run.ready = readyService(said, child.pid ?? 0);
      onReady(run.ready);
    });
    const { code, how } = await whenGone(child);
    clearTimeout(limit.timer);
    hooks.onGone();
    const why = limit.exceeded ?? log.lastMessage();
    log.close();
    current = null;
    return { code, how: why === null ? how : `${how}: ${why}` };
  };

  /** Until it is stopped, or at the start is not going to stand: then it gives why. */
  const keepRunning = async (onReady: (ready: ReadyService) => void): Promise<StartProblem> => {
    let everReady = false;
    for (let falls = 1; ; falls += 1) {
      const from = Date.now();
      const fall = await runOnce((ready) => {
        everReady = true;
        hooks.onReady(ready);
        onReady(ready);
      });
      if (stopping.signal.aborted) break;
      if (!everReady && (fall.code === 2 || falls >= firstAttempts)) {
        return neverReady(definition, fall);
      }
      if (Date.now() - from > times.steadyMs) falls = 1;
      const wait = Math.min(times.backoffMostMs, times.backoffFirstMs * 2 ** (falls - 1));
      hooks.say(`${definition.title} ended (${fall.how}); starting it again in ${wait / 1000} s`);
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) break;
    }
    return new StartProblem('Stopped.');
  };

  return {
    start: () =>
      new Promise((resolve, reject) => {
        done = keepRunning(resolve).then(reject, reject);
      }),
    async stop(limitMs) {
      stopping.abort();
      if (current) await stopChild(current.child, current.ready?.pid, limitMs);
      await done;
    },
  };
}

function launch({ script, args = [], nodeArgs = [], cwd, env }: ServiceDefinition): ChildProcess {
  const pipeWatch = fileURLToPath(new URL('./parent-pipe.mjs', import.meta.url));
  // Both by full address: a child's own folder need not hold tsx.
  const reader = script.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const imports = [...nodeArgs, ...reader, '--import', pipeWatch];
  return withPrivateUmask(() =>
    spawn(process.execPath, [...imports, script, ...args], {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Its own group: Ctrl-C in the terminal reaches the supervisor only, which stops things in order.
      detached: true,
    }),
  );
}

/** Ends a child that does not become ready in time; `exceeded` then says so. */
function limitReadiness(child: ChildProcess, limitMs: number) {
  const limit: { exceeded: string | null; timer: NodeJS.Timeout } = {
    exceeded: null,
    timer: setTimeout(() => {
      limit.exceeded = `it was not ready within ${limitMs / 1000} s`;
      child.kill('SIGKILL');
    }, limitMs),
  };
  return limit;
}

type Said = z.infer<typeof lineSchema>;

function hear(child: ChildProcess, log: ServiceLog, onLine: (said: Said) => void): void {
  child.stderr?.on('data', (part: Buffer) => log.write(part));
  // A child that ends while we write to its pipe is no fault of ours.
  child.stdin?.on('error', () => undefined);
  if (!child.stdout) throw new Error('A service is heard on its stdout.');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = readLine(line);
    if (said === null) log.write(Buffer.from(`${line}\n`));
    else onLine(said);
  });
}

function readLine(line: string): Said | null {
  if (!line.startsWith('{')) return null;
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function readyService(said: Exclude<Said, { progress: string }>, processPid: number): ReadyService {
  const { url, uiUrl, pid = processPid } = said;
  return { url, uiUrl, pid, processPid, startedAt: new Date().toISOString() };
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

function neverReady({ title, logPath }: ServiceDefinition, { code, how }: Fall): StartProblem {
  return code === 2
    ? new StartProblem(`${title}: ${how.replace(/^exit code 2: /, '')}`, 'configuration')
    : new StartProblem(`${title} does not start (${how}). Its log: ${logPath}`);
}

async function stopChild(
  child: ChildProcess,
  readyPid: number | undefined,
  limitMs: number,
): Promise<void> {
  const self = identityOf(child.pid ?? 0);
  const server = readyPid === child.pid ? null : identityOf(readyPid ?? 0);
  if (self) await endProcess(self, [{ signal: 'SIGTERM', waitMs: limitMs }]);
  // Only when the process around it had to be ended before it was done: SIGQUIT is Postgres's immediate shutdown.
  if (server) await endProcess(server, [{ signal: 'SIGQUIT', waitMs: 1_000 }]);
}
