// One change order of a call: found where the caller may see its contract, kept under a new stamp with what follows from it.
import { contractShown, deletedRecord, projectOf, requireTool, seesBillingOf } from './access.ts';
import type { Body } from './body-fields.ts';
import { isBilled } from './change-order-sums.ts';
import { contractFamilies } from './contract-families.ts';
import { keepContract } from './contract-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ChangeOrderLineRow, ChangeOrderRow, CommitmentRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';

/** The change orders of the call's project that the caller may see, deleted ones too. */
export function changeOrdersShown({ state }: RouteContext, call: ProcoreCall): ChangeOrderRow[] {
  requireTool(state, call, 'commitments');
  const project = projectOf(state, call);
  return state.changeOrders
    .values()
    .filter((row) => row.project_id === project.id && seesBillingOf(state, call, row.contract_id));
}

/** By the id of the package or of the commitment change order. */
export function changeOrderOf(
  context: RouteContext,
  call: ProcoreCall,
  key: 'id' | 'change_order_id',
): ChangeOrderRow {
  const asked = call.params['id'];
  const row = changeOrdersShown(context, call).find((one) => String(one[key]) === asked);
  if (row === undefined) throw notFound();
  if (row.deleted_at !== null) throw deletedRecord(context.state);
  return row;
}

/** The next change order of a contract, a draft without lines. */
export function blankChangeOrder(
  { state, now }: RouteContext,
  contract: CommitmentRow,
): ChangeOrderRow {
  const stamp = nextStamp(state, now());
  const earlier = state.changeOrders
    .values()
    .filter(({ contract_id }) => contract_id === contract.id).length;
  return {
    id: nextId(state),
    change_order_id: nextId(state),
    project_id: contract.project_id,
    contract_id: contract.id,
    number: String(earlier + 1).padStart(3, '0'),
    title: '',
    description: '',
    status: 'draft',
    reviewed_at: null,
    lines: [],
    executed: false,
    deleted_at: null,
    kept: {},
    origin_id: null,
    origin_data: null,
    created_at: stamp,
    updated_at: stamp,
  };
}

export function contractNamed(
  { state }: RouteContext,
  call: ProcoreCall,
  contractId: number | null,
): CommitmentRow {
  requireTool(state, call, 'commitments');
  if (contractId === null) throw unprocessable({ contract_id: ["can't be blank"] });
  return contractShown(state, call, projectOf(state, call), String(contractId));
}

/** An ERP's origin_id locks it; the ERP may still change or clear its own fields. */
export function refuseSyncedChangeOrder(row: ChangeOrderRow, body: Body): void {
  if (row.origin_id === null) return;
  const own = ['origin_id', 'origin_data', 'origin_code'];
  if (Object.keys(body).every((name) => own.includes(name))) return;
  throw unprocessable('The change order is not editable because it has been synced with ERP');
}

/** Whether what pay apps have claimed of it may be taken from under them. */
export function refuseBilled(
  { state }: RouteContext,
  call: ProcoreCall,
  row: ChangeOrderRow,
): void {
  if (call.rule('undoingBilledChangeOrder') === 'open' || !isBilled(state, row)) return;
  throw unprocessable({ base: ['A change order that has been invoiced cannot be undone'] });
}

/** Stores a change order under a new stamp; its contract's sums follow, so the contract moves with it. */
export function keepChangeOrder(
  context: RouteContext,
  call: ProcoreCall,
  changed: ChangeOrderRow,
  reason: Change['reason'],
): ChangeOrderRow {
  const { state } = context;
  const approved = changed.status === 'approved' ? withErpTwins(context, call, changed) : changed;
  const stamp = nextStamp(state, context.now());
  const reviewed = approved.status === 'approved' ? (approved.reviewed_at ?? stamp) : null;
  const row = { ...approved, reviewed_at: reviewed, updated_at: stamp };
  state.changeOrders.set(String(row.id), row);
  const { id, project_id } = row;
  context.changed(call, { resource: 'Change Order Packages', id, projectId: project_id, reason });
  if (call.rule('changeOrderMovesContract') === 'yes') moveContract(context, call, row.contract_id);
  return row;
}

function moveContract(context: RouteContext, call: ProcoreCall, contractId: number): void {
  const contract = context.state.commitments.get(String(contractId));
  const family = contractFamilies.find(({ kind }) => kind === contract?.kind);
  if (contract === undefined || family === undefined) return;
  keepContract(context, family, call, contract);
}

/** On a project with ERP integration every approved line has a line of $0.00 in the contract's schedule of values. */
function withErpTwins(
  context: RouteContext,
  call: ProcoreCall,
  row: ChangeOrderRow,
): ChangeOrderRow {
  const project = projectOf(context.state, call);
  if (project.kept['erp_integrated'] !== true) return row;
  const lines = row.lines.map((line) =>
    line.commitment_line_item_id === null ? withErpTwin(context, row.contract_id, line) : line,
  );
  return { ...row, lines };
}

/**
 * "commitment_line_item_id: new makes a $0 parent SOV line on ERP projects": the contract's schedule of values gets a
 * line of the same code and text that is worth nothing. Source: REST reference of 2026, line items of a commitment
 * change order, read 2026-11-23; that approval makes it where nobody asked is reported by users of ERP projects.
 */
export function withErpTwin(
  { state }: RouteContext,
  contractId: number,
  line: ChangeOrderLineRow,
): ChangeOrderLineRow {
  const contract = state.commitments.get(String(contractId));
  if (contract === undefined) throw notFound();
  const { commitment_line_item_id: _none, ...copied } = line;
  const position = contract.lines.reduce((last, other) => Math.max(last, other.position), 0) + 1;
  const nothing = { quantity: null, unit_cost: null, extended_type: 'manual' } as const;
  const twin = { ...copied, ...nothing, id: nextId(state), position, amount: '0.00' };
  const lines = [...contract.lines, { ...twin, origin_id: null, origin_data: null }];
  state.commitments.set(String(contract.id), { ...contract, lines });
  return { ...line, commitment_line_item_id: twin.id };
}
