// What a new pay app starts from: the contract's lines, each carrying forward where the previous pay app left it.
import { itemAmounts, retainageOf } from '../company/billing-arithmetic.ts';
import type { ItemFigures } from '../company/billing-arithmetic.ts';
import { basisPointsOf, centsOf, nearestCentsOf } from '../company/cents.ts';
import type {
  RequisitionItem,
  RequisitionStatus,
  SeededTaxCode,
} from '../company/seeded-company.ts';
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
import { ProcoreRefusal, badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type {
  BillingPeriodRow,
  CommitmentRow,
  LineRow,
  ProcoreState,
  ProjectRow,
  RequisitionRow,
} from './procore-state.ts';
import { itemUpdates } from './requisition-item-updates.ts';
import { changedItem, sameLine, withItems } from './requisition-items.ts';
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
  const carried = commitment.lines.map((line) => carriedItem(context, commitment, line, previous));
  const given = itemUpdates(state, listUnder(body, 'items'), 'line_item_id');
  const unknown = [...given.keys()].find((id) => !commitment.lines.some((line) => line.id === id));
  if (unknown !== undefined) throw unprocessable({ line_item_id: ['is invalid'] });
  const items = carried.map((item) => {
    const fields = given.get(item.line_item_id);
    if (fields === undefined) return item;
    const { invoice_type: invoiceType } = header;
    const isAdmin = call.app === 'admin';
    return changedItem({
      item,
      previous: sameLine(previous, item),
      body: fields,
      isAdmin,
      invoiceType,
    });
  });
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
    number: (previous?.number ?? 0) + 1,
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

function carriedItem(
  { state }: RouteContext,
  commitment: CommitmentRow,
  line: LineRow,
  previous: RequisitionRow | null,
): RequisitionItem {
  const before = previous?.items.find(({ line_item_id }) => line_item_id === line.id) ?? null;
  const wbsCode = state.wbsCodes.get(String(line.wbs_code_id));
  if (wbsCode === undefined) throw notFound();
  const taxCode = state.taxCodes.get(String(line.tax_code_id));
  const { id, flat_code, description } = wbsCode;
  const percent = commitment.retainage_percent;
  return {
    id: nextId(state),
    item_type: 'contract_item',
    line_item_id: line.id,
    cost_code_id: line.cost_code_id,
    wbs_code: { id, flat_code, description },
    description_of_work: line.description,
    line_number: String(line.position),
    position: line.position,
    ...itemAmounts(carriedFigures(commitment, line, before), basisPointsOf(percent)),
    work_completed_retainage_percent_this_period: percent,
    materials_stored_retainage_percent_this_period: percent,
    taxes: taxCode === undefined ? [] : [taxOf(taxCode)],
    status: 'no_action',
    comment: null,
    subcontractor_claimed_amount: '0.00',
  };
}

function taxOf({ id, code, rate }: SeededTaxCode): RequisitionItem['taxes'][number] {
  return { tax_code_id: id, tax_code_name: code, tax_code_rate: rate };
}

/** Nothing is claimed yet; stored materials stay stored, or move into earlier work where the contract says so. */
function carriedFigures(
  commitment: CommitmentRow,
  line: LineRow,
  before: RequisitionItem | null,
): ItemFigures {
  const amount = (read: (item: RequisitionItem) => string): bigint =>
    before === null ? 0n : centsOf(read(before));
  const stored = amount((item) => item.materials_presently_stored);
  const storedRetainage = amount((item) => item.materials_stored_retainage_currently_retained);
  const retainage = before === null ? 0n : retainageOf(before);
  const work =
    amount((item) => item.work_completed_from_previous_application) +
    amount((item) => item.work_completed_this_period);
  const moves = commitment.move_materials;
  const kept = moves ? 0n : stored;
  return {
    scheduledValue: nearestCentsOf(line.amount),
    workFromPrevious: moves ? work + stored : work,
    workThisPeriod: 0n,
    materialsStored: kept,
    materialsFromPrevious: kept,
    materialsMoved: moves ? stored : 0n,
    workRetainageFromPrevious: moves ? retainage : retainage - storedRetainage,
    workRetained: 0n,
    workReleased: 0n,
    materialsRetainage: moves ? 0n : storedRetainage,
    materialsReleased: 0n,
    materialsRetainageMoved: moves ? storedRetainage : 0n,
    previousTotal: amount((item) => item.total_completed_and_stored_to_date),
    previousRetainage: retainage,
  };
}
