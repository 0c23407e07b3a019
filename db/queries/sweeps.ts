// Runs of the sweep, how far each feed has been read, and what a sweep should ask for next.
import type { SQL } from 'drizzle-orm';
import { and, eq, gte, isNull, ne, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { AnyContractKind } from '../../domain/records/procore/commitment.ts';
import { anyContractKindSchema } from '../../domain/records/procore/commitment.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import { readerVersion } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { sweep } from '../schema/delivery-tables.ts';
import { cursor, fullRead } from '../schema/record-tables.ts';
import { recordsOf } from './mirror.ts';

/** How far a feed was read, and the record that bore that moment. */
export type CursorAt = { value: string; standsOn: string | null };

/** Null where the feed was never read, or last by a reader that kept less than today's. */
export async function readCursor(
  db: Queryable,
  connection: string,
  feed: string,
): Promise<CursorAt | null> {
  const [row] = await db
    .select({ value: cursor.value, standsOn: cursor.standsOn })
    .from(cursor)
    .where(
      and(
        eq(cursor.connection, connection),
        eq(cursor.feed, feed),
        gte(cursor.readerVersion, readerVersion),
      ),
    );
  return row ?? null;
}

/** Moves a cursor forward; back only where the whole list was read, or a new reader begins again. */
export async function moveCursor(
  db: Queryable,
  connection: string,
  feed: string,
  { value, standsOn, isWhole }: { value: string; standsOn: string; isWhole: boolean },
): Promise<void> {
  const moves = sql`(${isWhole} or ${cursor.readerVersion} < excluded.reader_version
    or excluded.value >= ${cursor.value})`;
  await db
    .insert(cursor)
    .values({ connection, feed, value, standsOn, readerVersion })
    .onConflictDoUpdate({
      target: [cursor.connection, cursor.feed],
      set: {
        value: sql`case when ${moves} then excluded.value else ${cursor.value} end`,
        standsOn: sql`case when ${moves} then excluded.stands_on else ${cursor.standsOn} end`,
        movedAt: sql`clock_timestamp()`,
        readerVersion: sql`greatest(${cursor.readerVersion}, excluded.reader_version)`,
      },
    });
}

/** When the last whole reading of a list began, and whether another is due at once. */
export async function lastFullRead(
  db: Queryable,
  connection: string,
  feed: string,
): Promise<{ beganAt: Date; isDue: boolean } | null> {
  const [row] = await db
    .select({ beganAt: fullRead.beganAt, isDue: fullRead.isDue })
    .from(fullRead)
    .where(and(eq(fullRead.connection, connection), eq(fullRead.feed, feed)));
  return row ?? null;
}

export async function noteFullRead(
  db: Queryable,
  connection: string,
  feed: string,
  beganAt: Date,
): Promise<void> {
  await db
    .insert(fullRead)
    .values({ connection, feed, beganAt })
    .onConflictDoUpdate({
      target: [fullRead.connection, fullRead.feed],
      set: { beganAt, isDue: false },
    });
}

/** Something that was out of sight has come back: every list is read whole once. */
export async function makeFullReadsDue(db: Queryable, connection: string): Promise<void> {
  await db.update(fullRead).set({ isDue: true }).where(eq(fullRead.connection, connection));
}

export async function beginSweep(db: Queryable, id: string, connection: string): Promise<void> {
  await db.insert(sweep).values({ id, connection }).onConflictDoNothing();
  // One schedule, no overlap: an earlier run that is still open was lost with its worker's data.
  await db
    .update(sweep)
    .set({ finishedAt: sql`clock_timestamp()` })
    .where(and(eq(sweep.connection, connection), ne(sweep.id, id), isNull(sweep.finishedAt)));
}

export async function countFound(db: Queryable, id: string, found: number): Promise<void> {
  if (found === 0) return;
  await db
    .update(sweep)
    .set({ found: sql`${sweep.found} + ${found}` })
    .where(eq(sweep.id, id));
}

export async function endSweep(db: Queryable, id: string, complete: boolean): Promise<void> {
  await db
    .update(sweep)
    .set({ finishedAt: sql`clock_timestamp()`, complete })
    .where(eq(sweep.id, id));
}

/**
 * Deletes runs that began longer ago than this and are over. Kept whatever their age: the newest run that ended, the
 * newest complete one and the newest that read to its end, because what has settled and what may be written by rest on
 * them; a smaller one never counts where a newer one is.
 */
export async function forgetOldSweeps(
  db: Queryable,
  connection: string,
  olderThanMs: number,
): Promise<void> {
  const newest = (which: SQL) => sql`(select id from sweep
    where connection = ${connection} and finished_at is not null and ${which}
    order by started_at desc limit 1)`;
  await db.execute(sql`
    delete from sweep where connection = ${connection} and finished_at is not null
      and started_at < ${ago(olderThanMs)}
      and id not in (select id from (
        ${newest(sql`true`)} union ${newest(sql`complete`)} union ${newest(sql`reached_end`)}) as kept)`);
}

/** The projects last seen active that a list of projects does not hold. One that was closed is in it, as inactive. */
export async function projectsNotListed(
  db: Queryable,
  connection: string,
  listed: readonly string[],
): Promise<ProcoreProject[]> {
  const known = await recordsOf(db, connection, 'procoreProject');
  const ids = new Set(listed);
  return known.filter(({ id, isActive }) => isActive && !ids.has(id));
}

export type ContractOfList = { contractId: string; contractKind: AnyContractKind };

/**
 * The contracts of a project with payments that both systems may know: one of ours is recorded, or a bill of theirs is
 * paid; where payments are recorded in Procore, every one with a document in Xero. Those whose list was read longest
 * ago come first.
 */
export async function contractsWithPayments(
  db: Queryable,
  connection: string,
  {
    projectId,
    readBefore,
    limit,
    recordedInProcore,
  }: { projectId: string; readBefore: Date; limit: number; recordedInProcore: boolean },
): Promise<ContractOfList[]> {
  const rows = await db.execute<{ filed: string }>(sql`
    select app.belongs_to as filed
    from document d
    join mirror app on app.connection = d.connection
      and app.kind in ('procoreRequisition', 'procorePaymentApplication')
      and app.record_id = regexp_replace(d.source_id, '^(payApp|ownerInvoice)-', '')
    left join mirror list on list.connection = d.connection and list.kind = 'procoreContractPayments'
      and list.record_id = app.belongs_to
    where d.connection = ${connection} and d.type in ('payApp', 'ownerInvoice', 'retainageRelease')
      and d.project_id = ${projectId} and app.belongs_to is not null
      and coalesce(list.seen_at < ${readBefore.toISOString()}::timestamptz, true)
      and exists (
        select from link l where l.workflow_id = d.workflow_id and l.ended_at is null
          and (l.kind = 'procoreContractPayment'
            or (l.kind in ('xeroBill', 'xeroSalesInvoice') and (${recordedInProcore} or exists (
              select from mirror paid where paid.connection = d.connection
                and paid.kind = 'xeroPayment' and paid.belongs_to = l.target_id)))))
    group by app.belongs_to
    order by min(list.seen_at) nulls first, app.belongs_to
    limit ${limit}`);
  return rows.map(({ filed }) => contractOfFiled(filed));
}

/** `wo-12`, as commitments and their lists are filed. */
function contractOfFiled(filed: string): ContractOfList {
  const contractKind = anyContractKindSchema.parse(filed.slice(0, 2));
  return { contractKind, contractId: filed.slice(3) };
}
