// What the workers of a connection say of themselves: that they are alive, and that a sweep is owed before anything is written.
import type { Database } from '../db/database.ts';
import { beat, joinFleet } from '../db/queries/epoch.ts';

export type Fleet = { stop(): void };

export type FleetOptions = {
  db: Database;
  connection: string;
  /** Starts a sweep unless one is running. */
  triggerSweep: () => Promise<void>;
  onTrouble: (error: unknown) => void;
  everyMs?: number;
  triggerEveryMs?: number;
};

/**
 * Joins before the worker takes any work, and beats from then on. Its own memory of the last beat is one more place that
 * a restored database does not reach.
 */
export async function keepFleet(options: FleetOptions): Promise<Fleet> {
  const { db, connection, everyMs = 5_000, triggerEveryMs = 30_000 } = options;
  let seen = (await joinFleet(db, connection)).beat;
  let triggeredAt: number | null = null;
  let isBeating = false;
  const once = async (): Promise<void> => {
    if (isBeating) return;
    isBeating = true;
    try {
      const now = await beat(db, connection, seen);
      seen = now.beat;
      const isDue = triggeredAt === null || performance.now() - triggeredAt >= triggerEveryMs;
      if (now.isConfirmed || !isDue) return;
      triggeredAt = performance.now();
      await options.triggerSweep();
    } catch (error) {
      options.onTrouble(error);
    } finally {
      isBeating = false;
    }
  };
  const timer = setInterval(() => void once(), everyMs);
  return { stop: () => clearInterval(timer) };
}
