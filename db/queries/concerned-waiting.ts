// Which documents wait for others, by those others.
import { inArray } from 'drizzle-orm';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Concern } from '../../domain/records/concerns.ts';
import type { Queryable } from '../database.ts';
import { dependency } from '../schema/document-tables.ts';
import { parts } from './known-documents.ts';

export async function waitingFor(
  db: Queryable,
  connection: string,
  concerns: readonly Extract<Concern, { whose: 'waitingFor' }>[],
): Promise<string[]> {
  const ids = concerns.map(({ type, sourceId }) => workflowIdOf({ type, connection, sourceId }));
  const found: string[] = [];
  for (const part of parts([...new Set(ids)])) {
    const rows = await db
      .select({ workflowId: dependency.workflowId })
      .from(dependency)
      .where(inArray(dependency.waitsFor, part))
      .orderBy(dependency.workflowId);
    found.push(...rows.map(({ workflowId }) => workflowId));
  }
  return found;
}
