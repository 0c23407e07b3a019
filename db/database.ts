// The connection to Postgres, and how long this side may keep others waiting.
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { preparing } from './prepared-statements.ts';

function connect(sql: postgres.Sql) {
  return drizzle(preparing(sql), { casing: 'snake_case' });
}

/** Queries run on either: the pool, or the transaction that holds them together. */
export type Database = ReturnType<typeof connect>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Queryable = Database | Transaction;

export type OpenDatabase = { db: Database; sql: postgres.Sql; close(): Promise<void> };

/**
 * How long this side may keep others waiting. A process that is stopped, or whose host is gone, between two statements
 * of a transaction would hold its locks until somebody ends it; so Postgres ends it, within seconds.
 */
export type TimeLimits = { idleInTransactionMs: number };

const timeLimits: TimeLimits = { idleInTransactionMs: 10_000 };
/** Above the limit of an idle holder, so that whoever waits for it gets the lock rather than an error. */
const lockTimeoutMs = 15_000;
/** Below the time that a step in Postgres has in its workflow, 30 s. */
const statementTimeoutMs = 25_000;
/** A host that has vanished answers no keepalive: found dead after 5 + 3 × 2 seconds. Not said over a Unix socket. */
const keepalives = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '2',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '11000',
};

/** Opens a pool. `connections` bounds it; a lost server is met again by the next query. */
export function openDatabase(
  url: string,
  connections = 10,
  { idleInTransactionMs }: TimeLimits = timeLimits,
): OpenDatabase {
  const sql = postgres(url, {
    max: connections,
    connect_timeout: 10,
    keep_alive: 5,
    connection: {
      application_name: 'tieout',
      lock_timeout: lockTimeoutMs,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
      ...keepalives,
      // Planned once a connection: what is prepared is asked thousands of times, and finds its rows by an index whatever
      // the values are. By itself Postgres plans lists anew each time, because a short one looks cheaper than any list.
      // Source: PostgreSQL 18 manual, "PREPARE", notes, and 19.7.4 plan_cache_mode, read 2026-11-27.
      plan_cache_mode: 'force_generic_plan',
    },
    // Quiet: "already exists, skipping" during migrations is no news.
    onnotice: () => undefined,
  });
  return { db: connect(sql), sql, close: () => sql.end({ timeout: 5 }) };
}

/**
 * Reads what must fit together: every statement in it sees the same moment. By itself a transaction of Postgres lets each
 * statement see what was committed before that statement, so that a list may be known as read while what it brought was
 * asked for a moment before it came.
 */
export function atOneMoment<T>(db: Database, read: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.transaction(read, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}
