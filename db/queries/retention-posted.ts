// What Xero's documents say of retainage, kept in the transaction that keeps the documents: of new records, and of all there are when an account is new.
import { lockNamed } from './locks.ts';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { KeptRecord } from '../../domain/records/records.ts';
import { parseRecord } from '../../domain/records/records.ts';
import { paymentsOfAdvance } from '../../domain/records/xero/advance.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type {
  LedgerDocument,
  RetentionAccounts,
} from '../../domain/retainage/ledger/posted-entries.ts';
import { postedStatement, sideOfDocument } from '../../domain/retainage/ledger/posted-entries.ts';
import type { Queryable } from '../database.ts';
import { mappingVersion, mirror, snapshot } from '../schema/record-tables.ts';
import { parts } from './known-documents.ts';
import { recordStatements } from './retention-events.ts';

export const ledgerKinds = ['xeroBill', 'xeroSalesInvoice', 'xeroCreditNote'] as const;
type LedgerKind = (typeof ledgerKinds)[number];

const accountsSchema = z.object({
  retentionPayable: z.string(),
  retentionReceivable: z.string().nullish(),
});

/** Those of every mapping that was in force: what was posted to one stays on it when the mapping names another. */
export async function retentionAccountsEver(
  db: Queryable,
  connection: string,
): Promise<RetentionAccounts> {
  const rows = await db
    .select({ accounts: sql`${mappingVersion.body}->'accounts'` })
    .from(mappingVersion)
    .where(sql`${mappingVersion.body}->>'connection' = ${connection}`);
  const accounts = rows.map((row) => accountsSchema.parse(row.accounts));
  const each = (codes: readonly (string | null | undefined)[]): string[] =>
    [...new Set(codes.flatMap((code) => code ?? []))].sort();
  return {
    payable: each(accounts.map(({ retentionPayable }) => retentionPayable)),
    receivable: each(accounts.map(({ retentionReceivable }) => retentionReceivable)),
  };
}

/**
 * Called with what is news, in the transaction that has just written it to the mirror. A document and a payment of it
 * may come at once in two transactions: whoever says something of a document holds its lock, and reads the other's
 * word after that.
 */
export async function recordPosted(
  db: Queryable,
  connection: string,
  news: readonly KeptRecord[],
): Promise<void> {
  const documents = news.filter(isLedgerDocument);
  const paid = news.flatMap(invoicesPaidBy);
  if (documents.length + paid.length === 0) return;
  const accounts = await retentionAccountsEver(db, connection);
  if (accounts.payable.length + accounts.receivable.length === 0) return;
  await sayOf(db, connection, { documents, paid, accounts });
}

type Said = {
  documents: readonly LedgerDocument[];
  /** Bills and sales invoices of which something was paid, by id. */
  paid: readonly string[];
  accounts: RetentionAccounts;
};

async function sayOf(db: Queryable, connection: string, { documents, paid, accounts }: Said) {
  const own = new Set(documents.map(({ id }) => id));
  const others = paid.filter((id) => !own.has(id));
  await lockRetention(db, connection, [
    ...documents.filter((one) => isOnAccount(one, accounts)).map(({ id }) => id),
    ...others,
  ]);
  const all = [...documents, ...(await invoicesKept(db, connection, others))];
  const releasing = all.filter((one) => isOnAccount(one, accounts));
  const payments = await paymentsOn(db, connection, releasing);
  await recordStatements(
    db,
    connection,
    all.map((document) => postedStatement(document, accounts, payments.get(document.id) ?? [])),
  );
}

function isOnAccount(document: LedgerDocument, accounts: RetentionAccounts): boolean {
  const own = accounts[sideOfDocument(document)];
  return document.lines.some(
    ({ accountCode }) => accountCode !== null && own.includes(accountCode),
  );
}

const lockCount = 64;

/** Few locks for many documents, taken in one order, so that a long page neither fills the table of locks nor waits in a ring. */
async function lockRetention(db: Queryable, connection: string, ids: readonly string[]) {
  const places = new Set(
    ids.map((id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % lockCount),
  );
  for (const place of [...places].sort((a, b) => a - b)) {
    await lockNamed(db, `retention/${connection}/${place}`);
  }
}

function isLedgerDocument(record: KeptRecord): record is LedgerDocument {
  return ledgerKinds.some((kind) => kind === record.kind);
}

function invoicesPaidBy(record: KeptRecord): string[] {
  if (record.kind === 'xeroPayment') return [record.invoiceId];
  if (record.kind === 'xeroAdvance') return record.allocations.map(({ invoiceId }) => invoiceId);
  return [];
}

async function invoicesKept(
  db: Queryable,
  connection: string,
  ids: readonly string[],
): Promise<LedgerDocument[]> {
  const found: LedgerDocument[] = [];
  for (const part of parts([...new Set(ids)])) {
    const rows = await db
      .select({ kind: mirror.kind, body: snapshot.body })
      .from(mirror)
      .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
      .where(
        and(
          eq(mirror.connection, connection),
          inArray(mirror.kind, ['xeroBill', 'xeroSalesInvoice']),
          inArray(mirror.recordId, part),
        ),
      );
    found.push(...rows.map(({ kind, body }) => documentOf(kind as LedgerKind, body)));
  }
  return found;
}

function documentOf(kind: LedgerKind, body: unknown): LedgerDocument {
  return parseRecord<LedgerKind>(kind, body);
}

/** By the document they pay: payments, and prepayments and overpayments from when they are set off against it. */
async function paymentsOn(
  db: Queryable,
  connection: string,
  documents: readonly LedgerDocument[],
): Promise<Map<string, XeroPayment[]>> {
  const found = new Map<string, XeroPayment[]>();
  const add = (payment: XeroPayment): void => {
    found.set(payment.invoiceId, [...(found.get(payment.invoiceId) ?? []), payment]);
  };
  const payable = documents.filter(({ kind }) => kind !== 'xeroCreditNote');
  for (const part of parts(payable)) {
    const ids = part.map(({ id }) => id);
    for (const body of await bodiesUnder(db, connection, { kind: 'xeroPayment', belongsTo: ids })) {
      add(parseRecord('xeroPayment', body));
    }
    const contacts = [...new Set(part.map(({ contactId }) => contactId))];
    const advances = { kind: 'xeroAdvance', belongsTo: contacts } as const;
    for (const body of await bodiesUnder(db, connection, advances)) {
      for (const payment of paymentsOfAdvance(parseRecord('xeroAdvance', body))) {
        if (ids.includes(payment.invoiceId)) add(payment);
      }
    }
  }
  return found;
}

async function bodiesUnder(
  db: Queryable,
  connection: string,
  { kind, belongsTo }: { kind: 'xeroPayment' | 'xeroAdvance'; belongsTo: readonly string[] },
): Promise<unknown[]> {
  const rows = await db
    .select({ body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.unseen, false),
        inArray(mirror.belongsTo, [...belongsTo]),
      ),
    );
  return rows.map(({ body }) => body);
}

/** All documents there are, for an account that was not a retention account before. Repeats add nothing. */
export async function recordAllPosted(db: Queryable, connection: string): Promise<void> {
  const accounts = await retentionAccountsEver(db, connection);
  for (const kind of ledgerKinds) {
    let after = '';
    for (;;) {
      const rows = await db
        .select({ recordId: mirror.recordId, body: snapshot.body })
        .from(mirror)
        .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
        .where(
          and(eq(mirror.connection, connection), eq(mirror.kind, kind), gt(mirror.recordId, after)),
        )
        .orderBy(mirror.recordId)
        .limit(pageSize)
        .for('update', { of: mirror });
      const last = rows.at(-1);
      if (!last) break;
      const documents = rows.map(({ body }) => documentOf(kind, body));
      await sayOf(db, connection, { documents, paid: [], accounts });
      after = last.recordId;
    }
  }
}

const pageSize = 400;
