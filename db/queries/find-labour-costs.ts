// Which projects have labour in Xero Projects that nobody took over yet, and which months of it have no workflow.
import { sql } from 'drizzle-orm';
import { monthSourceId } from '../../domain/identity/cost-of-projects.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { sendsTimecards } from '../../domain/mapping/directions.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { Queryable } from '../database.ts';
import { projectsTaking } from './cost-takers.ts';
import { knownAmong } from './known-documents.ts';
import { projectsPosting, timecardsFeedOf } from './labour-feed.ts';
import { postFromByProject } from './find-costs.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { lastFullRead } from './sweeps.ts';
import { dayOfEntry } from './time-conditions.ts';
import { monthsOfExpenses, monthsOfTime } from './time-of-month.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type LabourCostsAsk = {
  connection: string;
  mapping: Pick<Mapping, 'tracking' | 'directCosts' | 'directions' | 'actuals' | 'labour'>;
  sweepId: string;
};

/** Begins the workflow of each, and wakes months of which time was taken for a timecard since; answers how many. */
export async function wakeLabourCosts(tx: Queryable, ask: LabourCostsAsk): Promise<number> {
  const { connection, mapping, sweepId } = ask;
  const taking = await projectsTaking(tx, { connection, mapping }, 'labour');
  const { record } = await standingOf(tx, connection, 'xeroOrganisation', 'organisation');
  const timeZone = record?.timeZone ?? 'UTC';
  const found = [
    ...(await labourToBegin(tx, ask, taking)),
    ...(await newMonths(tx, ask, { taking, timeZone })),
    ...(await retaken(tx, { connection, timeZone })),
  ];
  await addWakeRows(
    tx,
    found.map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
  );
  return found.length;
}

/** Of projects that are on and here: one of that name is in Xero Projects, and whoever looked for it before that came found none. */
async function labourToBegin(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  taking: readonly ProcoreProject[],
): Promise<string[]> {
  const here = await postFromByProject(tx, connection);
  const there = await recordsOf(tx, connection, 'xeroProject');
  const idsOf = (name: string): string[] =>
    there.filter((one) => one.name.trim().toLowerCase() === name).map(({ id }) => id);
  const candidates = taking
    .filter(({ id }) => here.has(id))
    .map((project) => ({
      id: workflowIdOf({ type: 'projectLabour', connection, sourceId: project.id }),
      xeroIds: idsOf(projectOptionOf(mapping, project).toLowerCase()),
    }))
    .filter(({ xeroIds }) => xeroIds.length > 0);
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ id }) => id);
  const rows = await tx.execute<{ workflow_id: string; state: string; planned_at: string | null }>(
    sql`select workflow_id, state, to_json(planned_at) #>> '{}' as planned_at from document
      where workflow_id = any(${sql.param(ids)}::text[])`,
  );
  const known = new Map(rows.map((row) => [row.workflow_id, row]));
  const begun: string[] = [];
  for (const { id, xeroIds } of candidates) {
    const row = known.get(id);
    // One that is linked, waits or asks is woken by what it is about.
    if (row !== undefined && row.state !== 'notPosted') continue;
    const plannedAt = row?.planned_at ?? null;
    const isSeen =
      plannedAt !== null && !(await cameSince(tx, connection, xeroIds, new Date(plannedAt)));
    if (!isSeen) begun.push(id);
  }
  return begun;
}

/** A reading is dated by its beginning, and kept so much later at most. */
const listTakesMs = 300_000;

/** Whether one of the projects is called as it is since that moment, or nearly so. */
async function cameSince(
  tx: Queryable,
  connection: string,
  xeroIds: readonly string[],
  moment: Date,
): Promise<boolean> {
  const since = new Date(moment.getTime() - listTakesMs).toISOString();
  const rows = await tx.execute<{ at: string }>(sql`
    select min(h.seen_at)::text as at from mirror m join snapshot s on s.hash = m.snapshot_hash
    join mirror_history h on h.connection = m.connection and h.kind = m.kind
      and h.record_id = m.record_id
    join snapshot hs on hs.hash = h.snapshot_hash and hs.body ->> 'name' = s.body ->> 'name'
    where m.connection = ${connection} and m.kind = 'xeroProject'
      and m.record_id = any(${sql.param([...xeroIds])}::text[])
    group by m.record_id having min(h.seen_at) >= ${since}::timestamptz`);
  return rows.length > 0;
}

async function newMonths(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  { taking, timeZone }: { taking: readonly ProcoreProject[]; timeZone: string },
): Promise<string[]> {
  if (sendsTimecards(mapping.directions)) {
    // Whether an entry is a timecard's is not known before those were read.
    const cards = timecardsFeedOf(await projectsPosting(tx, connection));
    if ((await lastFullRead(tx, connection, cards)) === null) return [];
  }
  const ask = { connection, timeZone };
  const ids = new Set(taking.map(({ id }) => id));
  const time = (await monthsOfTime(tx, ask)).map((one) => ({ ...one, what: 'time' as const }));
  const expenses =
    mapping.labour.expenses === null
      ? []
      : (await monthsOfExpenses(tx, ask)).map((one) => ({ ...one, what: 'expenses' as const }));
  const months = [...time, ...expenses]
    .filter(({ projectId }) => ids.has(projectId))
    .map((month) =>
      workflowIdOf({ type: 'directCost', connection, sourceId: monthSourceId(month) }),
    );
  const known = new Set(await knownAmong(tx, connection, months));
  return months.filter((id) => !known.has(id));
}

/** A look that began before the link was made may have ended after it. */
const lookTakes = sql`interval '15 seconds'`;

/**
 * What a timecard was taken for is Procore's own, and what it stands for no more is Xero's again: the month is another sum
 * than when it was last planned.
 */
async function retaken(
  tx: Queryable,
  { connection, timeZone }: { connection: string; timeZone: string },
): Promise<string[]> {
  const stem = `directCost/${connection}/time-`;
  const rows = await tx.execute<{ workflow_id: string }>(sql`
    select distinct d.workflow_id
    from link l
    join mirror e on e.connection = l.connection and e.kind = l.kind
      and e.record_id = l.target_id and e.marker is null
    join snapshot s on s.hash = e.snapshot_hash
    join document d on d.workflow_id = ${stem}::text || e.belongs_to || '-'
      || left(${dayOfEntry(sql`s.body`, timeZone)}, 7)
    where l.connection = ${connection} and l.kind = 'xeroTimeEntry'
      and greatest(l.linked_at, l.ended_at) >= d.planned_at - ${lookTakes}
    order by d.workflow_id`);
  return rows.map((row) => row.workflow_id);
}
