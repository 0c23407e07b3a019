// Which timecards of a project are not as they were settled, told from thousands that are: nothing of those is read.
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type {
  SeenEntry,
  SeenTime,
  WaitingTime,
} from '../../domain/objects/project-labour/observation.ts';
import { timeBaseSchema } from '../../domain/plan/owned.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { unsettledStates } from './answers.ts';
import { dayOfEntry, isBornInXero } from './time-conditions.ts';

/** The project's labour, and what of the mapping and of Xero says which timecards count. */
export type LabourAsk = {
  connection: string;
  workflowId: string;
  projectId: string;
  /** Null while the project is not turned on. */
  postFrom: string | null;
  /** In small letters. */
  statuses: readonly string[];
  /** Whose calendar the organisation keeps. */
  timeZone: string;
};

const texts = (values: readonly string[]): SQL => sql`${sql.param([...values])}::text[]`;

/** Written to, and not yet known to be: left alone until it is settled. */
const inFlight = (role: SQL, workflowId: string): SQL => sql`exists (select from intent i
  where i.workflow_id = ${workflowId} and i.role = ${role}
    and i.state in ${[...unsettledStates]})`;

const isAsked = (role: SQL, workflowId: string): SQL => sql`exists (select from exception x
  where x.workflow_id = ${workflowId} and x.subject = ${role} and x.state <> 'closed')`;

/** A person left it as it is, and neither side has said anything new since. */
const isLeft = (role: SQL, ask: LabourAsk, records: { card: SQL; entry: SQL }): SQL =>
  sql`exists (select from accepted_difference a
    where a.workflow_id = ${ask.workflowId} and a.subject = ${role} and a.ended_at is null
      and not exists (select from mirror_history h where h.connection = ${ask.connection}
        and (h.kind = 'procoreTimecard' and h.record_id = ${records.card}
          or h.kind = 'xeroTimeEntry' and h.record_id = ${records.entry})
        and h.seen_at > a.accepted_at))`;

/** The condition under which a timecard is posted; the planner has the same (isPostable). */
const isPostable = ({ postFrom, statuses }: LabourAsk): SQL =>
  postFrom === null
    ? sql`false`
    : sql`(not m.unseen and not (s.body ->> 'isDeleted')::boolean
        and lower(s.body ->> 'approval') = any(${texts(statuses)})
        and s.body ->> 'date' >= ${postFrom} and s.body ->> 'hours' <> '0.00')`;

/** What is owned of an entry, as its base has it. */
const ownedEntry = (body: SQL, ask: LabourAsk): SQL =>
  sql`jsonb_build_object('userId', ${body} -> 'userId', 'taskId', ${body} -> 'taskId',
    'date', ${dayOfEntry(body, ask.timeZone)}, 'minutes', ${body} -> 'minutes',
    'description', coalesce(${body} ->> 'description', ''))`;

const cards = ({ connection, projectId }: LabourAsk): SQL => sql`
  mirror m join snapshot s on s.hash = m.snapshot_hash
    and m.connection = ${connection} and m.kind = 'procoreTimecard' and m.belongs_to = ${projectId}`;

const openCards = (ask: LabourAsk): SQL => sql`
  select m.record_id, 'time/' || m.record_id as role, s.body
  from ${cards(ask)}
  where ${isPostable(ask)}
    and not exists (select from link l where l.workflow_id = ${ask.workflowId}
      and l.role = 'time/' || m.record_id and l.ended_at is null)`;

/** Cards that are to be posted: nothing stands for them, nothing is on its way, and nobody left them. */
const cardsToPost = (ask: LabourAsk): SQL => sql`
  select open.* from (${openCards(ask)}) open
  where not ${inFlight(sql`open.role`, ask.workflowId)}
    and not ${isLeft(sql`open.role`, ask, { card: sql`open.record_id`, entry: sql`''` })}`;

export type OpenCard = { day: string; hours: string; workerId: string };

/** Those of them of a month (YYYY-MM) that name a person. */
export async function openCardsOfMonth(
  db: Queryable,
  ask: LabourAsk,
  month: string,
): Promise<OpenCard[]> {
  const rows = await db.execute<{ day: string; hours: string; worker: string }>(sql`
    select body ->> 'date' as day, body ->> 'hours' as hours, body #>> '{worker,id}' as worker
    from (${cardsToPost(ask)}) cards
    where left(body ->> 'date', 7) = ${month} and body #>> '{worker,id}' is not null
    order by record_id`);
  return rows.map(({ day, hours, worker: workerId }) => ({ day, hours, workerId }));
}

/** Whose time waits and what it is for, each pair once, whatever it waits for. */
export async function waitingTime(db: Queryable, ask: LabourAsk): Promise<WaitingTime[]> {
  if (ask.postFrom === null) return [];
  const rows = await db.execute<{ worker: unknown; cost_code: unknown }>(sql`
    select min(body ->> 'worker')::jsonb as worker, min(body ->> 'costCode')::jsonb as cost_code
    from (${cardsToPost(ask)}) cards
    group by body #>> '{worker,id}', body #>> '{costCode,id}'
    order by body #>> '{worker,id}', body #>> '{costCode,id}'`);
  return rows.map(({ worker, cost_code }) => ({
    worker: worker as WaitingTime['worker'],
    costCode: cost_code as WaitingTime['costCode'],
  }));
}

type TimeRow = {
  timecard_id: string;
  unseen: boolean | null;
  timecard: unknown;
  entry_id: string | null;
  base: unknown;
  entry: SeenEntry | null;
  alike: SeenEntry | null;
};

/** What can be posted now: of whom, on what, and at most so many; those a person would be asked about apart from the rest. */
export type ReadyAsk = {
  /** The linked project in Xero. */
  xeroProjectId: string;
  workers: ReadonlyMap<string, string>;
  tasks: ReadonlyMap<string, string>;
  most: number;
  askedMost: number;
};

const seenEntry = (ask: LabourAsk): SQL =>
  sql`${ownedEntry(sql`e.body`, ask)} || jsonb_build_object('id', e.id, 'at', e.body ->> 'at', 'status', e.body ->> 'status')`;

/** Timecards that nothing is written of yet, the oldest first. */
export async function newTime(
  db: Queryable,
  ask: LabourAsk,
  { xeroProjectId, workers, tasks, most, askedMost }: ReadyAsk,
): Promise<SeenTime[]> {
  if (ask.postFrom === null || workers.size === 0 || tasks.size === 0 || most <= 0) return [];
  const pairs = (of: ReadonlyMap<string, string>): SQL =>
    sql`${JSON.stringify(Object.fromEntries(of))}::jsonb`;
  const rows = await db.execute<TimeRow>(sql`
    with ready as (
      select cards.*, ${pairs(workers)} ->> (body #>> '{worker,id}') as user_id,
        ${pairs(tasks)} ->> (body #>> '{costCode,id}') as task_id
      from (${cardsToPost(ask)}) cards
      where (body #>> '{worker,id}') = any(${texts([...workers.keys()])})
        and (body #>> '{costCode,id}') = any(${texts([...tasks.keys()])})),
    typed as materialized (
      select em.record_id as id, es.body, ${dayOfEntry(sql`es.body`, ask.timeZone)} as day
      from mirror em join snapshot es on es.hash = em.snapshot_hash
      where em.connection = ${ask.connection} and em.kind = 'xeroTimeEntry'
        and em.belongs_to = ${xeroProjectId} and not em.unseen
        and ${isBornInXero(ask.connection, 'em')}),
    told as (
      select ready.*, alike.entry as alike
      from ready left join lateral (
        select ${seenEntry(ask)} as entry from typed e
        where e.body ->> 'userId' = ready.user_id and e.day = ready.body ->> 'date'
          and (e.body ->> 'minutes')::numeric = round((ready.body ->> 'hours')::numeric * 60)
        -- A slip of the task is no other hour, but the one on the card's own task comes first.
        order by e.body ->> 'taskId' = ready.task_id desc, e.id limit 1) alike on true),
    ranked as (
      select *, row_number() over (partition by alike is null
        order by ${isAsked(sql`told.role`, ask.workflowId)} desc, body ->> 'date', record_id) as place
      from told)
    select record_id as timecard_id, false as unseen, body as timecard, null as entry_id,
      null as base, null as entry, alike
    from ranked where place <= case when alike is null then ${most}::int else ${askedMost}::int end
    order by body ->> 'date', record_id`);
  return rows.map(timeOf);
}

/** Timecards with an entry, where either is not as it was agreed on, those that a person is asked about first. */
export async function movedTime(db: Queryable, ask: LabourAsk, most: number): Promise<SeenTime[]> {
  // Of a project that is another connection's by now nothing is asked here any more.
  if (ask.postFrom === null || most <= 0) return [];
  const rows = await db.execute<TimeRow>(sql`
    with linked as (
      select l.role, substr(l.role, 6) as timecard_id, l.target_id, l.base
      from link l where l.workflow_id = ${ask.workflowId} and l.role like 'time/%'
        and l.ended_at is null)
    select linked.timecard_id, m.unseen, s.body as timecard, linked.target_id as entry_id,
      linked.base, case when em.unseen then null else ${seenEntry(ask)} end as entry, null as alike
    from linked
    left join mirror m on m.connection = ${ask.connection} and m.kind = 'procoreTimecard'
      and m.record_id = linked.timecard_id
    left join snapshot s on s.hash = m.snapshot_hash
    left join mirror em on em.connection = ${ask.connection} and em.kind = 'xeroTimeEntry'
      and em.record_id = linked.target_id
    left join lateral (select em.record_id as id, es.body from snapshot es
      where es.hash = em.snapshot_hash) e on true
    where m.record_id is not null and em.record_id is not null
      and not coalesce(${isPostable(ask)} and not em.unseen
        and ${ownedEntry(sql`e.body`, ask)} = (linked.base -> 'entry')
        and jsonb_build_object('date', s.body -> 'date', 'hours', s.body -> 'hours',
          'costCodeId', coalesce(s.body #>> '{costCode,id}', ''),
          'workerId', coalesce(s.body #>> '{worker,id}', ''),
          'description', coalesce(s.body ->> 'description', '')) = (linked.base -> 'timecard'), false)
      and not ${inFlight(sql`linked.role`, ask.workflowId)}
      and not ${isLeft(sql`linked.role`, ask, {
        card: sql`linked.timecard_id`,
        entry: sql`linked.target_id`,
      })}
    order by ${isAsked(sql`linked.role`, ask.workflowId)} desc, linked.timecard_id
    limit ${most}`);
  return rows.map(timeOf);
}

function timeOf(row: TimeRow): SeenTime {
  const isShown = row.unseen === false && row.timecard !== null;
  return {
    timecardId: row.timecard_id,
    timecard: isShown ? parseRecord('procoreTimecard', row.timecard) : null,
    entryId: row.entry_id,
    base: row.base === null ? null : timeBaseSchema.parse(row.base),
    entry: row.entry,
    alike: row.alike,
  };
}

/** Entries that bear the marker of a timecard which has another one. */
export async function doubledTime(
  db: Queryable,
  ask: LabourAsk,
  { xeroProjectId, markerStem, most }: { xeroProjectId: string; markerStem: string; most: number },
): Promise<(SeenEntry & { timecardId: string })[]> {
  const rows = await db.execute<{ timecard_id: string; entry: SeenEntry }>(sql`
    with e as (
      select em.record_id as id, es.body, substr(em.marker, length(${markerStem}::text) + 1) as timecard_id
      from mirror em join snapshot es on es.hash = em.snapshot_hash
      where em.connection = ${ask.connection} and em.kind = 'xeroTimeEntry'
        and em.belongs_to = ${xeroProjectId} and not em.unseen
        and starts_with(em.marker, ${markerStem}))
    select e.timecard_id, ${seenEntry(ask)} as entry
    from e join link l on l.workflow_id = ${ask.workflowId} and l.role = 'time/' || e.timecard_id
      and l.ended_at is null and l.target_id <> e.id
    where not ${inFlight(sql`'doubleTime/' || e.id`, ask.workflowId)}
    order by e.id limit ${most}`);
  return rows.map(({ timecard_id: timecardId, entry }) => ({ ...entry, timecardId }));
}

/** The project and the tasks it is linked to; of its time there may be thousands of links. */
export async function labourLinks(
  db: Queryable,
  workflowId: string,
): Promise<{ projectId: string | null; tasks: { costCodeId: string; taskId: string }[] }> {
  const rows = await db.execute<{ role: string; target_id: string }>(sql`
    select role, target_id from link
    where workflow_id = ${workflowId} and ended_at is null
      and (role = 'project' or role like 'task/%')
    order by role`);
  const project = rows.find(({ role }) => role === 'project');
  return {
    projectId: project?.target_id ?? null,
    tasks: rows
      .filter(({ role }) => role !== 'project')
      .map(({ role, target_id }) => ({ costCodeId: role.slice(5), taskId: target_id })),
  };
}

/**
 * Which workers are asked about by the labour of another project. One that comes after this one in the order of their ids
 * does not count, so that of two which asked at once one stays.
 */
export async function workersAskedElsewhere(
  db: Queryable,
  { connection, workflowId }: Pick<LabourAsk, 'connection' | 'workflowId'>,
): Promise<{ workerId: string; workflowId: string }[]> {
  const rows = await db.execute<{ subject: string; workflow_id: string }>(sql`
    select distinct on (x.subject) x.subject, x.workflow_id from exception x
    join document d on d.workflow_id = x.workflow_id and d.type = 'projectLabour'
    where x.connection = ${connection} and x.state <> 'closed' and x.subject like 'worker/%'
      and x.workflow_id < ${workflowId}
    order by x.subject, x.workflow_id`);
  return rows.map(({ subject, workflow_id }) => ({
    workerId: subject.slice('worker/'.length),
    workflowId: workflow_id,
  }));
}

/** What of the document is on its way: how many entries, and which roles with a question that stands until they settle. */
export async function labourOnItsWay(
  db: Queryable,
  workflowId: string,
): Promise<{ count: number; asked: string[] }> {
  const rows = await db.execute<{ count: number; asked: string[] | null }>(sql`
    select count(*)::int as count,
      array_agg(i.role order by i.role) filter (where ${isAsked(sql`i.role`, workflowId)}) as asked
    from intent i
    where i.workflow_id = ${workflowId} and i.state in ${[...unsettledStates]}
      and (i.role like 'time/%' or i.role like 'doubleTime/%')`);
  const [row] = rows;
  return { count: row?.count ?? 0, asked: row?.asked ?? [] };
}
