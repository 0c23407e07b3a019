// Whether any document is in another currency than the organisation's own.
import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

export async function hasForeignDocuments(db: Queryable, connection: string): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(sql`
    select exists(
      select from document d
      join mirror m on m.connection = d.connection and m.kind = 'xeroOrganisation'
      join snapshot s on s.hash = m.snapshot_hash
      where d.connection = ${connection} and d.currency <> s.body ->> 'baseCurrency') as found`);
  return row?.found ?? false;
}
