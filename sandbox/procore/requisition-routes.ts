// Requisitions (subcontractor invoices, pay apps): lists by change, views, the status rules and the item update.
import {
  bodyPart,
  forget,
  projectOf,
  recordOf,
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
import { ruleOf } from './open-rules.ts';
import { isLatest, presentRequisition, viewOf } from './present-requisition.ts';
import { ProcoreRefusal, badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { RequisitionRow } from './procore-state.ts';
import { changedItem, sameLine, withItems } from './requisition-items.ts';
import { itemUpdates, requisitionItemsOf } from './requisition-item-updates.ts';
import {
  editableStatuses,
  invoiceTypes,
  ownStatuses,
  requisitionStatuses,
} from './requisition-words.ts';
import { createRequisition } from './requisition-create.ts';
import type { Change, RouteContext } from './route-context.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';

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
          body: presentRequisition(state, requisition, viewOr(call, 'extended')),
        };
      },
    },
    {
      method: 'POST',
      path: '/rest/v1.1/requisitions',
      handle: (call) => {
        const row = createRequisition(context, call);
        announce(context, call, row, 'create');
        return { status: 201, body: presentRequisition(state, row, 'extended') };
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
    {
      method: 'PATCH',
      path: '/rest/v1.0/requisitions/{id}/bulk_item_update',
      handle: (call) => changeItems(context, call),
    },
  ];
}

/** The single record shows everything unless asked for less. */
function viewOr(call: ProcoreCall, standard: 'extended'): ReturnType<typeof viewOf> {
  return call.query.has('view') ? viewOf(call.query) : standard;
}

function requisitionOf({ state }: RouteContext, call: ProcoreCall): RequisitionRow {
  requireTool(state, call, 'invoicing');
  const row = recordOf(state, 'requisitions', projectOf(state, call), call.params['id']);
  if (!seesBillingOf(state, call, row.commitment_id)) throw notFound();
  return row;
}

function listRequisitions({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
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
  return listAnswer(call, requisitions, (row) => presentRequisition(state, row, view));
}

/**
 * "Users without admin permissions can only update a requisition (sub invoice) if it is the most recent and has a
 * status of 'draft' or 'revise_and_resubmit'. Users with admin permissions can update [it] regardless of its status
 * or whether it is the most recent." Source: Procore OpenAPI 2025-06, Update Requisition, read 2026-11-24.
 */
function requireEditable(context: RouteContext, call: ProcoreCall, row: RequisitionRow): void {
  if (call.app === 'admin') return;
  if (!isLatest(context.state, row)) {
    throw unprocessable('Only the most recent invoice of a contract can be edited');
  }
  if (!editableStatuses.includes(row.status)) {
    throw new ProcoreRefusal(403, 'You do not have permission to edit this invoice in its status');
  }
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
  const submits = status === 'under_review' && before.submitted_at === null;
  const stamp = nextStamp(state, context.now());
  return keep(context, call, {
    ...before,
    status,
    period_id: period.id,
    invoice_type: choiceField(body, 'invoice_type', before.invoice_type, invoiceTypes),
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

/** A record that carries an ERP's origin_id is locked; the ERP may still change or clear its own two fields. */
function refuseSynced(call: ProcoreCall, row: RequisitionRow, body: Record<string, unknown>): void {
  if (row.origin_id === null || call.rule('originIdLocksPayApp') === 'no') return;
  const others = Object.keys(body).filter((name) => !['origin_id', 'origin_data'].includes(name));
  if (others.length > 0) {
    throw unprocessable('The invoice is not editable because it has been synced with ERP');
  }
}

function keep(context: RouteContext, call: ProcoreCall, row: RequisitionRow): ProcoreAnswer {
  const { state } = context;
  state.requisitions.set(String(row.id), row);
  announce(context, call, row, 'update');
  return { status: 200, body: presentRequisition(state, row, 'extended') };
}

/** Procore's list of webhook resources has no name for requisitions, so they are silent until a setting gives one. */
function announce(
  context: RouteContext,
  call: ProcoreCall,
  row: RequisitionRow,
  reason: Change['reason'],
): void {
  const resource = ruleOf(context.state, 'requisitionResource');
  if (resource === null) return;
  const { id, project_id } = row;
  context.changed(call, { resource, id, projectId: project_id, reason });
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

/** Amounts of a pay app that others build on never change: only the contract's latest one is recalculated. */
function changeItems(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  if (!call.query.has('project_id')) {
    throw badRequest('param is missing or the value is empty: project_id');
  }
  const before = requisitionOf(context, call);
  refuseSynced(call, before, { items: true });
  requireEditable(context, call, before);
  if (!isLatest(state, before)) {
    throw unprocessable('Only the items of the most recent invoice of a contract can be edited');
  }
  const previous =
    before.previous_requisition_id === null
      ? null
      : (state.requisitions.get(String(before.previous_requisition_id)) ?? null);
  const commitment = state.commitments.get(String(before.commitment_id));
  if (commitment === undefined) throw notFound();
  const updates = itemUpdates(state, requisitionItemsOf(call.body), 'id');
  const unknown = [...updates.keys()].find((id) => !before.items.some((item) => item.id === id));
  if (unknown !== undefined) throw notFound();
  const items = before.items.map((item): RequisitionItem => {
    const body = updates.get(item.id);
    if (body === undefined) return item;
    return changedItem({
      item,
      previous: sameLine(previous, item),
      body,
      isAdmin: call.app === 'admin',
      invoiceType: before.invoice_type,
    });
  });
  const changed = withItems({
    header: before,
    items,
    previous,
    commitment,
    formattedPeriod: before.summary.formatted_period,
  });
  return keep(context, call, { ...changed, updated_at: nextStamp(state, context.now()) });
}
