// What was read from both systems: snapshots by content, and which snapshot each record stands at.
import { sql } from 'drizzle-orm';
import { bigserial, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { json, moment, momentNow } from './columns.ts';

/** A normalised record by the hash of its content; never changed, only added. */
export const snapshot = pgTable(
  'snapshot',
  {
    hash: text().primaryKey(),
    kind: text().notNull(),
    body: json().notNull(),
    storedAt: momentNow(),
  },
  () => [
    // A company's contracts are looked for by every claim of it.
    index('snapshot_vendor')
      .on(sql`(body ->> 'vendorId')`)
      .where(sql`kind = 'procoreCommitment'`),
  ],
);

/** Where each record of either system stands, as last read. */
export const mirror = pgTable(
  'mirror',
  {
    connection: text().notNull(),
    /** `procoreVendor`, `xeroBill`, …: the record's kind. */
    kind: text().notNull(),
    recordId: text().notNull(),
    /** Null until it was once seen. */
    snapshotHash: text().references(() => snapshot.hash),
    /** The vendor's own version of it; an older reading never replaces a newer one. */
    version: text().notNull().default(''),
    /** The vendor last answered that it is not there or not to be seen: a fact about access, not a deletion. */
    unseen: boolean().notNull().default(false),
    /** When the reading that said so began. */
    seenAt: moment().notNull(),
    /** When it was first seen at all. */
    firstSeenAt: momentNow(),
    /** What other records find it by: contract, contact, bill, project. */
    belongsTo: text(),
    /** A marker of ours that it carries. */
    marker: text(),
    /** What read it; a row of an older reader counts as unread. */
    readerVersion: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.connection, table.kind, table.recordId] }),
    index('mirror_belongs_to').on(table.connection, table.kind, table.belongsTo),
    index('mirror_marker').on(table.connection, table.kind, table.marker),
    index('mirror_snapshot').on(table.snapshotHash),
  ],
);

/** What each record was, reading by reading that changed it, so that any day can be told. Only ever added to. */
export const mirrorHistory = pgTable(
  'mirror_history',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    connection: text().notNull(),
    kind: text().notNull(),
    recordId: text().notNull(),
    version: text().notNull(),
    /** Null from when the vendor showed it no more. */
    snapshotHash: text().references(() => snapshot.hash),
    seenAt: moment().notNull(),
  },
  (table) => [
    index('mirror_history_record').on(table.connection, table.kind, table.recordId, table.seenAt),
  ],
);

/** Every version of tieout.config.ts's mapping that was in force. */
export const mappingVersion = pgTable('mapping_version', {
  version: text().primaryKey(),
  body: json().notNull(),
  firstUsedAt: momentNow(),
});

/** How far each feed has been read; moves only in the transaction that stores what was read. */
export const cursor = pgTable(
  'cursor',
  {
    connection: text().notNull(),
    feed: text().notNull(),
    /** The newest vendor timestamp read. */
    value: text().notNull(),
    /** The record that bore it: a later answer must hold it. Null where it is known to be gone. */
    standsOn: text(),
    movedAt: momentNow(),
    /** A feed that an older reader read is read from its beginning. */
    readerVersion: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.connection, table.feed] })],
);

/** When a list was last read whole: what two such readings in a row lack is not shown any more. */
export const fullRead = pgTable(
  'full_read',
  {
    connection: text().notNull(),
    feed: text().notNull(),
    /** When the reading began. */
    beganAt: moment().notNull(),
    /** To be read whole again at once: something that was out of sight has come back. */
    isDue: boolean().notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.connection, table.feed] })],
);

/** Records that their system shows and that cannot be read as they now stand; what was read of them before stays in the mirror. */
export const unreadableRecord = pgTable(
  'unreadable_record',
  {
    connection: text().notNull(),
    kind: text().notNull(),
    recordId: text().notNull(),
    /** Which record and what was wrong with it, for people; never its values. */
    words: text().notNull(),
    /** The list that showed it; empty where it was read by itself. */
    feed: text().notNull().default(''),
    since: momentNow(),
  },
  (table) => [primaryKey({ columns: [table.connection, table.kind, table.recordId] })],
);
