// One prime contract of a call: found where the caller may see it, kept under a new stamp, and announced.
import { projectOf, recordOf, requireTool } from './access.ts';
import type { Body } from './body-fields.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { PrimeContractRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';

export function primeContractOf(
  { state }: RouteContext,
  call: ProcoreCall,
  id: string | undefined = call.params['id'],
): PrimeContractRow {
  requireTool(state, call, 'prime contracts');
  return recordOf(state, 'primeContracts', projectOf(state, call), id);
}

/** Stores a changed contract under a new stamp and says so. */
export function keepPrimeContract(
  context: RouteContext,
  call: ProcoreCall,
  changed: PrimeContractRow,
): PrimeContractRow {
  const { state } = context;
  const contract = { ...changed, updated_at: nextStamp(state, context.now()) };
  state.primeContracts.set(String(contract.id), contract);
  announcePrimeContract(context, call, contract, 'update');
  return contract;
}

export function announcePrimeContract(
  context: RouteContext,
  call: ProcoreCall,
  { id, project_id }: PrimeContractRow,
  reason: Change['reason'],
): void {
  context.changed(call, { resource: 'Prime Contracts', id, projectId: project_id, reason });
}

/**
 * A prime contract that carries an ERP's origin_id is locked; the ERP may still change or clear its own two fields.
 * Source: Procore tutorial "Financial Tools", read 2026-11-23.
 */
export function refuseSyncedPrime({ origin_id }: PrimeContractRow, body: Body): void {
  if (origin_id === null) return;
  const others = Object.keys(body).filter((name) => !['origin_id', 'origin_data'].includes(name));
  if (others.length === 0) return;
  throw unprocessable('The prime contract is not editable because it has been synced with ERP');
}
