// How a sweep keeps what one feed brings: records, wake rows and cursor in one transaction.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import { storeRecords } from '../db/queries/mirror.ts';
import { countFound, documentsConcerned, moveCursor, readCursor } from '../db/queries/sweeps.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';

export type SweepContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  /** How far before its cursor a feed is read again: clocks differ, and rows move while a list is read. */
  overlapMs: number;
};

type Kept = {
  feed: string;
  records: readonly KeptRecord[];
  since: Date;
  /** Something of the feed could not be read: what was read is kept, but the cursor stays before the rest. */
  isPartial?: boolean;
};

/** What a feed brought, and what of it could not be read, in words. */
export type Brought = { records: readonly KeptRecord[]; leftOut: string[] };

/** Reads a feed from its cursor, less the overlap, and keeps what it brings. */
export async function feed(
  context: SweepContext,
  sweepId: string,
  name: string,
  read: (since: string | undefined) => Promise<readonly KeptRecord[]>,
): Promise<void> {
  await feedInPart(context, sweepId, name, async (since) => ({
    records: await read(since),
    leftOut: [],
  }));
}

/** As `feed`, where single records may be out of sight; answers what was left out. */
export async function feedInPart(
  context: SweepContext,
  sweepId: string,
  name: string,
  read: (since: string | undefined) => Promise<Brought>,
): Promise<string[]> {
  const { db, connection, overlapMs } = context;
  const at = await readCursor(db, connection, name);
  const from = at === null ? undefined : new Date(Date.parse(at) - overlapMs).toISOString();
  const since = new Date();
  const { records, leftOut } = await read(from);
  await keep(context, sweepId, { feed: name, records, since, isPartial: leftOut.length > 0 });
  return leftOut;
}

/**
 * Rows, wake rows and cursor in one transaction: a crash repeats and never skips. An empty answer
 * moves nothing, because an empty list may also mean that the right to see it was lost.
 */
export async function keep(context: SweepContext, sweepId: string, kept: Kept): Promise<void> {
  const { db, connection } = context;
  if (kept.records.length === 0) return;
  await db.transaction(async (tx) => {
    const news = await storeRecords(tx, connection, kept.records, kept.since);
    const concerned = await documentsConcerned(tx, connection, news);
    await addWakeRows(
      tx,
      concerned.map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
    );
    const newest = newestOf(kept.records);
    if (newest !== undefined && kept.isPartial !== true) {
      await moveCursor(tx, connection, kept.feed, new Date(Date.parse(newest)).toISOString());
    }
    await countFound(tx, sweepId, concerned.length);
  });
}

function newestOf(records: readonly KeptRecord[]): string | undefined {
  return records
    .map((record) => filingOf(record).version)
    .filter((version) => version !== '')
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}
