// Storing what was read and reading back where each record stands.
import type { SQL } from 'drizzle-orm';
import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { KeptRecord, RecordKind, RecordOf } from '../../domain/records/records.ts';
import { filingOf, isNewer, parseRecord, readerVersion } from '../../domain/records/records.ts';
import { askedTogether } from '../asked-together.ts';
import type { Queryable } from '../database.ts';
import { mirror, mirrorHistory, snapshot } from '../schema/record-tables.ts';
import { recordPosted } from './retention-posted.ts';

const rowsPerStatement = 400;

/** Keeps a value under the hash of its content. */
export async function storeSnapshot(db: Queryable, kind: string, body: unknown): Promise<string> {
  const hash = contentHash(body);
  await db.insert(snapshot).values({ hash, kind, body }).onConflictDoNothing();
  return hash;
}

export async function readSnapshot(db: Queryable, hash: string): Promise<unknown> {
  const [row] = await db
    .select({ body: snapshot.body })
    .from(snapshot)
    .where(eq(snapshot.hash, hash));
  return row?.body ?? null;
}

/** Under which ground and mapping an observation was made. */
export type Ground = { context: string; mappingVersion: string };

/** The grounds of observations, by hash, without the observations themselves. */
export async function readGrounds(
  db: Queryable,
  hashes: readonly string[],
): Promise<Map<string, Ground>> {
  const rows = await db
    .select({
      hash: snapshot.hash,
      context: sql<string>`${snapshot.body} ->> 'context'`,
      mappingVersion: sql<string>`${snapshot.body} ->> 'mappingVersion'`,
    })
    .from(snapshot)
    .where(inArray(snapshot.hash, [...new Set(hashes)]));
  return new Map(rows.map(({ hash, ...ground }) => [hash, ground]));
}

type Filed = { record: KeptRecord; hash: string; filing: ReturnType<typeof filingOf> };

/**
 * Stores records as read at `seenAt` and answers those whose content is news. A reading older than
 * what is kept changes nothing, so that a slow list never undoes the answer to our own write.
 */
export async function storeRecords(
  db: Queryable,
  connection: string,
  records: readonly KeptRecord[],
  seenAt: Date,
): Promise<KeptRecord[]> {
  const news: KeptRecord[] = [];
  for (const kind of new Set(records.map((record) => record.kind))) {
    const ofKind = new Map<string, Filed>();
    for (const record of records.filter((candidate) => candidate.kind === kind)) {
      const filing = filingOf(record);
      ofKind.set(filing.recordId, { record, filing, hash: contentHash(record) });
    }
    const filed = [...ofKind.values()].sort((a, b) =>
      a.filing.recordId < b.filing.recordId ? -1 : 1,
    );
    for (let from = 0; from < filed.length; from += rowsPerStatement) {
      const part = filed.slice(from, from + rowsPerStatement);
      news.push(...(await storePart(db, { connection, kind, seenAt }, part)));
    }
  }
  await recordPosted(db, connection, news);
  return news;
}

async function storePart(
  db: Queryable,
  of: { connection: string; kind: RecordKind; seenAt: Date },
  part: readonly Filed[],
): Promise<KeptRecord[]> {
  const { connection, kind, seenAt } = of;
  const ids = part.map(({ filing }) => filing.recordId);
  const kept = await rowsLocked(db, connection, kind, ids);
  const current = part.filter(({ filing }) => {
    const row = kept.get(filing.recordId);
    if (!row || row.readerVersion < readerVersion) return true;
    const reading = { version: filing.version, seenAt: seenAt.getTime() };
    return isNewer(reading, { version: row.version, seenAt: row.seenAt.getTime() });
  });
  if (current.length === 0) return [];
  const fresh = current.filter(({ filing, hash }) => {
    return kept.get(filing.recordId)?.snapshotHash !== hash;
  });
  if (fresh.length > 0) {
    await db
      .insert(snapshot)
      .values(
        fresh
          .map(({ hash, record }) => ({ hash, kind, body: record }))
          .sort((a, b) => (a.hash < b.hash ? -1 : 1)),
      )
      .onConflictDoNothing();
  }
  await writeRows(db, of, current);
  const news = current.filter(({ filing, hash }) => {
    const row = kept.get(filing.recordId);
    return !row || row.snapshotHash !== hash || row.unseen;
  });
  await addHistory(db, of, news);
  return news.map(({ record }) => record);
}

type MirrorRow = typeof mirror.$inferSelect;

async function rowsLocked(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Map<string, MirrorRow>> {
  const rows = await db
    .select()
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        inArray(mirror.recordId, [...ids]),
      ),
    )
    // One order everywhere, so that two transactions never wait for each other in a ring.
    .orderBy(mirror.recordId)
    .for('update');
  return new Map(rows.map((row) => [row.recordId, row]));
}

type ReadingOf = { connection: string; kind: RecordKind; seenAt: Date };

async function writeRows(
  db: Queryable,
  reading: ReadingOf,
  current: readonly Filed[],
): Promise<void> {
  await db
    .insert(mirror)
    .values(
      current.map(({ filing, hash }) => ({
        ...reading,
        ...filing,
        snapshotHash: hash,
        unseen: false,
        readerVersion,
      })),
    )
    .onConflictDoUpdate({
      target: [mirror.connection, mirror.kind, mirror.recordId],
      set: {
        snapshotHash: sql`excluded.snapshot_hash`,
        version: sql`excluded.version`,
        unseen: sql`false`,
        seenAt: sql`excluded.seen_at`,
        belongsTo: sql`excluded.belongs_to`,
        marker: sql`excluded.marker`,
        readerVersion: sql`excluded.reader_version`,
      },
    });
}

async function addHistory(db: Queryable, reading: ReadingOf, news: readonly Filed[]) {
  if (news.length === 0) return;
  await db.insert(mirrorHistory).values(
    news.map(({ filing: { recordId, version }, hash }) => ({
      ...reading,
      recordId,
      version,
      snapshotHash: hash,
    })),
  );
}

/**
 * Where one record stands; `record` is null when it was never seen or is not shown any more. A hash says
 * that it once was: unseen without one, the vendor never showed it at all.
 */
export type Standing<K extends RecordKind> = {
  record: RecordOf<K> | null;
  hash: string | null;
  unseen: boolean;
  seenAt: Date | null;
};

type Named = { connection: string; kind: RecordKind; recordId: string };
type StandingRow = {
  place: number;
  hash: string | null;
  unseen: boolean;
  seen_at: string;
  body: unknown;
};

const standingRow = askedTogether<Named, StandingRow | null>(async (db, asked) => {
  const rows = await db.execute<StandingRow>(sql`
    select asked.place::int as place, ${mirror.snapshotHash} as hash, ${mirror.unseen} as unseen,
      to_json(${mirror.seenAt}) #>> '{}' as seen_at, ${snapshot.body} as body
    from unnest(${texts(asked.map(({ connection }) => connection))},
      ${texts(asked.map(({ kind }) => kind))}, ${texts(asked.map(({ recordId }) => recordId))})
      with ordinality as asked(connection, kind, record_id, place)
    join ${mirror} on ${mirror.connection} = asked.connection and ${mirror.kind} = asked.kind
      and ${mirror.recordId} = asked.record_id
    left join ${snapshot} on ${snapshot.hash} = ${mirror.snapshotHash}`);
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return asked.map((_, index) => byPlace.get(index + 1) ?? null);
});

export async function standingOf<K extends RecordKind>(
  db: Queryable,
  connection: string,
  kind: K,
  recordId: string,
): Promise<Standing<K>> {
  const row = await standingRow(db, { connection, kind, recordId });
  if (!row) return { record: null, hash: null, unseen: false, seenAt: null };
  const record = row.unseen || row.body === null ? null : parseRecord(kind, row.body);
  return { record, hash: row.hash, unseen: row.unseen, seenAt: new Date(row.seen_at) };
}

/** The vendor's version of each record that is kept, shown and read by a reader of today, by record id. */
export async function keptVersions(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  recordIds: readonly string[],
): Promise<Map<string, string>> {
  if (recordIds.length === 0) return new Map();
  const rows = await db
    .select({ recordId: mirror.recordId, version: mirror.version })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        gte(mirror.readerVersion, readerVersion),
        inArray(mirror.recordId, [...recordIds]),
      ),
    );
  return new Map(rows.map((row) => [row.recordId, row.version]));
}

const isShown = sql`not ${mirror.unseen}`;

/** Shown records of a kind that one of two columns names, and whether only those without a marker of ours. */
type FiledUnder = { connection: string; kind: RecordKind; value: string; unmarked: boolean };

const filedUnder = (column: typeof mirror.belongsTo | typeof mirror.marker) =>
  askedTogether<FiledUnder, unknown[]>(async (db, asked) => {
    const rows = await db.execute<{ place: number; body: unknown }>(sql`
      select asked.place::int as place, ${snapshot.body} as body
      from unnest(${texts(asked.map(({ connection }) => connection))},
        ${texts(asked.map(({ kind }) => kind))}, ${texts(asked.map(({ value }) => value))},
        ${texts(asked.map(({ unmarked }) => String(unmarked)))}::boolean[])
        with ordinality as asked(connection, kind, value, unmarked, place)
      join ${mirror} on ${mirror.connection} = asked.connection and ${mirror.kind} = asked.kind
        and ${column} = asked.value and (not asked.unmarked or ${mirror.marker} is null) and ${isShown}
      join ${snapshot} on ${snapshot.hash} = ${mirror.snapshotHash}
      order by ${mirror.recordId}`);
    const found = asked.map((): unknown[] => []);
    for (const { place, body } of rows) found[place - 1]?.push(body);
    return found;
  });

const belonging = filedUnder(mirror.belongsTo);
const marked = filedUnder(mirror.marker);

async function allOf(db: Queryable, connection: string, kind: RecordKind): Promise<unknown[]> {
  const rows = await db
    .select({ body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(and(eq(mirror.connection, connection), eq(mirror.kind, kind), isShown))
    .orderBy(mirror.recordId);
  return rows.map(({ body }) => body);
}

/** A list of texts as one value. */
function texts(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`;
}

type Narrowed = { marker: string } | { belongsTo: string; marker?: null } | Record<string, never>;

function bodiesOf(
  db: Queryable,
  of: { connection: string; kind: RecordKind },
  where: Narrowed,
): Promise<unknown[]> {
  if (typeof where.marker === 'string') {
    return marked(db, { ...of, value: where.marker, unmarked: false });
  }
  if (where.belongsTo === undefined) return allOf(db, of.connection, of.kind);
  return belonging(db, { ...of, value: where.belongsTo, unmarked: where.marker === null });
}

/** All shown records of a kind, or those that belong to one record, and of those (null) the ones without a marker of ours, or those that carry one marker. */
export async function recordsOf<K extends RecordKind>(
  db: Queryable,
  connection: string,
  kind: K,
  where: Narrowed = {},
): Promise<RecordOf<K>[]> {
  const bodies = await bodiesOf(db, { connection, kind }, where);
  return bodies.map((body) => parseRecord(kind, body));
}
