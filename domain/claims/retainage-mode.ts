// How a claim's retainage is posted: as its contract is set, and what is posted as it was posted.
import type { RetainageMode } from '../mapping/mapping.ts';
import { retainageModeOf } from '../mapping/mapping.ts';
import { standsInstead } from './below-zero-note.ts';
import { isRetention } from './claim-lines.ts';
import type { ClaimObservation } from './claim-observation.ts';
import { sideOf } from './sides.ts';

/** How the words end of a bill whose retainage is handled by hand. */
export const byHand = 'to be held by hand)';

/** A new setting is no news of what is posted: it would take the retainage off a bill, or hold it twice. */
export function modeOf(observation: ClaimObservation): RetainageMode {
  const { mapping, contract, project } = observation;
  const { books } = sideOf(observation);
  const numbers = { project: project?.number ?? null, contract: contract?.number ?? null };
  return postedMode(observation) ?? retainageModeOf(mapping, books, numbers);
}

/** Null where nothing is posted, or nothing on it tells. */
function postedMode(observation: ClaimObservation): RetainageMode | null {
  const { type, base, sibling, creditNote } = observation;
  const own = (type === 'retainageRelease' ? sibling?.base : base) ?? null;
  const lines = (own ?? creditNote.base)?.projection.lines ?? [];
  if (lines.some(isRetention)) return 'ledger';
  if (own && creditNote.base && !standsInstead(observation)) return 'creditNote';
  return lines.some(({ description }) => description.endsWith(byHand)) ? 'manual' : null;
}
