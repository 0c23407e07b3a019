// The rate a foreign release is posted at where it is to leave the retention account at the rates at which it was held.
import { rateOf } from '../currency/rate.ts';
import { groupedAmount, fromMinor } from '../money/amount.ts';
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import { worthWhenHeld } from '../retainage/ledger/in-base.ts';
import type { ClaimObservation } from './claim-observation.ts';
import type { ClaimedDocument } from './proved-claim.ts';

export type HeldRate = { rate: string | null; findings: Finding[] };

/** `rate` null: Xero's own of the release's date. Six decimals leave cents behind, which are currency on retainage. */
export function heldRateOf(
  { movedInBoth }: ClaimObservation,
  { net }: ClaimedDocument,
  currency: string,
): HeldRate {
  if (movedInBoth === undefined) return { rate: null, findings: [] };
  const moved = movedInBoth?.map(({ amount, inBase, ...of }) => ({
    ...{ ...of, amount: BigInt(amount), inBase: BigInt(inBase) },
  }));
  const worth = net > 0n && moved ? worthWhenHeld(moved, net) : null;
  const rate = worth === null ? null : rateOf(net, worth);
  if (rate !== null) return { rate, findings: [] };
  const letGo = fromMinor(net);
  const detail = `it releases ${groupedAmount(letGo)} ${currency}, and what that was worth when it was held is not known for all of it`;
  return { rate, findings: [finding('heldRateUnknown', detail, { released: letGo, currency })] };
}
