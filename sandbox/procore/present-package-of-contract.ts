// How a change order looks inside its contract's answer, and the part that every answer about it has alike.
import { textOf } from '../company/cents.ts';
import { worthOf } from './change-order-sums.ts';
import { currencyOf } from './currency.ts';
import type { ChangeOrderRow, LineRow, ProcoreState } from './procore-state.ts';

/** A package, whichever kind of contract it changes. */
export type PackageRow = Omit<ChangeOrderRow, 'change_order_id' | 'status' | 'lines'> & {
  status: string;
  lines: readonly LineRow[];
  revision?: number;
  schedule_impact_amount?: number | null;
};

/** Source: Procore OpenAPI 2024-10, change_order_packages of a work order contract, read 2026-11-26. */
export function presentPackageOfContract(state: ProcoreState, row: PackageRow): object {
  return {
    id: row.id,
    contract_id: row.contract_id,
    number: row.number,
    title: row.title,
    status: packageStatus(row),
    due_date: row.kept['due_date'] ?? null,
    invoiced_date: row.kept['invoiced_date'] ?? null,
    paid_date: row.kept['paid_date'] ?? null,
    reviewed_at: row.reviewed_at,
    origin_id: row.origin_id,
    origin_data: row.origin_data,
    currency_configuration: currencyOf(state, row),
    created_at: row.created_at,
    updated_at: row.updated_at,
    deleted_at: row.deleted_at,
  };
}

/** The list of packages. Source: Procore OpenAPI 2024-10: without lines, type and description, read 2026-11-26. */
export function presentListedPackage(state: ProcoreState, row: PackageRow): object {
  return {
    ...presentPackageOfContract(state, row),
    created_by_id: null,
    executed: row.executed,
    grand_total: textOf(worthOf(row)),
    origin_code: row.kept['origin_code'] ?? null,
    signed_change_order_received_date: row.kept['signed_change_order_received_date'] ?? null,
    revision: row.revision ?? 0,
    designated_reviewer: null,
    custom_fields: {},
  };
}

/** `pending_billable` is newer than packages and not in their enum; that they say `pending` is UNCONFIRMED. */
function packageStatus({ status }: PackageRow): string {
  return status === 'pending_billable' ? 'pending' : status;
}
