// How payment applications (owner invoices) look in Procore's answers: G702 on every list, G703 on the single record.
import {
  centsOf,
  divideRounded,
  nearestCentsOf,
  percentText,
  sum,
  textOf,
} from '../company/cents.ts';
import type { PaymentApplicationLine } from '../company/owner-records.ts';
import { amountsOf, summaryOfLines } from '../company/owner-arithmetic.ts';
import type { LineOrigin } from '../company/owner-arithmetic.ts';
import { billedCurrencyOf } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import { presentG703Line } from './present-g703-line.ts';
import type { PaymentApplicationRow, ProcoreState } from './procore-state.ts';

/** Whether nothing follows on the same contract. */
export function isLast(state: ProcoreState, row: PaymentApplicationRow): boolean {
  return !state.paymentApplications
    .values()
    .some(({ contract_id, number }) => contract_id === row.contract_id && number > row.number);
}

function headerOf(state: ProcoreState, row: PaymentApplicationRow): object {
  const contract = state.primeContracts.get(String(row.contract_id));
  const owner = state.vendors.get(String(contract?.vendor_id));
  const g702 = g702Of(state, row);
  const total = centsOf(g702.total_completed_and_stored_to_date);
  return {
    id: row.id,
    number: row.number,
    invoice_number: row.invoice_number,
    status: row.status,
    billing_date: row.billing_date,
    period_id: row.period_id,
    period_start: row.period_start,
    period_end: row.period_end,
    billing_period: { start_date: row.period_start, end_date: row.period_end },
    percent_complete: `${percentText(total, centsOf(g702.contract_sum_to_date))}%`,
    // "Gross amount of the Invoice." Source: Procore OpenAPI 2024-10, payment application, read 2026-11-26.
    total_amount_accrued_this_period: textOf(sum(row.lines.map((line) => amountsOf(line).gross))),
    total_amount_paid: textOf(paidOn(state, row)),
    formatted_contract_company: owner?.name ?? '',
    contract: { id: row.contract_id, type: 'PrimeContract', title: contract?.title ?? '' },
    g702,
    currency_configuration: billedCurrencyOf(state, row),
    origin_id: row.origin_id,
    origin_data: row.origin_data,
  };
}

/** A payment names its application by number. Source: Procore REST reference, draw_request_number, read 2026-11-23. */
function paidOn(state: ProcoreState, { contract_id, number }: PaymentApplicationRow): bigint {
  const payments = state.payments.values().filter((payment) => {
    return payment.contract_id === contract_id && payment.draw_request_number === number;
  });
  return sum(payments.map(({ amount }) => nearestCentsOf(amount)));
}

export function g702Of(state: ProcoreState, row: PaymentApplicationRow) {
  return {
    ...summaryOfLines(row.lines, row.number),
    tax_applicable_to_this_payment: textOf(taxOn(state, row)),
    formatted_period: `${row.period_start} to ${row.period_end}`,
  };
}

/** By the tax codes of the contract's and the change orders' lines: summed unrounded on what is due, rounded once. */
function taxOn(state: ProcoreState, row: PaymentApplicationRow): bigint {
  if (ruleOf(state, 'ownerInvoiceTax') === 'zero') return 0n;
  const unrounded = row.lines.map((line) => {
    const { gross, retainage, retainageFromPrevious } = amountsOf(line);
    return (gross - retainage + retainageFromPrevious) * rateOf(state, row, line);
  });
  return divideRounded(sum(unrounded), 10_000n);
}

/** A change order is taxed as its first line is; a markup, as the first line it is laid on. */
function rateOf(
  state: ProcoreState,
  row: PaymentApplicationRow,
  { origin_type, origin_id }: Pick<LineOrigin, 'origin_type' | 'origin_id'>,
): bigint {
  const contract = state.primeContracts.get(String(row.contract_id))?.lines ?? [];
  const changes = state.primeChangeOrders.values();
  const lines = {
    LineItem: contract.filter(({ id }) => id === origin_id),
    ChangeOrderPackage: changes.find((one) => one.legacy_package_id === origin_id)?.lines ?? [],
    Markup: contract,
  }[origin_type];
  const taxCode = state.taxCodes.get(String(lines[0]?.tax_code_id));
  return taxCode === undefined ? 0n : centsOf(taxCode.rate);
}

/** Only lists say when a record was made and changed. Source: Procore OpenAPI 2024-10, read 2026-11-26. */
export function presentInList(state: ProcoreState, row: PaymentApplicationRow): object {
  const isDay = ruleOf(state, 'ownerInvoiceStamps') === 'days';
  const shown = (stamp: string): string => (isDay ? stamp.slice(0, 10) : stamp);
  return {
    ...headerOf(state, row),
    created_at: shown(row.created_at),
    updated_at: shown(row.updated_at),
  };
}

/** The list of a project says how lines are described; that of a contract does not. Source: as above. */
export function presentInProjectList(state: ProcoreState, row: PaymentApplicationRow): object {
  return { ...presentInList(state, row), description_type: 'automatic' };
}

/** The single record; the answer to a write does not say where its lines come from. Source: as above. */
export function presentPaymentApplication(
  state: ProcoreState,
  row: PaymentApplicationRow,
  { withOrigins }: { withOrigins: boolean },
): object {
  const line = (one: PaymentApplicationLine): object =>
    withOrigins
      ? { ...presentG703Line(state, row, one), ...originsOf(row, one) }
      : presentG703Line(state, row, one);
  return {
    ...headerOf(state, row),
    description_type: 'automatic',
    g703: row.lines.map(line),
    attachments: [],
  };
}

/** "Only present if item type is payment_application_line_item." Source: as above. */
function originsOf(
  row: PaymentApplicationRow,
  { origin_type, origin_id }: PaymentApplicationLine,
): object {
  if (origin_type === 'Markup') return {};
  const isChange = origin_type === 'ChangeOrderPackage';
  return {
    origin_type,
    origin_id,
    added_from_source: isChange ? 'change_order' : 'contract',
    added_from_source_id: isChange ? origin_id : row.contract_id,
  };
}
