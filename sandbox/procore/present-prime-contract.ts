// How prime contracts look in Procore's answers, with the sums that follow from their lines, change orders, invoices and payments.
import { centsOf, nearestCentsOf, percentText, sum, textOf } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import { summaryOfLines } from '../company/owner-arithmetic.ts';
import { linesTotal, markupAmount } from '../company/owner-lines.ts';
import { currencyOf } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import { presentLine } from './present-commitment.ts';
import { presentPackageOfContract } from './present-package-of-contract.ts';
import { asPackage } from './prime-packages.ts';
import type {
  LineRow,
  PaymentRow,
  PrimeChangeOrderRow,
  PrimeContractRow,
  ProcoreState,
} from './procore-state.ts';

export type PrimeTotals = Record<
  | 'grand_total'
  | 'line_items_total'
  | 'approved_change_orders'
  | 'pending_change_orders_amount'
  | 'draft_change_orders_amount'
  | 'revised_contract_amount'
  | 'pending_revised_contract_amount'
  | 'owner_invoices_amount'
  | 'total_payments'
  | 'percentage_paid'
  | 'outstanding_balance',
  string
>;

/**
 * grand_total is with markup; pending counts pending and revised; outstanding is the revised contract less payments.
 * Source: Procore OpenAPI 2024-10, prime contract, field notes, read 2026-11-26.
 */
export function primeTotalsOf(state: ProcoreState, contract: PrimeContractRow): PrimeTotals {
  const lines = linesTotal(contract.lines);
  const markup = sum(contract.markups.map((one) => markupAmount(contract.lines, one)));
  const changes = changeOrdersOf(state, contract);
  const inStatus = (...statuses: string[]): Cents =>
    sum(
      changes.filter(({ status }) => statuses.includes(status)).map((row) => linesTotal(row.lines)),
    );
  const [approved, pending] = [inStatus('approved'), inStatus('pending', 'revised')];
  const revised = lines + markup + approved;
  const paid = sum(receivedOn(state, contract).map(({ amount }) => nearestCentsOf(amount)));
  return {
    grand_total: textOf(lines + markup),
    line_items_total: textOf(lines),
    approved_change_orders: textOf(approved),
    pending_change_orders_amount: textOf(pending),
    draft_change_orders_amount: textOf(inStatus('draft')),
    revised_contract_amount: textOf(revised),
    pending_revised_contract_amount: textOf(revised + pending),
    owner_invoices_amount: textOf(invoiced(state, contract)),
    total_payments: textOf(paid),
    percentage_paid: percentText(paid, revised),
    outstanding_balance: textOf(revised - paid),
  };
}

export function changeOrdersOf(
  state: ProcoreState,
  { id }: Pick<PrimeContractRow, 'id'>,
): PrimeChangeOrderRow[] {
  return state.primeChangeOrders
    .values()
    .filter(({ contract_id, deleted_at }) => contract_id === id && deleted_at === null);
}

function receivedOn(state: ProcoreState, { id }: Pick<PrimeContractRow, 'id'>): PaymentRow[] {
  return state.payments.values().filter(({ contract_id }) => contract_id === id);
}

function invoiced(state: ProcoreState, contract: PrimeContractRow): Cents {
  const every = ruleOf(state, 'ownerInvoicesCounted') === 'all';
  const counted = state.paymentApplications
    .values()
    .filter(({ contract_id, status }) => {
      return contract_id === contract.id && (every || status === 'approved');
    })
    .map(({ lines, number }) => centsOf(summaryOfLines(lines, number).current_payment_due));
  return sum(counted);
}

/** Nobody chosen yet is an object without an id. Source: Procore ERP events dictionary, prime_contract, read 2026-11-26. */
function ownerOf(state: ProcoreState, { vendor_id }: PrimeContractRow): object {
  const vendor = vendor_id === null ? undefined : state.vendors.get(String(vendor_id));
  if (vendor === undefined) return { id: null };
  const { id, name, legal_name, address, city, origin_id, origin_data } = vendor;
  return { id, name, company: name, legal_name, address, city, origin_id, origin_data };
}

const nobody = { id: null };

function headerOf(state: ProcoreState, contract: PrimeContractRow): Record<string, unknown> {
  const { grand_total, approved_change_orders } = primeTotalsOf(state, contract);
  return {
    id: contract.id,
    number: contract.number,
    title: contract.title,
    description: contract.description,
    status: contract.status,
    executed: contract.executed,
    accounting_method: 'amount',
    retainage_percent: contract.retainage_percent,
    private: false,
    show_line_items_to_non_admins: true,
    contract_date: contract.contract_date,
    contract_termination_date: null,
    ...noDates,
    inclusions: null,
    exclusions: null,
    ...contract.kept,
    grand_total,
    approved_change_orders,
    vendor: ownerOf(state, contract),
    architect: nobody,
    contractor: nobody,
    attachments: [],
    currency_configuration: currencyOf(state, {
      project_id: contract.project_id,
      contract_id: contract.id,
    }),
    origin_id: contract.origin_id,
    origin_data: contract.origin_data,
    created_at: contract.created_at,
    updated_at: contract.updated_at,
    deleted_at: null,
  };
}

const noDates = {
  actual_completion_date: null,
  approval_letter_date: null,
  contract_estimated_completion_date: null,
  contract_start_date: null,
  execution_date: null,
  issued_on_date: null,
  letter_of_intent_date: null,
  returned_date: null,
  signed_contract_received_date: null,
};

export function presentPrimeContract(state: ProcoreState, contract: PrimeContractRow): object {
  return { ...headerOf(state, contract), origin_code: null };
}

/** The single record adds the sums and what hangs off the contract. */
export function presentPrimeContractInFull(
  state: ProcoreState,
  contract: PrimeContractRow,
): object {
  const totals = primeTotalsOf(state, contract);
  return {
    ...headerOf(state, contract),
    type: 'PrimeContract',
    allow_markups: contract.markups.length > 0,
    allow_payment_applications: contract.allow_payment_applications,
    allow_payments: contract.allow_payments,
    display_materials_retainage: true,
    display_stored_materials: true,
    display_work_retainage: true,
    ...totals,
    line_items_extended_total: totals.line_items_total,
    bill_to: null,
    payment_terms: null,
    original_substantial_completion_date: null,
    substantial_completion_date: null,
    line_items: contract.lines.map((line) => presentPrimeLine(state, contract, line)),
    change_order_packages: packagesOf(state, contract),
    change_order_requests: [],
    potential_change_orders: [],
    payments_received: receivedOn(state, contract).map((row) => presentReceived(state, row)),
  };
}

export function presentPrimeLine(
  state: ProcoreState,
  contract: PrimeContractRow,
  line: LineRow,
): object {
  return {
    ...presentLine(state, { ...contract, kind: 'wo' }, line),
    holder: { id: contract.id, holder_type: 'PrimeContract' },
  };
}

/** Change orders stand in the contract as the packages of the older path. */
function packagesOf(state: ProcoreState, contract: PrimeContractRow): object[] {
  return changeOrdersOf(state, contract).map((row) =>
    presentPackageOfContract(state, asPackage(row)),
  );
}

/** Fewer fields than the payment's own path has. Source: Procore OpenAPI 2024-10, payments_received, read 2026-11-26. */
function presentReceived(state: ProcoreState, payment: PaymentRow): object {
  return {
    id: payment.id,
    amount: payment.amount,
    date: payment.date,
    invoice_number: payment.invoice_number,
    check_number: payment.check_number,
    payment_number: payment.payment_number,
    draw_request_number: payment.draw_request_number,
    notes: payment.notes,
    attachments: [],
    origin_id: payment.origin_id,
    origin_data: payment.origin_data,
    currency_configuration: currencyOf(state, payment),
    created_at: payment.created_at,
  };
}
