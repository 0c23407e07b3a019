// What a test file asks for: a database of its own, already migrated, and the address of the run's Temporal server.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { migrateDatabase } from '../../db/migrate.ts';

async function addressOf(name: 'postgres' | 'temporal'): Promise<string> {
  const answer = await fetch(`${inject('testServers')}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The test run has no ${name}: ${text}`);
  return text;
}

/** host:port of a Temporal server with the namespace `default` and Tieout's search attributes. Use own task queues. */
export function testTemporalAddress(): Promise<string> {
  return addressOf('temporal');
}

export interface TestDatabase {
  url: string;
  name: string;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** false = without any table. */
  migrated?: boolean;
}

const templateName = 'tieout_template';
const templateLock = 7_403_900;

/** A database of its own, in about 30 ms: a copy of one that was migrated once for the whole run. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await addressOf('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withServer(server, async (sql) => {
    if (options.migrated === false) {
      await sql`create database ${sql(name)}`;
      return;
    }
    // Copying needs the template unused by anybody, so the copies too wait for each other.
    await sql`select pg_advisory_lock(${templateLock})`;
    const found = await sql`select 1 from pg_database where datname = ${templateName}`;
    if (found.length === 0) {
      const half = `${templateName}_${randomBytes(4).toString('hex')}`;
      await sql`create database ${sql(half)}`;
      await migrateDatabase(databaseUrl(server, half));
      await sql`alter database ${sql(half)} rename to ${sql(templateName)}`;
    }
    await sql`create database ${sql(name)} template ${sql(templateName)}`;
  });
  return {
    url: databaseUrl(server, name),
    name,
    drop: () =>
      withServer(server, async (sql) => {
        await sql`drop database if exists ${sql(name)} with (force)`;
      }),
  };
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

async function withServer(
  server: string,
  use: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => undefined });
  try {
    await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
