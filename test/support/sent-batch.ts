// Finds the moment at which a write is in flight, for tests that pull something away exactly then.
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './once-each.ts';

/** Waits until a batch has left and is not answered: the request is then on its way or held back at the vendor. */
export async function sentBatch(world: World, endpoint: string): Promise<string> {
  for (const until = Date.now() + 90_000; Date.now() < until; await sleep(20)) {
    const [row] = await world.database.sql<{ id: string }[]>`
      select batch.id from batch join intent on intent.batch_id = batch.id
      where batch.endpoint = ${endpoint} and batch.state = 'sent' and intent.state = 'sent'
      limit 1`;
    if (!row) continue;
    // Long enough for the request to have reached the sandbox, which holds it back.
    await sleep(300);
    return row.id;
  }
  throw new Error(`nothing was ever sent to ${endpoint}`);
}
