// Storing what was read and reading back where each record stands.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { KeptRecord, RecordKind, RecordOf } from '../../domain/records/records.ts';
import { filingOf, isNewer, keptRecordSchema } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

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
      news.push(...(await storePart(db, connection, kind, part, seenAt)));
    }
  }
  return news;
}

async function storePart(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  part: readonly Filed[],
  seenAt: Date,
): Promise<KeptRecord[]> {
  const ids = part.map(({ filing }) => filing.recordId);
  const kept = new Map(
    (
      await db
        .select()
        .from(mirror)
        .where(
          and(
            eq(mirror.connection, connection),
            eq(mirror.kind, kind),
            inArray(mirror.recordId, ids),
          ),
        )
        // One order everywhere, so that two transactions never wait for each other in a ring.
        .orderBy(mirror.recordId)
        .for('update')
    ).map((row) => [row.recordId, row]),
  );
  const current = part.filter(({ filing }) => {
    const row = kept.get(filing.recordId);
    const reading = { version: filing.version, seenAt: seenAt.getTime() };
    return !row || isNewer(reading, { version: row.version, seenAt: row.seenAt.getTime() });
  });
  if (current.length === 0) return [];
  await db
    .insert(snapshot)
    .values(
      current
        .map(({ hash, record }) => ({ hash, kind, body: record }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1)),
    )
    .onConflictDoNothing();
  await db
    .insert(mirror)
    .values(
      current.map(({ filing, hash }) => ({
        connection,
        kind,
        recordId: filing.recordId,
        snapshotHash: hash,
        version: filing.version,
        unseen: false,
        seenAt,
        belongsTo: filing.belongsTo,
        marker: filing.marker,
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
      },
    });
  return current
    .filter(({ filing, hash }) => {
      const row = kept.get(filing.recordId);
      return !row || row.snapshotHash !== hash || row.unseen;
    })
    .map(({ record }) => record);
}

/** Notes that a vendor no longer shows a record. What was last seen of it stays. */
export async function markUnseen(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  recordId: string,
  seenAt: Date,
): Promise<void> {
  await db
    .insert(mirror)
    .values({ connection, kind, recordId, unseen: true, seenAt })
    .onConflictDoUpdate({
      target: [mirror.connection, mirror.kind, mirror.recordId],
      set: { unseen: true, seenAt },
    });
}

/** Where one record stands; `record` is null when it was never seen or is not shown any more. */
export type Standing<K extends RecordKind> = {
  record: RecordOf<K> | null;
  hash: string | null;
  unseen: boolean;
  seenAt: Date | null;
};

function parse<K extends RecordKind>(kind: K, body: unknown): RecordOf<K> {
  const record = keptRecordSchema.parse(body);
  if (record.kind !== kind) throw new Error(`a ${record.kind} is filed as ${kind}`);
  return record as RecordOf<K>;
}

export async function standingOf<K extends RecordKind>(
  db: Queryable,
  connection: string,
  kind: K,
  recordId: string,
): Promise<Standing<K>> {
  const [row] = await db
    .select({
      hash: mirror.snapshotHash,
      unseen: mirror.unseen,
      seenAt: mirror.seenAt,
      body: snapshot.body,
    })
    .from(mirror)
    .leftJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(eq(mirror.connection, connection), eq(mirror.kind, kind), eq(mirror.recordId, recordId)),
    );
  if (!row) return { record: null, hash: null, unseen: false, seenAt: null };
  const record = row.unseen || row.body === null ? null : parse(kind, row.body);
  return { record, hash: row.hash, unseen: row.unseen, seenAt: row.seenAt };
}

/** The vendor's version of each record that is kept and shown, by record id. */
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
        inArray(mirror.recordId, [...recordIds]),
      ),
    );
  return new Map(rows.map((row) => [row.recordId, row.version]));
}

/** All shown records of a kind, or those that belong to one record, or carry one marker. */
export async function recordsOf<K extends RecordKind>(
  db: Queryable,
  connection: string,
  kind: K,
  where: { belongsTo?: string; marker?: string } = {},
): Promise<RecordOf<K>[]> {
  const rows = await db
    .select({ body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        where.belongsTo === undefined ? undefined : eq(mirror.belongsTo, where.belongsTo),
        where.marker === undefined ? undefined : eq(mirror.marker, where.marker),
      ),
    )
    .orderBy(mirror.recordId);
  return rows.map((row) => parse(kind, row.body));
}
