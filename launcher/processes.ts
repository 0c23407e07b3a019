// Which process a pid means (a pid alone is reused, so it counts with the moment the process started), what a supervisor
// has started, so that the next one ends what a kill left behind, and the claim of one supervisor on a folder.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { makePrivateFolder, readIfPresent, writePrivateFile } from './private-files.ts';
import { StartProblem, systemCode, unless } from './start-problem.ts';

const identitySchema = z.object({
  pid: z.int().positive(),
  /** Opaque and comparable: the start time, with the boot it belongs to where the system tells it. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof identitySchema>;

const registrySchema = z.object({
  processes: z.array(identitySchema.extend({ name: z.string() })),
});
type RegisteredProcess = z.infer<typeof registrySchema>['processes'][number];

export interface StopStep {
  signal: NodeJS.Signals;
  waitMs: number;
}

/** The process that has this pid now, or null when there is none (a zombie counts as none). */
export function identityOf(pid: number): ProcessIdentity | null {
  // To signals, 0 and below mean whole groups.
  if (pid <= 0) return null;
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === null ? null : { pid, started };
}

/** Also true of a zombie, and of another user's process. */
export function canBeSignalled(pid: number): boolean {
  return unless(['ESRCH'], false, () => unless(['EPERM'], true, () => process.kill(pid, 0)));
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.started === identity.started;
}

/** Asks with each signal in turn, waiting that long after each; SIGKILL comes last of all. */
export async function endProcess(
  identity: ProcessIdentity,
  steps: readonly StopStep[],
): Promise<void> {
  for (const { signal, waitMs } of [...steps, { signal: 'SIGKILL' as const, waitMs: 2_000 }]) {
    // Signalled only while the pid still means that process.
    if (!isAlive(identity)) return;
    unless(['ESRCH'], false, () => process.kill(identity.pid, signal));
    const deadline = Date.now() + waitMs;
    while (isAlive(identity) && Date.now() < deadline) await delay(40);
  }
}

/** How the process was called, or null when that cannot be known. */
export function commandLineOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps('args=', pid);
  const text = ofProcess(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return text === null ? null : text.replaceAll('\0', ' ').trim();
}

/** ESRCH: it went away between opening and reading. */
function ofProcess<T>(read: () => T): T | null {
  return unless(['ENOENT', 'ESRCH'], null, read);
}

function startedOnLinux(pid: number): string | null {
  const stat = ofProcess(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  // proc(5): the name stands in brackets and may hold spaces; after it, state is field 3 and starttime field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === 'Z' || state === 'X') return null;
  return `${bootId()}/${ticks}`;
}

let knownBootId: string | undefined;
function bootId(): string {
  // Ticks count from the boot, so the same number may come again after the next one.
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

function startedElsewhere(pid: number): string | null {
  const [state = 'Z', ...started] = ps('stat=,lstart=', pid)?.split(/\s+/) ?? [];
  return state.startsWith('Z') || started.length === 0 ? null : started.join(' ');
}

function ps(columns: string, pid: number): string | null {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', columns, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return status === 0 ? stdout.trim() : null;
}

export interface ProcessRegistry {
  /** Refuses while another supervisor lives; ends what a dead one left. Gives the names of what was ended. */
  claim(): Promise<string[]>;
  add(name: string, pid: number): void;
  /** Forgets those that are gone. */
  prune(): void;
  /** Ends those that still live: a server whose wrapper fell just before the stop. */
  endRemaining(): Promise<void>;
  release(): void;
}

/** `<file>` lists the processes; `<file>.owner` names the supervisor. */
export function createProcessRegistry(file: string): ProcessRegistry {
  const processes = new Map<number, RegisteredProcess>();
  const write = (): void =>
    writePrivateFile(file, `${JSON.stringify({ processes: [...processes.values()] }, null, 2)}\n`);
  return {
    async claim() {
      makePrivateFolder(dirname(file));
      await takeOwnership(file);
      const ended = await endLeftovers(file);
      write();
      return ended;
    },
    add(name, pid) {
      const identity = identityOf(pid);
      // Gone already: its exit is handled where it was started.
      if (identity === null) return;
      processes.set(pid, { name, ...identity });
      write();
    },
    prune() {
      // Asked of each: a wrapper may be gone while the server it wrapped still runs, for the next start to end.
      const gone = [...processes.values()].filter((one) => !isAlive(one));
      for (const { pid } of gone) processes.delete(pid);
      if (gone.length > 0) write();
    },
    async endRemaining() {
      await endAll([...processes.values()]);
    },
    release() {
      rmSync(file, { force: true });
      rmSync(`${file}.owner`, { force: true });
    },
  };
}

/** The supervisor that works there now, or null. */
export function ownerOf(file: string): ProcessIdentity | null {
  const owner = readIdentity(`${file}.owner`);
  return owner !== null && isAlive(owner) ? owner : null;
}

async function takeOwnership(file: string): Promise<void> {
  const self = identityOf(process.pid);
  if (self === null) throw new Error('This process has no start time.');
  const ownerFile = `${file}.owner`;
  for (;;) {
    const owner = ownerOf(file);
    if (owner !== null) throw alreadyRunning(owner.pid);
    try {
      writeFileSync(ownerFile, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      rmSync(ownerFile, { force: true });
      continue;
    }
    // Two that found the same dead owner may each have cleared the other's new file; the last writer wins.
    await delay(50);
    if (readIdentity(ownerFile)?.pid === self.pid) return;
  }
}

function alreadyRunning(pid: number): StartProblem {
  return new StartProblem(
    `Tieout already runs here (pid ${pid}). Stop it with Ctrl-C in its window or "kill ${pid}", ` +
      'or use another copy of the project with another TIEOUT_PORT_BASE.',
  );
}

/** Ends everything the registry names that still lives, each known by pid and start time. */
export async function endLeftovers(file: string): Promise<string[]> {
  return endAll(readJson(file, registrySchema)?.processes ?? []);
}

/** The names of those that had to be ended. */
async function endAll(processes: readonly RegisteredProcess[]): Promise<string[]> {
  const left = processes.filter(isAlive);
  await Promise.all(left.map((one) => endProcess(one, [stepFor(one.name)])));
  return left.map((one) => one.name);
}

/** SIGINT is Postgres's own "fast shutdown"; its SIGTERM would wait for every connection to leave. */
function stepFor(name: string): StopStep {
  return { signal: name === 'postgres binary' ? 'SIGINT' : 'SIGTERM', waitMs: 10_000 };
}

/** The process a file names, or null when it names none. */
export function readIdentity(path: string): ProcessIdentity | null {
  return readJson(path, identitySchema);
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  const text = readIfPresent(path);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    // Cut short by a full disk or a power cut: it then names nobody.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
