// Which projects post, and from which day: rows a person made, never a default.
import { eq } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { projectStart } from '../schema/document-tables.ts';

export type ProjectStart = {
  connection: string;
  projectId: string;
  /** Calendar day; nothing billed before it is posted. */
  postFrom: string;
  person: string;
  /** What the person saw when they said so. */
  shown: unknown;
};

/** Turns projects on; one that is on already keeps its day. */
export async function startProjects(db: Queryable, starts: readonly ProjectStart[]): Promise<void> {
  if (starts.length === 0) return;
  await db
    .insert(projectStart)
    .values([...starts])
    .onConflictDoNothing();
}

/** A demo's controller turns on every project of its very first sweep; from then on each is a person's to turn on. */
export async function startFirstProjects(
  db: Queryable,
  { connection, postFrom }: { connection: string; postFrom: string },
  projectIds: readonly string[],
): Promise<void> {
  const [any] = await db
    .select({ projectId: projectStart.projectId })
    .from(projectStart)
    .where(eq(projectStart.connection, connection))
    .limit(1);
  if (any) return;
  const shown = { because: 'the demo' };
  await startProjects(
    db,
    projectIds.map((projectId) => ({ connection, projectId, postFrom, person: 'demo', shown })),
  );
}
