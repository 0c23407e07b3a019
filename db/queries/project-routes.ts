// Which connection each project is of, as it was first seen or as a person moved it. The mapping file proposes; a row decides.
import { aliasedTable, and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Routed } from '../../domain/mapping/routing.ts';
import { connectionOfProject } from '../../domain/mapping/routing.ts';
import type { Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { link, projectRoute } from '../schema/document-tables.ts';
import { unsettledStates } from './answers.ts';

/**
 * Which of the listed projects a connection reads: its own, and those it had before, whose payments go on. A project
 * that is seen for the first time is of the connection that the mapping file says, from then on.
 */
export async function projectsToRead(
  db: Queryable,
  { connection, routing }: { connection: string; routing: readonly Routed[] },
  listed: readonly string[],
): Promise<ReadonlySet<string>> {
  if (listed.length === 0) return new Set();
  const isListed = inArray(projectRoute.projectId, [...listed]);
  const known = await db.select().from(projectRoute).where(isListed);
  const mine = new Set(
    known.filter((row) => row.connection === connection).map(({ projectId }) => projectId),
  );
  const seen = new Set(known.map(({ projectId }) => projectId));
  const fresh = listed.filter(
    (id) => !seen.has(id) && connectionOfProject(routing, id) === connection,
  );
  if (fresh.length === 0) return mine;
  const routed = await db
    .insert(projectRoute)
    .values(fresh.map((projectId) => ({ projectId, connection, person: 'mapping' })))
    .onConflictDoNothing()
    .returning({ projectId: projectRoute.projectId });
  return new Set([...mine, ...routed.map(({ projectId }) => projectId)]);
}

/** The connection a project is of now; null for one that no sweep has seen. */
export async function connectionOf(db: Queryable, projectId: string): Promise<string | null> {
  const [row] = await db
    .select({ connection: projectRoute.connection })
    .from(projectRoute)
    .where(and(eq(projectRoute.projectId, projectId), isNull(projectRoute.until)));
  return row?.connection ?? null;
}

/** The connections that read a project: the one it is of, and those it was with before. */
export async function connectionsReading(db: Queryable, projectId: string): Promise<string[]> {
  const rows = await db
    .select({ connection: projectRoute.connection })
    .from(projectRoute)
    .where(eq(projectRoute.projectId, projectId))
    .orderBy(projectRoute.connection);
  return rows.map(({ connection }) => connection);
}

/** Where a connection's projects have gone, by project: the connection they are of now, and since which day. */
export async function movedProjects(
  db: Queryable,
  connection: string,
): Promise<ReadonlyMap<string, { to: string; from: string }>> {
  const now = aliasedTable(projectRoute, 'now');
  const rows = await db
    .select({ projectId: projectRoute.projectId, from: projectRoute.until, to: now.connection })
    .from(projectRoute)
    .innerJoin(now, and(eq(now.projectId, projectRoute.projectId), isNull(now.until)))
    .where(and(eq(projectRoute.connection, connection), isNotNull(projectRoute.until)));
  return new Map(rows.map(({ projectId, to, from }) => [projectId, { to, from: from ?? '' }]));
}

/**
 * Why a project cannot post here from a day, in words: it is another connection's, or bills of that day are. Null where
 * it can.
 */
export async function whyNotHere(
  db: Queryable,
  { connection, projectId, name, from }: NotHereAsk,
): Promise<string | null> {
  const rows = await db.select().from(projectRoute).where(eq(projectRoute.projectId, projectId));
  const standing = rows.find(({ until }) => until === null);
  if (standing && standing.connection !== connection) {
    return `${name} is of the connection "${standing.connection}"; move it here first, with "tieout projects move ${projectId}".`;
  }
  const before = rows.find(
    (row) => row.connection !== connection && row.until !== null && row.until > from,
  );
  if (!before?.until) return null;
  return `${name} was with the connection "${before.connection}" for all that is billed before ${before.until}; name that day or a later one.`;
}

type NotHereAsk = { connection: string; projectId: string; name: string; from: string };

/** The other connection under which a document of the same source has a record, or one on its way; null where none has. */
export async function postedElsewhere(
  db: Queryable,
  { type, connection, sourceId }: { type: string; connection: string; sourceId: string },
): Promise<string | null> {
  const others = await db
    .selectDistinct({ connection: projectRoute.connection })
    .from(projectRoute)
    .where(ne(projectRoute.connection, connection));
  if (others.length === 0) return null;
  const ids = others.map((other) => `${type}/${other.connection}/${sourceId}`);
  const [stands] = await db
    .select({ connection: link.connection })
    .from(link)
    .where(and(inArray(link.workflowId, ids), isNull(link.endedAt)))
    .limit(1);
  if (stands) return stands.connection;
  const [coming] = await db
    .select({ connection: intent.connection })
    .from(intent)
    .where(and(inArray(intent.workflowId, ids), inArray(intent.state, [...unsettledStates])))
    .limit(1);
  return coming?.connection ?? null;
}
