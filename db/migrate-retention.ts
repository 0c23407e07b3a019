// Begins the ledger of retainage in a database that had documents before there was one.
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { ZodError } from 'zod';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import { parseObservation, retentionOf } from '../domain/objects/objects.ts';
import type { Statement } from '../domain/retainage/ledger/entry.ts';
import type { Database, Transaction } from './database.ts';
import { recordStatements } from './queries/retention-events.ts';
import { recordAllPosted } from './queries/retention-posted.ts';
import { document } from './schema/document-tables.ts';
import { snapshot } from './schema/record-tables.ts';
import { retentionEvent } from './schema/retention-tables.ts';

const pageSize = 200;

/** Once: where the ledger holds anything it is kept by those who end passes and read Xero. Safe to run again. */
export async function migrateRetention(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const begun = await tx.select({ id: retentionEvent.id }).from(retentionEvent).limit(1);
    if (begun.length > 0) return;
    const connections = await tx
      .selectDistinct({ connection: document.connection })
      .from(document)
      .orderBy(document.connection);
    for (const { connection } of connections) {
      await recordAllPosted(tx, connection);
      await recordAllCertified(tx, connection);
    }
  });
}

async function recordAllCertified(tx: Transaction, connection: string): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await tx
      .select({ workflowId: document.workflowId, body: snapshot.body })
      .from(document)
      .innerJoin(snapshot, eq(snapshot.hash, document.observationHash))
      .where(
        and(
          eq(document.connection, connection),
          inArray(document.type, ['payApp', 'ownerInvoice']),
          gt(document.workflowId, after),
        ),
      )
      .orderBy(asc(document.workflowId))
      .limit(pageSize);
    const last = rows.at(-1);
    if (!last) return;
    const statements = rows.flatMap(({ workflowId, body }) => statementIn(workflowId, body) ?? []);
    await recordStatements(tx, connection, statements);
    after = last.workflowId;
  }
}

/** One that today's code cannot read says what it says at its document's next pass. */
function statementIn(workflowId: string, stored: unknown): Statement | null {
  const id = parseWorkflowId(workflowId);
  if (!id) return null;
  try {
    return retentionOf(parseObservation(id.type, stored));
  } catch (error) {
    if (error instanceof ZodError) return null;
    throw error;
  }
}
