// From which day a document's project posts, and which connection's its bills are.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';
import { postedElsewhere } from '../queries/project-routes.ts';
import { projectRoute, projectStart } from '../schema/document-tables.ts';

/** Null while the project is not turned on. */
export async function postFromOf(
  db: Queryable,
  connection: string,
  projectId: string | null,
): Promise<string | null> {
  if (projectId === null) return null;
  return (await standingOfProject(db, connection, projectId)).postFrom;
}

/**
 * The same for what stands nowhere yet and has no day of its own, such as an order: null too where the project is another
 * connection's by now.
 */
export async function postFromWhileHere(
  db: Queryable,
  connection: string,
  projectId: string | null,
): Promise<string | null> {
  if (projectId === null) return null;
  const { postFrom, until } = await standingOfProject(db, connection, projectId);
  return until === null ? postFrom : null;
}

/**
 * The same for what stands nowhere yet and is of a day: null too where the project is another connection's on it. So what is
 * of days before a project is moved is still told here.
 */
export async function postFromOn(
  db: Queryable,
  connection: string,
  { projectId, date }: { projectId: string; date: string },
): Promise<string | null> {
  const { postFrom, until } = await standingOfProject(db, connection, projectId);
  return until === null || date < until ? postFrom : null;
}

/** The days of a project that are this connection's: from the first on, and before `until`; null while it is not turned on. */
export async function daysHere(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<{ postFrom: string; until: string | null } | null> {
  const { postFrom, until } = await standingOfProject(db, connection, projectId);
  return postFrom === null ? null : { postFrom, until };
}

/**
 * The same for a claim that stands nowhere in this organisation: null too where bills of its day, or of no day, are another
 * connection's, or where another one has posted it. So a project that is moved is billed once, whichever looks first.
 */
export async function postFromOfClaim(
  db: Queryable,
  { type, connection, sourceId }: DocumentId,
  { projectId, billingDate }: { projectId: string | null; billingDate: string | null },
): Promise<string | null> {
  if (projectId === null) return null;
  const { postFrom, until, hasOthers } = await standingOfProject(db, connection, projectId);
  if (postFrom === null) return null;
  if (until !== null && (billingDate === null || billingDate >= until)) return null;
  const isElsewhere = hasOthers && (await postedElsewhere(db, { type, connection, sourceId }));
  return isElsewhere ? null : postFrom;
}

type Standing = {
  postFrom: string | null;
  /** From then on it is another connection's. */
  until: string | null;
  /** Whether any other connection has projects at all. */
  hasOthers: boolean;
};

/** One question, since every look at a claim or an order asks it. */
async function standingOfProject(
  db: Queryable,
  connection: string,
  projectId: string,
): Promise<Standing> {
  const start = db
    .select({ postFrom: projectStart.postFrom })
    .from(projectStart)
    .where(and(eq(projectStart.connection, connection), eq(projectStart.projectId, projectId)));
  const route = db
    .select({ until: projectRoute.until })
    .from(projectRoute)
    .where(and(eq(projectRoute.connection, connection), eq(projectRoute.projectId, projectId)));
  const others = db
    .select({ one: sql`1` })
    .from(projectRoute)
    .where(ne(projectRoute.connection, connection));
  const [row] = await db.execute<Standing>(
    sql`select (${start}) as "postFrom", (${route}) as "until", exists(${others}) as "hasOthers"`,
  );
  return row ?? { postFrom: null, until: null, hasOthers: false };
}
