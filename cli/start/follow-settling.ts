// Waits until everything is written, or has settled, after a given moment, showing what is left; gives up when nothing
// moves any more.
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from '../../launcher/progress.ts';
import { StartProblem } from '../../launcher/start-problem.ts';
import type { ConsoleClient, Readiness } from './console-client.ts';

export interface SettleTimes {
  pollMs: number;
  /** Nothing at all changing for this long is a standstill. */
  standstillMs: number;
  totalMs: number;
}

const ordinarySettleTimes: SettleTimes = {
  pollMs: 1_000,
  standstillMs: 5 * 60_000,
  totalMs: 30 * 60_000,
};

/** How soon a sweep is asked for again where the one before proved nothing. */
const askAgainMs = 4_000;

/**
 * `written`: both sides were read to the end, and nothing that is known of is left to do. `settled`: one further reading
 * proves it.
 */
export type Goal = 'written' | 'settled';

/** What is pending when it is given up, or null once it has come that far. */
export async function followSettling(
  console: ConsoleClient,
  {
    since,
    goal = 'settled',
    progress,
    signal,
    times = ordinarySettleTimes,
    askForSweep,
  }: {
    since: Date;
    goal?: Goal;
    progress: Progress;
    signal: AbortSignal;
    times?: SettleTimes | undefined;
    /** Settled is proved by a sweep: once all is quiet it is asked for rather than waited for. */
    askForSweep?: () => void;
  },
): Promise<string | null> {
  const from = Date.now();
  let [lastSeen, lastSeenAt] = ['', from];
  let askedAt = 0;
  for (;;) {
    const seen = await readOrProblem(console);
    if (!(seen instanceof StartProblem) && reached[goal](seen, since)) return null;
    // A console that restarts is waited for.
    const line = seen instanceof StartProblem ? seen.message : describe(seen);
    progress.status(line);
    const now = Date.now();
    if (!(seen instanceof StartProblem) && isQuiet(seen) && now - askedAt >= askAgainMs) {
      askedAt = now;
      askForSweep?.();
    }
    if (line !== lastSeen) [lastSeen, lastSeenAt] = [line, now];
    if (now - lastSeenAt > times.standstillMs || now - from > times.totalMs) return line;
    await delay(times.pollMs, undefined, { signal });
  }
}

async function readOrProblem(console: ConsoleClient): Promise<Readiness | StartProblem> {
  try {
    return await console.readiness();
  } catch (error) {
    if (error instanceof StartProblem) return error;
    throw error;
  }
}

/** Either counts only when it rests on a sweep begun after the moment: an older one has not seen what came since. */
const reached: Record<Goal, (seen: Readiness, since: Date) => boolean> = {
  written: (seen, since) => isAtRest(seen) && wasSweptAfter(seen, since),
  settled: (seen, since) => seen.settled && wasSweptAfter(seen, since),
};

function wasSweptAfter({ sweepStartedAt }: Readiness, since: Date): boolean {
  return sweepStartedAt !== null && Date.parse(sweepStartedAt) > since.getTime();
}

/** Nothing on its way that is known of. */
function isAtRest({ wake, intents }: Readiness): boolean {
  return wake === 0 && intents === 0;
}

/** Whether that is all, a sweep will tell. */
function isQuiet(seen: Readiness): boolean {
  return isAtRest(seen) && !seen.sweeping;
}

/** In documents and what waits for a person; how Tieout gets there is its own affair. */
function describe(seen: Readiness): string {
  const total = Object.values(seen.documents).reduce((sum, states) => sum + toBePosted(states), 0);
  if (total === 0) return 'reading Procore and Xero';
  return [
    `${Math.min(seen.posted, total)} of ${total} documents posted`,
    ...(seen.intents > 0 ? [`${seen.intents} being written`] : []),
    ...(seen.wake > 0 ? [`${seen.wake} changes to look at`] : []),
    seen.waiting === 1 ? '1 question for a person' : `${seen.waiting} questions for a person`,
    ...(seen.sweeping ? ['reading both sides'] : []),
  ].join(' · ');
}

/** One that is not to be posted, or not looked at yet, does not count. */
function toBePosted(states: Record<string, number>): number {
  const counted = Object.entries(states).filter(([state]) => state !== 'notPosted');
  return counted.reduce((sum, [, count]) => sum + count, 0);
}
