// Which projects have labour in Xero Projects that nobody took over yet, and which months of it have no workflow.
import { sql } from 'drizzle-orm';
import { monthSourceId } from '../../domain/identity/cost-of-projects.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { sendsTimecards } from '../../domain/mapping/directions.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { projectOptionOf } from '../../domain/mapping/option-names.ts';
import type { Queryable } from '../database.ts';
import { projectsTaking } from './cost-takers.ts';
import { knownAmong } from './known-documents.ts';
import { projectsPosting, timecardsFeedOf } from './labour-feed.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { lastFullRead } from './sweeps.ts';
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

/** Of projects that are on: one of that name is in Xero Projects, and whoever looked for it before that changed found none. */
async function labourToBegin(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  taking: ReadonlySet<string>,
): Promise<string[]> {
  const posting = await projectsPosting(tx, connection);
  const changed = await lastChanges(tx, connection);
  const projects = await recordsOf(tx, connection, 'procoreProject');
  const candidates = projects
    .filter(({ id }) => posting.has(id) && taking.has(id))
    .flatMap((project) => {
      const at = changed.get(projectOptionOf(mapping, project).toLowerCase());
      const id = workflowIdOf({ type: 'projectLabour', connection, sourceId: project.id });
      return at === undefined ? [] : [{ id, at }];
    });
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ id }) => id);
  const rows = await tx.execute<{ workflow_id: string; state: string; planned_at: string | null }>(
    sql`select workflow_id, state, to_json(planned_at) #>> '{}' as planned_at from document
      where workflow_id = any(${sql.param(ids)}::text[])`,
  );
  const known = new Map(rows.map((row) => [row.workflow_id, row]));
  return candidates.flatMap(({ id, at }) => {
    const row = known.get(id);
    // One that is linked, waits or asks is woken by what it is about.
    const isFound = row !== undefined && row.state !== 'notPosted';
    const plannedAt = row?.planned_at ?? null;
    const wasSeen = plannedAt !== null && Date.parse(plannedAt) > at.getTime() + listTakesMs;
    return isFound || wasSeen ? [] : [id];
  });
}

/** A reading is dated by its beginning, and kept so much later at most. */
const listTakesMs = 300_000;

/** When the projects of each name, in small letters, changed last. */
async function lastChanges(tx: Queryable, connection: string): Promise<Map<string, Date>> {
  const rows = await tx.execute<{ name: string; at: string }>(sql`
    select lower(trim(s.body ->> 'name')) as name, to_json(max(h.seen_at)) #>> '{}' as at
    from mirror m join snapshot s on s.hash = m.snapshot_hash
    join mirror_history h on h.connection = m.connection and h.kind = m.kind
      and h.record_id = m.record_id
    where m.connection = ${connection} and m.kind = 'xeroProject' and not m.unseen
    group by 1`);
  return new Map(rows.map(({ name, at }) => [name, new Date(at)]));
}

async function newMonths(
  tx: Queryable,
  { connection, mapping }: LabourCostsAsk,
  taking: ReadonlySet<string>,
): Promise<string[]> {
  if (sendsTimecards(mapping.directions)) {
    // Whether an entry is a timecard's is not known before those were read.
    const cards = timecardsFeedOf(await projectsPosting(tx, connection));
    if ((await lastFullRead(tx, connection, cards)) === null) return [];
  }
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

/** A look that began before the link was made may have ended after it. */
const lookTakes = sql`interval '15 seconds'`;

/**
 * What a timecard was taken for is Procore's own, and what it stands for no more is Xero's again: the month is another sum
 * than when it was last planned.
 */
async function retaken(tx: Queryable, { connection }: LabourCostsAsk): Promise<string[]> {
  const stem = `directCost/${connection}/time-`;
  const rows = await tx.execute<{ workflow_id: string }>(sql`
    select distinct d.workflow_id
    from link l
    join mirror e on e.connection = l.connection and e.kind = l.kind
      and e.record_id = l.target_id and e.marker is null
    join document d on d.connection = l.connection and d.type = 'directCost'
      and starts_with(d.workflow_id, ${stem}::text || e.belongs_to || '-')
    where l.connection = ${connection} and l.kind = 'xeroTimeEntry'
      and greatest(l.linked_at, l.ended_at) >= d.planned_at - ${lookTakes}
    order by d.workflow_id`);
  return rows.map((row) => row.workflow_id);
}
