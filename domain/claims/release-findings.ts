// Reasons to look twice at a release: what it lets go must be held, in Xero and of the same tax type.
import { fromMinor, groupedAmount, sumMinor, toMinor } from '../money/amount.ts';
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import type { ClaimedDocument, ProvedClaim } from './proved-claim.ts';

/** What retention lines come to by tax type, in minor units, as they stand on a bill or sales invoice. */
function retentionByTaxType(document: ClaimedDocument | null): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { key, taxType, unitAmount } of document?.lines ?? []) {
    if (!key || !/^(retention|released)\//.test(key)) continue;
    sums.set(taxType, (sums.get(taxType) ?? 0n) + toMinor(unitAmount));
  }
  return sums;
}

/** What the claim itself holds counts as held: progress and release are decided on together. */
export function releaseFindings(
  { heldInXero }: ClaimObservation,
  _claim: ProcoreClaim,
  { progress, heldBack, release }: ProvedClaim,
): Finding[] {
  const own = retentionByTaxType(progress);
  const back = retentionByTaxType(heldBack);
  return [...retentionByTaxType(release)].flatMap(([taxType, released]) => {
    const inXero = sumMinor(
      heldInXero.filter((held) => held.taxType === taxType).map(({ amount }) => toMinor(amount)),
    );
    const held = inXero - (own.get(taxType) ?? 0n) + (back.get(taxType) ?? 0n);
    // What is held of a deduction is less than nothing, and so is what is let go of it: then more is held than before.
    if (released < 0n ? released >= held || held >= 0n : released <= held) return [];
    const [letGo, there] = [fromMinor(released), fromMinor(held)];
    const detail = `it releases ${groupedAmount(letGo)} of tax type ${taxType}, and ${groupedAmount(there)} of that type is held for the contract in Xero`;
    return [finding('releaseBeyondHeld', detail, { taxType, released: letGo, held: there })];
  });
}
