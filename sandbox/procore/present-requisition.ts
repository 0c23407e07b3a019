// How a requisition (subcontractor invoice) looks in Procore's v1.1 answers, by view.
import { centsOf, divideRounded, sum, textOf } from '../company/cents.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';
import { ruleOf } from './open-rules.ts';
import { leavesOf } from './requisition-leaves.ts';
import { changeOrderTotals } from './requisition-totals.ts';
import { badRequest, userNames } from './procore-call.ts';
import { payAppCurrencyOf } from './currency.ts';
import type { CurrencyShown } from './currency.ts';
import { segmentItems } from './present-directory.ts';
import { homeOf } from './procore-state.ts';
import type { ProcoreState, RequisitionRow } from './procore-state.ts';

export type RequisitionView = 'default' | 'extended' | 'items' | 'header_only' | 'action_policy';

const VIEWS: readonly RequisitionView[] = [
  'default',
  'extended',
  'items',
  'header_only',
  'action_policy',
];

export function viewOf(query: URLSearchParams): RequisitionView {
  const asked = query.get('view') ?? 'default';
  const view = VIEWS.find((candidate) => candidate === asked);
  if (view === undefined) throw badRequest(`view must be one of ${VIEWS.join(', ')}`);
  return view;
}

/** Whether nothing follows on the same contract: only the latest pay app's items may change. */
export function isLatest(state: ProcoreState, requisition: RequisitionRow): boolean {
  return !state.requisitions
    .values()
    .some(
      (other) =>
        other.commitment_id === requisition.commitment_id && other.number > requisition.number,
    );
}

export function presentRequisition(
  state: ProcoreState,
  requisition: RequisitionRow,
  view: RequisitionView,
  attachments: readonly object[] = [],
): object {
  const header = headerOf(state, asContracted(state, requisition));
  if (view === 'header_only') return header;
  if (view === 'action_policy') return { ...header, action_policy: { can_update: true } };
  const withSummary = {
    ...header,
    summary: summaryOf(state, requisition),
    summary_text: summaryText(state, requisition),
    attachments,
    custom_fields: {},
  };
  if (view === 'default') return withSummary;
  return {
    ...withSummary,
    items: requisition.items.map((item) => presentItem(state, requisition, item)),
    item_packages: itemPackages(state, requisition),
  };
}

/** A contract given to another company may take its pay apps along. */
function asContracted(state: ProcoreState, requisition: RequisitionRow): RequisitionRow {
  if (ruleOf(state, 'companyOfPayApp') === 'kept') return requisition;
  const contract = state.commitments.get(String(requisition.commitment_id));
  return { ...requisition, vendor_id: contract?.vendor_id ?? requisition.vendor_id };
}

function headerOf(state: ProcoreState, requisition: RequisitionRow): Record<string, unknown> {
  const vendor = state.vendors.get(String(requisition.vendor_id));
  const commitment = state.commitments.get(String(requisition.commitment_id));
  return {
    id: requisition.id,
    previous_requisition_id: requisition.previous_requisition_id,
    project_id: requisition.project_id,
    commitment_id: requisition.commitment_id,
    commitment_type: requisition.kind === 'wo' ? 'WorkOrderContract' : 'PurchaseOrderContract',
    contract_name: commitment === undefined ? '' : `${commitment.number}: ${commitment.title}`,
    vendor_id: requisition.vendor_id,
    vendor_name: vendor?.name ?? '',
    number: requisition.number,
    invoice_number: requisition.invoice_number,
    invoice_type: requisition.invoice_type,
    contract_invoicing_method: 'progressive',
    accounting_method: 'amount',
    period_id: requisition.period_id,
    requisition_start: requisition.requisition_start,
    requisition_end: requisition.requisition_end,
    billing_date: requisition.billing_date,
    submitted_at: requisition.submitted_at,
    payment_date: requisition.payment_date,
    status: requisition.status,
    erp_status: ruleOf(state, 'erpStatus'),
    final: requisition.final,
    percent_complete: requisition.percent_complete,
    total_claimed_amount: requisition.total_claimed_amount,
    deletable: requisition.status === 'draft' && isLatest(state, requisition),
    electronic_signature_id: null,
    move_materials_to_previous_work_completed:
      requisition.move_materials_to_previous_work_completed,
    tax_summary: taxSummary(requisition),
    created_by: {
      id: 562949949000447,
      name: userNames.pm,
      login: `mere.paki@${homeOf(state).firm.mailDomain}`,
      company_name: homeOf(state).firm.legalName,
    },
    currency_configuration: currencyOfPayApp(state, requisition),
    origin_id: requisition.origin_id,
    origin_data: requisition.origin_data,
    created_at: requisition.created_at,
    updated_at: requisition.updated_at,
  };
}

function summaryOf(state: ProcoreState, requisition: RequisitionRow): object {
  return {
    ...requisition.summary,
    tax_applicable_to_this_payment: shownTax(state, requisition),
    new_materials_quantity: '0.0',
    stored_materials_quantity: '0.0',
    ...changeOrderTotals(
      requisition.items,
      state.requisitions.get(String(requisition.previous_requisition_id)) ?? null,
    ),
  };
}

/** To four decimals: 15 % of 1,792.12 is 268.8180. A figure that does not follow from the lines stays as it is. */
function shownTax(state: ProcoreState, { items, summary }: RequisitionRow): string {
  const { tax_applicable_to_this_payment: tax } = summary;
  if (ruleOf(state, 'taxDecimals') === 'two') return tax;
  const millionths = sum(
    leavesOf(items).map(({ net_amount, taxes }) => {
      return centsOf(net_amount) * sum(taxes.map(({ tax_code_rate }) => centsOf(tax_code_rate)));
    }),
  );
  if (textOf(divideRounded(millionths, 10_000n)) !== tax) return tax;
  const tenThousandths = divideRounded(millionths, 100n);
  const digits = String(tenThousandths < 0n ? -tenThousandths : tenThousandths).padStart(5, '0');
  return `${tenThousandths < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

function summaryText(state: ProcoreState, requisition: RequisitionRow): object {
  const project = state.projects.get(String(requisition.project_id));
  const vendor = state.vendors.get(String(requisition.vendor_id));
  const commitment = state.commitments.get(String(requisition.commitment_id));
  return {
    project_name: project?.name ?? '',
    project_number: project?.project_number ?? '',
    to_general_contractor: homeOf(state).firm.legalName,
    requisition_period_start: requisition.requisition_start,
    requisition_period_end: requisition.requisition_end,
    subcontractor_name: vendor?.name ?? '',
    subcontractor_street: vendor?.address ?? '',
    subcontractor_city: vendor?.city ?? '',
    subcontractor_state_code: null,
    subcontractor_zip: null,
    subcontractor_country_code: homeOf(state).code,
    application_number: String(requisition.number),
    contract_for: commitment?.title ?? '',
    contract_date: commitment?.contract_date ?? null,
  };
}

type TaxEntry = {
  tax_code_id: number;
  tax_code_name: string;
  tax_code_rate: string;
  applied_amount: string;
};

/** What each tax code comes to on work less retainage, each rounded once. */
export function taxSummary(requisition: RequisitionRow): TaxEntry[] {
  const byCode = new Map<number, { name: string; rate: string; items: RequisitionItem[] }>();
  for (const item of leavesOf(requisition.items)) {
    for (const tax of item.taxes) {
      const entry = byCode.get(tax.tax_code_id) ?? {
        name: tax.tax_code_name,
        rate: tax.tax_code_rate,
        items: [],
      };
      entry.items.push(item);
      byCode.set(tax.tax_code_id, entry);
    }
  }
  return [...byCode].map(([tax_code_id, { name, rate, items }]) => ({
    tax_code_id,
    tax_code_name: name,
    tax_code_rate: rate,
    applied_amount: textOf(
      divideRounded(sum(items.map((item) => centsOf(item.net_amount))) * centsOf(rate), 10_000n),
    ),
  }));
}

/**
 * The change orders on a pay app. Source: Procore OpenAPI 2024-10, item_packages of a v1.1 requisition, read 2026-11-26;
 * that the contract itself is not among them, and what `id` names, are UNCONFIRMED.
 */
function itemPackages(state: ProcoreState, { items }: RequisitionRow): object[] {
  const ids = new Set(items.flatMap(({ change_order_package_id: id }) => id ?? []));
  return [...ids].flatMap((id, index) => {
    const row = state.changeOrders.get(String(id));
    if (row === undefined) return [];
    const { contract_id, change_order_id, number, title, status } = row;
    const shown = { id, contract_id, change_order_id, number, title, status };
    const acronym = { change_order_acronym_number: `CCO #${number}` };
    return [{ ...shown, ...acronym, position: index + 1, change_order_request: null, batch: null }];
  });
}

/** v1.1 items do not say what they are parts of; the v1.0 items do. Source: Procore OpenAPI 2024-10, read 2026-11-26. */
function parentFields(state: ProcoreState, item: RequisitionItem): object {
  const { detail_line_item_id, change_order_package_id, ...rest } = item;
  return ruleOf(state, 'payAppItemParents') === 'hidden'
    ? rest
    : {
        ...rest,
        ...(detail_line_item_id === undefined ? {} : { detail_line_item_id }),
        ...(change_order_package_id === undefined ? {} : { change_order_package_id }),
      };
}

/** A whole change order is no line, and has a code only where its lines have one code. */
function codeFields(state: ProcoreState, item: RequisitionItem): object {
  const wbsCode = state.wbsCodes.get(String(item.wbs_code.id));
  const wbs_code = {
    ...item.wbs_code,
    // A cost code that was given another number shows it on the lines that stand already.
    ...(wbsCode === undefined ? {} : { flat_code: wbsCode.flat_code }),
    segment_items: wbsCode === undefined ? [] : segmentItems(wbsCode, state),
  };
  if (item.item_type !== 'whole_change_order_item') return { wbs_code };
  const lines = state.changeOrders.get(String(item.change_order_package_id))?.lines ?? [];
  const isMixed = new Set(lines.map(({ wbs_code_id }) => wbs_code_id)).size > 1;
  return isMixed
    ? { line_item_id: null, cost_code_id: null, wbs_code: null }
    : { line_item_id: null, wbs_code };
}

function currencyOfPayApp(
  state: ProcoreState,
  { project_id, commitment_id }: RequisitionRow,
): CurrencyShown<number> {
  return payAppCurrencyOf(state, { project_id, contract_id: commitment_id });
}

export function presentItem(
  state: ProcoreState,
  requisition: RequisitionRow,
  item: RequisitionItem,
): Record<string, unknown> {
  return {
    ...parentFields(state, item),
    ...movedFigures(state, item),
    accounting_method: 'amount',
    ...codeFields(state, item),
    uom: null,
    scheduled_quantity: '0.0',
    scheduled_unit_price: '0.0000',
    work_completed_this_period_quantity: '0.0',
    work_completed_from_previous_application_quantity: '0.0',
    materials_presently_stored_quantity: '0.0',
    materials_previously_stored_quantity: '0.0',
    ssr_manual_override: false,
    currency_configuration: currencyOfPayApp(state, requisition),
  };
}

/** Materials that moved into work are counted before this period or in it; the sums of both are the same. */
function movedFigures(state: ProcoreState, item: RequisitionItem): Partial<RequisitionItem> {
  const shift = (amount: string, by: bigint): string => textOf(centsOf(amount) + by);
  const work = ruleOf(state, 'movedMaterials') === 'in period' ? centsOf(item.materials_moved) : 0n;
  const retained =
    ruleOf(state, 'movedRetainage') === 'in period'
      ? centsOf(item.materials_retainage_retained_moved)
      : 0n;
  return {
    work_completed_from_previous_application: shift(
      item.work_completed_from_previous_application,
      -work,
    ),
    work_completed_this_period: shift(item.work_completed_this_period, work),
    work_completed_retainage_from_previous_application: shift(
      item.work_completed_retainage_from_previous_application,
      -retained,
    ),
    work_completed_retainage_retained_this_period: shift(
      item.work_completed_retainage_retained_this_period,
      retained,
    ),
  };
}
