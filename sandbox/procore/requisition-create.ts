// What a new pay app starts from: its contract, its period, its number and who may make it in which status.
import type { RequisitionStatus } from '../company/seeded-company.ts';
import {
  contractShown,
  isObject,
  projectOf,
  requireFreeOrigin,
  requireTool,
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
import type { Body } from './body-fields.ts';
import { ProcoreRefusal, badRequest, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type {
  BillingPeriodRow,
  CommitmentRow,
  ProcoreState,
  ProjectRow,
  RequisitionRow,
} from './procore-state.ts';
import { carriedItem } from './requisition-carry.ts';
import { updatedItems } from './requisition-item-updates.ts';
import { sourcesOf } from './requisition-sources.ts';
import { withItems } from './requisition-totals.ts';
import { invoiceTypes, ownStatuses, requisitionStatuses } from './requisition-words.ts';
import type { RouteContext } from './route-context.ts';

export function createRequisition(context: RouteContext, call: ProcoreCall): RequisitionRow {
  const { state } = context;
  requireTool(state, call, 'invoicing');
  const project = projectOf(state, call);
  const commitment = commitmentOf(context, call, project);
  const body = writableBody(state, call, 'requisition');
  const period = periodOf(context, call, project, idField(body, 'period_id', null));
  const previous = latestOf(state, commitment);
  const header = newHeader(context, call, { body, commitment, period, previous });
  requireFreeOrigin(state.requisitions.values(), header.id, header.origin_id);
  const carried = sourcesOf(state, commitment, previous).map((source) =>
    carriedItem(state, commitment, source, previous),
  );
  const list = listUnder(body, 'items');
  const items = updatedItems(state, call, { header, items: carried, previous, list, key: 'line' });
  const formattedPeriod = `${period.start_date} to ${period.end_date}`;
  const requisition = withItems({ header, items, previous, commitment, formattedPeriod });
  state.requisitions.set(String(requisition.id), requisition);
  return requisition;
}

function listUnder(body: Body, name: string): unknown[] {
  const list = body[name] ?? [];
  if (Array.isArray(list)) return list as unknown[];
  throw unprocessable({ [name]: ['is invalid'] });
}

function latestOf(state: ProcoreState, commitment: CommitmentRow): RequisitionRow | null {
  return state.requisitions
    .values()
    .filter((row) => row.commitment_id === commitment.id)
    .reduce<RequisitionRow | null>(
      (last, row) => (last === null || row.number > last.number ? row : last),
      null,
    );
}

type NewHeader = {
  body: Body;
  commitment: CommitmentRow;
  period: BillingPeriodRow;
  previous: RequisitionRow | null;
};

/**
 * "Users with admin permissions may set any status; standard users only under_review or draft."
 * Source: Procore REST reference, Create Requisition v1.1, read 2026-11-23.
 */
function newHeader(
  { state, now }: RouteContext,
  call: ProcoreCall,
  { body, commitment, period, previous }: NewHeader,
): Omit<RequisitionRow, 'summary'> {
  const status = choiceField<RequisitionStatus>(body, 'status', 'draft', requisitionStatuses);
  if (call.app !== 'admin' && !ownStatuses.includes(status)) {
    throw new ProcoreRefusal(403, `Only an invoice administrator may set the status to ${status}`);
  }
  const stamp = nextStamp(state, now());
  const submitted = status === 'draft' ? null : stamp.slice(0, 10);
  return {
    id: nextId(state),
    previous_requisition_id: previous?.id ?? null,
    project_id: commitment.project_id,
    commitment_id: commitment.id,
    kind: commitment.kind,
    vendor_id: commitment.vendor_id,
    number: previous === null ? (commitment.first_pay_app_number ?? 1) : previous.number + 1,
    invoice_number: nullableText(body, 'invoice_number', null),
    invoice_type: choiceField(body, 'invoice_type', 'progress', invoiceTypes),
    period_id: period.id,
    requisition_start: dateField(body, 'requisition_start', period.start_date),
    requisition_end: dateField(body, 'requisition_end', period.end_date),
    billing_date: nullableDate(body, 'billing_date', period.end_date),
    submitted_at: nullableDate(body, 'submitted_at', submitted),
    payment_date: nullableDate(body, 'payment_date', null),
    status,
    final: booleanField(body, 'final', false),
    percent_complete: '0.00%',
    total_claimed_amount: '0.00',
    move_materials_to_previous_work_completed: commitment.move_materials,
    items: [],
    origin_id: nullableText(body, 'origin_id', null),
    origin_data: nullableText(body, 'origin_data', null),
    created_at: stamp,
    updated_at: stamp,
  };
}

function commitmentOf(
  { state }: RouteContext,
  call: ProcoreCall,
  project: ProjectRow,
): CommitmentRow {
  const id = isObject(call.body) ? idField(call.body, 'commitment_id', null) : null;
  if (id === null) throw badRequest('param is missing or the value is empty: commitment_id');
  const commitment = contractShown(state, call, project, String(id));
  const isComplete = ['Complete', 'Closed'].includes(commitment.status);
  if (isComplete && call.rule('billingCompleteContract') === 'open') return commitment;
  if (commitment.status === 'Approved') return commitment;
  throw unprocessable({ commitment_id: ['must be approved before it can be invoiced'] });
}

/**
 * The open billing period; only an admin may bill another. Source: Agave's notes on Procore invoices ("no open period"
 * fails unless an admin passes period_id), read 2026-11-23.
 */
function periodOf(
  { state }: RouteContext,
  call: ProcoreCall,
  project: ProjectRow,
  wanted: number | null,
): BillingPeriodRow {
  const period = state.billingPeriods
    .values()
    .filter(({ project_id }) => project_id === project.id)
    .find(({ id, status }) => (wanted === null ? status === 'open' : id === wanted));
  if (period === undefined) throw unprocessable({ period_id: ['There is no open billing period'] });
  if (period.status === 'closed' && call.app !== 'admin') {
    throw new ProcoreRefusal(403, 'Only an invoice administrator may bill a closed period');
  }
  return period;
}
