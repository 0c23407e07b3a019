// How purchase order contracts and work order contracts look in Procore's answers, with the totals that follow from them.
import { nearestCentsOf, percentText, sum, textOf } from '../company/cents.ts';
import { changeOrdersOf, changeOrderSums } from './change-order-sums.ts';
import { presentPackageOfContract } from './present-package-of-contract.ts';
import { currencyOf } from './currency.ts';
import type { Priced } from './currency.ts';
import { presentCostCode, presentCostType } from './present-directory.ts';
import { presentPaymentIssued } from './present-payment.ts';
import type { CommitmentRow, Kept, LineRow, ProcoreState } from './procore-state.ts';

const POSTED = ['approved', 'approved_as_noted'];

export type ContractTotals = Record<
  | 'grand_total'
  | 'approved_change_orders'
  | 'pending_change_orders'
  | 'draft_change_orders_amount'
  | 'revised_contract'
  | 'pending_revised_contract'
  | 'total_requisitions_amount'
  | 'total_draw_requests_amount'
  | 'total_payments'
  | 'percentage_paid'
  | 'remaining_balance_outstanding',
  string
>;

export function totalsOf(state: ProcoreState, commitment: CommitmentRow): ContractTotals {
  const original = sum(commitment.lines.map((line) => nearestCentsOf(line.amount)));
  const { approved, pending, draft } = changeOrderSums(changeOrdersOf(state, commitment.id));
  const revised = original + approved;
  const paid = sum(
    state.payments
      .values()
      .filter((payment) => payment.contract_id === commitment.id)
      .map((payment) => nearestCentsOf(payment.amount)),
  );
  const billed = sum(
    state.requisitions
      .values()
      .filter(({ commitment_id, status }) => {
        return commitment_id === commitment.id && POSTED.includes(status);
      })
      .map((requisition) => nearestCentsOf(requisition.summary.current_payment_due)),
  );
  return {
    grand_total: textOf(original),
    approved_change_orders: textOf(approved),
    pending_change_orders: textOf(pending),
    draft_change_orders_amount: textOf(draft),
    revised_contract: textOf(revised),
    pending_revised_contract: textOf(revised + pending),
    total_requisitions_amount: textOf(billed),
    total_draw_requests_amount: '0.00',
    total_payments: textOf(paid),
    percentage_paid: percentText(paid, revised),
    remaining_balance_outstanding: textOf(revised - paid),
  };
}

function header(state: ProcoreState, commitment: CommitmentRow): Record<string, unknown> {
  const project = state.projects.get(String(commitment.project_id));
  return {
    id: commitment.id,
    number: commitment.number,
    title: commitment.title,
    description: commitment.description,
    status: commitment.status,
    executed: commitment.executed,
    accounting_method: 'amount',
    retainage_percent: commitment.retainage_percent,
    requisitions_are_enabled: true,
    private: commitment.private,
    show_line_items_to_non_admins: true,
    contract_date: commitment.contract_date,
    ...plainFieldsOf(commitment),
    project: { id: commitment.project_id, name: project?.name ?? '' },
    ...totalsOf(state, commitment),
    currency_configuration: currencyOf(state, pricedBy(commitment)),
    origin_id: commitment.origin_id,
    origin_data: commitment.origin_data,
    created_at: commitment.created_at,
    updated_at: commitment.updated_at,
    deleted_at: commitment.deleted_at,
  };
}

function pricedBy({ id, project_id }: Pick<CommitmentRow, 'id' | 'project_id'>): Priced {
  return { project_id, contract_id: id };
}

/** What nobody has typed yet follows from the contract's date, or is empty. */
function plainFieldsOf(commitment: CommitmentRow): Kept {
  const { contract_date: date } = commitment;
  const dates = { execution_date: null, issued_on_date: date, approval_letter_date: null };
  const letters = { letter_of_intent_date: null, returned_date: null, origin_code: null };
  const signed = { signed_contract_received_date: commitment.executed ? date : null };
  const ofKind: Kept =
    commitment.kind === 'wo'
      ? {
          inclusions: null,
          exclusions: null,
          contract_start_date: date,
          actual_completion_date: null,
          contract_estimated_completion_date: null,
        }
      : {
          payment_terms: '20th of the month following',
          bill_to_address: null,
          ship_to_address: null,
          ship_via: null,
          delivery_date: null,
        };
  return { ...dates, ...letters, ...signed, ...ofKind, ...commitment.kept };
}

export function presentCommitment(state: ProcoreState, commitment: CommitmentRow): object {
  const vendor = state.vendors.get(String(commitment.vendor_id));
  return {
    ...header(state, commitment),
    vendor: { id: commitment.vendor_id, company: vendor?.name ?? '' },
  };
}

/** The single record adds what hangs off the contract. */
export function presentCommitmentInFull(state: ProcoreState, commitment: CommitmentRow): object {
  const vendor = state.vendors.get(String(commitment.vendor_id));
  return {
    ...header(state, commitment),
    vendor: {
      id: commitment.vendor_id,
      company: vendor?.name ?? '',
      origin_id: vendor?.origin_id ?? null,
      origin_data: vendor?.origin_data ?? null,
    },
    line_items: commitment.lines.map((line) => presentLine(state, commitment, line)),
    change_order_packages: changeOrdersOf(state, commitment.id).map((row) =>
      presentPackageOfContract(state, row),
    ),
    change_order_requests: [],
    potential_change_orders: [],
    invoice_contacts: [],
    attachments: [],
    payments_issued: state.payments
      .values()
      .filter((payment) => payment.contract_id === commitment.id)
      .map((payment) => presentPaymentIssued(state, payment)),
  };
}

/**
 * `amount` is a decimal string; quantity, unit_cost, total_amount and extended_amount are floats.
 * Source: Procore OpenAPI 2024-10, work order contract line item, read 2026-11-23.
 */
export function presentLine(
  state: ProcoreState,
  commitment: Pick<CommitmentRow, 'id' | 'kind' | 'project_id' | 'created_at' | 'updated_at'>,
  line: LineRow,
): object {
  const project = state.projects.get(String(commitment.project_id));
  const costCode = state.costCodes.get(String(line.cost_code_id));
  const costType = state.costTypes.get(String(line.line_item_type_id));
  const wbsCode = state.wbsCodes.get(String(line.wbs_code_id));
  return {
    id: line.id,
    position: line.position,
    description: line.description,
    amount: line.amount,
    extended_type: line.extended_type,
    quantity: line.quantity === null ? null : Number(line.quantity),
    unit_cost: line.unit_cost === null ? null : Number(line.unit_cost),
    uom: line.uom,
    total_amount: Number(line.amount),
    extended_amount: Number(line.amount),
    tax_code_id: line.tax_code_id,
    cost_code: costCode === undefined ? null : presentCostCode(costCode, state),
    line_item_type: costType === undefined ? null : presentCostType(costType),
    wbs_code:
      wbsCode === undefined
        ? null
        : { id: wbsCode.id, flat_code: wbsCode.flat_code, description: wbsCode.description },
    holder: {
      id: commitment.id,
      holder_type: commitment.kind === 'wo' ? 'WorkOrderContract' : 'PurchaseOrderContract',
    },
    project: { id: commitment.project_id, name: project?.name ?? '' },
    currency_configuration: currencyOf(state, pricedBy(commitment)),
    origin_id: line.origin_id,
    origin_data: line.origin_data,
    created_at: commitment.created_at,
    updated_at: commitment.updated_at,
  };
}
