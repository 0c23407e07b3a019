// How a contract payment looks in Procore's answers.
import { currencyOf } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import type { PaymentRow, ProcoreState } from './procore-state.ts';

/** Inside its contract it says its currency. Source: Procore OpenAPI 2024-10, payments_issued, read 2026-11-27. */
export function presentPaymentIssued(state: ProcoreState, payment: PaymentRow): object {
  return { ...figuresOf(payment), currency_configuration: currencyOf(state, payment) };
}

/** At its own path the model has no currency, hence the rule. */
export function presentPayment(state: ProcoreState, payment: PaymentRow): object {
  const isSaid = ruleOf(state, 'paymentCurrency') === 'present';
  return isSaid ? presentPaymentIssued(state, payment) : figuresOf(payment);
}

function figuresOf(payment: PaymentRow): object {
  return {
    id: payment.id,
    project_id: payment.project_id,
    contract_id: payment.contract_id,
    requisition_id: payment.requisition_id,
    amount: payment.amount,
    date: payment.date,
    invoice_date: payment.invoice_date,
    invoice_number: payment.invoice_number,
    check_number: payment.check_number,
    payment_method: payment.payment_method,
    payment_number: payment.payment_number,
    draw_request_number: payment.draw_request_number,
    notes: payment.notes,
    status: 'paid',
    // Only Procore Pay fills these three.
    external_payment_id: null,
    date_payment_initiated: null,
    date_payment_settled: null,
    attachments: [],
    origin_id: payment.origin_id,
    origin_code: null,
    origin_data: payment.origin_data,
    created_at: payment.created_at,
    updated_at: payment.updated_at,
  };
}
