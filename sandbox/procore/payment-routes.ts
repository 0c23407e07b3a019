// Contract payments: listed per contract without filters, created against a pay app, immutable once an ERP owns them.
import {
  bodyPart,
  contractShown,
  forget,
  isObject,
  projectOf,
  recordOf,
  requireFreeOrigin,
  requireTool,
  seesBillingOf,
  writableBody,
} from './access.ts';
import { choiceField, given, idField, nullableDate, nullableText } from './body-fields.ts';
import { listAnswer, WHOLE } from './list-answer.ts';
import { moneyField } from './money-field.ts';
import { presentPayment } from './present-payment.ts';
import { badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { moveOwnerInvoice, receivingContract, refuseDisabled } from './received-payments.ts';
import type { PaidContract } from './received-payments.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { PaymentRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';
import { requireWritable } from './writable-fields.ts';

const PATH = '/rest/v1.0/contract_payments';
/** Source: Procore REST reference, Update Contract Payment: what may change on a synced payment, read 2026-11-23. */
const CHANGEABLE_WHEN_SYNCED = ['attachments', 'origin_id', 'origin_data'];

export function paymentRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  return [
    {
      method: 'GET',
      path: PATH,
      handle: (call) => {
        const contract = contractOf(context, call);
        const payments = state.payments
          .values()
          .filter((payment) => payment.contract_id === contract.id);
        const limits = call.rule('paymentPages') === 'whole' ? WHOLE : undefined;
        return listAnswer(call, payments, (payment) => presentPayment(state, payment), limits);
      },
    },
    {
      method: 'GET',
      path: `${PATH}/{id}`,
      handle: (call) => ({ status: 200, body: presentPayment(state, paymentOf(context, call)) }),
    },
    { method: 'POST', path: PATH, handle: (call) => createPayment(context, call) },
    { method: 'PATCH', path: `${PATH}/{id}`, handle: (call) => changePayment(context, call) },
    { method: 'DELETE', path: `${PATH}/{id}`, handle: (call) => deletePayment(context, call) },
  ];
}

/** The contract the call names, in the query or the body. */
function contractOf(context: RouteContext, call: ProcoreCall): PaidContract {
  const { state } = context;
  requireTool(state, call, 'payments');
  const project = projectOf(state, call);
  const inBody = isObject(call.body) ? call.body['contract_id'] : undefined;
  const named =
    call.query.get('contract_id') ??
    (typeof inBody === 'number' || typeof inBody === 'string' ? String(inBody) : null);
  if (named === null) throw badRequest('param is missing or the value is empty: contract_id');
  return (
    receivingContract(state, call, { project_id: project.id }, named) ??
    contractShown(state, call, project, named)
  );
}

function paymentOf(context: RouteContext, call: ProcoreCall): PaymentRow {
  const { state } = context;
  requireTool(state, call, 'payments');
  const payment = recordOf(state, 'payments', projectOf(state, call), call.params['id']);
  if (!seesBillingOf(state, call, payment.contract_id)) throw notFound();
  receivingContract(state, call, payment, String(payment.contract_id));
  return payment;
}

function createPayment(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const contract = contractOf(context, call);
  refuseDisabled(state, contract);
  const body = writableBody(state, call, 'contract_payment');
  const missing = ['amount', 'date'].filter((name) => !given(body, name) || body[name] === null);
  if (missing.length > 0) {
    throw unprocessable(Object.fromEntries(missing.map((name) => [name, ["can't be blank"]])));
  }
  const numbers = state.payments
    .values()
    .filter((payment) => payment.contract_id === contract.id)
    .map((payment) => payment.payment_number);
  const blank: Omit<PaymentRow, 'id' | 'created_at' | 'updated_at'> = {
    project_id: contract.project_id,
    contract_id: contract.id,
    requisition_id: null,
    amount: '0.00',
    date: null,
    invoice_date: null,
    invoice_number: null,
    check_number: null,
    payment_method: null,
    payment_number: Math.max(0, ...numbers) + 1,
    draw_request_number: null,
    notes: null,
    origin_id: null,
    origin_data: null,
  };
  const fields = withPaymentFields(context, { ...blank, id: 0 }, body);
  const stamp = nextStamp(state, context.now());
  const payment = { ...fields, id: nextId(state), created_at: stamp, updated_at: stamp };
  state.payments.set(String(payment.id), payment);
  announce(context, call, payment, 'create');
  return { status: 201, body: presentPayment(state, payment) };
}

function changePayment(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const before = paymentOf(context, call);
  const body = bodyPart(call.body, 'contract_payment');
  const locked = Object.keys(body).filter((name) => !CHANGEABLE_WHEN_SYNCED.includes(name));
  if (before.origin_id !== null && locked.length > 0) {
    throw unprocessable('The payment is not editable because it has been synced with ERP');
  }
  requireWritable(state, 'contract_payment', body);
  const payment = {
    ...before,
    ...withPaymentFields(context, before, body),
    updated_at: nextStamp(state, context.now()),
  };
  state.payments.set(String(payment.id), payment);
  announce(context, call, payment, 'update');
  return { status: 200, body: presentPayment(state, payment) };
}

function deletePayment(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const payment = paymentOf(context, call);
  if (payment.origin_id !== null) {
    throw unprocessable('The payment cannot be deleted because it has been synced with ERP');
  }
  forget(context.state, 'payments', payment);
  announce(context, call, payment, 'delete');
  return { status: 204 };
}

function announce(
  context: RouteContext,
  call: ProcoreCall,
  payment: PaymentRow,
  reason: Change['reason'],
): void {
  movePayApp(context, call, payment);
  moveOwnerInvoice(context, call, payment);
  const { id, project_id } = payment;
  context.changed(call, { resource: 'Contract Payments', id, projectId: project_id, reason });
}

function movePayApp(context: RouteContext, call: ProcoreCall, payment: PaymentRow): void {
  const { state } = context;
  const payApp = state.requisitions.get(String(payment.requisition_id));
  if (payApp === undefined || call.rule('paymentMovesPayApp') === 'no') return;
  const updated_at = nextStamp(state, context.now());
  state.requisitions.set(String(payApp.id), { ...payApp, updated_at });
}

type PaymentFields = Omit<PaymentRow, 'created_at' | 'updated_at'>;

function withPaymentFields(
  { state }: RouteContext,
  payment: PaymentFields,
  body: Record<string, unknown>,
): PaymentFields {
  const requisitionId = idField(body, 'requisition_id', payment.requisition_id);
  if (requisitionId !== null) {
    const requisition = state.requisitions.get(String(requisitionId));
    if (requisition?.commitment_id !== payment.contract_id) {
      throw unprocessable({ requisition_id: ['does not belong to this contract'] });
    }
  }
  const originId = nullableText(body, 'origin_id', payment.origin_id);
  requireFreeOrigin(state.payments.values(), payment.id, originId);
  const method = payment.payment_method ?? 'electronic';
  return {
    ...payment,
    requisition_id: requisitionId,
    amount: moneyField(state, body, 'amount', payment.amount),
    date: nullableDate(body, 'date', payment.date),
    invoice_date: nullableDate(body, 'invoice_date', payment.invoice_date),
    invoice_number: nullableText(body, 'invoice_number', payment.invoice_number),
    check_number: nullableText(body, 'check_number', payment.check_number),
    payment_method: given(body, 'payment_method')
      ? choiceField(body, 'payment_method', method, ['check', 'credit_card', 'electronic'])
      : payment.payment_method,
    payment_number: idField(body, 'payment_number', payment.payment_number) ?? 1,
    draw_request_number: idField(body, 'draw_request_number', payment.draw_request_number),
    notes: nullableText(body, 'notes', payment.notes),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', payment.origin_data),
  };
}
