// Requisitions (subcontractor invoices, pay apps): lists by change, views, the status rules and the item update.
import {
  bodyPart,
  forget,
  projectOf,
  requireFreeOrigin,
  requireTool,
  seesBillingOf,
  writableBody,
} from './access.ts';
import {
  booleanField,
  choiceField,
  dateField,
  idField,
  nullableDate,
  nullableText,
} from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { isLatest, presentRequisition, viewOf } from './present-requisition.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import { createRequisition } from './requisition-create.ts';
import { requisitionItemRoutes } from './requisition-item-routes.ts';
import {
  announce,
  filesOf,
  keptAnswer,
  refuseSynced,
  requireEditable,
  requisitionOf,
} from './requisition-records.ts';
import { refuseAgainstType } from './requisition-totals.ts';
import { invoiceTypes, ownStatuses, requisitionStatuses } from './requisition-words.ts';
import type { RouteContext } from './route-context.ts';

export function requisitionRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  return [
    {
      method: 'GET',
      path: '/rest/v1.1/requisitions',
      handle: (call) => listRequisitions(context, call),
    },
    {
      method: 'GET',
      path: '/rest/v1.1/requisitions/{id}',
      handle: (call) => {
        const requisition = requisitionOf(context, call);
        return {
          status: 200,
          body: presentRequisition(
            state,
            requisition,
            viewOr(call, 'extended'),
            filesOf(context, call, requisition),
          ),
        };
      },
    },
    {
      method: 'POST',
      path: '/rest/v1.1/requisitions',
      handle: (call) => {
        const row = createRequisition(context, call);
        announce(context, call, row, 'create');
        return {
          status: 201,
          body: presentRequisition(state, row, 'extended', filesOf(context, call, row)),
        };
      },
    },
    {
      method: 'PATCH',
      path: '/rest/v1.1/requisitions/{id}',
      handle: (call) => changeHeader(context, call),
    },
    {
      method: 'DELETE',
      path: '/rest/v1.1/requisitions/{id}',
      handle: (call) => deleteRequisition(context, call),
    },
    ...requisitionItemRoutes(context),
  ];
}

/** The single record shows everything unless asked for less. */
function viewOr(call: ProcoreCall, standard: 'extended'): ReturnType<typeof viewOf> {
  return call.query.has('view') ? viewOf(call.query) : standard;
}

function listRequisitions(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  requireTool(state, call, 'invoicing');
  const project = projectOf(state, call);
  const view = viewOf(call.query);
  const within = updatedWithin(call);
  const matches = (name: string): ((value: unknown) => boolean) => {
    const values = filterValues(call.query, name);
    return (value) => values === null || values.includes(String(value));
  };
  const [status, period, commitment, origin, ids, last] = [
    matches('status'),
    matches('period_id'),
    matches('commitment_id'),
    matches('origin_id'),
    matches('id'),
    matches('is_last'),
  ];
  const requisitions = state.requisitions
    .values()
    .filter((row) => row.project_id === project.id && within(row.updated_at))
    .filter((row) => seesBillingOf(state, call, row.commitment_id))
    .filter((row) => status(row.status) && period(row.period_id) && commitment(row.commitment_id))
    .filter((row) => origin(row.origin_id) && ids(row.id) && last(isLatest(state, row)));
  return listAnswer(call, requisitions, (row) =>
    presentRequisition(state, row, view, filesOf(context, call, row)),
  );
}

function changeHeader(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const before = requisitionOf(context, call);
  refuseSynced(call, before, bodyPart(call.body, 'requisition'));
  requireEditable(context, call, before);
  const body = writableBody(state, call, 'requisition');
  if (body['items'] !== undefined) {
    throw unprocessable({ items: ['are changed by bulk_item_update'] });
  }
  const originId = nullableText(body, 'origin_id', before.origin_id);
  requireFreeOrigin(state.requisitions.values(), before.id, originId);
  const status = choiceField(body, 'status', before.status, requisitionStatuses);
  if (call.app !== 'admin' && status !== before.status && !ownStatuses.includes(status)) {
    throw new ProcoreRefusal(403, `Only an invoice administrator may set the status to ${status}`);
  }
  const period = state.billingPeriods.get(
    String(idField(body, 'period_id', before.period_id) ?? before.period_id),
  );
  if (period === undefined || period.project_id !== before.project_id) {
    throw unprocessable({ period_id: ['is invalid'] });
  }
  const invoiceType = choiceField(body, 'invoice_type', before.invoice_type, invoiceTypes);
  refuseAgainstType(invoiceType, before.items);
  const submits = status === 'under_review' && before.submitted_at === null;
  const stamp = nextStamp(state, context.now());
  return keptAnswer(context, call, {
    ...before,
    status,
    period_id: period.id,
    invoice_type: invoiceType,
    invoice_number: nullableText(body, 'invoice_number', before.invoice_number),
    billing_date: nullableDate(body, 'billing_date', before.billing_date),
    requisition_start: dateField(body, 'requisition_start', before.requisition_start),
    requisition_end: dateField(body, 'requisition_end', before.requisition_end),
    payment_date: nullableDate(body, 'payment_date', before.payment_date),
    submitted_at: submits
      ? stamp.slice(0, 10)
      : nullableDate(body, 'submitted_at', before.submitted_at),
    final: booleanField(body, 'final', before.final),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
    updated_at: stamp,
  });
}

function deleteRequisition(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const row = requisitionOf(context, call);
  refuseSynced(call, row, { deleted: true });
  if (row.status !== 'draft' || !isLatest(state, row)) {
    throw unprocessable(
      'Only the most recent invoice of a contract can be deleted, while in draft',
    );
  }
  forget(state, 'requisitions', row);
  announce(context, call, row, 'delete');
  return { status: 204 };
}
