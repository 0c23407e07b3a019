// Xero's chart as last read: hundreds of accounts and options that every look at a document needs and that seldom change.
import { and, eq } from 'drizzle-orm';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

/** Charts by the hash of their content, which never changes under a hash; the ones used last. */
const parsed = new Map<string, XeroChart>();
const chartsKept = 8;

/** Null where it was never read. */
export async function chartOf(db: Queryable, connection: string): Promise<XeroChart | null> {
  const [row] = await db
    .select({ hash: mirror.snapshotHash, unseen: mirror.unseen })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, 'xeroChart'),
        eq(mirror.recordId, 'chart'),
      ),
    );
  if (!row || row.unseen || row.hash === null) return null;
  const chart = parsed.get(row.hash) ?? (await chartAt(db, row.hash));
  if (chart === null) return null;
  parsed.delete(row.hash);
  parsed.set(row.hash, chart);
  const [oldest] = parsed.keys();
  if (parsed.size > chartsKept && oldest !== undefined) parsed.delete(oldest);
  return chart;
}

async function chartAt(db: Queryable, hash: string): Promise<XeroChart | null> {
  const [row] = await db
    .select({ body: snapshot.body })
    .from(snapshot)
    .where(eq(snapshot.hash, hash));
  return row ? parseRecord('xeroChart', row.body) : null;
}
