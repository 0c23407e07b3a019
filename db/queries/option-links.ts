// Which tracking option of Xero stands for a project, a cost code or retention, once it was found by its name.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ChartExcerpt } from '../../domain/mapping/chart-excerpt.ts';
import type { Queryable } from '../database.ts';
import { optionLink } from '../schema/document-tables.ts';

type Links = ChartExcerpt['links'];

export async function optionLinks(
  db: Queryable,
  connection: string,
  ofSources: readonly string[],
): Promise<Links> {
  const sources = [...new Set(ofSources)];
  if (sources.length === 0) return [];
  const { source, categoryId, optionId } = optionLink;
  return db
    .select({ source, categoryId, optionId })
    .from(optionLink)
    .where(and(eq(optionLink.connection, connection), inArray(optionLink.source, sources)))
    .orderBy(optionLink.source, optionLink.categoryId);
}

/** Keeps the links that are news; those that are kept as they are cost one question and no lock. */
export async function keepOptionLinks(
  db: Queryable,
  connection: string,
  links: Links,
): Promise<void> {
  const held = await optionLinks(
    db,
    connection,
    links.map(({ source }) => source),
  );
  const known = new Set(held.map((one) => `${one.source} ${one.categoryId} ${one.optionId}`));
  const news = links.filter((one) => !known.has(`${one.source} ${one.categoryId} ${one.optionId}`));
  if (news.length === 0) return;
  // One order everywhere, so that two looks never wait for each other in a ring.
  const inOrder = [...news].sort((a, b) => (a.source < b.source ? -1 : 1));
  await db
    .insert(optionLink)
    .values(inOrder.map((one) => ({ connection, ...one })))
    .onConflictDoUpdate({
      target: [optionLink.connection, optionLink.source, optionLink.categoryId],
      set: { optionId: sql`excluded.option_id` },
    });
}
