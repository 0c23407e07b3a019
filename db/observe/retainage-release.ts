// What the plan of a retainage release is made from: the claim it was let go with.
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { claimOfRelease } from '../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { observeClaim } from './claim.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeRetainageRelease(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'retainageRelease'>,
): Promise<Observation<'retainageRelease'>> {
  const { of, claimId } = claimOfRelease(id.sourceId);
  const ask = { id, of, claimId, role: 'release' } as const;
  return { ...(await observeClaim(db, settings, ask)), type: 'retainageRelease', of };
}
