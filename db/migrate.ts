// Brings the database up to date: its tables first, then what older versions kept in another form.
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { migrateAnswers } from './migrate-answers.ts';
import { migrateRetention } from './migrate-retention.ts';

/** The key under which only one process migrates at a time. */
const migrationLock = 7_403_001;

/** However long that takes: no time limit is set here. Safe to run from several processes at once, and again. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    const folder = fileURLToPath(new URL('migrations', import.meta.url));
    const db = drizzle(sql, { casing: 'snake_case' });
    await migrate(db, { migrationsFolder: folder });
    await migrateAnswers(db);
    await migrateRetention(db);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
