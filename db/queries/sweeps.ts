// Runs of the sweep, cursors, and which documents a piece of news concerns.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { sweep } from '../schema/delivery-tables.ts';
import { document, exception } from '../schema/document-tables.ts';
import { cursor, mirror } from '../schema/record-tables.ts';
import { documentsLinkedTo } from './links.ts';
import { recordsOf } from './mirror.ts';

export async function readCursor(
  db: Queryable,
  connection: string,
  feed: string,
): Promise<string | null> {
  const [row] = await db
    .select({ value: cursor.value })
    .from(cursor)
    .where(and(eq(cursor.connection, connection), eq(cursor.feed, feed)));
  return row?.value ?? null;
}

/** Moves a cursor forward, never back. */
export async function moveCursor(
  db: Queryable,
  connection: string,
  feed: string,
  value: string,
): Promise<void> {
  await db
    .insert(cursor)
    .values({ connection, feed, value })
    .onConflictDoUpdate({
      target: [cursor.connection, cursor.feed],
      set: {
        value: sql`greatest(${cursor.value}, excluded.value)`,
        movedAt: sql`clock_timestamp()`,
      },
    });
}

export async function beginSweep(db: Queryable, id: string, connection: string): Promise<void> {
  await db.insert(sweep).values({ id, connection }).onConflictDoNothing();
  // One schedule, no overlap: an earlier run that is still open was lost with its worker's data.
  await db
    .update(sweep)
    .set({ finishedAt: sql`clock_timestamp()` })
    .where(and(eq(sweep.connection, connection), ne(sweep.id, id), isNull(sweep.finishedAt)));
}

export async function countFound(db: Queryable, id: string, found: number): Promise<void> {
  if (found === 0) return;
  await db
    .update(sweep)
    .set({ found: sql`${sweep.found} + ${found}` })
    .where(eq(sweep.id, id));
}

export async function endSweep(db: Queryable, id: string, complete: boolean): Promise<void> {
  await db
    .update(sweep)
    .set({ finishedAt: sql`clock_timestamp()`, complete })
    .where(eq(sweep.id, id));
}

/** The projects last seen active that a list of projects does not hold. One that was closed is in it, as inactive. */
export async function projectsNotListed(
  db: Queryable,
  connection: string,
  listed: readonly string[],
): Promise<ProcoreProject[]> {
  const known = await recordsOf(db, connection, 'procoreProject');
  const ids = new Set(listed);
  return known.filter(({ id, isActive }) => isActive && !ids.has(id));
}

/** The documents news concerns, each once. */
export async function documentsConcerned(
  db: Queryable,
  connection: string,
  news: readonly KeptRecord[],
): Promise<string[]> {
  const concerned = new Set<string>();
  for (const record of news) {
    for (const workflowId of await concernedBy(db, connection, record)) concerned.add(workflowId);
  }
  return [...concerned].sort();
}

async function concernedBy(
  db: Queryable,
  connection: string,
  record: KeptRecord,
): Promise<string[]> {
  const own = (id: DocumentId): string => workflowIdOf(id);
  switch (record.kind) {
    case 'procoreVendor':
      return [own({ type: 'contact', connection, vendorId: record.id })];
    case 'procoreCommitment': {
      const contractId = `${record.contractKind}-${record.id}`;
      const { contractKind } = record;
      return [
        own({ type: 'commitment', connection, contractKind, contractId: record.id }),
        ...(await payAppsOf(db, connection, contractId)),
      ];
    }
    case 'procoreRequisition': {
      const contractId = `${record.contractKind}-${record.commitmentId}`;
      const siblings = await recordsOf(db, connection, 'procoreRequisition', {
        belongsTo: contractId,
      });
      // The next pay app is measured against this one.
      const next = siblings.filter(
        (other) => other.previousId === record.id || other.number === record.number + 1,
      );
      return [record, ...next].map(({ id }) =>
        own({ type: 'payApp', connection, requisitionId: id }),
      );
    }
    case 'procoreProject':
      return documentsWhere(db, connection, eq(document.projectId, record.id));
    case 'xeroContact':
      return contactDocuments(db, connection, record.id);
    case 'xeroBill':
      return billDocuments(db, connection, record.id, record.contactId);
    case 'xeroPurchaseOrder':
      return linked(db, connection, 'xeroPurchaseOrder', record.id);
    case 'xeroPayment':
      return linked(db, connection, 'xeroBill', record.invoiceId);
    case 'xeroOrganisation':
    case 'xeroChart':
    case 'procoreTaxCode':
      return documentsWithExceptions(db, connection);
    case 'procoreBillingPeriod':
    case 'procoreContractPayment':
      return [];
  }
}

async function payAppsOf(db: Queryable, connection: string, contractId: string): Promise<string[]> {
  const rows = await db
    .select({ id: mirror.recordId })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, 'procoreRequisition'),
        eq(mirror.belongsTo, contractId),
      ),
    );
  return rows.map(({ id }) => workflowIdOf({ type: 'payApp', connection, requisitionId: id }));
}

async function linked(
  db: Queryable,
  connection: string,
  kind: string,
  targetId: string,
): Promise<string[]> {
  return [...(await documentsLinkedTo(db, connection, kind, [targetId])).values()];
}

/** The contact's own document; where it has none, every vendor that is still looking for one. */
async function contactDocuments(
  db: Queryable,
  connection: string,
  contactId: string,
): Promise<string[]> {
  const own = await linked(db, connection, 'xeroContact', contactId);
  const [ownId] = own;
  if (ownId === undefined) {
    return documentsWhere(
      db,
      connection,
      and(eq(document.type, 'contact'), ne(document.state, 'linked')),
    );
  }
  const vendorId = ownId.split('/')[2] ?? '';
  const open = await documentsWithExceptions(db, connection, eq(document.counterpartyId, vendorId));
  return [ownId, ...open];
}

/** The bill's own document; where it has none, documents of the same contact that are not posted yet. */
async function billDocuments(
  db: Queryable,
  connection: string,
  billId: string,
  contactId: string,
): Promise<string[]> {
  const own = await linked(db, connection, 'xeroBill', billId);
  if (own.length > 0) return own;
  const [contact] = await linked(db, connection, 'xeroContact', contactId);
  const vendorId = contact?.split('/')[2];
  if (vendorId === undefined) return [];
  return documentsWhere(
    db,
    connection,
    and(
      eq(document.type, 'payApp'),
      eq(document.counterpartyId, vendorId),
      inArray(document.state, ['waiting', 'notPosted']),
    ),
  );
}

async function documentsWhere(
  db: Queryable,
  connection: string,
  where: ReturnType<typeof and>,
): Promise<string[]> {
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(and(eq(document.connection, connection), where));
  return rows.map((row) => row.workflowId);
}

async function documentsWithExceptions(
  db: Queryable,
  connection: string,
  where?: ReturnType<typeof eq>,
): Promise<string[]> {
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .innerJoin(exception, eq(exception.workflowId, document.workflowId))
    .where(and(eq(document.connection, connection), ne(exception.state, 'closed'), where));
  return rows.map((row) => row.workflowId);
}
