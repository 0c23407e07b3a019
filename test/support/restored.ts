// A database as it was at an earlier moment, as a restored backup leaves it. Nobody may be working on it meanwhile.
import type { OpenDatabase } from '../../db/database.ts';

/** Keeps a copy of every table; answers what puts it back. */
export async function backupOf({ sql }: OpenDatabase): Promise<{ restore(): Promise<void> }> {
  const tables = (
    await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`
  ).map(({ name }) => name);
  await sql`drop schema if exists backup cascade`;
  await sql`create schema backup`;
  for (const table of tables) {
    await sql`create table backup.${sql(table)} as table public.${sql(table)}`;
  }
  return {
    restore: async () => {
      await sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        for (const table of tables) {
          await tx`delete from public.${tx(table)}`;
          await tx`
            insert into public.${tx(table)} overriding system value table backup.${tx(table)}`;
        }
      });
    },
  };
}
