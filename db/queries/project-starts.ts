// Which projects post, and from which day: rows a person made, never a default.
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
