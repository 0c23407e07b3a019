// Which projects have timecards to be read, which projects in Xero Projects have time of ours, and whether what is kept of it adds up to what Xero says was logged.
import { sql } from 'drizzle-orm';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { Queryable } from '../database.ts';

/** The projects that were turned on, by the day from which they post; also those that are another connection's by now. */
export async function projectsPosting(
  db: Queryable,
  connection: string,
): Promise<Map<string, string>> {
  const rows = await db.execute<{ project_id: string; post_from: string }>(sql`
    select project_id, post_from from project_start
    where connection = ${connection} order by project_id`);
  return new Map(rows.map((row) => [row.project_id, row.post_from]));
}

/** What the list of their timecards is called among the feeds: other projects, or another first day, make it another list. */
export function timecardsFeedOf(posting: ReadonlyMap<string, string>): string {
  return `procore/timecards/${contentHash([...posting]).slice(0, 16)}`;
}

export type TimeKept = {
  projectId: string;
  /** As the list of projects says. */
  minutesLogged: number;
  /** Over the entries that were kept when the list was read. */
  minutesKept: number;
  /** When its time was last read whole; null where it never was. */
  readAt: Date | null;
};

/** Of every project that a document is linked to. What was written after the list was read is not in its figure yet. */
export async function timeKept(db: Queryable, connection: string): Promise<TimeKept[]> {
  const rows = await db.execute<{
    project_id: string;
    logged: number;
    kept: number;
    read_at: string | null;
  }>(sql`
    select l.target_id as project_id, (ps.body ->> 'minutesLogged')::int as logged,
      coalesce((select sum((es.body ->> 'minutes')::int) from mirror e
        join snapshot es on es.hash = e.snapshot_hash
        where e.connection = l.connection and e.kind = 'xeroTimeEntry'
          and e.belongs_to = l.target_id and not e.unseen and e.seen_at <= p.seen_at), 0)::int as kept,
      (select to_json(w.seen_at) #>> '{}' from mirror w where w.connection = l.connection
        and w.kind = 'xeroProjectTime' and w.record_id = l.target_id) as read_at
    from link l
    join mirror p on p.connection = l.connection and p.kind = 'xeroProject'
      and p.record_id = l.target_id and not p.unseen
    join snapshot ps on ps.hash = p.snapshot_hash
    where l.connection = ${connection} and l.kind = 'xeroProject' and l.ended_at is null
    order by l.target_id`);
  return rows.map(({ project_id: projectId, logged, kept, read_at }) => ({
    projectId,
    minutesLogged: logged,
    minutesKept: kept,
    readAt: read_at === null ? null : new Date(read_at),
  }));
}
