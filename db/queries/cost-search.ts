// When the documents of Xero are looked through for direct costs: what was read lately by every sweep, all of them from time to time.
import { and, eq } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { fullRead } from '../schema/record-tables.ts';

/** What the search is called among the feeds, whose times it keeps with. */
export const costSearch = 'direct costs of documents in Xero';

/** Another mapping, or another project that is turned on: whatever is kept may bear a cost of it. */
export async function lookForCostsAgain(db: Queryable, connection: string): Promise<void> {
  await db
    .update(fullRead)
    .set({ isDue: true })
    .where(and(eq(fullRead.connection, connection), eq(fullRead.feed, costSearch)));
}
