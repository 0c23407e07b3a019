// What the plan of an owner invoice is made from.
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { observeClaim } from './claim.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeOwnerInvoice(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'ownerInvoice'>,
): Promise<Observation<'ownerInvoice'>> {
  const ask = { id, of: 'ownerInvoice', claimId: id.sourceId, role: 'salesInvoice' } as const;
  return { ...(await observeClaim(db, settings, ask)), type: 'ownerInvoice' };
}
