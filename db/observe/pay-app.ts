// What the plan of a pay app is made from.
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { observeClaim } from './claim.ts';
import type { ObserverSettings } from './settings.ts';

export async function observePayApp(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'payApp'>,
): Promise<Observation<'payApp'>> {
  const ask = { id, of: 'payApp', claimId: id.sourceId, role: 'bill' } as const;
  return { ...(await observeClaim(db, settings, ask)), type: 'payApp' };
}
