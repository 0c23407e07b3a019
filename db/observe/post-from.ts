// From which day a document's project posts, and which connection's its bills are.
import { and, eq } from 'drizzle-orm';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Queryable } from '../database.ts';
import { movedAwayFrom, postedElsewhere } from '../queries/project-routes.ts';
import { projectStart } from '../schema/document-tables.ts';

/** Null while the project is not turned on. */
export async function postFromOf(
  db: Queryable,
  connection: string,
  projectId: string | null,
): Promise<string | null> {
  if (projectId === null) return null;
  const [row] = await db
    .select({ postFrom: projectStart.postFrom })
    .from(projectStart)
    .where(and(eq(projectStart.connection, connection), eq(projectStart.projectId, projectId)));
  return row?.postFrom ?? null;
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
  const until = await movedAwayFrom(db, connection, projectId);
  return until === null ? postFromOf(db, connection, projectId) : null;
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
  const until = await movedAwayFrom(db, connection, projectId);
  if (until !== null && (billingDate === null || billingDate >= until)) return null;
  if ((await postedElsewhere(db, { type, connection, sourceId })) !== null) return null;
  return postFromOf(db, connection, projectId);
}
