// Whose a document is: its project and its subcontractor by name, as Procore calls them now or called them at a moment.
import { and, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { xeroChartSchema } from '../../domain/records/xero/chart.ts';
import type { Queryable } from '../database.ts';
import { document } from '../schema/document-tables.ts';
import { mirror, mirrorHistory, snapshot } from '../schema/record-tables.ts';

export type Whose = {
  /** "26-004 Quay Street Apartments"; null where it belongs to no project. */
  project: string | null;
  subcontractor: string | null;
};

const projectWords = sql`trim(concat_ws(' ', s.body->>'number', s.body->>'name'))`;
const vendorWords = sql`s.body->>'name'`;

function nameNow(connection: string, kind: string, id: SQL, words: SQL): SQL<string | null> {
  return sql<
    string | null
  >`(select ${words} from ${mirror} m join ${snapshot} s on s.hash = m.snapshot_hash
    where m.connection = ${connection} and m.kind = ${kind} and m.record_id = ${id})`;
}

/** To be selected beside a `document`. */
export function whoseColumns(connection: string) {
  return {
    project: nameNow(connection, 'procoreProject', sql`${document.projectId}`, projectWords),
    subcontractor: nameNow(
      connection,
      'procoreVendor',
      sql`${document.counterpartyId}`,
      vendorWords,
    ),
  };
}

function nameAt(connection: string, kind: string, id: SQL, words: SQL, at: Date): SQL {
  return sql`(select ${words} from ${mirrorHistory} h join ${snapshot} s on s.hash = h.snapshot_hash
    where h.connection = ${connection} and h.kind = ${kind} and h.record_id = ${id}
      and h.seen_at <= ${at.toISOString()}::timestamptz
    order by h.seen_at desc, h.id desc limit 1)`;
}

/** Without a moment as they are called now; at one, as they were called then where that is known. */
export async function whoseIs(
  db: Queryable,
  connection: string,
  workflowId: string,
  at: Date | null,
): Promise<Whose> {
  const now = whoseColumns(connection);
  const then = at && {
    project: nameAt(connection, 'procoreProject', sql`${document.projectId}`, projectWords, at),
    subcontractor: nameAt(
      connection,
      'procoreVendor',
      sql`${document.counterpartyId}`,
      vendorWords,
      at,
    ),
  };
  const [row] = await db
    .select({
      project: then ? sql<string | null>`coalesce(${then.project}, ${now.project})` : now.project,
      subcontractor: then
        ? sql<string | null>`coalesce(${then.subcontractor}, ${now.subcontractor})`
        : now.subcontractor,
    })
    .from(document)
    .where(eq(document.workflowId, workflowId));
  return row ?? { project: null, subcontractor: null };
}

/** What contacts were called at a moment; one that was not known by then is missing. */
export async function contactNamesAt(
  db: Queryable,
  connection: string,
  ids: readonly string[],
  at: Date,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([mirrorHistory.recordId], {
      id: mirrorHistory.recordId,
      name: sql<string | null>`${snapshot.body}->>'name'`,
    })
    .from(mirrorHistory)
    .innerJoin(snapshot, eq(snapshot.hash, mirrorHistory.snapshotHash))
    .where(
      and(
        eq(mirrorHistory.connection, connection),
        eq(mirrorHistory.kind, 'xeroContact'),
        inArray(mirrorHistory.recordId, [...new Set(ids)]),
        lte(mirrorHistory.seenAt, at),
      ),
    )
    .orderBy(mirrorHistory.recordId, desc(mirrorHistory.seenAt), desc(mirrorHistory.id));
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

/** Xero's chart as it was read last before a moment; null where it was not. */
export async function chartAt(
  db: Queryable,
  connection: string,
  at: Date,
): Promise<XeroChart | null> {
  const [row] = await db
    .select({ body: snapshot.body })
    .from(mirrorHistory)
    .innerJoin(snapshot, eq(snapshot.hash, mirrorHistory.snapshotHash))
    .where(
      and(
        eq(mirrorHistory.connection, connection),
        eq(mirrorHistory.kind, 'xeroChart'),
        lte(mirrorHistory.seenAt, at),
      ),
    )
    .orderBy(desc(mirrorHistory.seenAt), desc(mirrorHistory.id))
    .limit(1);
  return row ? xeroChartSchema.parse(row.body) : null;
}
