// One prime change order of a call: found, kept, and what keeping it does to the sums of its prime contract.
import { centsOf } from '../company/cents.ts';
import { deletedRecord, projectOf, recordOf, requireTool } from './access.ts';
import { keepPrimeContract } from './prime-contract-records.ts';
import { primeTotalsOf } from './present-prime-contract.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { PrimeChangeOrderRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';

export function changeOrderOf({ state }: RouteContext, call: ProcoreCall): PrimeChangeOrderRow {
  requireTool(state, call, 'prime contracts');
  const row = recordOf(state, 'primeChangeOrders', projectOf(state, call), call.params['id']);
  if (row.deleted_at !== null) throw deletedRecord(state);
  return row;
}

/** Stores it under a new stamp and says so under the older name: webhooks know no other, and packages are of both kinds. */
export function keepChangeOrder(
  context: RouteContext,
  call: ProcoreCall,
  changed: PrimeChangeOrderRow,
  reason: Change['reason'],
): PrimeChangeOrderRow {
  const { state } = context;
  const change = { ...changed, updated_at: nextStamp(state, context.now()) };
  movingContract(context, call, change, () => {
    state.primeChangeOrders.set(String(change.id), change);
    const { legacy_package_id: id, project_id: projectId } = change;
    context.changed(call, { resource: 'Change Order Packages', id, projectId, reason });
  });
  return change;
}

/** Does `work`, and where it moved the contract's approved sum, the contract is changed too. */
function movingContract(
  context: RouteContext,
  call: ProcoreCall,
  { contract_id }: PrimeChangeOrderRow,
  work: () => void,
): void {
  const { state } = context;
  const contract = state.primeContracts.get(String(contract_id));
  const approved = (): bigint =>
    contract === undefined ? 0n : centsOf(primeTotalsOf(state, contract).approved_change_orders);
  const before = approved();
  work();
  if (contract === undefined || approved() === before) return;
  if (call.rule('primeChangeMovesContract') === 'yes') keepPrimeContract(context, call, contract);
}

function isBilled({ state }: RouteContext, change: PrimeChangeOrderRow): boolean {
  return state.paymentApplications
    .values()
    .some(({ lines }) => lines.some((line) => line.origin_id === change.legacy_package_id));
}

/** Its sum is certified: the words of the refusal are UNCONFIRMED. */
export function refuseBilled(context: RouteContext, change: PrimeChangeOrderRow): void {
  if (isBilled(context, change)) {
    throw unprocessable({ base: ['A change order that has been invoiced cannot be changed'] });
  }
}
