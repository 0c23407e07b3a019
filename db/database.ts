// The connection to Postgres, and bringing its tables up to date.
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

function connect(sql: postgres.Sql) {
  return drizzle(sql, { casing: 'snake_case' });
}

/** Queries run on either: the pool, or the transaction that holds them together. */
export type Database = ReturnType<typeof connect>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Queryable = Database | Transaction;

export type OpenDatabase = { db: Database; sql: postgres.Sql; close(): Promise<void> };

/** Opens a pool. `connections` bounds it; a lost server is met again by the next query. */
export function openDatabase(url: string, connections = 10): OpenDatabase {
  const sql = postgres(url, {
    max: connections,
    connect_timeout: 10,
    // Quiet: "already exists, skipping" during migrations is no news.
    onnotice: () => undefined,
  });
  return { db: connect(sql), sql, close: () => sql.end({ timeout: 5 }) };
}

/** The key under which only one process migrates at a time. */
const migrationLock = 7_403_001;

/** Brings the tables up to date; safe to run from several processes at once, and again. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    const folder = fileURLToPath(new URL('migrations', import.meta.url));
    await migrate(connect(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
