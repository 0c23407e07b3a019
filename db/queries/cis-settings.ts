// How long what was read of a contact's CIS settings may be believed, and who is woken when it no longer may.
import { and, eq, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { Queryable } from '../database.ts';
import { mirrorHistory } from '../schema/record-tables.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/** The tax office changes a rate without a word, and Xero learns it when someone verifies the contact: a day. */
const believedMs = 24 * 3_600_000;

/**
 * Never from before the contact was first seen as it is. Both moments are when we asked, so that no clock of Xero's is
 * held against ours.
 */
export async function mayBeBelieved(
  db: Queryable,
  connection: string,
  { contactId, seenAt }: { contactId: string; seenAt: Date },
): Promise<boolean> {
  if (Date.now() - seenAt.getTime() >= believedMs) return false;
  const [row] = await db
    .select({ at: sql<string | null>`max(${mirrorHistory.seenAt})` })
    .from(mirrorHistory)
    .where(
      and(
        eq(mirrorHistory.connection, connection),
        eq(mirrorHistory.kind, 'xeroContact'),
        eq(mirrorHistory.recordId, contactId),
      ),
    );
  const changedAt = row?.at ?? null;
  return changedAt === null || Date.parse(changedAt) <= seenAt.getTime();
}

/**
 * Wakes the documents that wait for a person because of settings that are a day old by now, or that could not be read:
 * each reads them again before it looks. Whatever else waits is woken by what it waits for.
 */
export async function wakeForOldCisSettings(
  db: Queryable,
  connection: string,
  sweepId: string,
): Promise<void> {
  const rows = await db.execute<{ workflow_id: string }>(sql`
    select distinct e.workflow_id
    from exception e
    join document d on d.workflow_id = e.workflow_id
    left join link l on l.workflow_id = 'contact/' || d.connection || '/' || d.counterparty_id
      and l.role = 'contact' and l.ended_at is null
    left join mirror m on m.connection = d.connection and m.kind = 'xeroCisSettings'
      and m.record_id = l.target_id and not m.unseen
    where e.connection = ${connection} and e.kind = 'cisDeduction' and e.state = 'open'
      and coalesce(m.seen_at < ${ago(believedMs)}, true)
    order by 1`);
  await addWakeRows(
    db,
    rows.map(({ workflow_id: workflowId }) => wakeChanged(workflowId, `sweep:${sweepId}`)),
  );
}
