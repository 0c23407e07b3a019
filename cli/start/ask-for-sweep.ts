// Asks for a sweep now, where the first run would otherwise wait for the schedule's next one.
import type { Client } from '@temporalio/client';
import { readEnvironment } from '../../config/environment.ts';
import { connectClient } from '../../workers/connect-temporal.ts';
import { triggerSweep } from '../../workers/sweep-schedule.ts';

export type SweepAsker = {
  /** Returns at once; while one is being asked for, another is not. */
  ask(): void;
  close(): Promise<void>;
};

/** Does nothing where Temporal cannot be asked: the schedule sweeps all the same, some seconds later. */
export function createSweepAsker(
  childEnv: NodeJS.ProcessEnv,
  connections: readonly string[],
): SweepAsker {
  let client: Client | null = null;
  let asking: Promise<void> | null = null;
  const askOnce = async (): Promise<void> => {
    try {
      client ??= await connectClient(readEnvironment(childEnv), childEnv);
      for (const connection of connections) await triggerSweep(client, connection);
    } catch {
      // Asked again while it is quiet; a connection that is there finds its server again by itself.
    } finally {
      asking = null;
    }
  };
  return {
    ask() {
      asking ??= askOnce();
    },
    async close() {
      await asking;
      await client?.connection.close();
      client = null;
    },
  };
}
