// Which change orders a contract has, what each is worth, and which of a contract's sums its status counts it in.
import { nearestCentsOf, sum } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { ChangeOrderStatus, RequisitionItem } from '../company/seeded-company.ts';
import type { ChangeOrderRow, ProcoreState } from './procore-state.ts';

/** Those that still stand, by their numbers. */
export function changeOrdersOf(state: ProcoreState, contractId: number): ChangeOrderRow[] {
  return state.changeOrders
    .values()
    .filter((row) => row.contract_id === contractId && row.deleted_at === null);
}

export function worthOf({ lines }: { lines: readonly { amount: string }[] }): Cents {
  return sum(lines.map(({ amount }) => nearestCentsOf(amount)));
}

type Standing = 'approved' | 'pending' | 'draft' | 'none';

/**
 * Where a status counts. The names are those of Procore's OpenAPI 2024-10 (read 2026-11-26); that every status which is
 * neither draft, approved, rejected, void nor of no charge is pending is UNCONFIRMED.
 */
const standings: Record<ChangeOrderStatus, Standing> = {
  draft: 'draft',
  not_pricing: 'pending',
  pricing: 'pending',
  pending: 'pending',
  revised: 'pending',
  proceeding: 'pending',
  not_proceeding: 'pending',
  pending_billable: 'pending',
  no_charge: 'none',
  approved: 'approved',
  rejected: 'none',
  void: 'none',
};

export function standingOf({ status }: ChangeOrderRow): Standing {
  return standings[status];
}

export function changeOrderSums(
  changeOrders: readonly ChangeOrderRow[],
): Record<Exclude<Standing, 'none'>, Cents> {
  const of = (standing: Standing): Cents =>
    sum(changeOrders.filter((row) => standingOf(row) === standing).map(worthOf));
  return { approved: of('approved'), pending: of('pending'), draft: of('draft') };
}

/** Whether a pay app has claimed any of it. */
export function isBilled(state: ProcoreState, changeOrder: ChangeOrderRow): boolean {
  const claimed = ({
    change_order_package_id,
    total_completed_and_stored_to_date: total,
  }: RequisitionItem) => change_order_package_id === changeOrder.id && nearestCentsOf(total) !== 0n;
  return state.requisitions
    .values()
    .some((row) => row.commitment_id === changeOrder.contract_id && row.items.some(claimed));
}
