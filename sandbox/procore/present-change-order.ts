// How a change order of a commitment looks in the three places Procore shows it: package, commitment change order, v2 line.
import { nearestCentsOf, textOf } from '../company/cents.ts';
import { worthOf } from './change-order-sums.ts';
import { currencyOf } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import { presentCostCode, presentCostType } from './present-directory.ts';
import { presentListedPackage } from './present-package-of-contract.ts';
import type { PackageRow } from './present-package-of-contract.ts';
import { primePackages } from './prime-packages.ts';
import type { ChangeOrderLineRow, ChangeOrderRow, LineRow, ProcoreState } from './procore-state.ts';

/** Source: Procore OpenAPI 2024-10, show of a change order package, read 2026-11-26. */
export function presentPackage(state: ProcoreState, row: PackageRow): object {
  const { created_by_id: _listOnly, ...listed } = presentListedPackage(state, row) as Record<
    string,
    unknown
  >;
  return {
    ...listed,
    type: kindOf(state, row),
    description: row.description,
    position: positionOf(state, row),
    private: false,
    review_notes: null,
    revised_substantial_completion_date: null,
    schedule_impact_amount: row.schedule_impact_amount ?? null,
    creator: null,
    reviewer: null,
    attachments: [],
    line_items: row.lines.map((line) => presentPackageLine(state, row, line)),
  };
}

/** Source: Procore OpenAPI 2024-10, enum of a package's type, read 2026-11-26. */
function kindOf(state: ProcoreState, { id }: PackageRow): string {
  return state.changeOrders.get(String(id)) === undefined
    ? 'PrimeContractChangeOrder'
    : 'CommitmentContractChangeOrder';
}

function positionOf(state: ProcoreState, row: PackageRow): number {
  const siblings = [...state.changeOrders.values(), ...primePackages(state)].filter(
    ({ contract_id }) => contract_id === row.contract_id,
  );
  return siblings.findIndex(({ id }) => id === row.id) + 1;
}

function presentPackageLine(state: ProcoreState, row: PackageRow, line: LineRow): object {
  const costCode = state.costCodes.get(String(line.cost_code_id));
  const costType = state.costTypes.get(String(line.line_item_type_id));
  const withText = ruleOf(state, 'packageLineAmount') === 'present';
  return {
    id: line.id,
    position: line.position,
    description: line.description,
    quantity: line.quantity === null ? null : Number(line.quantity),
    unit_cost: line.unit_cost === null ? null : Number(line.unit_cost),
    uom: line.uom,
    ...(withText ? { amount: line.amount, tax_code_id: line.tax_code_id } : {}),
    total_amount: Number(line.amount),
    extended_amount: Number(line.amount),
    cost_code: costCode === undefined ? null : presentCostCode(costCode, state),
    line_item_type: costType === undefined ? null : presentCostType(costType),
    wbs_code: wbsCodeOf(state, line),
    holder: { id: row.id, holder_type: 'ChangeOrderPackage' },
    markup_line_items: [],
    currency_configuration: currencyOf(state, row),
  };
}

type ShownCode = { id: number; flat_code: string; description: string };

function wbsCodeOf(state: ProcoreState, line: LineRow): ShownCode | null {
  const code = state.wbsCodes.get(String(line.wbs_code_id));
  if (code === undefined) return null;
  return { id: code.id, flat_code: code.flat_code, description: code.description };
}

const unsaid = {
  batch_id: null,
  legacy_request_id: null,
  location_id: null,
  revised_substantial_completion_date: null,
  schedule_impact_amount: null,
  private: false,
  revision: 0,
  created_by: null,
  designated_reviewer: null,
  received_from: null,
  reviewed_by: null,
  change_order_change_reason: null,
  custom_fields: {},
  change_events: [],
};

/** Source: Procore OpenAPI 2024-10, commitment change order: no origin_id in the header, read 2026-11-26. */
export function presentCommitmentChangeOrder(state: ProcoreState, row: ChangeOrderRow): object {
  return {
    ...unsaid,
    id: row.change_order_id,
    legacy_package_id: row.id,
    contract_id: row.contract_id,
    type: 'CommitmentContractChangeOrder',
    number: row.number,
    title: row.title,
    description: row.description,
    status: row.status,
    executed: row.executed,
    grand_total: textOf(worthOf(row)),
    due_date: row.kept['due_date'] ?? null,
    invoiced_date: row.kept['invoiced_date'] ?? null,
    signed_change_order_received_date: row.kept['signed_change_order_received_date'] ?? null,
    reference: row.kept['reference'] ?? null,
    paid: row.kept['paid'] ?? false,
    field_change: row.kept['field_change'] ?? false,
    signature_required: row.kept['signature_required'] ?? false,
    reviewed_at: row.reviewed_at,
    currency_configuration: currencyOf(state, row),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** v2: ids are strings and amounts text. The field list of a v2 line is UNCONFIRMED beyond external_data. */
export function presentV2Line(
  state: ProcoreState,
  row: ChangeOrderRow,
  line: ChangeOrderLineRow,
  isExtended: boolean,
): { id: string } & Record<string, unknown> {
  const text = (id: number | null): string | null => (id === null ? null : String(id));
  const code = wbsCodeOf(state, line);
  return {
    id: String(line.id),
    position: line.position,
    description: line.description,
    amount: textOf(nearestCentsOf(line.amount)),
    quantity: line.quantity,
    unit_cost: line.unit_cost,
    uom: line.uom,
    cost_code_id: text(line.cost_code_id),
    line_item_type_id: text(line.line_item_type_id),
    wbs_code: code === null ? null : { ...code, id: String(code.id) },
    tax_code_id: text(line.tax_code_id),
    commitment_line_item_id: text(line.commitment_line_item_id),
    currency_configuration: currencyOf(state, row),
    ...(isExtended ? { external_data: originOf(line) } : {}),
  };
}

/** "view=extended gives external_data", the ERP's own fields. Source: REST reference of 2026, read 2026-11-23. */
function originOf({ origin_id, origin_data }: ChangeOrderLineRow): object | null {
  return origin_id === null ? null : { origin_id, origin_data };
}
