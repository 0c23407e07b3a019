// What is on its way: wake rows into Temporal, intents and batches to the vendors, hints from them.
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { operations } from '../../domain/delivery/operation.ts';
import { json, moment, momentNow } from './columns.ts';

/** A reason for a workflow to look again. Stays until the transaction that ends its pass marks it done. */
export const wake = pgTable(
  'wake',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    workflowId: text().notNull(),
    signal: text({ enum: ['changed', 'decide', 'settled'] }).notNull(),
    payload: json().notNull(),
    createdAt: momentNow(),
    /** When the relay last handed it to Temporal. */
    sentAt: moment(),
    doneAt: moment(),
  },
  (table) => [
    index('wake_undone')
      .on(table.workflowId)
      .where(sql`done_at is null`),
    index('wake_unsent')
      .on(table.id)
      .where(sql`sent_at is null and done_at is null`),
  ],
);

/** One remote write, recorded before it is tried. */
export const intent = pgTable(
  'intent',
  {
    key: text().primaryKey(),
    connection: text().notNull(),
    workflowId: text().notNull(),
    endpoint: text().notNull(),
    operation: text({ enum: operations }).notNull(),
    role: text().notNull(),
    marker: text().notNull(),
    body: json().notNull(),
    bodyHash: text().notNull(),
    targetId: text(),
    targetVersion: text(),
    /** The verdict's hash. */
    planHash: text().notNull(),
    observationHash: text().notNull(),
    /** What both sides agree on once it is written as it is; null where the operation ends its target. */
    agreed: json(),
    decisionId: text(),
    state: text({ enum: ['ready', 'claimed', 'sent', 'unknown', 'done', 'failed'] })
      .notNull()
      .default('ready'),
    /** Sent by itself, because the batch it was in was refused as a whole. */
    alone: boolean().notNull().default(false),
    batchId: text(),
    /** Keys of the intents that must be done before this one may leave. */
    after: jsonb().$type<string[]>().notNull().default([]),
    /** `stale`, `refused`, … and the vendor's sentences, or the target's id. */
    outcome: json(),
    createdAt: momentNow(),
    settledAt: moment(),
  },
  (table) => [
    uniqueIndex('intent_one_live_per_role')
      .on(table.workflowId, table.role)
      .where(sql`state in ('ready', 'claimed', 'sent', 'unknown')`),
    index('intent_ready')
      .on(table.connection, table.endpoint, table.createdAt)
      .where(sql`state = 'ready'`),
    index('intent_batch').on(table.batchId),
  ],
);

/** The members of one request, fixed before the call, and the key it is sent under. */
export const batch = pgTable(
  'batch',
  {
    id: text().primaryKey(),
    connection: text().notNull(),
    endpoint: text().notNull(),
    operation: text({ enum: operations }).notNull(),
    state: text({ enum: ['claimed', 'sent', 'unknown', 'settled'] })
      .notNull()
      .default('claimed'),
    idempotencyKey: text().notNull(),
    /** Members in the order of the body, so that a resend is byte for byte the same. */
    members: json().notNull(),
    /** When the key was first used: Xero remembers it for six minutes from then. */
    keyFirstSentAt: moment(),
    /** Whether an error was answered under the current key: it would be answered again. */
    keySpoiled: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    /** The number of the attempt that has it: each writes its own before its first look, and an older one sends nothing. */
    claim: integer().notNull().default(0),
    /** The newest of the vendor's own timestamps when it was made: what it writes is not older. Null = none was known. */
    since: text(),
    /** Until then a request that had no answer may still be at work: what is not found is not yet known to be missing. */
    quietUntil: moment(),
    createdAt: momentNow(),
    settledAt: moment(),
  },
  (table) => [
    index('batch_unsettled')
      .on(table.connection, table.endpoint)
      .where(sql`state <> 'settled'`),
  ],
);

/** Every call to a vendor, leased before it is made: the shared budget of all workers, and the count of what was sent. */
export const vendorCall = pgTable(
  'vendor_call',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    connection: text().notNull(),
    /** Whose budget it counts against: `xero/<tenant id>` or `procore/<company id>`, which connections may share. */
    organisation: text().notNull(),
    vendor: text({ enum: ['procore', 'xero'] }).notNull(),
    purpose: text({ enum: ['read', 'write'] }).notNull(),
    batchId: text(),
    startedAt: momentNow(),
    /** A caller that died frees its slot when this has passed. */
    leasedUntil: moment().notNull(),
    finishedAt: moment(),
  },
  (table) => [
    index('vendor_call_recent').on(table.organisation, table.startedAt),
    index('vendor_call_of').on(table.connection, table.vendor, table.startedAt),
  ],
);

/** Nobody calls on behalf of this organisation or company before then: its vendor said so. */
export const vendorPause = pgTable('vendor_pause', {
  organisation: text().primaryKey(),
  until: moment().notNull(),
});

/** A webhook's say-so, stored first: only what is read afterwards counts. */
export const hint = pgTable(
  'hint',
  {
    id: text().primaryKey(),
    connection: text().notNull(),
    vendor: text({ enum: ['procore', 'xero'] }).notNull(),
    /** What makes two deliveries the same event. */
    eventKey: text().notNull(),
    resource: text().notNull(),
    recordId: text().notNull(),
    projectId: text(),
    receivedAt: momentNow(),
  },
  (table) => [uniqueIndex('hint_event').on(table.vendor, table.eventKey)],
);

/** One run of the schedule: what it found, and whether it is still running. */
export const sweep = pgTable('sweep', {
  id: text().primaryKey(),
  connection: text().notNull(),
  startedAt: momentNow(),
  finishedAt: moment(),
  /** Whether both sides were read to the end. */
  complete: boolean().notNull().default(false),
  /** Whether it came to its end, having read all that it may see. */
  reachedEnd: boolean().notNull().default(false),
  /** Wake rows it added. */
  found: integer().notNull().default(0),
});

/**
 * Since when what Postgres says may be trusted to write by. A new epoch begins when the fleet starts or when the
 * database is found to have gone back; nothing is written until a sweep that began after that has come to its end.
 */
export const epoch = pgTable('epoch', {
  connection: text().primaryKey(),
  id: text().notNull(),
  count: integer().notNull().default(1),
  beganAt: momentNow(),
  /** Why it began. */
  because: text().notNull(),
  /** Only ever grows; whoever has seen a greater one knows that the database went back. */
  beat: bigint({ mode: 'number' }).notNull().default(0),
  /** When a worker last said that it is alive. */
  aliveAt: momentNow(),
});

/** What was done, by whom, on which decision. Only ever added to. */
export const audit = pgTable(
  'audit',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: momentNow(),
    connection: text().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    workflowId: text(),
    decisionId: text(),
    details: json().notNull(),
  },
  (table) => [index('audit_workflow').on(table.workflowId)],
);

/** Activities that have failed several times and are tried again, so that nobody has to guess why nothing moves. */
export const retry = pgTable(
  'retry',
  {
    connection: text().notNull(),
    workflowId: text().notNull(),
    /** Temporal's id of the activity in its run, so that two batches of one writer are two. */
    activityId: text().notNull(),
    activity: text().notNull(),
    attempt: integer().notNull(),
    /** For people; nobody else's words. */
    why: text().notNull(),
    since: momentNow(),
    triedAt: momentNow(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.activityId] })],
);
