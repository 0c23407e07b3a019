// What a vendor no longer shows: a fact about what can be seen, never a deletion of what was.
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { ago } from '../clock.ts';
import type { RecordKind, RecordOf } from '../../domain/records/records.ts';
import { parseRecord, readerVersion } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { mirror, mirrorHistory, snapshot } from '../schema/record-tables.ts';

/** Notes that a vendor no longer shows a record. What was last seen of it stays. */
export async function markUnseen(
  db: Queryable,
  of: { connection: string; kind: RecordKind; seenAt: Date },
  recordId: string,
): Promise<void> {
  const { connection, kind, seenAt } = of;
  const gone = await markGone(db, of, [recordId]);
  if (gone.length > 0) return;
  await db
    .insert(mirror)
    .values({ connection, kind, recordId, unseen: true, seenAt, readerVersion })
    .onConflictDoUpdate({
      target: [mirror.connection, mirror.kind, mirror.recordId],
      set: { seenAt: sql`greatest(${mirror.seenAt}, excluded.seen_at)` },
    });
}

/**
 * Notes that the vendor no longer shows records that it showed, and answers them as last seen: news of
 * a kind. One that was seen after the reading began, as an answer to our own write, is not gone.
 */
export async function markGone<K extends RecordKind>(
  db: Queryable,
  { connection, kind, seenAt }: { connection: string; kind: K; seenAt: Date },
  recordIds: readonly string[],
): Promise<RecordOf<K>[]> {
  if (recordIds.length === 0) return [];
  const rows = await db
    .update(mirror)
    .set({ unseen: true, seenAt })
    .from(snapshot)
    .where(
      and(
        eq(snapshot.hash, mirror.snapshotHash),
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        lt(mirror.seenAt, seenAt),
        inArray(mirror.recordId, [...recordIds]),
      ),
    )
    .returning({ recordId: mirror.recordId, version: mirror.version, body: snapshot.body });
  if (rows.length === 0) return [];
  await db.insert(mirrorHistory).values(
    rows.map(({ recordId, version }) => ({
      connection,
      kind,
      recordId,
      version,
      snapshotHash: null,
      seenAt,
    })),
  );
  return rows.map(({ body }) => parseRecord(kind, body));
}

/** Notes that a list still shows records whose content is already kept. */
export async function markShown(
  db: Queryable,
  { connection, kind, seenAt }: { connection: string; kind: RecordKind; seenAt: Date },
  recordIds: readonly string[],
): Promise<void> {
  if (recordIds.length === 0) return;
  await db
    .update(mirror)
    .set({ seenAt })
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        lt(mirror.seenAt, seenAt),
        inArray(mirror.recordId, [...recordIds]),
      ),
    );
}

/** The ids of the shown records, of one project or contract or of all, that no reading has shown since a moment. */
export async function notShownSince(
  db: Queryable,
  connection: string,
  kind: RecordKind,
  { of, since }: { of: { field: 'projectId' | 'contractId'; value: string } | null; since: Date },
): Promise<string[]> {
  const rows = await db
    .select({ recordId: mirror.recordId })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        lt(mirror.seenAt, since),
        of === null ? undefined : sql`${snapshot.body}->>${of.field}::text = ${of.value}`,
      ),
    )
    .orderBy(mirror.recordId);
  return rows.map(({ recordId }) => recordId);
}

/** Forgets records that were asked for, never shown and not asked for again: a webhook may name what never was. */
export async function forgetNeverShown(db: Queryable, olderThanMs: number): Promise<void> {
  await db
    .delete(mirror)
    .where(and(isNull(mirror.snapshotHash), lt(mirror.seenAt, ago(olderThanMs))));
}
