// Whether a claim may come to less than nothing, so that what of its contract is unpaid has to be known.
import { claimParts } from '../retainage/claim-parts.ts';
import type { ProcoreClaim } from './claim-observation.ts';

/**
 * Without tax it may still be above: work that is taken back can be taxed higher than what is billed beside it. Only signs
 * count here, whatever the currency.
 */
export function mayBeBelowZero(claim: ProcoreClaim, previous: ProcoreClaim | null): boolean {
  if (claim.summary.currentPaymentDue.startsWith('-')) return true;
  const split = claimParts(claim, previous, claim.currency ?? '');
  return split.ok && split.value.parts.some(({ gross }) => gross < 0n);
}
