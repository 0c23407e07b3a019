// How direct costs of what was read are begun: only where the mapping asks for them, and the look in Postgres decides.
import type { Transaction } from '../db/database.ts';
import { costSearch } from '../db/queries/cost-search.ts';
import { wakeCosts } from '../db/queries/find-costs.ts';
import { wakeLabourCosts } from '../db/queries/find-labour-costs.ts';
import { countFound, lastFullRead, noteFullRead } from '../db/queries/sweeps.ts';
import { bringsLabour } from '../domain/mapping/directions.ts';
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

/** After Xero Projects were read, as often as that is. */
export async function searchForLabourCosts(
  tx: Transaction,
  { connection, directed }: SweepContext,
  sweepId: string,
): Promise<void> {
  if (directed === undefined || !bringsLabour(directed.directions)) return;
  const found = await wakeLabourCosts(tx, { connection, mapping: directed, sweepId });
  await countFound(tx, sweepId, found);
}
