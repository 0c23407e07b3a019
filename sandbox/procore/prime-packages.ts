// Change orders of prime contracts as the older path has them: packages beside those of commitments, read there and not written.
import { deletedRecord, mayUse, projectOf, requireTool } from './access.ts';
import { changeOrdersShown } from './change-order-records.ts';
import type { PackageRow } from './present-package-of-contract.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { PrimeChangeOrderRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

/** Its header at the newer path carries no origin_id. Source: Procore REST reference, prime change orders, read 2026-11-23. */
export function asPackage(row: PrimeChangeOrderRow): PackageRow {
  return { ...row, id: row.legacy_package_id, origin_id: null, origin_data: null };
}

export function primePackages(state: ProcoreState): PackageRow[] {
  return state.primeChangeOrders.values().map(asPackage);
}

/** Packages of both kinds, deleted ones too, each for those who may use the tool of its contract. */
export function packagesShown(context: RouteContext, call: ProcoreCall): PackageRow[] {
  const { state } = context;
  if (!mayUse(state, call, 'prime contracts')) return changeOrdersShown(context, call);
  const project = projectOf(state, call);
  const ofCommitments = mayUse(state, call, 'commitments') ? changeOrdersShown(context, call) : [];
  const ofPrimes = primePackages(state).filter(({ project_id }) => project_id === project.id);
  return [...ofCommitments, ...ofPrimes];
}

/** The package of the path if it belongs to a prime contract of the project. */
export function primePackageOf({ state }: RouteContext, call: ProcoreCall): PackageRow | undefined {
  const asked = call.params['id'];
  const row = primePackages(state).find(({ id }) => String(id) === asked);
  if (row?.project_id !== projectOf(state, call).id) return undefined;
  requireTool(state, call, 'prime contracts');
  if (row.deleted_at !== null) throw deletedRecord(state);
  return row;
}
