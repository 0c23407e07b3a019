// The approved change orders of a contract as they were read, and whether more is said of them than that.
import type { ClaimContract } from '../../domain/claims/claim-observation.ts';
import { sameAmount, sumAmounts } from '../../domain/money/amount.ts';
import type { ProcoreChangeOrder } from '../../domain/records/procore/change-order.ts';
import { isApproved } from '../../domain/records/procore/change-order.ts';
import type { SovLine, SubJob } from '../../domain/records/procore/commitment.ts';
import type { Queryable } from '../database.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';

export type ChangeOrders = {
  changeOrders: ProcoreChangeOrder[];
  changeOrdersAreDue: boolean;
};

type Contract = Pick<ClaimContract, 'id' | 'approvedChangeOrders'>;

/**
 * Contract and change orders are read apart, so that one may be newer: where they do not agree, the list is read again
 * once since the contract was, and then counts as it is.
 */
export async function changeOrdersOf(
  db: Queryable,
  connection: string,
  { contract, seenAt }: { contract: Contract | null; seenAt: Date | null },
): Promise<ChangeOrders> {
  if (!contract) return { changeOrders: [], changeOrdersAreDue: false };
  const all = await recordsOf(db, connection, 'procoreChangeOrder', { belongsTo: contract.id });
  const changeOrders = all.filter(isApproved).sort(byNumber);
  const said = sumAmounts(changeOrders.map(({ grandTotal }) => grandTotal));
  if (sameAmount(said, contract.approvedChangeOrders)) {
    return { changeOrders, changeOrdersAreDue: false };
  }
  const list = await standingOf(db, connection, 'procoreChangeOrders', contract.id);
  const isRead = list.seenAt !== null && seenAt !== null && list.seenAt > seenAt;
  return { changeOrders, changeOrdersAreDue: !isRead };
}

/** As Procore numbers them: "2" before "10". */
function byNumber(a: ProcoreChangeOrder, b: ProcoreChangeOrder): number {
  const [first, second] = [a, b].map(({ number }) => number.padStart(20, '0'));
  return `${first} ${a.id}` < `${second} ${b.id}` ? -1 : 1;
}

/** The sub jobs a contract's lines have, its change orders' included, each once. */
export function subJobsOf(
  contract: { lines: readonly SovLine[] } | null,
  changeOrders: readonly ProcoreChangeOrder[],
): SubJob[] {
  const lines = [...(contract?.lines ?? []), ...changeOrders.flatMap((one) => one.lines)];
  const known = lines.flatMap(({ subJob }) => (subJob ? [[subJob.id, subJob] as const] : []));
  return [...new Map(known).values()];
}

/** The cost codes a contract's lines have, its change orders' included. */
export function costCodesOf(
  contract: { lines: readonly SovLine[] } | null,
  changeOrders: readonly ProcoreChangeOrder[],
): SovLine['costCode'][] {
  const lines = [...(contract?.lines ?? []), ...changeOrders.flatMap((one) => one.lines)];
  return lines.map(({ costCode }) => costCode);
}
