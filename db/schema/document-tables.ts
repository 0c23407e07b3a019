// Where each synced document stands: its state, its links with what was agreed, and what it waits for.
import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { json, moment, momentNow } from './columns.ts';
import { snapshot } from './record-tables.ts';

export const document = pgTable(
  'document',
  {
    workflowId: text().primaryKey(),
    connection: text().notNull(),
    type: text().notNull(),
    sourceId: text().notNull(),
    projectId: text(),
    counterpartyId: text(),
    state: text().notNull().default('notPosted'),
    /** The last plan's hash and what it was made from, for the console and the auditor. */
    planHash: text(),
    observationHash: text().references(() => snapshot.hash),
    mappingVersion: text(),
    amount: text(),
    currency: text(),
    /** The vendor's last refusal of a write of this document. */
    refusal: json(),
    firstSeenAt: momentNow(),
    plannedAt: moment(),
  },
  (table) => [index('document_connection').on(table.connection, table.type)],
);

/** Which record in the other system a document's role is; one live target per role, one document per target. */
export const link = pgTable(
  'link',
  {
    workflowId: text().notNull(),
    role: text().notNull(),
    connection: text().notNull(),
    /** The target's record kind. */
    kind: text().notNull(),
    targetId: text().notNull(),
    /** What both sides agreed on (domain Base); null for roles that have no fields to compare. */
    base: json(),
    /** `written` by us, or `adopted` as it was. */
    how: text({ enum: ['written', 'adopted'] }).notNull(),
    linkedAt: momentNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.role] }),
    uniqueIndex('link_target').on(table.connection, table.kind, table.targetId),
  ],
);

/** This document waits for that one; only the awaited one may carry an exception. */
export const dependency = pgTable(
  'dependency',
  {
    workflowId: text().notNull(),
    waitsFor: text().notNull(),
    since: momentNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.waitsFor] }),
    index('dependency_waits_for').on(table.waitsFor),
  ],
);

export const exception = pgTable(
  'exception',
  {
    id: text().primaryKey(),
    connection: text().notNull(),
    kind: text().notNull(),
    workflowId: text().notNull(),
    planHash: text().notNull(),
    observationHash: text().references(() => snapshot.hash),
    /** What people call the document: "pay app INV-1042 of SC-003". */
    documentName: text().notNull(),
    amount: text(),
    currency: text(),
    sentence: text().notNull(),
    /** Null when it can be approved; else what to do instead. */
    fix: text(),
    state: text({ enum: ['open', 'decided', 'closed'] })
      .notNull()
      .default('open'),
    openedAt: momentNow(),
    closedAt: moment(),
    /** `approved`, `rejected`, `superseded` or `resolved`. */
    closedBecause: text(),
  },
  (table) => [
    uniqueIndex('exception_one_live_per_document')
      .on(table.workflowId)
      .where(sql`state <> 'closed'`),
    index('exception_state').on(table.connection, table.state),
  ],
);

/** What a person said about an exception. Written by the API; applied only when found here. */
export const decision = pgTable(
  'decision',
  {
    id: text().primaryKey(),
    exceptionId: text()
      .notNull()
      .references(() => exception.id),
    workflowId: text().notNull(),
    planHash: text().notNull(),
    verdict: text({ enum: ['approve', 'reject'] }).notNull(),
    reason: text(),
    person: text().notNull(),
    decidedAt: momentNow(),
    outcome: text({ enum: ['applied', 'refused'] }),
    outcomeAt: moment(),
  },
  (table) => [
    uniqueIndex('decision_one_per_plan').on(table.exceptionId, table.planHash),
    index('decision_workflow').on(table.workflowId),
  ],
);
