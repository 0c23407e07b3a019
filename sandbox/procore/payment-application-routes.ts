// Payment applications (owner invoices): listed by project and by prime contract, shown with their G703, made, changed, deleted.
import { forget, projectOf, requireFreeOrigin, requireTool, writableBody } from './access.ts';
import { idField } from './body-fields.ts';
import { filterValues, listAnswer } from './list-answer.ts';
import { createPaymentApplication } from './payment-application-create.ts';
import { withInvoiceFields } from './payment-application-fields.ts';
import {
  announceInvoice,
  keepPaymentApplication,
  paymentApplicationOf,
  refuseSyncedInvoice,
  requireChangeable,
} from './payment-application-records.ts';
import {
  isLast,
  presentInList,
  presentInProjectList,
  presentPaymentApplication,
} from './present-payment-application.ts';
import { primeContractOf } from './prime-contract-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { PaymentApplicationRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const ALL = '/rest/v1.0/payment_applications';
const OF_CONTRACT = '/rest/v1.0/prime_contracts/{prime_contract_id}/payment_applications';

export function paymentApplicationRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  const shown = (row: PaymentApplicationRow, status: number, withOrigins: boolean) => ({
    status,
    body: presentPaymentApplication(state, row, { withOrigins }),
  });
  return [
    { method: 'GET', path: ALL, handle: (call) => listOfProject(context, call) },
    {
      method: 'GET',
      path: `${ALL}/{id}`,
      handle: (call) => shown(paymentApplicationOf(context, call), 200, true),
    },
    {
      method: 'DELETE',
      path: `${ALL}/{id}`,
      handle: (call) => deletePaymentApplication(context, call),
    },
    { method: 'GET', path: OF_CONTRACT, handle: (call) => listOfContract(context, call) },
    {
      method: 'POST',
      path: OF_CONTRACT,
      handle: (call) => {
        const row = createPaymentApplication(context, call);
        announceInvoice(context, call, row, 'create');
        return shown(row, 201, false);
      },
    },
    {
      method: 'PATCH',
      path: `${OF_CONTRACT}/{id}`,
      handle: (call) => shown(changeHeader(context, call), 200, false),
    },
  ];
}

/** Pages, and no filter: what else is in the query changes nothing. Source: Procore REST reference, read 2026-11-23. */
function listOfProject({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  requireTool(state, call, 'prime contracts');
  const project = projectOf(state, call);
  const rows = state.paymentApplications
    .values()
    .filter(({ project_id }) => project_id === project.id)
    .filter(({ contract_id }) => state.primeContracts.get(String(contract_id)) !== undefined);
  return listAnswer(call, rows, (row) => presentInProjectList(state, row));
}

/** Filters: id and is_last. Source: the same page. */
function listOfContract(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const contract = primeContractOf(context, call, call.params['prime_contract_id']);
  const ids = filterValues(call.query, 'id');
  const last = filterValues(call.query, 'is_last');
  const rows = state.paymentApplications
    .values()
    .filter(({ contract_id }) => contract_id === contract.id)
    .filter(({ id }) => ids === null || ids.includes(String(id)))
    .filter((row) => last === null || last.includes(String(isLast(state, row))));
  return listAnswer(call, rows, (row) => presentInList(state, row));
}

function changeHeader(context: RouteContext, call: ProcoreCall): PaymentApplicationRow {
  const { state } = context;
  const contract = primeContractOf(context, call, call.params['prime_contract_id']);
  const before = paymentApplicationOf(context, call);
  if (before.contract_id !== contract.id) throw notFound();
  const body = writableBody(state, call, 'payment_application');
  refuseSyncedInvoice(call, before, body);
  requireChangeable(context, call, before);
  const periodId = idField(body, 'commitment_billing_period_id', before.period_id);
  const period = state.billingPeriods.get(String(periodId));
  if (period?.project_id !== before.project_id) {
    throw unprocessable({ commitment_billing_period_id: ['is invalid'] });
  }
  const changed = { ...withInvoiceFields(call, before, body), period_id: period.id };
  requireFreeOrigin(state.paymentApplications.values(), before.id, changed.origin_id);
  return keepPaymentApplication(context, call, changed);
}

/** As for pay apps: the latest one, while in draft. For these UNCONFIRMED, hence the rule. */
function deletePaymentApplication(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const row = paymentApplicationOf(context, call);
  refuseSyncedInvoice(call, row, { deleted: true });
  const isOpen = row.status === 'draft' || call.rule('ownerInvoiceEditing') === 'anyone';
  if (!isOpen || !isLast(state, row)) {
    throw unprocessable(
      'Only the most recent invoice of a contract can be deleted, while in draft',
    );
  }
  forget(state, 'paymentApplications', row);
  announceInvoice(context, call, row, 'delete');
  return { status: 204 };
}
