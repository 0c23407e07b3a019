// How the end of a sweep begins the direct costs of what it read: only where the mapping asks for them, and the look in Postgres decides.
import type { Transaction } from '../db/database.ts';
import { costSearch } from '../db/queries/cost-search.ts';
import { wakeCosts } from '../db/queries/find-costs.ts';
import { countFound, lastFullRead, noteFullRead } from '../db/queries/sweeps.ts';
import type { SweepContext } from './sweep-feeds.ts';
import { wholeEveryMsDefault } from './sweep-feeds.ts';

/** A reading is dated by its beginning, which may be so long before its end. */
const overlapMs = 300_000;

export async function searchForCosts(
  tx: Transaction,
  { connection, directed, fullReadEveryMs = wholeEveryMsDefault }: SweepContext,
  sweepId: string,
): Promise<void> {
  if (directed?.actuals.direction !== 'directCosts') return;
  const began = new Date();
  const last = await lastFullRead(tx, connection, costSearch);
  const isWhole =
    last === null || last.isDue || began.getTime() - last.beganAt.getTime() >= fullReadEveryMs;
  const since = isWhole ? null : new Date(last.beganAt.getTime() - overlapMs);
  const found = await wakeCosts(tx, { connection, mapping: directed, since, sweepId });
  await countFound(tx, sweepId, found);
  if (isWhole) await noteFullRead(tx, connection, costSearch, began);
}
