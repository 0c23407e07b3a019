// Keeps an activity's heart beating while it waits for a vendor, so that a dead worker is found within seconds.
import { Context } from '@temporalio/activity';

const beatEveryMs = 3_000;

/** Runs work with a steady heartbeat; outside an activity it only runs the work. */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = contextOrNone();
  if (!context) return work();
  const timer = setInterval(() => context.heartbeat(), beatEveryMs);
  try {
    return await work();
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
