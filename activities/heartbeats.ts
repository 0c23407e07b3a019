// Keeps an activity's heart beating while it waits for a vendor, so that a dead worker is found within seconds.
import { Context } from '@temporalio/activity';

const beatEveryMs = 3_000;

/** What an attempt tells Temporal, for the attempt after it. */
export type Told<D> = {
  /** What an earlier attempt told last; null when none did. */
  before: D | null;
  tell: (details: D) => void;
};

/** Runs work with a steady heartbeat; outside an activity it only runs the work. */
export async function withHeartbeat<T, D = never>(work: (told: Told<D>) => Promise<T>): Promise<T> {
  const context = contextOrNone();
  if (!context) return work({ before: null, tell: () => undefined });
  const before = (context.info.heartbeatDetails ?? null) as D | null;
  // Every beat says it again: the last one is what is kept.
  let details: D | null = before;
  const beat = (): void => context.heartbeat(details ?? undefined);
  const timer = setInterval(beat, beatEveryMs);
  try {
    return await work({
      before,
      tell: (said) => {
        details = said;
        beat();
      },
    });
  } finally {
    clearInterval(timer);
  }
}

function contextOrNone(): Context | null {
  try {
    return Context.current();
  } catch {
    // Not inside an activity, such as a command that reads directly.
    return null;
  }
}
