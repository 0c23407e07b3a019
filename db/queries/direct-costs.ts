// What Procore has of direct costs beside our own: people's that may be the same, numbers that are taken, ids of other integrations.
import type { SQL } from 'drizzle-orm';
import { and, eq, isNotNull, isNull, notExists, or, sql } from 'drizzle-orm';
import { isOfXeroProjects, monthPattern } from '../../domain/identity/cost-of-projects.ts';
import type { ProcoreDirectCost } from '../../domain/records/procore/direct-cost.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { link } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';

const kind = 'procoreDirectCost';
const field = (name: string): SQL<string> => sql`${snapshot.body} ->> ${name}::text`;

/** So many are carried into a plan. */
const alikeMaximum = 5;

async function shown(
  db: Queryable,
  connection: string,
  where: SQL | undefined,
  limit?: number,
): Promise<ProcoreDirectCost[]> {
  const asked = db
    .select({ body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        ...[eq(mirror.connection, connection), eq(mirror.kind, kind), eq(mirror.unseen, false)],
        where,
      ),
    )
    .orderBy(mirror.recordId);
  const rows = await (limit === undefined ? asked : asked.limit(limit));
  return rows.map(({ body }) => parseRecord(kind, body));
}

/** Nobody's yet: it bears no marker of ours and no document is linked to it. */
const isNobodys = (db: Queryable, connection: string): SQL | undefined =>
  and(
    isNull(mirror.marker),
    notExists(
      db
        .select({ one: sql`1` })
        .from(link)
        .where(
          and(
            ...[eq(link.connection, connection), eq(link.kind, kind), isNull(link.endedAt)],
            eq(link.targetId, mirror.recordId),
          ),
        ),
    ),
  );

export type Likeness = {
  projectId: string;
  vendorId: string | null;
  number: string | null;
  date: string;
};

/** Nobody's in the project that bear the vendor's number, or are of the day. Whether the amount is the same is not looked at. */
export function nobodysAlike(
  db: Queryable,
  connection: string,
  { projectId, vendorId, number, date }: Likeness,
): Promise<ProcoreDirectCost[]> {
  const sameNumber =
    vendorId === null || number === null
      ? undefined
      : and(sql`${field('vendorId')} = ${vendorId}`, sql`${field('invoiceNumber')} = ${number}`);
  const alike = or(sql`${field('date')} = ${date}`, sameNumber);
  const where = and(eq(mirror.belongsTo, projectId), isNobodys(db, connection), alike);
  return shown(db, connection, where, 10 * alikeMaximum);
}

/** All of a vendor's with a number, in whichever project. */
export async function withNumber(
  db: Queryable,
  connection: string,
  { vendorId, number }: { vendorId: string; number: string },
): Promise<ProcoreDirectCost[]> {
  const ofVendor = sql`${field('vendorId')} = ${vendorId}`;
  const ofNumber = sql`${field('invoiceNumber')} = ${number}`;
  return shown(db, connection, and(ofVendor, ofNumber), alikeMaximum);
}

/** The id that another integration gave one of the project's; null where none did. */
export async function originOfOthers(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<string | null> {
  const isTheirs = and(
    ...[eq(mirror.belongsTo, projectId), isNull(mirror.marker)],
    isNotNull(field('originId')),
  );
  const [first] = await shown(db, connection, isTheirs, 1);
  return first?.originId ?? null;
}

/** The document of a direct cost in the project that was made from the ledger where this is labour, or the other way; null where none stands. */
export async function ofOtherSource(
  db: Queryable,
  connection: string,
  sourceId: string,
  projectId: string,
): Promise<string | null> {
  const isOfMonth = sql`split_part(${link.workflowId}, '/', 3) ~ ${monthPattern}`;
  const [first] = await db
    .select({ workflowId: link.workflowId })
    .from(link)
    .where(
      and(
        ...[eq(link.connection, connection), eq(link.role, `directCost/${projectId}`)],
        ...[eq(link.kind, kind), isNull(link.endedAt)],
        sql`(${isOfMonth}) <> ${isOfXeroProjects(sourceId)}`,
      ),
    )
    .orderBy(link.workflowId)
    .limit(1);
  return first?.workflowId ?? null;
}
