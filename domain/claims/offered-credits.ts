// What a claim below zero is set off against: first the release it came with, then what of the contract is unpaid, oldest first.
import type { Amount } from '../money/amount.ts';
import { fromMinor, toMinor } from '../money/amount.ts';
import type { ClaimObservation } from './claim-observation.ts';
import type { ProvedClaim } from './proved-claim.ts';

export type Offered = { invoiceId: string; number: string | null; amount: Amount };

/** The release itself is no part of it: it is posted with the claim, and takes what it can before anything is offered. */
export function offered(
  { openInvoices }: Pick<ClaimObservation, 'openInvoices'>,
  { progress, release }: ProvedClaim,
): { allocations: Offered[]; remaining: Amount } {
  const credit = -(progress?.total ?? 0n);
  const released = release?.total ?? 0n;
  let left = credit > released ? credit - released : 0n;
  const allocations: Offered[] = [];
  for (const { invoiceId, number, amountDue } of openInvoices) {
    const due = toMinor(amountDue);
    const amount = due < left ? due : left;
    if (amount <= 0n) continue;
    allocations.push({ invoiceId, number, amount: fromMinor(amount) });
    left -= amount;
  }
  return { allocations, remaining: fromMinor(left) };
}
