// One pay app of a call: found where the caller may see it, open to change or not, kept under a stamp and announced.
import { projectOf, recordOf, requireTool, seesBillingOf } from './access.ts';
import { presentAttachments } from './attachments.ts';
import { ruleOf } from './open-rules.ts';
import { isLatest, presentRequisition } from './present-requisition.ts';
import { ProcoreRefusal, badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { CommitmentRow, RequisitionRow } from './procore-state.ts';
import { withItems } from './requisition-totals.ts';
import { editableStatuses } from './requisition-words.ts';
import type { Change, ChangedBy, RouteContext } from './route-context.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';

export function requisitionOf({ state }: RouteContext, call: ProcoreCall): RequisitionRow {
  requireTool(state, call, 'invoicing');
  const row = recordOf(state, 'requisitions', projectOf(state, call), call.params['id']);
  if (!seesBillingOf(state, call, row.commitment_id)) throw notFound();
  return row;
}

/**
 * "Users without admin permissions can only update a requisition (sub invoice) if it is the most recent and has a
 * status of 'draft' or 'revise_and_resubmit'. Users with admin permissions can update [it] regardless of its status
 * or whether it is the most recent." Source: Procore OpenAPI 2025-06, Update Requisition, read 2026-11-24.
 */
export function requireEditable(
  context: RouteContext,
  call: ProcoreCall,
  row: RequisitionRow,
): void {
  if (call.app === 'admin') return;
  if (!isLatest(context.state, row)) {
    throw unprocessable('Only the most recent invoice of a contract can be edited');
  }
  if (!editableStatuses.includes(row.status)) {
    throw new ProcoreRefusal(403, 'You do not have permission to edit this invoice in its status');
  }
}

/** A record that carries an ERP's origin_id is locked; the ERP may still change or clear its own two fields. */
export function refuseSynced(
  call: ProcoreCall,
  row: RequisitionRow,
  body: Record<string, unknown>,
): void {
  if (row.origin_id === null || call.rule('originIdLocksPayApp') === 'no') return;
  const others = Object.keys(body).filter((name) => !['origin_id', 'origin_data'].includes(name));
  if (others.length > 0) {
    throw unprocessable('The invoice is not editable because it has been synced with ERP');
  }
}

function previousOf({ state }: RouteContext, row: RequisitionRow): RequisitionRow | null {
  if (row.previous_requisition_id === null) return null;
  return state.requisitions.get(String(row.previous_requisition_id)) ?? null;
}

export type OpenPayApp = {
  before: RequisitionRow;
  previous: RequisitionRow | null;
  commitment: CommitmentRow;
};

/** Amounts of a pay app that others build on never change: only the contract's latest one is recalculated. */
export function openToItems(context: RouteContext, call: ProcoreCall): OpenPayApp {
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
  const commitment = state.commitments.get(String(before.commitment_id));
  if (commitment === undefined) throw notFound();
  return { before, previous: previousOf(context, before), commitment };
}

/** The pay app with these items, worked out again and stored. */
export function keepItems(
  context: RouteContext,
  call: ProcoreCall,
  { before, previous, commitment }: OpenPayApp,
  items: RequisitionItem[],
): RequisitionRow {
  const formattedPeriod = before.summary.formatted_period;
  const changed = withItems({ header: before, items, previous, commitment, formattedPeriod });
  const row = { ...changed, updated_at: nextStamp(context.state, context.now()) };
  keep(context, call, row);
  return row;
}

export function keep(context: RouteContext, call: ChangedBy, row: RequisitionRow): void {
  context.state.requisitions.set(String(row.id), row);
  announce(context, call, row, 'update');
}

/** Keeps it, and shows it as it is then. */
export function keptAnswer(
  context: RouteContext,
  call: ProcoreCall,
  row: RequisitionRow,
): ProcoreAnswer {
  keep(context, call, row);
  const files = filesOf(context, call, row);
  return { status: 200, body: presentRequisition(context.state, row, 'extended', files) };
}

/** The files on it, with addresses as the caller addressed the sandbox. */
export function filesOf(
  context: RouteContext,
  { baseUrl }: Pick<ProcoreCall, 'baseUrl'>,
  { id }: Pick<RequisitionRow, 'id'>,
): object[] {
  return presentAttachments(context, baseUrl, id);
}

/** Procore's list of webhook resources has no name for requisitions, so they are silent until a setting gives one. */
export function announce(
  context: RouteContext,
  call: ChangedBy,
  row: RequisitionRow,
  reason: Change['reason'],
): void {
  const resource = ruleOf(context.state, 'requisitionResource');
  if (resource === null) return;
  const { id, project_id } = row;
  context.changed(call, { resource, id, projectId: project_id, reason });
}
