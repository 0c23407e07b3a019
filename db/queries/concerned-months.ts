// Which months of projects in Xero Projects have a direct cost's workflow.
import { and, eq, like, or } from 'drizzle-orm';
import type { Concern } from '../../domain/records/concerns.ts';
import type { Queryable } from '../database.ts';
import { document } from '../schema/document-tables.ts';

type Months = Pick<Extract<Concern, { whose: 'monthsOf' }>, 'what' | 'xeroProjectId'>;

/** By the stem of their workflow ids; nobody has thousands of projects whose time moved. */
export async function monthsOf(
  db: Queryable,
  connection: string,
  concerns: readonly Months[],
): Promise<string[]> {
  const stems = new Set(
    concerns.map(({ what, xeroProjectId }) => `directCost/${connection}/${what}-${xeroProjectId}-`),
  );
  if (stems.size === 0) return [];
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(
      and(
        eq(document.connection, connection),
        or(...[...stems].map((stem) => like(document.workflowId, `${stem}%`))),
      ),
    )
    .orderBy(document.workflowId);
  return rows.map(({ workflowId }) => workflowId);
}
