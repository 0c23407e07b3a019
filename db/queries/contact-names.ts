// What Xero's contacts are called, by id, as last read.
import { and, eq, inArray } from 'drizzle-orm';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

export async function contactNames(
  db: Queryable,
  connection: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: mirror.recordId, body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, 'xeroContact'),
        inArray(mirror.recordId, [...new Set(ids)]),
      ),
    );
  return new Map(rows.map(({ id, body }) => [id, (body as XeroContact).name]));
}
