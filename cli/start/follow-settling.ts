// Waits until everything has settled after a given moment, showing what is left; gives up when nothing moves any more.
import { setTimeout as delay } from 'node:timers/promises';
import type { ConsoleClient, Readiness } from './console-client.ts';
import type { Progress } from './progress.ts';
import { StartProblem, messageOf } from './start-problem.ts';

export interface SettleTimes {
  pollMs: number;
  /** Nothing at all changing for this long is a standstill. */
  standstillMs: number;
  totalMs: number;
  /** Used only while the console does not say which sweep "settled" rests on: two sweep intervals and a little. */
  quietMs: number;
}

export const ordinarySettleTimes: SettleTimes = {
  pollMs: 1_000,
  standstillMs: 5 * 60_000,
  totalMs: 30 * 60_000,
  quietMs: 40_000,
};

export type Settling = { settled: true } | { settled: false; pending: string };

export async function followSettling(
  console: ConsoleClient,
  since: Date,
  progress: Progress,
  signal: AbortSignal,
  times: SettleTimes = ordinarySettleTimes,
): Promise<Settling> {
  const from = Date.now();
  let [lastSeen, lastSeenAt] = ['', from];
  let quietSince: number | null = null;
  for (;;) {
    const seen = await readOrNull(console, progress);
    const now = Date.now();
    if (seen?.settled) quietSince ??= now;
    else quietSince = null;
    if (seen && restsOnLaterSweep(seen, since, quietSince, times)) return { settled: true };
    const line = seen ? describe(seen) : 'the console does not answer';
    progress.status(line);
    if (line !== lastSeen) [lastSeen, lastSeenAt] = [line, now];
    if (now - lastSeenAt > times.standstillMs || now - from > times.totalMs) {
      return { settled: false, pending: line };
    }
    await delay(times.pollMs, undefined, { signal });
  }
}

/** Settled counts only when it rests on a sweep begun after the moment: an older one has not seen what came since. */
function restsOnLaterSweep(
  seen: Readiness,
  since: Date,
  quietSince: number | null,
  times: SettleTimes,
): boolean {
  if (!seen.settled || quietSince === null) return false;
  if (seen.sweepStartedAt !== undefined) {
    return seen.sweepStartedAt !== null && Date.parse(seen.sweepStartedAt) > since.getTime();
  }
  return Date.now() - Math.max(quietSince, since.getTime()) >= times.quietMs;
}

/** A console that restarts is waited for; it says so itself. */
async function readOrNull(console: ConsoleClient, progress: Progress): Promise<Readiness | null> {
  try {
    return await console.readiness();
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    progress.status(messageOf(error));
    return null;
  }
}

function describe(seen: Readiness): string {
  const documents = Object.entries(seen.documents)
    .map(([name, count]) => `${name} ${typeof count === 'number' ? count : describeCounts(count)}`)
    .join(', ');
  return [
    documents === '' ? 'reading both sides' : documents,
    `${seen.wake} to look at`,
    `${seen.intents} to write`,
    `${seen.waiting} waiting for a person`,
    ...(seen.sweeping ? ['sweeping'] : []),
  ].join(' · ');
}

function describeCounts(counts: Record<string, number>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([state, count]) => `${count} ${state}`).join('/') || '0';
}
