// On which day Tieout first read a payment as reconciled: Xero says that it is, never since when.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type { Queryable } from '../database.ts';
import { mirrorHistory, snapshot } from '../schema/record-tables.ts';
import { localDayOf } from './local-day.ts';

/** Calendar days (YYYY-MM-DD) by payment, where the organisation is; in UTC where its time zone is not known. */
export async function clearedDays(
  db: Queryable,
  connection: string,
  { payments, timeZone }: { payments: readonly XeroPayment[]; timeZone: string | null },
): Promise<Record<string, string>> {
  const ids = payments.filter(({ isReconciled }) => isReconciled).map(({ id }) => id);
  if (ids.length === 0) return {};
  const rows = await db
    .select({ id: mirrorHistory.recordId, at: sql<string>`min(${mirrorHistory.seenAt})` })
    .from(mirrorHistory)
    .innerJoin(snapshot, eq(snapshot.hash, mirrorHistory.snapshotHash))
    .where(
      and(
        eq(mirrorHistory.connection, connection),
        eq(mirrorHistory.kind, 'xeroPayment'),
        inArray(mirrorHistory.recordId, ids),
        sql`${snapshot.body}->>'isReconciled' = 'true'`,
      ),
    )
    .groupBy(mirrorHistory.recordId);
  return Object.fromEntries(
    rows.map(({ id, at }) => {
      const instant = new Date(at).toISOString();
      return [id, localDayOf(instant, timeZone) ?? instant.slice(0, 10)];
    }),
  );
}
