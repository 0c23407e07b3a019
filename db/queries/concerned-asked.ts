// Which documents wait for a person's answer about a project that is not theirs alone.
import { and, inArray, like, ne } from 'drizzle-orm';
import type { Concern } from '../../domain/records/concerns.ts';
import type { Queryable } from '../database.ts';
import { exception } from '../schema/document-tables.ts';

/** Those with an open question about what stands for them in one of these projects. */
export async function askedInProject(
  db: Queryable,
  connection: string,
  concerns: readonly Extract<Concern, { whose: 'askedInProject' }>[],
): Promise<string[]> {
  const subjects = new Set(concerns.map(({ type, projectId }) => `${type}/${projectId}`));
  const rows = await db
    .selectDistinct({ workflowId: exception.workflowId })
    .from(exception)
    .where(
      and(
        like(exception.workflowId, `directCost/${connection}/%`),
        ...[inArray(exception.subject, [...subjects]), ne(exception.state, 'closed')],
      ),
    );
  return rows.map(({ workflowId }) => workflowId);
}
