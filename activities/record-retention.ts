// What a document's source says of retainage, kept in the transaction that ends its pass.
import type { Transaction } from '../db/database.ts';
import { recordStatements } from '../db/queries/retention-events.ts';
import type { Observation } from '../domain/objects/objects.ts';
import { retentionOf } from '../domain/objects/objects.ts';

/** The caller holds the document's lock, so that a pass that ends twice at once says it once. */
export async function recordRetention(tx: Transaction, observation: Observation): Promise<void> {
  const statement = retentionOf(observation);
  if (statement) await recordStatements(tx, observation.connection, [statement]);
}
