// Which projects have labour in Xero Projects that nobody took over yet, and which months of it have no workflow.
import { sql } from 'drizzle-orm';
import { monthSourceId } from '../../domain/identity/cost-of-projects.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { Queryable } from '../database.ts';
import { monthsOf } from './concerned-months.ts';
import { projectsTaking } from './cost-takers.ts';
import { knownAmong } from './known-documents.ts';
import { projectsPosting } from './labour-feed.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { monthsOfExpenses, monthsOfTime } from './time-of-month.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type LabourCostsAsk = {
  connection: string;
  mapping: Pick<Mapping, 'tracking' | 'directCosts' | 'directions' | 'actuals' | 'labour'>;
  /** When this was last looked through; null where it never was. */
  since: Date | null;
  sweepId: string;
};

/** Begins the workflow of each, and wakes months of which time was taken for a timecard since; answers how many. */
export async function wakeLabourCosts(tx: Queryable, ask: LabourCostsAsk): Promise<number> {
  const { connection, mapping, sweepId } = ask;
  const taking = await projectsTaking(tx, { connection, mapping }, 'labour');
  const found = [
    ...(await labourToBegin(tx, ask, taking)),
    ...(await newMonths(tx, ask, taking)),
    ...(await retaken(tx, ask)),
  ];
  await addWakeRows(
    tx,
    found.map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
  );
  return found.length;
}

/** Of projects that are on: one of that name is in Xero Projects, and nothing is linked to it nor asked about. */
async function labourToBegin(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  taking: ReadonlySet<string>,
): Promise<string[]> {
  const posting = await projectsPosting(tx, connection);
  const there = await recordsOf(tx, connection, 'xeroProject');
  const names = new Set(there.map(({ name }) => name.trim().toLowerCase()));
  const projects = await recordsOf(tx, connection, 'procoreProject');
  const ids = projects
    .filter(({ id }) => posting.has(id) && taking.has(id))
    .filter((project) => names.has(projectOptionOf(mapping, project).toLowerCase()))
    .map(({ id }) => workflowIdOf({ type: 'projectLabour', connection, sourceId: id }));
  if (ids.length === 0) return [];
  const rows = await tx.execute<{ workflow_id: string }>(sql`
    select workflow_id from link where workflow_id = any(${sql.param(ids)}::text[])
      and role = 'project' and ended_at is null
    union select workflow_id from exception
      where workflow_id = any(${sql.param(ids)}::text[]) and state <> 'closed'`);
  const settled = new Set(rows.map((row) => row.workflow_id));
  return ids.filter((id) => !settled.has(id));
}

async function newMonths(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  taking: ReadonlySet<string>,
): Promise<string[]> {
  const { record } = await standingOf(tx, connection, 'xeroOrganisation', 'organisation');
  const ask = { connection, timeZone: record?.timeZone ?? 'UTC' };
  const time = (await monthsOfTime(tx, ask)).map((one) => ({ ...one, what: 'time' as const }));
  const expenses =
    mapping.labour.expenses === null
      ? []
      : (await monthsOfExpenses(tx, ask)).map((one) => ({ ...one, what: 'expenses' as const }));
  const ids = [...time, ...expenses]
    .filter(({ projectId }) => taking.has(projectId))
    .map((month) =>
      workflowIdOf({ type: 'directCost', connection, sourceId: monthSourceId(month) }),
    );
  const known = new Set(await knownAmong(tx, connection, ids));
  return ids.filter((id) => !known.has(id));
}

/** What a timecard was taken for is Procore's own, and what it stands for no more is Xero's again: the month is another sum. */
async function retaken(tx: Queryable, { connection, since }: LabourCostsAsk): Promise<string[]> {
  if (since === null) return [];
  const rows = await tx.execute<{ xero_project_id: string }>(sql`
    select distinct e.belongs_to as xero_project_id
    from link l join mirror e on e.connection = l.connection and e.kind = l.kind
      and e.record_id = l.target_id and e.marker is null
    where l.connection = ${connection} and l.kind = 'xeroTimeEntry'
      and greatest(l.linked_at, l.ended_at) >= ${since.toISOString()}::timestamptz
    order by xero_project_id`);
  return monthsOf(
    tx,
    connection,
    rows.map((row) => ({ what: 'time', xeroProjectId: row.xero_project_id })),
  );
}
