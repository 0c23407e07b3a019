// Where each synced document stands: its state, its links with what was agreed, and what it waits for.
import { sql } from 'drizzle-orm';
import { bigserial, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
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
    firstSeenAt: momentNow(),
    plannedAt: moment(),
  },
  (table) => [index('document_connection').on(table.connection, table.type)],
);

/**
 * Which record in the other system a document's role is. A link ends and is never overwritten, so that a voided bill
 * or a removed payment leaves its tombstone; one live target per role, one document per live target.
 */
export const link = pgTable(
  'link',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    workflowId: text().notNull(),
    role: text().notNull(),
    connection: text().notNull(),
    /** The target's record kind. */
    kind: text().notNull(),
    targetId: text().notNull(),
    /** What both sides agreed on (domain Agreement); null for roles that have no fields to compare. */
    base: json(),
    /** `written` by us, or `adopted` as it was. */
    how: text({ enum: ['written', 'adopted'] }).notNull(),
    linkedAt: momentNow(),
    endedAt: moment(),
    /** `removed`, `replaced`, `voided`. */
    endedBecause: text(),
  },
  (table) => [
    uniqueIndex('link_one_live_per_role')
      .on(table.workflowId, table.role)
      .where(sql`ended_at is null`),
    uniqueIndex('link_live_target')
      .on(table.connection, table.kind, table.targetId)
      .where(sql`ended_at is null`),
    index('link_target').on(table.connection, table.kind, table.targetId),
    index('link_role').on(table.connection, table.role),
  ],
);

/** The vendor's last refusal of a write of one role; while its context stands, the same verdict is not sent again. */
export const refusal = pgTable(
  'refusal',
  {
    workflowId: text().notNull(),
    role: text().notNull(),
    verdictHash: text().notNull(),
    kind: text().notNull(),
    messages: json().notNull(),
    context: text().notNull(),
    refusedAt: momentNow(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.role] })],
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

/** A question: the verdicts about one subject of a document that wait for a person. */
export const exception = pgTable(
  'exception',
  {
    id: text().primaryKey(),
    connection: text().notNull(),
    kind: text().notNull(),
    workflowId: text().notNull(),
    /** What it is about: `bill`, `payment/<id>`, … */
    subject: text().notNull().default('document'),
    /** The question's hash: what a decision is bound to. */
    planHash: text().notNull(),
    /** The verdicts it asks about: role and hash each. */
    verdicts: json().notNull().default([]),
    /** What the person sees: kind, figures and differing values, and its hash. */
    seen: json(),
    seenHash: text(),
    observationHash: text().references(() => snapshot.hash),
    /** The verdicts themselves, as they were asked: what a page shows of them, whatever is planned by then. */
    shownHash: text().references(() => snapshot.hash),
    /** What people call the document: "pay app INV-1042 of SC-003". */
    documentName: text().notNull(),
    /** The whole document's, without tax. */
    amount: text(),
    /** The part of it that the question is about; null where that was not kept. */
    difference: text(),
    currency: text(),
    sentence: text().notNull(),
    /** Null when it can be approved; else what to do instead. */
    fix: text(),
    /** `beingWritten`: decided, and its writes have not all settled. */
    state: text({ enum: ['open', 'decided', 'beingWritten', 'closed'] })
      .notNull()
      .default('open'),
    openedAt: momentNow(),
    closedAt: moment(),
    /** `approved`, `rejected`, `superseded` or `resolved`. */
    closedBecause: text(),
  },
  (table) => [
    uniqueIndex('exception_one_live_per_subject')
      .on(table.workflowId, table.subject)
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

/** The register of questions answered "leave it", by what the person saw. It ends when it is reopened. */
export const acceptedDifference = pgTable(
  'accepted_difference',
  {
    id: text().primaryKey(),
    connection: text().notNull(),
    workflowId: text().notNull(),
    subject: text().notNull(),
    kind: text().notNull(),
    seen: json().notNull(),
    seenHash: text().notNull(),
    /** As the person read it. */
    documentName: text().notNull(),
    sentence: text().notNull(),
    amount: text(),
    difference: text(),
    currency: text(),
    exceptionId: text()
      .notNull()
      .references(() => exception.id),
    decisionId: text()
      .notNull()
      .references(() => decision.id),
    person: text().notNull(),
    reason: text(),
    acceptedAt: momentNow(),
    endedAt: moment(),
    endedBy: text(),
    /** `reopened` by a person. */
    endedBecause: text(),
  },
  (table) => [
    uniqueIndex('accepted_difference_decision').on(table.decisionId),
    index('accepted_difference_live')
      .on(table.workflowId)
      .where(sql`ended_at is null`),
  ],
);

/** Every name a tracking option was seen under: a renamed one is the same option. */
export const optionName = pgTable(
  'option_name',
  {
    connection: text().notNull(),
    categoryId: text().notNull(),
    optionId: text().notNull(),
    category: text().notNull(),
    option: text().notNull(),
    firstSeenAt: momentNow(),
  },
  (table) => [
    primaryKey({ columns: [table.connection, table.categoryId, table.optionId, table.option] }),
  ],
);

/** The option that stands for a project or a cost code, linked once it was found by name. */
export const optionLink = pgTable(
  'option_link',
  {
    connection: text().notNull(),
    /** `project/<id>`, `subJob/<projectId>/<id>`, `costCode/<projectId>/<code>`, `division/<division>` or `retention`. */
    source: text().notNull(),
    categoryId: text().notNull(),
    optionId: text().notNull(),
    linkedAt: momentNow(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.source, table.categoryId] })],
);

/**
 * Which connection a project is of. It has one row that stands, and one more for each connection it was with before: what
 * that one posted stays its own.
 */
export const projectRoute = pgTable(
  'project_route',
  {
    projectId: text().notNull(),
    connection: text().notNull(),
    /** What is billed from this day on is another connection's; null while the project is of this one. */
    until: text(),
    /** Who moved it here; "mapping" where the mapping file said so when the project was first seen. */
    person: text().notNull(),
    routedAt: momentNow(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.connection] }),
    uniqueIndex('project_route_stands')
      .on(table.projectId)
      .where(sql`${table.until} is null`),
  ],
);

/** A project that was turned on: from which day its documents are posted, who said so and against which list. */
export const projectStart = pgTable(
  'project_start',
  {
    connection: text().notNull(),
    projectId: text().notNull(),
    postFrom: text().notNull(),
    person: text().notNull(),
    /** What the list came to that the person saw: counts and totals. */
    shown: json().notNull(),
    startedAt: momentNow(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.projectId] })],
);
