// What a supervisor has started, written down so that the next one can end what a kill of everything left behind; and
// the claim that lets only one supervisor of a kind work in a folder.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { endProcess, identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';
import { StartProblem, systemCode } from './start-problem.ts';
import { writePrivateFile } from './write-private-file.ts';

const identitySchema = z.object({ pid: z.int().positive(), started: z.string() });
const registrySchema = z.object({
  processes: z.array(identitySchema.extend({ name: z.string() })),
});

export type RegisteredProcess = z.infer<typeof registrySchema>['processes'][number];

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
      mkdirSync(dirname(file), { recursive: true });
      await takeOwnership(`${file}.owner`);
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
  const owner = readJson(`${file}.owner`, identitySchema);
  return owner !== null && isAlive(owner) ? owner : null;
}

async function takeOwnership(ownerFile: string): Promise<void> {
  const self = identityOf(process.pid);
  if (self === null) throw new Error('This process has no start time.');
  const file = ownerFile.replace(/\.owner$/, '');
  for (;;) {
    const owner = ownerOf(file);
    if (owner !== null) throw alreadyRunning(owner.pid);
    try {
      writeFileSync(ownerFile, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      discard(ownerFile);
      continue;
    }
    // Two that found the same dead owner may each have cleared the other's new file; the last writer wins.
    await delay(50);
    const written = readJson(ownerFile, identitySchema);
    if (written?.pid === self.pid) return;
  }
}

function discard(ownerFile: string): void {
  const aside = `${ownerFile}.${process.pid}.old`;
  try {
    renameSync(ownerFile, aside);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
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
function stepFor(name: string): { signal: NodeJS.Signals; waitMs: number } {
  return { signal: name === 'postgres binary' ? 'SIGINT' : 'SIGTERM', waitMs: 10_000 };
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    // Cut short by a full disk or a power cut: it then names nobody.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
