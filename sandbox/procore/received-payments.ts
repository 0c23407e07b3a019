// Payments received from the owner: contract payments whose contract is a prime contract, each naming its invoice by number.
import { requireTool } from './access.ts';
import { invoicePaidBy, keepPaymentApplication } from './payment-application-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { PaymentRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

/** What a payment belongs to: a commitment, or a prime contract. */
export type PaidContract = { id: number; project_id: number };

/** The prime contract of that id, if it is one. That the path takes those is UNCONFIRMED, hence the rule. */
export function receivingContract(
  state: ProcoreState,
  call: ProcoreCall,
  { project_id }: { project_id: number },
  id: string,
): PaidContract | undefined {
  const contract = state.primeContracts.get(id);
  if (contract?.project_id !== project_id) return undefined;
  if (call.rule('paymentsReceived') === 'refused') throw notFound();
  requireTool(state, call, 'prime contracts');
  return contract;
}

/** `allow_payments` turns them on. Source: Procore OpenAPI 2024-10, prime contract, field notes, read 2026-11-26. */
export function refuseDisabled(state: ProcoreState, { id }: PaidContract): void {
  if (state.primeContracts.get(String(id))?.allow_payments === false) {
    throw unprocessable({ base: ['Payments are not enabled on this contract'] });
  }
}

/** Whether a payment changes its invoice is asked of pay apps and of owner invoices alike. */
export function moveOwnerInvoice(
  context: RouteContext,
  call: ProcoreCall,
  payment: PaymentRow,
): void {
  const invoice = invoicePaidBy(context, payment);
  if (invoice === undefined || call.rule('paymentMovesPayApp') === 'no') return;
  keepPaymentApplication(context, call, invoice);
}
