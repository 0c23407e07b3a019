// Purchase order contracts and work order contracts: reading them, moving their status, and changing lines while in Draft.
import { bodyPart, maySeeProject, projectOf, recordOf, requireTool } from './access.ts';
import { amountField, choiceField, idField, nullableText, textField } from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { presentCommitment, presentCommitmentInFull, presentLine } from './present-commitment.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { CommitmentRow, LineRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import type { CommitmentKind } from '../company/seeded-company.ts';

type Family = {
  kind: CommitmentKind;
  path: string;
  bodyName: string;
  resource: string;
  statuses: readonly string[];
};

/** Source: Procore OpenAPI 2024-10, status enums of both contract kinds (Title Case), read 2026-11-23. */
const FAMILIES: readonly Family[] = [
  {
    kind: 'po',
    path: '/rest/v1.0/purchase_order_contracts',
    bodyName: 'purchase_order_contract',
    resource: 'Purchase Order Contracts',
    statuses: [
      'Draft',
      'Processing',
      'Submitted',
      'Partially Received',
      'Received',
      'Approved',
      'Closed',
    ],
  },
  {
    kind: 'wo',
    path: '/rest/v1.0/work_order_contracts',
    bodyName: 'work_order_contract',
    resource: 'Work Order Contracts',
    statuses: [
      'Draft',
      'Out For Bid',
      'Out For Signature',
      'Approved',
      'Complete',
      'Terminated',
      'Void',
    ],
  },
];

export function commitmentRoutes(context: RouteContext): ProcoreRoute[] {
  return FAMILIES.flatMap((family) => [
    ...headerRoutes(context, family),
    ...lineRoutes(context, family),
  ]);
}

function commitmentOf(context: RouteContext, family: Family, call: ProcoreCall): CommitmentRow {
  const { state } = context;
  requireTool(state, call, 'commitments');
  const project = projectOf(state, call);
  const commitment = recordOf(state.commitments, project, call.params['id']);
  if (commitment.kind !== family.kind) throw notFound();
  return commitment;
}

function headerRoutes(context: RouteContext, family: Family): ProcoreRoute[] {
  const { state } = context;
  return [
    {
      method: 'GET',
      path: family.path,
      handle: (call) => {
        requireTool(state, call, 'commitments');
        const project = projectOf(state, call);
        const within = updatedWithin(call.query);
        const statuses = filterValues(call.query, 'status');
        const origins = filterValues(call.query, 'origin_id');
        const commitments = state.commitments
          .values()
          .filter(({ kind, project_id }) => kind === family.kind && project_id === project.id)
          .filter((commitment) => maySeeProject(state, call, commitment.project_id))
          .filter((commitment) => within(commitment.updated_at))
          .filter(({ status }) => statuses === null || statuses.includes(status))
          .filter(({ origin_id }) => origins === null || origins.includes(origin_id ?? ''));
        return listAnswer(call, commitments, (commitment) => presentCommitment(state, commitment));
      },
    },
    {
      method: 'GET',
      path: `${family.path}/{id}`,
      handle: (call) => ({
        status: 200,
        body: presentCommitmentInFull(state, commitmentOf(context, family, call)),
      }),
    },
    {
      method: 'PATCH',
      path: `${family.path}/{id}`,
      handle: (call) => changeHeader(context, family, call),
    },
  ];
}

/** "Approved" and the later statuses lock the contract company; Procore publishes no graph of status moves. */
function changeHeader(context: RouteContext, family: Family, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const before = commitmentOf(context, family, call);
  refuseSynced(before, 'commitment');
  const body = bodyPart(call.body, family.bodyName);
  const vendorId = idField(body, 'vendor_id', before.vendor_id) ?? before.vendor_id;
  if (vendorId !== before.vendor_id) {
    if (before.status !== 'Draft') {
      throw unprocessable({ vendor_id: ["can't be changed once the contract has left Draft"] });
    }
    if (state.vendors.get(String(vendorId)) === undefined) {
      throw unprocessable({ vendor_id: ['is invalid'] });
    }
  }
  const status = choiceField(body, 'status', before.status, family.statuses);
  return keep(context, family, call, {
    ...before,
    vendor_id: vendorId,
    status,
    executed: body['executed'] === undefined ? before.executed : body['executed'] === true,
    number: textField(body, 'number', before.number),
    title: textField(body, 'title', before.title),
    description: textField(body, 'description', before.description),
    origin_id: nullableText(body, 'origin_id', before.origin_id),
    origin_data: nullableText(body, 'origin_data', before.origin_data),
  });
}

function keep(
  context: RouteContext,
  family: Family,
  call: ProcoreCall,
  changed: CommitmentRow,
): ProcoreAnswer {
  const { state } = context;
  const commitment = { ...changed, updated_at: nextStamp(state, context.now()) };
  state.commitments.set(String(commitment.id), commitment);
  context.changed(call, {
    resource: family.resource,
    id: commitment.id,
    projectId: commitment.project_id,
    reason: 'update',
  });
  return { status: 200, body: presentCommitmentInFull(state, commitment) };
}

function refuseSynced(record: { origin_id: string | null }, name: string): void {
  if (record.origin_id === null) return;
  throw unprocessable(`The ${name} is not editable because it has been synced with ERP`);
}

function lineRoutes(context: RouteContext, family: Family): ProcoreRoute[] {
  const { state } = context;
  const lines = `${family.path}/{id}/line_items`;
  const one = `${lines}/{line_id}`;
  return [
    {
      method: 'GET',
      path: lines,
      handle: (call) => {
        const commitment = commitmentOf(context, family, call);
        return listAnswer(call, commitment.lines, (line) => presentLine(state, commitment, line));
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => {
        const commitment = commitmentOf(context, family, call);
        return { status: 200, body: presentLine(state, commitment, lineOf(commitment, call)) };
      },
    },
    { method: 'POST', path: lines, handle: (call) => addLine(context, family, call) },
    { method: 'PATCH', path: one, handle: (call) => changeLine(context, family, call) },
    { method: 'DELETE', path: one, handle: (call) => deleteLine(context, family, call) },
  ];
}

function addLine(context: RouteContext, family: Family, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const commitment = draftOf(context, family, call);
  const line = lineFrom(context, call, commitment, {
    id: nextId(state),
    position: commitment.lines.reduce((last, { position }) => Math.max(last, position), 0) + 1,
    description: '',
    amount: '0.00',
    cost_code_id: 0,
    line_item_type_id: 0,
    wbs_code_id: 0,
    tax_code_id: state.taxCodes.values()[0]?.id ?? 0,
    quantity: null,
    uom: null,
    origin_id: null,
    origin_data: null,
  });
  const lines = [...commitment.lines, line];
  keepLines(context, family, call, commitment, { lines, lineId: line.id, reason: 'create' });
  return { status: 201, body: presentLine(state, commitment, line) };
}

function changeLine(context: RouteContext, family: Family, call: ProcoreCall): ProcoreAnswer {
  const commitment = draftOf(context, family, call);
  const line = lineFrom(context, call, commitment, lineOf(commitment, call));
  const lines = commitment.lines.map((other) => (other.id === line.id ? line : other));
  keepLines(context, family, call, commitment, { lines, lineId: line.id, reason: 'update' });
  return { status: 200, body: presentLine(context.state, commitment, line) };
}

function deleteLine(context: RouteContext, family: Family, call: ProcoreCall): ProcoreAnswer {
  const commitment = draftOf(context, family, call);
  const line = lineOf(commitment, call);
  // UNCONFIRMED text: a line that was billed cannot go, or the invoice would bill what the contract does not have.
  const isBilled = context.state.requisitions
    .values()
    .some(({ items }) => items.some((item) => item.line_item_id === line.id));
  if (isBilled) throw unprocessable({ base: ['A line that has been invoiced cannot be deleted'] });
  const lines = commitment.lines.filter((other) => other.id !== line.id);
  keepLines(context, family, call, commitment, { lines, lineId: line.id, reason: 'delete' });
  return { status: 204 };
}

function draftOf(context: RouteContext, family: Family, call: ProcoreCall): CommitmentRow {
  const commitment = commitmentOf(context, family, call);
  refuseSynced(commitment, 'commitment');
  if (commitment.status === 'Draft') return commitment;
  throw unprocessable({
    base: ['The schedule of values can only be changed while the contract is in Draft'],
  });
}

function lineOf(commitment: CommitmentRow, call: ProcoreCall): LineRow {
  const line = commitment.lines.find(({ id }) => String(id) === call.params['line_id']);
  if (line === undefined) throw notFound();
  return line;
}

/** A line is coded by its WBS code, or by cost code and cost type, which name one. */
function lineFrom(
  { state }: RouteContext,
  call: ProcoreCall,
  commitment: CommitmentRow,
  before: LineRow,
): LineRow {
  const body = bodyPart(call.body, 'line_item');
  const wbsCodeId = idField(body, 'wbs_code_id', null);
  const costCodeId = idField(body, 'cost_code_id', before.cost_code_id);
  const costTypeId = idField(body, 'line_item_type_id', before.line_item_type_id);
  const wbsCode = state.wbsCodes
    .values()
    .filter((code) => code.project_id === commitment.project_id)
    .find((code) =>
      wbsCodeId === null
        ? code.cost_code_id === costCodeId && code.line_item_type_id === costTypeId
        : code.id === wbsCodeId,
    );
  if (wbsCode === undefined) throw unprocessable({ wbs_code: ["can't be blank"] });
  const taxCodeId = idField(body, 'tax_code_id', before.tax_code_id) ?? before.tax_code_id;
  if (state.taxCodes.get(String(taxCodeId)) === undefined) {
    throw unprocessable({ tax_code_id: ['is invalid'] });
  }
  return {
    ...before,
    description: textField(body, 'description', before.description),
    amount: amountField(body, 'amount', before.amount),
    quantity: nullableText(body, 'quantity', before.quantity),
    uom: nullableText(body, 'uom', before.uom),
    cost_code_id: wbsCode.cost_code_id,
    line_item_type_id: wbsCode.line_item_type_id,
    wbs_code_id: wbsCode.id,
    tax_code_id: taxCodeId,
    origin_id: nullableText(body, 'origin_id', before.origin_id),
    origin_data: nullableText(body, 'origin_data', before.origin_data),
  };
}

type LineChange = { lines: LineRow[]; lineId: number; reason: 'create' | 'update' | 'delete' };

function keepLines(
  context: RouteContext,
  family: Family,
  call: ProcoreCall,
  commitment: CommitmentRow,
  { lines, lineId, reason }: LineChange,
): void {
  keep(context, family, call, { ...commitment, lines });
  context.changed(call, {
    resource: `${family.resource.replace(/s$/, '')} Line Items`,
    id: lineId,
    projectId: commitment.project_id,
    reason,
  });
}
