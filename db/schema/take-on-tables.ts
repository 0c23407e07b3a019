// Projects taken on under way: each signing with what was shown, the openings that were signed, and which record of Xero each document is. Signing again ends the one before; nothing is changed or removed.
import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, numeric, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment, momentNow } from './columns.ts';
import { snapshot } from './record-tables.ts';

export const takeOn = pgTable(
  'take_on',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    connection: text().notNull(),
    projectId: text().notNull(),
    postFrom: text().notNull(),
    /** Of the proposal that was signed, and the proposal itself. */
    proposalHash: text().notNull(),
    shownHash: text()
      .notNull()
      .references(() => snapshot.hash),
    person: text().notNull(),
    signedAt: momentNow(),
    endedAt: moment(),
    /** `signedAgain`. */
    endedBecause: text(),
  },
  (table) => [
    uniqueIndex('take_on_one_live_per_project')
      .on(table.connection, table.projectId)
      .where(sql`ended_at is null`),
  ],
);

const ofTakeOn = () =>
  bigint({ mode: 'number' })
    .notNull()
    .references(() => takeOn.id);

/** The opening of one contract and tax type: exact amounts without tax. */
export const takeOnOpening = pgTable(
  'take_on_opening',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    takeOnId: ofTakeOn(),
    connection: text().notNull(),
    /** As the mirror files it: `wo-9`, `pc-3`. */
    contractId: text().notNull(),
    side: text({ enum: ['payable', 'receivable'] }).notNull(),
    /** Null where nobody can tell, which nothing is held under. */
    taxType: text(),
    currency: text().notNull(),
    billed: numeric().notNull(),
    paid: numeric().notNull(),
    held: numeric().notNull(),
    /** What of it stands on the retention account by the documents that were matched. */
    inDocuments: numeric().notNull(),
    /** What the person states is in the Xero retention account. */
    stated: numeric().notNull(),
    /** Of the contract's claims before the start as they were signed for. */
    ground: text().notNull(),
  },
  (table) => [
    index('take_on_opening_contract').on(table.connection, table.contractId),
    index('take_on_opening_of').on(table.takeOnId),
  ],
);

/** The record of Xero that a document is taken to be. */
export const takeOnMatch = pgTable(
  'take_on_match',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    takeOnId: ofTakeOn(),
    connection: text().notNull(),
    workflowId: text().notNull(),
    role: text().notNull(),
    /** The record's kind and id. */
    kind: text().notNull(),
    targetId: text().notNull(),
    why: text().notNull(),
  },
  (table) => [
    uniqueIndex('take_on_match_once').on(table.takeOnId, table.workflowId, table.role),
    index('take_on_match_document').on(table.workflowId),
    index('take_on_match_target').on(table.connection, table.kind, table.targetId),
  ],
);
