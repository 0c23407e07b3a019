// What was entered in Xero Projects by people, month by month.
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { ExpenseTotal } from '../../domain/objects/direct-cost/cost-of-month.ts';
import type { Queryable } from '../database.ts';
import { dayOfEntry, isBornInXero } from './time-conditions.ts';

/** The project of Procore whose labour is linked to a project of Xero; null where none is. */
export async function projectLinkedTo(
  db: Queryable,
  connection: string,
  xeroProjectId: string,
): Promise<{ projectId: string; workflowId: string } | null> {
  const rows = await db.execute<{ workflow_id: string }>(sql`
    select workflow_id from link
    where connection = ${connection} and kind = 'xeroProject' and target_id = ${xeroProjectId}
      and ended_at is null`);
  const workflowId = rows[0]?.workflow_id;
  const id = workflowId === undefined ? null : parseWorkflowId(workflowId);
  return id && workflowId ? { projectId: id.sourceId, workflowId } : null;
}

export type MonthAsk = {
  connection: string;
  xeroProjectId: string;
  /** YYYY-MM. */
  month: string;
  /** Nothing of before counts. */
  postFrom: string;
  /** Nor anything from this day on: the project is another connection's then. Null while it is not. */
  until: string | null;
  /** Whose calendar the organisation keeps. */
  timeZone: string;
};

export type EntryOfMonth = { taskId: string; userId: string; day: string; minutes: number };

/** Every entry of the month that people made, and when the first of them came into sight. */
export async function timeOfMonth(
  db: Queryable,
  ask: MonthAsk,
): Promise<{ entries: EntryOfMonth[]; inSightSince: Date | null }> {
  const { connection, xeroProjectId, month, postFrom, until, timeZone } = ask;
  const rows = await db.execute<{
    task_id: string;
    user_id: string;
    day: string;
    minutes: number;
    first_seen: string;
  }>(sql`
    select s.body ->> 'taskId' as task_id, s.body ->> 'userId' as user_id,
      ${dayOfEntry(sql`s.body`, timeZone)} as day, (s.body ->> 'minutes')::int as minutes,
      to_json(e.first_seen_at) #>> '{}' as first_seen
    from mirror e join snapshot s on s.hash = e.snapshot_hash
    where e.connection = ${connection} and e.kind = 'xeroTimeEntry'
      and e.belongs_to = ${xeroProjectId} and not e.unseen and ${isBornInXero(connection, 'e')}
      and left(${dayOfEntry(sql`s.body`, timeZone)}, 7) = ${month}
      and ${dayOfEntry(sql`s.body`, timeZone)} >= ${postFrom}
      and (${until}::text is null or ${dayOfEntry(sql`s.body`, timeZone)} < ${until})
    order by e.record_id`);
  const first = rows.map(({ first_seen }) => first_seen).sort()[0];
  return {
    entries: rows.map(({ task_id: taskId, user_id: userId, day, minutes }) => ({
      ...{ taskId, userId, day, minutes },
    })),
    inSightSince: first === undefined ? null : new Date(first),
  };
}

export type SeenUser = { id: string; name: string; email: string | null };

/** Users as they were last shown: whoever left keeps the rate that names them. */
export async function usersEver(
  db: Queryable,
  connection: string,
  ids: readonly string[],
): Promise<SeenUser[]> {
  const rows = await db.execute<SeenUser>(sql`
    select m.record_id as id, s.body ->> 'name' as name, s.body ->> 'email' as email
    from mirror m join snapshot s on s.hash = m.snapshot_hash
    where m.connection = ${connection} and m.kind = 'xeroProjectsUser'
      and m.record_id = any(${sql.param([...new Set(ids)])}::text[])`);
  return [...rows];
}

/** Of entries in words those that could not be read, of whichever month. */
export async function unreadableTime(
  db: Queryable,
  connection: string,
  xeroProjectId: string,
): Promise<string[]> {
  const rows = await db.execute<{ words: string }>(sql`
    select words from unreadable_record
    where connection = ${connection} and kind = 'xeroTimeEntry'
      and feed = ${timeFeedOf(xeroProjectId)}
    order by record_id`);
  return rows.map(({ words }) => words);
}

/** What the reading of a project's time is called among the feeds. */
export function timeFeedOf(xeroProjectId: string): string {
  return `xero/time/${xeroProjectId}`;
}

/** Every total that expenses stood at, each once it moved; a reading that tells none says nothing. */
const totalsMoved = (which: SQL): SQL => sql`
  select record_id, seen_at, total, before from (
    select h.record_id, h.seen_at, h.id, s.body ->> 'expenseTotal' as total,
      lag(s.body ->> 'expenseTotal') over (partition by h.record_id order by h.seen_at, h.id) as before
    from mirror_history h join snapshot s on s.hash = h.snapshot_hash
    where h.kind = 'xeroProject' and s.body ->> 'expenseTotal' is not null and ${which}) totals
  where total is distinct from before`;

/** Each total that the expenses of a project ever stood at, and the day on which it was first read, the first first. */
export async function expenseTotals(
  db: Queryable,
  {
    connection,
    xeroProjectId,
    timeZone,
  }: Pick<MonthAsk, 'connection' | 'xeroProjectId' | 'timeZone'>,
): Promise<(ExpenseTotal & { seenAt: Date })[]> {
  const which = sql`h.connection = ${connection} and h.record_id = ${xeroProjectId}`;
  const rows = await db.execute<{ day: string; total: string; seen_at: string }>(sql`
    select (seen_at at time zone ${timeZone})::date::text as day, total,
      to_json(seen_at) #>> '{}' as seen_at
    from (${totalsMoved(which)}) moved order by moved.seen_at`);
  return rows.map(({ day, total, seen_at }) => ({ day, total, seenAt: new Date(seen_at) }));
}

/** A month in which people entered time, or in which the expenses moved, of a project that labour is linked to. */
export type MonthFound = { xeroProjectId: string; month: string; projectId: string };

/** The project `p` is another connection's on that day. */
const movedBy = (day: SQL): SQL => sql`select from project_route r
  where r.connection = p.connection and r.project_id = p.project_id and r.until <= ${day}`;

/** By the day from which each project posts. */
export async function monthsOfTime(
  db: Queryable,
  { connection, timeZone }: Pick<MonthAsk, 'connection' | 'timeZone'>,
): Promise<MonthFound[]> {
  const rows = await db.execute<{ target_id: string; month: string; project_id: string }>(sql`
    select distinct l.target_id, left(days.day, 7) as month, p.project_id
    from link l
    join project_start p on p.connection = l.connection
      and l.workflow_id = ${`projectLabour/${connection}/`} || p.project_id
    join mirror e on e.connection = l.connection and e.kind = 'xeroTimeEntry'
      and e.belongs_to = l.target_id and not e.unseen
    join snapshot s on s.hash = e.snapshot_hash
    cross join lateral (select ${dayOfEntry(sql`s.body`, timeZone)} as day) days
    where l.connection = ${connection} and l.kind = 'xeroProject' and l.ended_at is null
      and ${isBornInXero(connection, 'e')} and days.day >= p.post_from
      and not exists (${movedBy(sql`days.day`)})
    order by l.target_id, month`);
  return rows.map(found);
}

export async function monthsOfExpenses(
  db: Queryable,
  { connection, timeZone }: Pick<MonthAsk, 'connection' | 'timeZone'>,
): Promise<MonthFound[]> {
  const which = sql`h.connection = ${connection} and h.record_id in (
    select target_id from link where connection = ${connection} and kind = 'xeroProject'
      and ended_at is null)`;
  const rows = await db.execute<{ target_id: string; month: string; project_id: string }>(sql`
    with moved as (
      select record_id, (seen_at at time zone ${timeZone})::date::text as day
      from (${totalsMoved(which)}) totals where before is not null)
    select distinct l.target_id, left(moved.day, 7) as month, p.project_id
    from link l
    join project_start p on p.connection = l.connection
      and l.workflow_id = ${`projectLabour/${connection}/`} || p.project_id
    join moved on moved.record_id = l.target_id and moved.day >= p.post_from
    where l.connection = ${connection} and l.kind = 'xeroProject' and l.ended_at is null
      and not exists (${movedBy(sql`moved.day`)})
    order by l.target_id, month`);
  return rows.map(found);
}

function found(row: { target_id: string; month: string; project_id: string }): MonthFound {
  return { xeroProjectId: row.target_id, month: row.month, projectId: row.project_id };
}
