// Whose contacts may have missed that there is work for them.
import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Concern } from '../../domain/records/concerns.ts';
import type { Queryable } from '../database.ts';
import { document } from '../schema/document-tables.ts';
import { mirror } from '../schema/record-tables.ts';
import { parts } from './known-documents.ts';

/**
 * Contacts of vendors that are known and that no look has posted or asked about: one that is being looked at for the first
 * time has not even its own row yet, and may have missed the contract.
 */
export async function contactNotPosted(
  db: Queryable,
  connection: string,
  concerns: readonly Extract<Concern, { whose: 'contactNotPosted' }>[],
): Promise<string[]> {
  const found: string[] = [];
  for (const part of parts([...new Set(concerns.map(({ vendorId }) => vendorId))])) {
    const rows = await db
      .select({ sourceId: mirror.recordId })
      .from(mirror)
      .leftJoin(
        document,
        and(
          ...[eq(document.connection, connection), eq(document.type, 'contact')],
          eq(document.sourceId, mirror.recordId),
        ),
      )
      .where(
        and(
          ...[eq(mirror.connection, connection), eq(mirror.kind, 'procoreVendor')],
          inArray(mirror.recordId, part),
          or(isNull(document.state), eq(document.state, 'notPosted')),
        ),
      );
    found.push(
      ...rows.map(({ sourceId }) => workflowIdOf({ type: 'contact', connection, sourceId })),
    );
  }
  return found;
}
