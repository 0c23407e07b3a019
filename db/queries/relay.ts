// What the relay hands on: wake rows that Temporal has not heard of, or has heard of too long ago.
import { inArray, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { SignalName } from '../../domain/identity/messages.ts';
import type { Database, Queryable } from '../database.ts';
import { sweep, wake } from '../schema/delivery-tables.ts';

export type Delivery = {
  workflowId: string;
  signal: SignalName;
  payload: Record<string, string>;
  /** The rows this one signal stands for: several `changed` rows of a workflow are one. */
  rowIds: number[];
};

/**
 * While a connection is read for the first time nothing of it may be written yet, and a document looked at before its
 * contact is posted is looked at again: contacts go first, the others once that reading is over. A reading that takes
 * longer holds up nobody.
 */
const isBeforeItsTime = sql`(
  split_part(workflow_id, '/', 1) not in ('contact', 'writer')
  and split_part(workflow_id, '/', 2) in (
    select connection from ${sweep} group by connection
    having count(finished_at) = 0 and min(started_at) > clock_timestamp() - interval '10 minutes'
  ))`;

/** Takes up to `limit` rows nobody else is delivering and runs `deliver` while they are held. */
export async function deliverWakes(
  db: Database,
  options: { limit: number; resendAfterMs: number },
  deliver: (deliveries: Delivery[]) => Promise<number[]>,
): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.execute<{
      id: string;
      workflow_id: string;
      signal: SignalName;
      payload: Record<string, string>;
    }>(sql`
      select id, workflow_id, signal, payload from ${wake}
      where done_at is null
        and (sent_at is null or sent_at < ${ago(options.resendAfterMs)})
        and not ${isBeforeItsTime}
      order by id
      limit ${options.limit}
      for update skip locked`);
    if (rows.length === 0) return 0;
    const delivered = await deliver(coalesce(rows));
    await markSent(tx, delivered);
    return rows.length;
  });
}

type Row = { id: string; workflow_id: string; signal: SignalName; payload: Record<string, string> };

/** Only `changed` rows are coalesced; each decision and each settled intent arrives by itself. */
function coalesce(rows: readonly Row[]): Delivery[] {
  const deliveries: Delivery[] = [];
  const changed = new Map<string, Delivery>();
  for (const row of rows) {
    const rowId = Number(row.id);
    const known = row.signal === 'changed' ? changed.get(row.workflow_id) : undefined;
    if (known) {
      known.rowIds.push(rowId);
      continue;
    }
    const delivery = {
      workflowId: row.workflow_id,
      signal: row.signal,
      payload: row.payload,
      rowIds: [rowId],
    };
    deliveries.push(delivery);
    if (row.signal === 'changed') changed.set(row.workflow_id, delivery);
  }
  return deliveries;
}

async function markSent(db: Queryable, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .update(wake)
    .set({ sentAt: sql`clock_timestamp()` })
    .where(inArray(wake.id, [...ids]));
}
