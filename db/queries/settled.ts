// Whether everything has settled: nothing on its way, and one further full sweep of both sides that added nothing.
import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { retry } from '../schema/delivery-tables.ts';
import { document } from '../schema/document-tables.ts';
import { isRetriedNow } from './retries.ts';

export type Readiness = {
  settled: boolean;
  /** Wake rows not done. */
  wake: number;
  /** Intents not settled. */
  intents: number;
  /** Exceptions that are not closed. */
  waiting: number;
  /** Activities that have failed five times or more and are tried again. */
  retrying: number;
  sweeping: boolean;
  /** When the sweep began that `settled` rests on: the latest that read both sides to the end. */
  sweepStartedAt: string | null;
  sweepFinishedAt: string | null;
  /** Documents that have their record in the other system, whatever else is on its way about them. */
  posted: number;
  /** Documents by type and state. */
  documents: Record<string, Record<string, number>>;
};

/** What is said when Postgres cannot be asked. */
export const unknownReadiness: Readiness = {
  settled: false,
  wake: 0,
  intents: 0,
  waiting: 0,
  retrying: 0,
  sweeping: false,
  sweepStartedAt: null,
  sweepFinishedAt: null,
  posted: 0,
  documents: {},
};

type Row = {
  wake: number;
  intents: number;
  waiting: number;
  retrying: number;
  posted: number;
  sweeping: boolean;
  swept: boolean;
  sweep_started_at: string | null;
  sweep_finished_at: string | null;
};

/**
 * One statement, so that all figures are of one moment. A sweep proves that nothing is left only when
 * it read both sides to the end and began after the last thing that happened: whatever it found made a
 * wake row after its start, and whatever happened after its start it may have missed.
 */
export async function readReadiness(db: Queryable, connection: string): Promise<Readiness> {
  const [row] = await db.execute<Row>(sql`
    with last_sweep as (
      select started_at, finished_at, complete from sweep
      where connection = ${connection} and finished_at is not null
      order by started_at desc limit 1
    ), newest as (
      select greatest(
        (select max(greatest(created_at, done_at)) from wake),
        (select max(greatest(created_at, settled_at)) from intent),
        (select max(opened_at) from exception),
        (select max(decided_at) from decision)
      ) as at
    )
    select
      (select count(*)::int from wake where done_at is null) as wake,
      (select count(*)::int from intent
        where state in ('ready', 'claimed', 'sent', 'unknown')) as intents,
      (select count(*)::int from exception where state <> 'closed') as waiting,
      (select count(*)::int from ${retry}
        where ${retry.connection} = ${connection} and ${isRetriedNow}) as retrying,
      (select count(distinct workflow_id)::int from link
        where connection = ${connection} and ended_at is null and role not like '%/%') as posted,
      exists(select from sweep
        where connection = ${connection} and finished_at is null) as sweeping,
      coalesce((select complete and started_at > coalesce(newest.at, '-infinity')
        from last_sweep, newest), false) as swept,
      (select to_json(started_at) #>> '{}' from last_sweep where complete) as sweep_started_at,
      (select to_json(finished_at) #>> '{}' from last_sweep where complete) as sweep_finished_at`);
  if (!row) throw new Error('a question without a table has one answer');
  const isQuiet = row.wake === 0 && row.intents === 0 && !row.sweeping;
  return {
    settled: isQuiet && row.swept,
    wake: row.wake,
    intents: row.intents,
    waiting: row.waiting,
    retrying: row.retrying,
    sweeping: row.sweeping,
    sweepStartedAt: isoOf(row.sweep_started_at),
    sweepFinishedAt: isoOf(row.sweep_finished_at),
    posted: row.posted,
    documents: await countDocuments(db, connection),
  };
}

/**
 * Of several connections together: settled once each is. What waits or is on its way is counted over all of them already;
 * of two sweeps the earlier tells since when nothing was missed.
 */
export async function readReadinessOfAll(
  db: Queryable,
  connections: readonly string[],
): Promise<Readiness> {
  const each: Readiness[] = [];
  for (const connection of connections) each.push(await readReadiness(db, connection));
  const [first = unknownReadiness] = each;
  if (each.length <= 1) return first;
  const sum = (of: (one: Readiness) => number): number =>
    each.reduce((total, one) => total + of(one), 0);
  const earliest = (moments: (string | null)[]): string | null =>
    moments.includes(null) ? null : (moments.sort()[0] ?? null);
  return {
    settled: each.every(({ settled }) => settled),
    wake: Math.max(...each.map(({ wake }) => wake)),
    intents: Math.max(...each.map(({ intents }) => intents)),
    waiting: Math.max(...each.map(({ waiting }) => waiting)),
    retrying: sum(({ retrying }) => retrying),
    sweeping: each.some(({ sweeping }) => sweeping),
    sweepStartedAt: earliest(each.map(({ sweepStartedAt }) => sweepStartedAt)),
    sweepFinishedAt: earliest(each.map(({ sweepFinishedAt }) => sweepFinishedAt)),
    posted: sum(({ posted }) => posted),
    documents: addedUp(each.map(({ documents }) => documents)),
  };
}

function addedUp(each: readonly Readiness['documents'][]): Readiness['documents'] {
  const counts: Readiness['documents'] = {};
  for (const [type, states] of each.flatMap(Object.entries<Record<string, number>>)) {
    const of = (counts[type] ??= {});
    for (const [state, count] of Object.entries(states)) of[state] = (of[state] ?? 0) + count;
  }
  return counts;
}

function isoOf(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

async function countDocuments(db: Queryable, connection: string): Promise<Readiness['documents']> {
  const rows = await db
    .select({ type: document.type, state: document.state, count: sql<number>`count(*)::int` })
    .from(document)
    .where(sql`${document.connection} = ${connection}`)
    .groupBy(document.type, document.state)
    .orderBy(document.type, document.state);
  const counts: Readiness['documents'] = {};
  for (const { type, state, count } of rows) (counts[type] ??= {})[state] = count;
  return counts;
}
