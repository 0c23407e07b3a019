// What the console shows of documents: where one stands, its links, writes and trail, and lists of many.
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { parseObservation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { audit, intent } from '../schema/delivery-tables.ts';
import { dependency, document, link } from '../schema/document-tables.ts';
import { snapshot } from '../schema/record-tables.ts';
import { readSnapshot } from './mirror.ts';

export type DocumentRow = typeof document.$inferSelect;
export type LinkRow = typeof link.$inferSelect;
export type IntentRow = typeof intent.$inferSelect;
export type AuditRow = typeof audit.$inferSelect;

export type DocumentFile = {
  document: DocumentRow;
  observation: Observation | null;
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
    document: row,
    observation: observationOf(workflowId, stored),
    links: await db
      .select()
      .from(link)
      .where(eq(link.workflowId, workflowId))
      .orderBy(asc(link.linkedAt)),
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

export type DocumentListed = { document: DocumentRow; observation: Observation | null };
export type DocumentFilter = { type?: string; state?: string; page: number; pageSize: number };

/** One page of documents, the last looked at first, and how many there are in all. */
export async function listDocuments(
  db: Queryable,
  connection: string,
  { type, state, page, pageSize }: DocumentFilter,
): Promise<{ rows: DocumentListed[]; total: number }> {
  const where = and(
    eq(document.connection, connection),
    type === undefined ? undefined : eq(document.type, type),
    state === undefined ? undefined : eq(document.state, state),
  );
  const rows = await db
    .select({ document, body: snapshot.body })
    .from(document)
    .leftJoin(snapshot, eq(snapshot.hash, document.observationHash))
    .where(where)
    .orderBy(sql`${document.plannedAt} desc nulls last`, asc(document.workflowId))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  return {
    rows: rows.map((row) => ({
      document: row.document,
      observation: observationOf(row.document.workflowId, row.body),
    })),
    total: await db.$count(document, where),
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
