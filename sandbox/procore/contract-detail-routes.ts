// The subcontractor's own schedule of values: details of a contract's lines, which pay apps then bill in place of the line.
import { nearestCentsOf, sum, textOf } from '../company/cents.ts';
import { writableBody } from './access.ts';
import { idField, textField } from './body-fields.ts';
import { commitmentOf, keepContract } from './contract-records.ts';
import type { ContractFamily } from './contract-families.ts';
import { currencyOf } from './currency.ts';
import { listAnswer } from './list-answer.ts';
import { moneyField } from './money-field.ts';
import { isLatest } from './present-requisition.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { CommitmentRow, DetailLineRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';

export function detailRoutes(context: RouteContext, family: ContractFamily): ProcoreRoute[] {
  const { state } = context;
  const details = `${family.path}/{id}/line_item_contract_details`;
  const one = `${details}/{detail_id}`;
  return [
    {
      method: 'GET',
      path: details,
      handle: (call) => {
        const commitment = commitmentOf(context, family, call);
        return listAnswer(call, detailsOf(commitment), (detail) =>
          listed(state, commitment, detail),
        );
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => {
        const commitment = commitmentOf(context, family, call);
        return { status: 200, body: present(state, commitment, detailOf(commitment, call)) };
      },
    },
    { method: 'POST', path: details, handle: (call) => addDetail(context, family, call) },
    { method: 'PATCH', path: one, handle: (call) => changeDetail(context, family, call) },
    { method: 'DELETE', path: one, handle: (call) => deleteDetail(context, family, call) },
  ];
}

function detailsOf({ details = [] }: CommitmentRow): DetailLineRow[] {
  return details;
}

function detailOf(commitment: CommitmentRow, call: ProcoreCall): DetailLineRow {
  const detail = detailsOf(commitment).find(({ id }) => String(id) === call.params['detail_id']);
  if (detail === undefined) throw notFound();
  return detail;
}

/** Source: Procore OpenAPI 2024-10, list of work order contract detail line items: without stamps, read 2026-11-26. */
function listed(state: ProcoreState, commitment: CommitmentRow, detail: DetailLineRow): object {
  const { created_at: _created, updated_at: _updated, ...shown } = detail;
  const siblings = detailsOf(commitment).filter(({ line_item_id }) => {
    return line_item_id === detail.line_item_id;
  });
  const billed = state.requisitions
    .values()
    .filter((row) => row.commitment_id === commitment.id)
    .map((row) => ({ row, item: row.items.find(isOf(detail)) }));
  const latest = billed.filter(({ row }) => isLatest(state, row)).flatMap(({ item }) => item ?? []);
  return {
    ...shown,
    position: siblings.findIndex(({ id }) => id === detail.id) + 1,
    billed_to_date: textOf(sum(latest.map((item) => totalOf(item)))),
    billed_against: billed.some(({ item }) => item !== undefined && totalOf(item) !== 0n),
    currency_configuration: currencyOf(state, {
      project_id: commitment.project_id,
      contract_id: commitment.id,
    }),
  };
}

function present(state: ProcoreState, commitment: CommitmentRow, detail: DetailLineRow): object {
  const { created_at, updated_at } = detail;
  return { ...listed(state, commitment, detail), created_at, updated_at };
}

function isOf({ id }: DetailLineRow): (item: RequisitionItem) => boolean {
  return ({ detail_line_item_id }) => detail_line_item_id === id;
}

function totalOf(item: RequisitionItem): bigint {
  return nearestCentsOf(item.total_completed_and_stored_to_date);
}

function addDetail(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const { state } = context;
  const commitment = commitmentOf(context, family, call);
  const stamp = nextStamp(state, context.now());
  const blank = { line_item_id: 0, description: '', amount: '0.00' };
  const stamps = { created_at: stamp, updated_at: stamp };
  const detail = withFields(context, call, commitment, { id: nextId(state), ...blank, ...stamps });
  const changed = { ...commitment, details: [...detailsOf(commitment), detail] };
  keepDetails(context, family, call, changed);
  return { status: 201, body: present(state, changed, detail) };
}

function changeDetail(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const { state } = context;
  const commitment = commitmentOf(context, family, call);
  const fields = withFields(context, call, commitment, detailOf(commitment, call));
  const detail = { ...fields, updated_at: nextStamp(state, context.now()) };
  const details = detailsOf(commitment).map((other) => (other.id === detail.id ? detail : other));
  keepDetails(context, family, call, { ...commitment, details });
  return { status: 200, body: present(state, { ...commitment, details }, detail) };
}

function deleteDetail(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const commitment = commitmentOf(context, family, call);
  const detail = detailOf(commitment, call);
  const isBilled = context.state.requisitions
    .values()
    .some((row) => row.commitment_id === commitment.id && row.items.some(isOf(detail)));
  // UNCONFIRMED text, as with a contract's line that was billed.
  if (isBilled) throw unprocessable({ base: ['A line that has been invoiced cannot be deleted'] });
  const details = detailsOf(commitment).filter(({ id }) => id !== detail.id);
  keepDetails(context, family, call, { ...commitment, details });
  return { status: 204 };
}

function withFields(
  { state }: RouteContext,
  call: ProcoreCall,
  commitment: CommitmentRow,
  before: DetailLineRow,
): DetailLineRow {
  const body = writableBody(state, call, 'contract_detail_line_item');
  const lineId = idField(body, 'line_item_id', before.line_item_id);
  if (lineId === null || !commitment.lines.some(({ id }) => id === lineId)) {
    throw unprocessable({ line_item_id: ['is invalid'] });
  }
  if (lineId !== before.line_item_id) refuseBilledWhole(state, commitment, lineId);
  return {
    ...before,
    line_item_id: lineId,
    description: textField(body, 'description', before.description),
    amount: moneyField(state, body, 'amount', before.amount),
  };
}

/** UNCONFIRMED: what was billed on the line as a whole belongs to none of its details. */
function refuseBilledWhole(state: ProcoreState, commitment: CommitmentRow, lineId: number): void {
  const parts = new Set(detailsOf(commitment).map(({ line_item_id }) => line_item_id));
  if (parts.has(lineId)) return;
  const isBilled = state.requisitions
    .values()
    .filter(({ commitment_id }) => commitment_id === commitment.id)
    .some(({ items }) =>
      items.some((item) => item.line_item_id === lineId && totalOf(item) !== 0n),
    );
  if (isBilled) throw unprocessable({ line_item_id: ['has been invoiced as a whole'] });
}

function keepDetails(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
  changed: CommitmentRow,
): void {
  if (call.rule('lineChangeMovesContract') === 'yes') keepContract(context, family, call, changed);
  else context.state.commitments.set(String(changed.id), changed);
}
