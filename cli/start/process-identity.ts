// Which process a pid means: a pid alone is reused, so a process is known by its pid and the moment it started.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from './start-problem.ts';

export interface ProcessIdentity {
  pid: number;
  /** Opaque and comparable: the start time, with the boot it belongs to where the system tells it. */
  started: string;
}

/** The process that has this pid now, or null when there is none (a zombie counts as none). */
export function identityOf(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === null ? null : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.started === identity.started;
}

/** Sends the signal only when the pid still means that process. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** True when the process is gone within the time. */
export async function waitUntilGone(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await delay(40);
  }
  return true;
}

/** Asks with each signal in turn, waiting that long after each; SIGKILL comes last of all. */
export async function endProcess(
  identity: ProcessIdentity,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<void> {
  for (const { signal, waitMs } of [...steps, { signal: 'SIGKILL' as const, waitMs: 2_000 }]) {
    if (!signalProcess(identity, signal)) return;
    if (await waitUntilGone(identity, waitMs)) return;
  }
}

function startedOnLinux(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    // ESRCH: it went away between opening and reading.
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ESRCH') return null;
    throw error;
  }
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
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const [state, ...started] = stdout.trim().split(/\s+/);
  if (status !== 0 || state === undefined || state.startsWith('Z') || started.length === 0) {
    return null;
  }
  return started.join(' ');
}
