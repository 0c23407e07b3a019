// How a sweep keeps what one feed brings: records, wake rows and cursor in one transaction.
import { settingAside } from '../connectors/http/parsed-records.ts';
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database, Queryable } from '../db/database.ts';
import { documentsConcerned } from '../db/queries/concerned.ts';
import { keepRecords } from '../db/queries/keep-records.ts';
import { markGone, markShown, notShownSince } from '../db/queries/mirror-gone.ts';
import {
  countFound,
  lastFullRead,
  moveCursor,
  noteFullRead,
  readCursor,
} from '../db/queries/sweeps.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';
import { wordsOfUnreadable } from './readers.ts';

export type SweepContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  /** How far before its cursor a feed is read again: clocks differ, and rows move while a list is read. */
  overlapMs: number;
  /** How often a project's lists are read whole, so that what is not shown any more is noticed. Default 10 min. */
  fullReadEveryMs?: number;
  /** How many contracts of a project have their payments read again by one sweep. Default 10. */
  contractListsPerSweep?: number;
  /** How long a contract's list of payments counts as just read. Default 45 s. */
  contractListAgeMs?: number;
  /** A demo's: the day from which the projects of the very first sweep post. */
  postFromAtFirst?: string | undefined;
};

const fullReadEveryMsDefault = 600_000;

export type FeedAsk = { sweepId: string; projectId: string };

/** Reads a feed and keeps it; answers what of it was left out, in words. */
export type Sweep<A> = (context: SweepContext, ask: A) => Promise<string[]>;

/** One list of a project. */
export type OfProject = {
  of: 'project';
  /** In people's words. */
  what: string;
  sweep: Sweep<FeedAsk>;
  /** What to read is known from the project's other feeds. */
  reliesOnOthers?: true;
};

type Kept = {
  /** Null for what has no cursor. */
  feed: string | null;
  records: readonly KeptRecord[];
  since: Date;
  /** Something of the feed could not be read: what was read is kept, but the cursor stays before the rest. */
  isPartial?: boolean;
  /** What is to be done in the same transaction; answers further documents that are concerned. */
  also?: (tx: Queryable) => Promise<readonly string[]>;
};

/** What a feed brought, and what of it could not be read, in words. */
export type Brought = {
  records: readonly KeptRecord[];
  leftOut: readonly string[];
  /** The filed ids of all that the list showed, whether or not it was read; absent where they are the records'. */
  shown?: readonly string[];
  /** Those of them that were not read because what is kept is still what the vendor has. */
  unchanged?: readonly string[];
};
export type ReadFeed = (since: string | undefined) => Promise<Brought>;

/** Reads a list; an element that cannot be read is left out and named, and the rest is kept. */
export async function leavingOut(
  read: () => Promise<readonly KeptRecord[]>,
): Promise<{ records: readonly KeptRecord[]; leftOut: string[] }> {
  const { value: records, aside } = await settingAside(read);
  return { records, leftOut: aside.map(wordsOfUnreadable) };
}

/** Reads a feed from its cursor, less the overlap, and keeps what it brings; answers what was left out. */
export async function feed(
  context: SweepContext,
  sweepId: string,
  name: string,
  read: ReadFeed,
): Promise<string[]> {
  const { db, connection, overlapMs } = context;
  const at = await readCursor(db, connection, name);
  const from = at === null ? undefined : new Date(Date.parse(at) - overlapMs).toISOString();
  const since = new Date();
  const { records, leftOut } = await read(from);
  await keep(context, sweepId, { feed: name, records, since, isPartial: leftOut.length > 0 });
  return [...leftOut];
}

type Whole = {
  name: string;
  kind: RecordKind;
  projectId: string;
  concerns?: (id: string) => boolean;
};

/**
 * As `feed`, and from time to time the whole list: known records that two whole lists in a row do not show are noted
 * as not shown, which wakes their documents and voids nothing. A list with something left out is not whole, and an
 * empty one says more of access than of records.
 */
export async function feedAndWhole(
  context: SweepContext,
  sweepId: string,
  whole: Whole,
  read: ReadFeed,
): Promise<string[]> {
  const { db, connection, fullReadEveryMs = fullReadEveryMsDefault } = context;
  const last = await lastFullRead(db, connection, whole.name);
  if (last !== null && Date.now() - last.getTime() < fullReadEveryMs) {
    return feed(context, sweepId, whole.name, read);
  }
  const began = new Date();
  const brought = await read(undefined);
  const { records, leftOut, unchanged = [] } = brought;
  const shown = brought.shown ?? records.map((record) => filingOf(record).recordId);
  const isPartial = leftOut.length > 0;
  await keep(context, sweepId, {
    feed: whole.name,
    records,
    since: began,
    isPartial,
    ...(isPartial || shown.length === 0
      ? {}
      : { also: (tx) => noteWhole(tx, connection, whole, { last, began, shown, unchanged }) }),
  });
  return [...leftOut];
}

async function noteWhole(
  tx: Queryable,
  connection: string,
  { name, kind, projectId, concerns = () => true }: Whole,
  reading: {
    last: Date | null;
    began: Date;
    shown: readonly string[];
    unchanged: readonly string[];
  },
): Promise<readonly string[]> {
  const { last, began, shown, unchanged } = reading;
  await markShown(tx, { connection, kind, seenAt: began }, unchanged);
  await noteFullRead(tx, connection, name, began);
  if (last === null) return [];
  const listed = new Set(shown);
  const missing = await notShownSince(tx, connection, kind, {
    field: 'projectId',
    value: projectId,
    since: last,
  });
  const gone = missing.filter((id) => concerns(id) && !listed.has(id));
  const records: KeptRecord[] = await markGone(tx, { connection, kind, seenAt: began }, gone);
  return documentsConcerned(tx, connection, records);
}

/**
 * Rows, wake rows and cursor in one transaction: a crash repeats and never skips. An empty answer
 * moves nothing, because an empty list may also mean that the right to see it was lost.
 */
export async function keep(context: SweepContext, sweepId: string, kept: Kept): Promise<void> {
  const { db, connection } = context;
  const { records, also, since } = kept;
  if (records.length === 0 && also === undefined) return;
  await db.transaction(async (tx) => {
    const concerned = new Set(await keepRecords(tx, connection, records, since));
    for (const workflowId of (await also?.(tx)) ?? []) concerned.add(workflowId);
    await addWakeRows(
      tx,
      [...concerned].map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
    );
    const newest = newestOf(records);
    if (kept.feed !== null && newest !== undefined && kept.isPartial !== true) {
      await moveCursor(tx, connection, kept.feed, new Date(newest).toISOString());
    }
    await countFound(tx, sweepId, concerned.size);
  });
}

function newestOf(records: readonly KeptRecord[]): number | undefined {
  return records
    .map((record) => Date.parse(filingOf(record).version))
    .filter((at) => !Number.isNaN(at))
    .sort((a, b) => a - b)
    .at(-1);
}
