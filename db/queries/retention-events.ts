// The ledger of retainage as it is written and read: a document's word is kept as what it changes of what was said before.
import type { SQL } from 'drizzle-orm';
import { and, eq, inArray, lte, or } from 'drizzle-orm';
import { canonicalAmount } from '../../domain/money/amount.ts';
import type { RetentionEvent, Statement } from '../../domain/retainage/ledger/entry.ts';
import { changesTo } from '../../domain/retainage/ledger/entry.ts';
import type { Queryable } from '../database.ts';
import { retentionEvent } from '../schema/retention-tables.ts';
import { parts } from './known-documents.ts';

type Row = typeof retentionEvent.$inferSelect;
export type KeptEvent = RetentionEvent &
  Pick<Row, 'person' | 'why' | 'aboutDocumentId' | 'recordedAt'>;

function eventOf({ id: _id, connection: _of, sequence: _at, ...row }: Row): KeptEvent {
  return { ...row, amount: canonicalAmount(row.amount) };
}

const rowsPerStatement = 400;

/**
 * Adds what the statements change, in the caller's transaction, which holds each document: the claim's own lock, or
 * its row in the mirror. So the second of two at once finds what the first one said and adds nothing; and were one to
 * come without holding it, the ledger would refuse its rows, which are there already.
 */
export async function recordStatements(
  db: Queryable,
  connection: string,
  statements: readonly Statement[],
): Promise<void> {
  const before = await eventsSaidBy(db, connection, statements);
  const rows = statements.flatMap(({ entries, ...of }) => {
    const said = before.get(keyOf(of)) ?? [];
    return changesTo(said, entries).map((change, index) => ({
      ...{ connection, ...of, ...change },
      sequence: said.length + index,
    }));
  });
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    await db.insert(retentionEvent).values(rows.slice(from, from + rowsPerStatement));
  }
}

type Of = Omit<Statement, 'entries'>;

function keyOf({ basis, documentKind, documentId }: Of): string {
  return `${basis} ${documentKind} ${documentId}`;
}

async function eventsSaidBy(
  db: Queryable,
  connection: string,
  statements: readonly Of[],
): Promise<Map<string, RetentionEvent[]>> {
  const said = new Map<string, RetentionEvent[]>();
  for (const part of parts(statements)) {
    if (part.length === 0) continue;
    const bases = [...new Set(part.map(({ basis }) => basis))];
    const kinds = [...new Set(part.map(({ documentKind }) => documentKind))];
    const ids = part.map(({ documentId }) => documentId);
    const theirs = and(
      inArray(retentionEvent.basis, bases),
      inArray(retentionEvent.documentKind, kinds),
      inArray(retentionEvent.documentId, ids),
    );
    for (const row of await eventsWhere(db, connection, theirs)) {
      const key = keyOf(row);
      said.set(key, [...(said.get(key) ?? []), row]);
    }
  }
  return said;
}

/** In the order they became known. */
async function eventsWhere(
  db: Queryable,
  connection: string,
  which: SQL | undefined,
): Promise<KeptEvent[]> {
  const rows = await db
    .select()
    .from(retentionEvent)
    .where(and(eq(retentionEvent.connection, connection), which))
    .orderBy(retentionEvent.id);
  return rows.map(eventOf);
}

/** All events of a connection in the order they became known, or those that were known at a moment. */
export async function retentionEvents(
  db: Queryable,
  connection: string,
  knownAt: Date | null = null,
): Promise<KeptEvent[]> {
  const known = knownAt === null ? undefined : lte(retentionEvent.recordedAt, knownAt);
  return eventsWhere(db, connection, known);
}

/** What people recorded of one contract. */
export async function recordedByPeople(
  db: Queryable,
  connection: string,
  contractId: string,
): Promise<KeptEvent[]> {
  const own = eq(retentionEvent.contractId, contractId);
  return eventsWhere(db, connection, and(own, eq(retentionEvent.basis, 'person')));
}

/** The events of a contract: its claims', those of the documents of Xero that are named, and what people recorded. */
export async function eventsOfContract(
  db: Queryable,
  connection: string,
  { contractId, documentIds }: { contractId: string; documentIds: readonly string[] },
): Promise<KeptEvent[]> {
  const ofXero =
    documentIds.length === 0
      ? undefined
      : and(eq(retentionEvent.basis, 'xero'), inArray(retentionEvent.documentId, [...documentIds]));
  return eventsWhere(db, connection, or(eq(retentionEvent.contractId, contractId), ofXero));
}
