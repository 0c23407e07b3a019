// Which of Xero's reports are to be read again: the years in which something was posted since, and the options whose retention moved.
import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

/** What costs and retention are read from. */
const costKinds = [
  'xeroBill',
  'xeroSalesInvoice',
  'xeroCreditNote',
  'xeroBankTransaction',
  'xeroManualJournal',
] as const;

const kinds = sql`${sql.param([...costKinds])}::text[]`;

/** The calendar years that hold a document, with when anything of one was last news; the earliest year first. */
export async function yearsPosted(
  db: Queryable,
  connection: string,
): Promise<{ year: string; newsAt: Date }[]> {
  const rows = await db.execute<{ year: string; news_at: string }>(sql`
    select left(s.body ->> 'date', 4) as year, to_json(max(h.seen_at)) #>> '{}' as news_at
    from mirror_history h join snapshot s on s.hash = h.snapshot_hash
    where h.connection = ${connection} and h.kind = any(${kinds})
    group by 1 order by 1`);
  return rows.map(({ year, news_at }) => ({ year, newsAt: new Date(news_at) }));
}

/** The options of a category that have lines on one of these accounts, by name, with a mark of exactly those documents. */
export async function optionsHolding(
  db: Queryable,
  connection: string,
  { category, accounts }: { category: string; accounts: readonly string[] },
): Promise<{ option: string; ground: string }[]> {
  if (accounts.length === 0) return [];
  return db.execute<{ option: string; ground: string }>(sql`
    select option, md5(string_agg(mark, ',' order by mark)) as ground
    from (
      select distinct t.value ->> 'option' as option, m.kind || ' ' || m.snapshot_hash as mark
      from mirror m
      join snapshot s on s.hash = m.snapshot_hash
      cross join lateral jsonb_array_elements(s.body -> 'lines') as l
      cross join lateral jsonb_array_elements(l.value -> 'tracking') as t
      where m.connection = ${connection} and m.kind = any(${kinds}) and not m.unseen
        and l.value ->> 'accountCode' = any(${sql.param([...accounts])}::text[])
        and lower(t.value ->> 'category') = lower(${category})
    ) as held
    group by option order by option`);
}
