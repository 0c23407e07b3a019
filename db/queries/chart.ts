// Xero's chart as last read, with the options written since: hundreds of accounts and options that every look at a document needs and that seldom change.
import { inArray, sql } from 'drizzle-orm';
import { chartWith } from '../../domain/mapping/chart-with-options.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

/** Charts by the hashes of what they are made of, which never change under a hash; the ones used last. */
const parsed = new Map<string, XeroChart>();
const chartsKept = 8;

/**
 * So long after an option's write began may a reading of the chart have begun and still not show it: the request leaves
 * within 30 s of what its attempt last knew and is answered within 25 s (activities/send-batch.ts). A later reading is
 * right whatever it says.
 */
const writingMs = 120_000;

type ChartRow = { kind: string; hash: string | null; unseen: boolean; is_newer: boolean };

/** Null where it was never read. */
export async function chartOf(db: Queryable, connection: string): Promise<XeroChart | null> {
  const rows = await db.execute<ChartRow>(sql`
    select m.kind, m.snapshot_hash as hash, m.unseen, m.seen_at > chart.seen_at as is_newer
    from ${mirror} m
    join ${mirror} chart on chart.connection = m.connection and chart.kind = 'xeroChart'
      and chart.record_id = 'chart'
    where m.connection = ${connection} and (m.kind = 'xeroChart' and m.record_id = 'chart'
      or m.kind = 'xeroTrackingOption' and not m.unseen
        and m.seen_at > chart.seen_at - make_interval(secs => ${writingMs / 1000}))
    order by m.kind, m.record_id`);
  const own = rows.find(({ kind }) => kind === 'xeroChart');
  if (!own || own.unseen || own.hash === null) return null;
  const options = rows.filter(({ kind }) => kind === 'xeroTrackingOption');
  const key = [
    own.hash,
    ...options.map(({ hash, is_newer }) => `${hash ?? ''} ${is_newer}`),
  ].join();
  const chart = parsed.get(key) ?? (await chartAt(db, own.hash, options));
  if (chart === null) return null;
  parsed.delete(key);
  parsed.set(key, chart);
  const [oldest] = parsed.keys();
  if (parsed.size > chartsKept && oldest !== undefined) parsed.delete(oldest);
  return chart;
}

async function chartAt(
  db: Queryable,
  hash: string,
  options: readonly ChartRow[],
): Promise<XeroChart | null> {
  const hashes = [hash, ...options.flatMap((option) => option.hash ?? [])];
  const rows = await db
    .select({ hash: snapshot.hash, body: snapshot.body })
    .from(snapshot)
    .where(inArray(snapshot.hash, hashes));
  const bodies = new Map(rows.map((row) => [row.hash, row.body]));
  if (!bodies.has(hash)) return null;
  const chart = parseRecord('xeroChart', bodies.get(hash));
  if (options.length === 0) return chart;
  const written = options.map((option) => ({
    option: parseRecord('xeroTrackingOption', bodies.get(option.hash ?? '')),
    isNewer: option.is_newer,
  }));
  return chartWith(chart, written);
}
