// How an item of a pay app looks at v1.0, where each kind has an address and a model of its own.
import type { RequisitionItem } from '../company/seeded-company.ts';
import { presentItem } from './present-requisition.ts';
import type { ProcoreState, RequisitionRow } from './procore-state.ts';

export type ItemForm = { kind: RequisitionItem['item_type']; fields: readonly string[] };

const shared = [
  ...['id', 'cost_code_id', 'description_of_work', 'scheduled_value', 'position'],
  ...['work_completed_from_previous_application', 'work_completed_this_period'],
  ...['materials_presently_stored', 'total_completed_and_stored_to_date'],
  ...['total_completed_and_stored_to_date_percent', 'materials_moved'],
  ...['work_completed_retainage_from_previous_application', 'materials_retainage_retained_moved'],
  ...['work_completed_retainage_retained_this_period'],
  ...['work_completed_retainage_percent_this_period'],
  ...['materials_stored_retainage_currently_retained'],
  ...['materials_stored_retainage_percent_this_period'],
  ...['work_completed_retainage_released_this_period'],
  ...['materials_stored_retainage_released_this_period', 'scheduled_quantity'],
  ...['scheduled_unit_price', 'work_completed_this_period_quantity'],
  ...['work_completed_from_previous_application_quantity', 'subcontractor_claimed_amount'],
  ...['currency_configuration', 'wbs_code'],
];
const reviewed = ['item_type', 'line_item_id', 'ssr_manual_override', 'comment', 'status'];

/** Source: Procore OpenAPI 2024-10, contract, contract detail, change order and whole change order items, read 2026-11-26. */
export const itemForms: readonly ItemForm[] = [
  { kind: 'contract_item', fields: [...shared, ...reviewed, 'accounting_method'] },
  { kind: 'contract_detail_item', fields: [...shared, 'detail_line_item_id'] },
  {
    kind: 'change_order_item',
    fields: [
      ...shared,
      ...['line_item_id', 'change_order_package_id', 'commitment_line_item_id'],
      'commitment_line_item_origin_id',
    ],
  },
  { kind: 'whole_change_order_item', fields: [...shared, ...reviewed, 'change_order_package_id'] },
];

export function presentItemOfKind(
  state: ProcoreState,
  { fields }: ItemForm,
  requisition: RequisitionRow,
  item: RequisitionItem,
): Record<string, unknown> {
  const { wbs_code: code, ...shown } = presentItem(state, requisition, item);
  const { segment_items: _newer, ...wbs_code } = (code ?? {}) as Record<string, unknown>;
  const all: Record<string, unknown> = {
    ...shown,
    ...linksOf(state, item),
    wbs_code: code === null ? null : wbs_code,
  };
  return Object.fromEntries(fields.map((name) => [name, all[name] ?? null]));
}

function linksOf(state: ProcoreState, item: RequisitionItem): Record<string, unknown> {
  const { detail_line_item_id, change_order_package_id } = item;
  const changeOrder = state.changeOrders.get(String(change_order_package_id));
  const line = changeOrder?.lines.find(({ id }) => id === item.line_item_id);
  const parent = state.commitments
    .get(String(changeOrder?.contract_id))
    ?.lines.find(({ id }) => id === line?.commitment_line_item_id);
  return {
    detail_line_item_id,
    change_order_package_id,
    commitment_line_item_id: line?.commitment_line_item_id,
    commitment_line_item_origin_id: parent?.origin_id,
  };
}
