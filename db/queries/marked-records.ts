// Which records bear a marker of ours, as last read.
import { and, eq, inArray } from 'drizzle-orm';
import type { KeptRecord, RecordKind } from '../../domain/records/records.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

/** By marker, every record of a kind that bears one of these and is still shown. */
export async function markedRecords(
  db: Queryable,
  { connection, kind }: { connection: string; kind: RecordKind },
  markers: readonly string[],
): Promise<Map<string, KeptRecord[]>> {
  const found = new Map<string, KeptRecord[]>();
  if (markers.length === 0) return found;
  const rows = await db
    .select({ marker: mirror.marker, body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        inArray(mirror.marker, [...markers]),
      ),
    )
    .orderBy(mirror.recordId);
  for (const { marker, body } of rows) {
    if (marker === null) continue;
    found.set(marker, [...(found.get(marker) ?? []), parseRecord(kind, body)]);
  }
  return found;
}
