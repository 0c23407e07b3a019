// What was paid before a project's start of a claim that was taken on: it is part of the opening, and goes neither way.
import type { ClaimObservation, ProcoreClaim } from '../claim-observation.ts';
import { isTurnedOn } from '../plan-progress.ts';

export function isPaidBefore(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  date: string | null,
): boolean {
  const { postFrom } = observation;
  if (postFrom === null || date === null || isTurnedOn(observation, claim)) return false;
  return date < postFrom;
}
