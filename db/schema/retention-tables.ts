// The ledger of retainage: every event as it became known, by whose word. Only ever added to; the migration makes Postgres refuse the rest.
import {
  bigserial,
  index,
  integer,
  numeric,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { retentionBases, retentionKinds } from '../../domain/retainage/ledger/entry.ts';
import { momentNow } from './columns.ts';

export const retentionEvent = pgTable(
  'retention_event',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    connection: text().notNull(),
    /** Whose word it is. */
    basis: text({ enum: retentionBases }).notNull(),
    documentKind: text().notNull(),
    documentId: text().notNull(),
    /** Its place among the events of the document: two that would be the same one cannot both be added. */
    sequence: integer().notNull(),
    kind: text({ enum: retentionKinds }).notNull(),
    side: text({ enum: ['payable', 'receivable'] }).notNull(),
    /** As the mirror files it; null of what Xero holds, whose contract its link says. */
    contractId: text(),
    taxType: text(),
    account: text(),
    /** The document's own day, YYYY-MM-DD. */
    date: text().notNull(),
    currency: text().notNull(),
    /** Exact, and below zero where it takes back what was said before. */
    amount: numeric().notNull(),
    /** What people call the document. */
    name: text().notNull(),
    /** Of what a person recorded: who and why, and the document of Xero it is about where there is one. */
    person: text(),
    why: text(),
    aboutDocumentId: text(),
    recordedAt: momentNow(),
  },
  (table) => [
    uniqueIndex('retention_event_once').on(
      table.connection,
      table.basis,
      table.documentKind,
      table.documentId,
      table.sequence,
    ),
    index('retention_event_contract').on(table.connection, table.contractId),
  ],
);
