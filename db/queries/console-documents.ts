// What the console shows of documents: where one stands, its links, writes and trail, and lists of many.
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { parseObservation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { audit, intent } from '../schema/delivery-tables.ts';
import { dependency, document, link } from '../schema/document-tables.ts';
import { snapshot } from '../schema/record-tables.ts';
import { searchedIn } from './console-search.ts';
import type { Whose } from './console-whose.ts';
import { whoseColumns, whoseIs } from './console-whose.ts';
import { readSnapshot } from './mirror.ts';

export type DocumentRow = typeof document.$inferSelect;
export type LinkRow = typeof link.$inferSelect;
export type IntentRow = typeof intent.$inferSelect;
export type AuditRow = typeof audit.$inferSelect;

export type DocumentFile = Whose & {
  document: DocumentRow;
  observation: Observation | null;
  /** The oldest first; of a document that has thousands, the first of them. */
  links: LinkRow[];
  /** Newest first. */
  intents: IntentRow[];
  /** Newest first. */
  trail: AuditRow[];
  /** Workflow ids this document waits for. */
  waitsFor: string[];
  /** Workflow ids that wait for this document. */
  awaitedBy: string[];
};

const rowsShownMaximum = 200;

export async function documentFile(
  db: Queryable,
  workflowId: string,
): Promise<DocumentFile | null> {
  const [row] = await db.select().from(document).where(eq(document.workflowId, workflowId));
  if (!row) return null;
  const stored = row.observationHash === null ? null : await readSnapshot(db, row.observationHash);
  const waiting = await db
    .select()
    .from(dependency)
    .where(sql`${dependency.workflowId} = ${workflowId} or ${dependency.waitsFor} = ${workflowId}`)
    .orderBy(dependency.workflowId)
    .limit(rowsShownMaximum);
  return {
    ...(await whoseIs(db, row.connection, workflowId, null)),
    document: row,
    observation: observationOf(workflowId, stored),
    links: await db
      .select()
      .from(link)
      .where(eq(link.workflowId, workflowId))
      .orderBy(asc(link.linkedAt))
      .limit(rowsShownMaximum),
    intents: await db
      .select()
      .from(intent)
      .where(eq(intent.workflowId, workflowId))
      .orderBy(desc(intent.createdAt))
      .limit(rowsShownMaximum),
    trail: await db
      .select()
      .from(audit)
      .where(eq(audit.workflowId, workflowId))
      .orderBy(desc(audit.id))
      .limit(rowsShownMaximum),
    waitsFor: waiting.filter((one) => one.workflowId === workflowId).map((one) => one.waitsFor),
    awaitedBy: waiting.filter((one) => one.waitsFor === workflowId).map((one) => one.workflowId),
  };
}

function observationOf(workflowId: string, stored: unknown): Observation | null {
  const id = parseWorkflowId(workflowId);
  return id === null || stored === null ? null : parseObservation(id.type, stored);
}

export type DocumentListed = Whose & { document: DocumentRow; observation: Observation | null };
export type DocumentFilter = {
  type: string | null;
  state: string | null;
  search: string | null;
  limit: number;
  offset: number;
};

/** What a document is called by: its numbers are in what was last seen of it. Older claims were kept as requisitions. */
const numberPaths = [
  ['requisition', 'invoiceNumber'],
  ['claim', 'invoiceNumber'],
  ['contract', 'number'],
  ['contract', 'title'],
  ['commitment', 'number'],
  ['commitment', 'title'],
  ['vendor', 'name'],
] as const;

/** One page of documents, the last looked at first, and how many there are in all. */
export async function listDocuments(
  db: Queryable,
  connection: string,
  { type, state, search, limit, offset }: DocumentFilter,
): Promise<{ rows: DocumentListed[]; total: number }> {
  const whose = whoseColumns(connection);
  const where = and(
    eq(document.connection, connection),
    type === null ? undefined : eq(document.type, type),
    state === null ? undefined : eq(document.state, state),
    searchedIn(search, [
      ...numberPaths.map(([record, field]) => sql`${snapshot.body}->${record}->>${field}`),
      whose.project,
      whose.subcontractor,
      sql`${document.amount}`,
      sql`${document.sourceId}`,
    ]),
  );
  const rows = await db
    .select({ document, body: snapshot.body, ...whose })
    .from(document)
    .leftJoin(snapshot, eq(snapshot.hash, document.observationHash))
    .where(where)
    .orderBy(sql`${document.plannedAt} desc nulls last`, asc(document.workflowId))
    .limit(limit)
    .offset(offset);
  const [count] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(document)
    .leftJoin(snapshot, eq(snapshot.hash, document.observationHash))
    .where(where);
  return {
    rows: rows.map(({ body, ...row }) => ({
      ...row,
      observation: observationOf(row.document.workflowId, body),
    })),
    total: count?.total ?? 0,
  };
}

export type HeldUp = {
  root: string;
  payApps: number;
  amounts: { currency: string; sum: string }[];
};

/** The pay apps that wait, through any number of others, behind documents with an exception. */
export async function heldUpBehind(db: Queryable, roots: readonly string[]): Promise<HeldUp[]> {
  if (roots.length === 0) return [];
  const rows = await db.execute<{
    root: string;
    currency: string | null;
    count: number;
    sum: string | null;
  }>(sql`
    with recursive behind(root, workflow_id) as (
      select waits_for, workflow_id from dependency
      where waits_for in ${[...roots]}
      union
      select behind.root, d.workflow_id from dependency d
      join behind on d.waits_for = behind.workflow_id
    )
    select behind.root, document.currency, count(*)::int as count,
      sum(document.amount::numeric)::text as sum
    from behind join document on document.workflow_id = behind.workflow_id
    where document.type = 'payApp'
    group by behind.root, document.currency order by behind.root, document.currency`);
  const byRoot = new Map<string, HeldUp>();
  for (const { root, currency, count, sum } of rows) {
    const held = byRoot.get(root) ?? { root, payApps: 0, amounts: [] };
    held.payApps += count;
    if (currency !== null && sum !== null) held.amounts.push({ currency, sum });
    byRoot.set(root, held);
  }
  return [...byRoot.values()];
}
