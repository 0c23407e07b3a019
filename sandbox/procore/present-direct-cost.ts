// How direct costs and their lines look in Procore's answers.
import { basisPointsOf, centsOf, percentOf, sum, textOf } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import { projectCurrency } from './currency.ts';
import type { DirectCostLineRow, DirectCostRow } from './direct-cost-rows.ts';
import { ruleOf } from './open-rules.ts';
import { presentCostCode, presentCostType } from './present-directory.ts';
import type { ProcoreState } from './procore-state.ts';

/** Source: Procore OpenAPI 2024-10, the list's element of v1.1, read 2026-11-27; it has no lines, hence the rule. */
export function presentDirectCost(state: ProcoreState, row: DirectCostRow): object {
  const isWhole = ruleOf(state, 'directCostLinesInList') === 'present';
  return isWhole ? presentDirectCostInFull(state, row) : headerOf(state, row);
}

/** The single record adds its lines. Source: Procore OpenAPI 2024-10, the answer to a creation at v1.1, read 2026-11-27. */
export function presentDirectCostInFull(state: ProcoreState, row: DirectCostRow): object {
  const project = state.projects.get(String(row.project_id));
  return {
    ...headerOf(state, row),
    vendor: row.vendor_id === null ? null : { id: row.vendor_id, name: vendorName(state, row) },
    project: { id: row.project_id, name: project?.name ?? '' },
    attachments: [],
    attachments_count: 0,
    line_items_count: row.lines.length,
    line_items: row.lines.map((line) => presentDirectCostLine(state, row, line)),
  };
}

function vendorName(state: ProcoreState, { vendor_id }: DirectCostRow): string | null {
  return state.vendors.get(String(vendor_id))?.name ?? null;
}

function headerOf(state: ProcoreState, row: DirectCostRow): object {
  const { lines, project_id, employee_id, ...fields } = row;
  const breakdown = taxBreakdown(state, lines);
  const isTaxSaid = ruleOf(state, 'directCostTax') === 'present';
  return {
    ...fields,
    amount: breakdown.grand_total,
    grand_total: breakdown.grand_total,
    employee: employee_id === null ? null : { id: employee_id, name: `Employee ${employee_id}` },
    vendor: vendorName(state, row),
    vendor_name: vendorName(state, row),
    deleted_at: null,
    currency_configuration: { currency_iso_code: projectCurrency(state, project_id) },
    ...(isTaxSaid ? { synced: row.origin_id !== null, tax_breakdown: breakdown } : {}),
  };
}

/** Rounded once a tax code, as for pay apps; how direct costs round is UNCONFIRMED. */
function taxBreakdown(state: ProcoreState, lines: readonly DirectCostLineRow[]) {
  const subtotal = sum(lines.map(({ amount }) => centsOf(amount)));
  const ids = [...new Set(lines.flatMap(({ tax_code_id }) => tax_code_id ?? []))];
  const details = ids.flatMap((tax_code_id) => {
    const taxCode = state.taxCodes.get(String(tax_code_id));
    if (taxCode === undefined) return [];
    const taxed = lines.filter((line) => line.tax_code_id === tax_code_id);
    const net = sum(taxed.map(({ amount }) => centsOf(amount)));
    const tax: Cents = percentOf(net, basisPointsOf(taxCode.rate));
    return [{ tax_code_id, tax_code_name: taxCode.code, tax }];
  });
  const total = sum(details.map(({ tax }) => tax));
  return {
    subtotal: textOf(subtotal),
    tax_total: textOf(total),
    grand_total: textOf(subtotal + total),
    tax_details: details.map(({ tax, ...one }) => ({ ...one, applied_amount: textOf(tax) })),
  };
}

/** Source: Procore OpenAPI 2024-10, DirectCostLineItem1 and the list of a project's lines, read 2026-11-27. */
export function presentDirectCostLine(
  state: ProcoreState,
  row: DirectCostRow,
  line: DirectCostLineRow,
): object {
  const wbsCode = state.wbsCodes.get(String(line.wbs_code_id));
  const costCode = state.costCodes.get(String(wbsCode?.cost_code_id));
  const costType = state.costTypes.get(String(wbsCode?.line_item_type_id));
  const project = state.projects.get(String(row.project_id));
  const { wbs_code_id: _id, ...fields } = line;
  return {
    ...fields,
    quantity: line.quantity === null ? null : Number(line.quantity),
    unit_cost: line.unit_cost === null ? null : Number(line.unit_cost),
    total_amount: Number(line.amount),
    extended_amount: Number(line.amount),
    cost_code: costCode === undefined ? null : presentCostCode(costCode, state),
    line_item_type: costType === undefined ? null : presentCostType(costType),
    wbs_code:
      wbsCode === undefined
        ? null
        : { id: wbsCode.id, flat_code: wbsCode.flat_code, description: wbsCode.description },
    holder: { id: row.id, holder_type: 'DirectCost' },
    project: { id: row.project_id, name: project?.name ?? '' },
    currency_configuration: { currency_iso_code: projectCurrency(state, row.project_id) },
  };
}
