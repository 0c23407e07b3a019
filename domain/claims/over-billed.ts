// More billed than the contract comes to: posted only where a person says so.
import { groupedAmount, isGreater } from '../money/amount.ts';
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import type { ProvedClaim } from './proved-claim.ts';

/** Beyond what the contract says today and beyond what the claim itself says of it, so that neither needs to be news. */
export function overBilled(
  { contract }: Pick<ClaimObservation, 'contract'>,
  { summary }: Pick<ProcoreClaim, 'summary'>,
  { gross }: Pick<ProvedClaim, 'gross'>,
): Finding[] {
  if (!contract || gross <= 0n) return [];
  const { totalCompletedAndStoredToDate: billed, contractSumToDate } = summary;
  const { revisedSum } = contract;
  if (!isGreater(billed, revisedSum) || !isGreater(billed, contractSumToDate)) return [];
  const detail = `with it ${groupedAmount(billed)} is billed of contract ${contract.number}, which comes to ${groupedAmount(revisedSum)} with its change orders`;
  return [finding('overBilled', detail, { billed, contractSum: revisedSum })];
}
