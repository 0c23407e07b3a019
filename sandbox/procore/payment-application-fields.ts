// The header fields of a payment application that a body may write, and which status may be set by whom.
import type { PaymentApplicationStatus } from '../company/owner-records.ts';
import { choiceField, dateField, nullableDate, nullableText } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { ProcoreRefusal } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { PaymentApplicationRow } from './procore-state.ts';

/** Source: Procore OpenAPI 2024-10, payment application, status, read 2026-11-26. */
const STATUSES: readonly PaymentApplicationStatus[] = [
  'draft',
  'under_review',
  'revise_and_resubmit',
  'approved',
];

export function withInvoiceFields(
  call: ProcoreCall,
  before: PaymentApplicationRow,
  body: Body,
): PaymentApplicationRow {
  return {
    ...before,
    status: statusFrom(call, before, body),
    period_start: dateField(body, 'period_start', before.period_start),
    period_end: dateField(body, 'period_end', before.period_end),
    billing_date: nullableDate(body, 'billing_date', before.billing_date),
    invoice_number: nullableText(body, 'invoice_number', before.invoice_number),
    origin_id: nullableText(body, 'origin_id', before.origin_id),
    origin_data: nullableText(body, 'origin_data', before.origin_data),
  };
}

/** As for pay apps: saved or submitted by anyone, the rest by an administrator. For these UNCONFIRMED, hence the rule. */
function statusFrom(
  call: ProcoreCall,
  before: PaymentApplicationRow,
  body: Body,
): PaymentApplicationStatus {
  const status = choiceField(body, 'status', before.status, STATUSES);
  if (call.app === 'admin' || call.rule('ownerInvoiceEditing') === 'anyone') return status;
  if (status === before.status || status === 'draft' || status === 'under_review') return status;
  throw new ProcoreRefusal(403, `Only an invoice administrator may set the status to ${status}`);
}
