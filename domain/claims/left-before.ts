// What was left to people while Tieout could not post its kind may have been entered by hand: it is never posted unasked.
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import type { ClaimObservation } from './claim-observation.ts';

export function leftBefore({ answers, sibling, type }: ClaimObservation): Finding[] {
  const isOwn = answers.accepted.some(({ kind }) => kind === 'notYetHandled');
  const wasLeft = type === 'retainageRelease' ? sibling?.wasLeft === true : isOwn;
  if (!wasLeft) return [];
  const detail = 'it may have been entered in Xero by hand since then';
  return [finding('leftBefore', detail)];
}
