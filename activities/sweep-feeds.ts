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
import type { Unreadable } from '../db/queries/unreadable.ts';
import { keepUnreadable, noteWholeRead } from '../db/queries/unreadable.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { Routed } from '../domain/mapping/routing.ts';
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';
import type { Place } from './readers.ts';
import { named } from './readers.ts';
import { isIncurable, whyOf } from './watched.ts';

export type SweepContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  /** How far before its cursor a feed is read again: clocks differ, and rows move while a list is read. */
  overlapMs: number;
  /** How often a project's lists are read whole, so that what is not shown any more is noticed. Default 10 min. */
  fullReadEveryMs?: number;
  /** Which way objects and payments go: of what is off nothing is read. Absent, all is on as is usual. */
  directed?: Pick<
    Mapping,
    'directions' | 'payments' | 'actuals' | 'tracking' | 'budgets' | 'directCosts' | 'labour'
  >;
  /** Which connection each project is given to. Absent, there is but this one. */
  routing?: readonly Routed[];
  /** How many contracts of a project have their payments read again by one sweep. Default 10. */
  contractListsPerSweep?: number;
  /** How long a contract's list of payments counts as just read. Default 45 s. */
  contractListAgeMs?: number;
  /** A demo's: the day from which the projects of the very first sweep post. */
  postFromAtFirst?: string | undefined;
};

export const wholeEveryMsDefault = 600_000;

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
  /** Records that were shown and could not be read. */
  aside?: readonly Unreadable[];
  /** Something of the feed was not even named: what was read is kept, but the cursor stays before the rest. */
  isPartial?: boolean;
  /** The whole list was read, so that the cursor may also go back. */
  isWhole?: boolean;
  /** What is to be done in the same transaction; answers further documents that are concerned. */
  also?: (tx: Queryable) => Promise<readonly string[]>;
};

/** What a feed brought, and what of it could not be read, in words. */
export type Brought = {
  records: readonly KeptRecord[];
  /** Shown, with an id, and not to be read: each is asked about by itself. */
  aside: readonly Unreadable[];
  /** What is out of sight, or unreadable without so much as an id. */
  leftOut: readonly string[];
  /** The filed ids of all that the list showed, whether or not it was read; absent where they are the records'. */
  shown?: readonly string[];
  /** Those of them that were not read because what is kept is still what the vendor has. */
  unchanged?: readonly string[];
};
export type ReadFeed = (since: string | undefined) => Promise<Brought>;

/** Reads a list; an element that cannot be read is set aside and named, and the rest is kept. */
export async function leavingOut(
  place: Place,
  read: () => Promise<readonly KeptRecord[]>,
): Promise<Brought> {
  const { value: records, aside } = await settingAside(read);
  return { records, ...named(place, aside) };
}

function shownBy({ records, aside, shown }: Brought): string[] {
  const ids = shown ?? records.map((record) => filingOf(record).recordId);
  return [...new Set([...ids, ...aside.map(({ recordId }) => recordId)])];
}

/** Reads a feed from its cursor, less the overlap, and keeps what it brings; answers what was left out. */
async function feed(
  context: SweepContext,
  sweepId: string,
  list: ReadList,
  read: ReadFeed,
): Promise<string[]> {
  const { db, connection, overlapMs } = context;
  const at = await readCursor(db, connection, list.name);
  if (at === null) return readWhole(context, sweepId, list, read);
  const from = new Date(Date.parse(at.value) - overlapMs).toISOString();
  const since = new Date();
  const brought = await read(from);
  // The record that the cursor stands on was changed then, and is still to be found by that: an answer without it is
  // not the whole answer, or the record is gone. The whole list tells which.
  if (at.standsOn !== null && !shownBy(brought).includes(at.standsOn)) {
    return readWhole(context, sweepId, list, read);
  }
  const { records, aside, leftOut } = brought;
  const isPartial = leftOut.length > 0;
  await keep(context, sweepId, { feed: list.name, records, since, aside, isPartial });
  return [...leftOut];
}

/** A list that is read by what changed, and from time to time as a whole. */
export type ReadList = {
  name: string;
  kind: RecordKind;
  /** In people's words: "bills", "pay apps of project 12". */
  what: string;
  /** The project whose list it is; null where it is the whole system's. */
  projectId: string | null;
  concerns?: (id: string) => boolean;
  /** How often it is read whole; absent, as often as the context says. */
  wholeEveryMs?: number;
};

/**
 * As `feed`, and from time to time the whole list: known records that two whole lists in a row do not show are noted
 * as not shown, which wakes their documents and voids nothing. A record that was hidden, and is shown again as it was,
 * is found by no change of its own: only here.
 */
export async function feedAndWhole(
  context: SweepContext,
  sweepId: string,
  list: ReadList,
  read: ReadFeed,
): Promise<string[]> {
  return (await isWholeReadDue(context, list))
    ? readWhole(context, sweepId, list, read)
    : feed(context, sweepId, list, read);
}

/** Never read whole, too long ago, or due since something that was out of sight has come back. */
export async function isWholeReadDue(
  { db, connection, fullReadEveryMs }: SweepContext,
  { name, wholeEveryMs }: Pick<ReadList, 'name' | 'wholeEveryMs'>,
): Promise<boolean> {
  const last = await lastFullRead(db, connection, name);
  if (last === null || last.isDue) return true;
  const every = fullReadEveryMs ?? wholeEveryMs ?? wholeEveryMsDefault;
  return Date.now() - last.beganAt.getTime() >= every;
}

async function readWhole(
  context: SweepContext,
  sweepId: string,
  list: ReadList,
  read: ReadFeed,
): Promise<string[]> {
  const { db, connection } = context;
  const last = (await lastFullRead(db, connection, list.name))?.beganAt ?? null;
  const began = new Date();
  const brought = await read(undefined);
  const { records, aside, leftOut, unchanged = [] } = brought;
  const shown = shownBy(brought);
  const isPartial = leftOut.length > 0;
  const lacking = shown.length > 0 || isPartial ? [] : await knownOf(context, list, began);
  // One record is deleted easily; where several are gone at once, that says more of access than of records.
  if (lacking.length > 1) {
    return [`the ${list.what}: the list is empty, and held ${lacking.length} before`];
  }
  await keep(context, sweepId, {
    feed: list.name,
    records,
    since: began,
    aside,
    isPartial,
    isWhole: true,
    ...(isPartial || (shown.length === 0 && lacking.length === 0)
      ? {}
      : {
          also: (tx) => noteWhole(tx, connection, list, { last, began, shown, unchanged, aside }),
        }),
  });
  return [...leftOut];
}

/** The records of a list that are taken to be shown, as of a moment. */
async function knownOf(
  { db, connection }: SweepContext,
  list: ReadList,
  since: Date,
): Promise<string[]> {
  const known = await notShownSince(db, connection, list.kind, { of: scopeOf(list), since });
  return known.filter(list.concerns ?? (() => true));
}

function scopeOf({ projectId }: ReadList): { field: 'projectId'; value: string } | null {
  return projectId === null ? null : { field: 'projectId', value: projectId };
}

async function noteWhole(
  tx: Queryable,
  connection: string,
  list: ReadList,
  reading: {
    last: Date | null;
    began: Date;
    shown: readonly string[];
    unchanged: readonly string[];
    aside: readonly Unreadable[];
  },
): Promise<readonly string[]> {
  const { last, began, shown, unchanged, aside } = reading;
  const { name, kind, concerns = () => true } = list;
  await markShown(tx, { connection, kind, seenAt: began }, [
    ...unchanged,
    ...aside.map(({ recordId }) => recordId),
  ]);
  await noteFullRead(tx, connection, name, began);
  const still = aside.map(({ recordId }) => recordId);
  await noteWholeRead(tx, connection, { kind, feed: name, still });
  if (last === null) return [];
  const listed = new Set(shown);
  const missing = await notShownSince(tx, connection, kind, { of: scopeOf(list), since: last });
  const gone = missing.filter((id) => concerns(id) && !listed.has(id));
  const records: KeptRecord[] = await markGone(tx, { connection, kind, seenAt: began }, gone);
  return documentsConcerned(tx, connection, records);
}

/**
 * Rows, wake rows and cursor in one transaction: a crash repeats and never skips. An empty answer
 * moves nothing, because an empty list may also mean that the right to see it was lost.
 */
export async function keep(context: SweepContext, sweepId: string, kept: Kept): Promise<void> {
  const { records, also, aside = [] } = kept;
  if (records.length === 0 && aside.length === 0 && also === undefined) return;
  try {
    await keepTogether(context, sweepId, kept);
  } catch (error) {
    if (!isIncurable(error)) throw error;
    const { storable, odd } = await storedOneByOne(context, kept);
    if (odd.length === 0) throw error;
    await keepTogether(context, sweepId, { ...kept, records: storable, aside: [...aside, ...odd] });
  }
}

/** Which records Postgres takes and which it does not, each tried alone; nothing is kept by it. */
async function storedOneByOne(
  { db, connection }: SweepContext,
  { records, since, feed: name }: Kept,
): Promise<{ storable: KeptRecord[]; odd: Unreadable[] }> {
  const storable: KeptRecord[] = [];
  const odd: Unreadable[] = [];
  for (const record of records) {
    try {
      await db.transaction(async (tx) => {
        await keepRecords(tx, connection, [record], since);
        throw new TriedOnly();
      });
    } catch (error) {
      if (error instanceof TriedOnly) storable.push(record);
      else if (isIncurable(error)) {
        const { recordId } = filingOf(record);
        const words = `${record.kind} ${recordId}: it cannot be stored: ${whyOf(error)}`;
        odd.push({ kind: record.kind, recordId, words, feed: name ?? '' });
      } else throw error;
    }
  }
  return { storable, odd };
}

/** Takes back what was only tried. */
class TriedOnly extends Error {}

async function keepTogether(
  { db, connection }: SweepContext,
  sweepId: string,
  kept: Kept,
): Promise<void> {
  const { records, also, since, aside = [] } = kept;
  await db.transaction(async (tx) => {
    const concerned = new Set(await keepRecords(tx, connection, records, since));
    for (const workflowId of await keepUnreadable(tx, connection, aside)) concerned.add(workflowId);
    for (const workflowId of (await also?.(tx)) ?? []) concerned.add(workflowId);
    await addWakeRows(
      tx,
      [...concerned].map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
    );
    const newest = newestOf(records);
    if (kept.feed !== null && newest !== null && kept.isPartial !== true) {
      const isWhole = kept.isWhole === true;
      await moveCursor(tx, connection, kept.feed, { ...newest, isWhole });
    }
    await countFound(tx, sweepId, concerned.size);
  });
}

/** The newest version among records, and which record bears it. */
function newestOf(records: readonly KeptRecord[]): { value: string; standsOn: string } | null {
  let newest: { at: number; standsOn: string } | null = null;
  for (const record of records) {
    const { version, recordId } = filingOf(record);
    // A version that is a hash tells no time, and JavaScript would find a date in nearly anything.
    const at = /^\d{4}-\d\d-\d\dT/.test(version) ? Date.parse(version) : Number.NaN;
    if (!Number.isNaN(at) && (newest === null || at > newest.at))
      newest = { at, standsOn: recordId };
  }
  return newest && { value: new Date(newest.at).toISOString(), standsOn: newest.standsOn };
}
