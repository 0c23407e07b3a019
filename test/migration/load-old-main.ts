// Fills an empty database as it stood before verdicts were by role: only the first migration, its note, and what a running demo had kept.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';

const migrations = new URL('../../db/migrations/', import.meta.url);
const fixture = new URL('database-of-the-first-version.json.gz', import.meta.url);

/** The fixture names what it was written with; a note of each is kept, as drizzle keeps one, so that the rest follow. */
export type OldMain = {
  migrations: string[];
  /** What is in it and how it came about. */
  about: string[];
  /** In an order in which what is referred to comes first. */
  tables: Record<string, Record<string, unknown>[]>;
};

type Journal = { entries: { tag: string; when: number }[] };

function readOldMain(): OldMain {
  return JSON.parse(gunzipSync(readFileSync(fixture)).toString('utf8')) as OldMain;
}

/** The database must be empty; whoever migrates it afterwards finds exactly what a start on old data would find. */
export async function loadOldMain(url: string): Promise<OldMain> {
  const old = readOldMain();
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.begin(async (tx) => {
      await migrateTo(tx, old.migrations);
      for (const [table, rows] of Object.entries(old.tables)) await fill(tx, table, rows);
      await continueNumbering(tx);
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
  return old;
}

async function migrateTo(tx: postgres.TransactionSql, tags: readonly string[]): Promise<void> {
  const journal = readFileSync(new URL('meta/_journal.json', migrations), 'utf8');
  const { entries } = JSON.parse(journal) as Journal;
  // As drizzle-orm's own migrator makes it.
  await tx`create schema drizzle`;
  await tx`create table drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint)`;
  for (const tag of tags) {
    const entry = entries.find((one) => one.tag === tag);
    if (!entry) throw new Error(`the journal of migrations has no ${tag}`);
    const text = readFileSync(new URL(`${tag}.sql`, migrations), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) await tx.unsafe(statement);
    const hash = createHash('sha256').update(text).digest('hex');
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${hash}, ${entry.when})`;
  }
}

/** Postgres reads each value as its column's type. */
async function fill(
  tx: postgres.TransactionSql,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  await tx`insert into ${tx(table)}
    select * from jsonb_populate_recordset(null::${tx(table)}, ${JSON.stringify(rows)}::text::jsonb)`;
}

/** New rows are numbered after those that brought their numbers along. */
async function continueNumbering(tx: postgres.TransactionSql): Promise<void> {
  const numbered = await tx<{ table: string }[]>`
    select table_name as "table" from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and column_default like 'nextval(%'`;
  for (const { table } of numbered) {
    await tx`select setval(pg_get_serial_sequence(${`public.${table}`}, 'id'),
      (select coalesce(max(id), 0) + 1 from ${tx(table)}), false)`;
  }
}
