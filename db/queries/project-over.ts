// What keeps a project from being over, and whose option may be offered to be archived once nothing does.
import { sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { Queryable } from '../database.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/**
 * In words, what of a project is unpaid, held or waiting; empty where nothing is. A claim that was never posted counts as
 * unpaid; a release that is not posted lets nothing go, or else it waits.
 */
export async function unsettledIn(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<string[]> {
  const [row] = await db.execute<{ unpaid: number; waiting: number; held: number }>(sql`
    select
      (select count(*)::int from document d
        where d.connection = ${connection} and d.project_id = ${projectId} and (
          d.type in ('payApp', 'ownerInvoice') and d.state not in ('paid', 'voided')
          or d.type = 'retainageRelease' and d.state in ('posted', 'partPaid'))) as unpaid,
      (select count(*)::int from document d
        where d.connection = ${connection} and d.project_id = ${projectId}
          and d.type <> 'projectBudget' and (d.state in ('waiting', 'writing') or exists (
            select 1 from exception e where e.workflow_id = d.workflow_id and e.state <> 'closed')))
        as waiting,
      (select count(*)::int from (
        select 1 from retention_event e
        join mirror m on m.connection = e.connection and m.record_id = e.contract_id
          and m.kind in ('procoreCommitment', 'procorePrimeContract')
        join snapshot s on s.hash = m.snapshot_hash
        where e.connection = ${connection} and e.basis <> 'xero' and s.body ->> 'projectId' = ${projectId}
        group by e.contract_id
        having sum(case when e.kind in ('opening', 'held') then e.amount
          when e.kind in ('released', 'applied', 'writtenOff') then -e.amount else 0 end) <> 0
      ) as contracts) as held`);
  const { unpaid, waiting, held } = row ?? { unpaid: 0, waiting: 0, held: 0 };
  return [
    ...wordsOf(unpaid, 'claim not paid', 'claims not paid'),
    ...wordsOf(held, 'contract with retainage held', 'contracts with retainage held'),
    ...wordsOf(waiting, 'document that waits', 'documents that wait'),
  ];
}

function wordsOf(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** Nothing of it is urgent, and a look that finds nothing to offer must not be called for by every sweep. */
const lookedAtEveryMs = 24 * 3_600_000;

/**
 * Wakes, once a day, the budgets of projects that are over and whose option nobody was asked about yet: what was paid last is news of
 * its own document and not of the budget. Whatever else waits is woken by what it waits for.
 */
export async function wakeBudgetsOfOverProjects(
  db: Queryable,
  connection: string,
  sweepId: string,
): Promise<void> {
  const rows = await db.execute<{ workflow_id: string; project_id: string }>(sql`
    select d.workflow_id, d.source_id as project_id
    from document d
    join mirror m on m.connection = d.connection and m.kind = 'procoreProject' and m.record_id = d.source_id
    join snapshot s on s.hash = m.snapshot_hash
    join option_link o on o.connection = d.connection and o.source = 'project/' || d.source_id
    join mirror c on c.connection = d.connection and c.kind = 'xeroChart' and c.record_id = 'chart'
    join snapshot chart on chart.hash = c.snapshot_hash
    where d.connection = ${connection} and d.type = 'projectBudget'
      and not (s.body ->> 'isActive')::boolean
      and coalesce(d.planned_at < ${ago(lookedAtEveryMs)}, true)
      and exists (select 1 from project_start p
        where p.connection = d.connection and p.project_id = d.source_id)
      and jsonb_path_exists(chart.body::jsonb,
        '$.trackingCategories[*] ? (@.status == "ACTIVE").options[*] ? (@.id == $id && @.status == "ACTIVE")',
        jsonb_build_object('id', o.option_id))
      and not exists (select 1 from exception e
        where e.workflow_id = d.workflow_id and e.state <> 'closed')
      and not exists (select 1 from accepted_difference a
        where a.workflow_id = d.workflow_id and a.ended_at is null)
      and not exists (select 1 from intent i
        where i.workflow_id = d.workflow_id and i.operation = 'update' and i.target_id = o.option_id
          and i.state <> 'failed')
    order by 1`);
  for (const { workflow_id: workflowId, project_id: projectId } of rows) {
    const unsettled = await unsettledIn(db, connection, projectId);
    if (unsettled.length > 0) continue;
    await addWakeRows(db, [wakeChanged(workflowId, `sweep:${sweepId}`)]);
  }
}
