// One payment application of a call: found, who may change it, and how it is kept and announced.
import { projectOf, recordOf, requireTool } from './access.ts';
import type { Body } from './body-fields.ts';
import { isLast } from './present-payment-application.ts';
import { notFound, ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { PaymentApplicationRow, PaymentRow } from './procore-state.ts';
import type { Change, ChangedBy, RouteContext } from './route-context.ts';

export function paymentApplicationOf(
  { state }: RouteContext,
  call: ProcoreCall,
): PaymentApplicationRow {
  requireTool(state, call, 'prime contracts');
  const row = recordOf(state, 'paymentApplications', projectOf(state, call), call.params['id']);
  // They vanish with their contract.
  if (state.primeContracts.get(String(row.contract_id)) === undefined) throw notFound();
  return row;
}

/**
 * As pay apps are: the latest one in draft or revise and resubmit, or an administrator whatever its status, so that a
 * certified one can be changed. For payment applications UNCONFIRMED, hence the rule.
 */
export function requireChangeable(
  { state }: RouteContext,
  call: ProcoreCall,
  row: PaymentApplicationRow,
): void {
  if (call.app === 'admin' || call.rule('ownerInvoiceEditing') === 'anyone') return;
  if (!isLast(state, row)) {
    throw unprocessable('Only the most recent invoice of a contract can be edited');
  }
  if (row.status === 'draft' || row.status === 'revise_and_resubmit') return;
  throw new ProcoreRefusal(403, 'You do not have permission to edit this invoice in its status');
}

/** Locked by an ERP's origin_id. Source: Procore tutorial "Financial Tools", read 2026-11-23. */
export function refuseSyncedInvoice(
  call: ProcoreCall,
  { origin_id }: PaymentApplicationRow,
  body: Body,
): void {
  if (origin_id === null || call.rule('originIdLocksPayApp') === 'no') return;
  const others = Object.keys(body).filter((name) => !['origin_id', 'origin_data'].includes(name));
  if (others.length === 0) return;
  throw unprocessable('The invoice is not editable because it has been synced with ERP');
}

export function keepPaymentApplication(
  context: RouteContext,
  call: ChangedBy,
  changed: PaymentApplicationRow,
): PaymentApplicationRow {
  const { state } = context;
  const row = { ...changed, updated_at: nextStamp(state, context.now()) };
  state.paymentApplications.set(String(row.id), row);
  announceInvoice(context, call, row, 'update');
  return row;
}

export function announceInvoice(
  context: RouteContext,
  call: ChangedBy,
  { id, project_id }: PaymentApplicationRow,
  reason: Change['reason'],
): void {
  context.changed(call, { resource: 'Payment Applications', id, projectId: project_id, reason });
}

/** The payment application that a payment received names by number, where there is one. */
export function invoicePaidBy(
  { state }: RouteContext,
  { contract_id, draw_request_number }: PaymentRow,
): PaymentApplicationRow | undefined {
  return state.paymentApplications
    .values()
    .find((row) => row.contract_id === contract_id && row.number === draw_request_number);
}
