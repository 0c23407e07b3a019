// Which claims of a contract lie before its project's start, and the mark by which it is known that they are still those that were signed for.
import type { ProcoreClaim } from '../claims/claim-observation.ts';
import { contentHash } from '../identity/canonical-json.ts';
import { sameAmount } from '../money/amount.ts';

type Ground = { postedStatuses: readonly string[]; postFrom: string };

/** In the order of the contract. One without a date lies nowhere. */
export function claimsBefore<C extends ProcoreClaim>(
  claims: readonly C[],
  { postedStatuses, postFrom }: Ground,
): C[] {
  return claims
    .filter(({ status }) => postedStatuses.includes(status))
    .filter(({ billingDate }) => billingDate !== null && billingDate < postFrom)
    .sort((a, b) => a.number - b.number);
}

/** What was held when the last of them was certified, as Procore says it; 0.00 where there is none. */
export function heldAtStart(before: readonly ProcoreClaim[]): string {
  return before.at(-1)?.summary.totalRetainage ?? '0.00';
}

export function holdsAtStart(before: readonly ProcoreClaim[]): boolean {
  return before.some(({ summary }) => !sameAmount(summary.totalRetainage, '0.00'));
}

/** Moves when one of them comes, goes, or says something else of money. */
export function groundOf(before: readonly ProcoreClaim[]): string {
  return contentHash(
    before.map(({ id, number, billingDate, summary }) => {
      const { totalCompletedAndStoredToDate, totalRetainage, currentPaymentDue } = summary;
      const money = { totalCompletedAndStoredToDate, totalRetainage, currentPaymentDue };
      return { id, number, billingDate, ...money };
    }),
  );
}
