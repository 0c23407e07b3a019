// Lines of a contract's schedule of values: how they are read, priced, coded, and changed while the contract is in Draft.
import { divideRounded, textOf } from '../company/cents.ts';
import { requireFreeOrigin, writableBody } from './access.ts';
import {
  choiceField,
  decimalText,
  given,
  idField,
  nullableDecimal,
  nullableText,
  textField,
} from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { commitmentOf, keepContract, refuseSynced } from './contract-records.ts';
import type { ContractFamily } from './contract-families.ts';
import { listAnswer } from './list-answer.ts';
import { moneyField } from './money-field.ts';
import { ruleOf } from './open-rules.ts';
import { presentLine } from './present-commitment.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId } from './procore-state.ts';
import type { CommitmentRow, LineRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import type { SeededWbsCode } from '../company/seeded-company.ts';

export function lineRoutes(context: RouteContext, family: ContractFamily): ProcoreRoute[] {
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

function addLine(context: RouteContext, family: ContractFamily, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const commitment = openToChange(context, family, call);
  const line = lineFrom(context, call, commitment, blankLine(state, commitment.lines));
  const lines = [...commitment.lines, line];
  keepLines(context, family, call, { commitment, lines, lineId: line.id, reason: 'create' });
  return { status: 201, body: presentLine(state, commitment, line) };
}

/** The next line of a schedule of values, worth nothing and coded to nothing yet. */
export function blankLine(state: ProcoreState, lines: readonly LineRow[]): LineRow {
  return {
    id: nextId(state),
    position: lines.reduce((last, { position }) => Math.max(last, position), 0) + 1,
    description: '',
    amount: '0.00',
    cost_code_id: 0,
    line_item_type_id: 0,
    wbs_code_id: 0,
    tax_code_id: state.taxCodes.values()[0]?.id ?? null,
    quantity: null,
    unit_cost: null,
    uom: null,
    extended_type: 'manual',
    origin_id: null,
    origin_data: null,
  };
}

function changeLine(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const commitment = openToChange(context, family, call);
  const line = lineFrom(context, call, commitment, lineOf(commitment, call));
  const lines = commitment.lines.map((other) => (other.id === line.id ? line : other));
  keepLines(context, family, call, { commitment, lines, lineId: line.id, reason: 'update' });
  return { status: 200, body: presentLine(context.state, commitment, line) };
}

function deleteLine(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const commitment = openToChange(context, family, call);
  const line = lineOf(commitment, call);
  // Refused, or the invoice would bill what the contract does not have; the words of the refusal are UNCONFIRMED.
  const isBilled = context.state.requisitions
    .values()
    .some(({ items }) => items.some((item) => item.line_item_id === line.id));
  if (isBilled && call.rule('deletingBilledLine') === 'refused') {
    throw unprocessable({ base: ['A line that has been invoiced cannot be deleted'] });
  }
  const lines = commitment.lines.filter((other) => other.id !== line.id);
  keepLines(context, family, call, { commitment, lines, lineId: line.id, reason: 'delete' });
  return { status: 204 };
}

function openToChange(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): CommitmentRow {
  const commitment = commitmentOf(context, family, call);
  refuseSynced(commitment, { lines: true });
  if (commitment.status === 'Draft') return commitment;
  if (ruleOf(context.state, 'linesOfApprovedContract') === 'open') return commitment;
  throw unprocessable({
    base: ['The schedule of values can only be changed while the contract is in Draft'],
  });
}

function lineOf(commitment: CommitmentRow, call: ProcoreCall): LineRow {
  const line = commitment.lines.find(({ id }) => String(id) === call.params['line_id']);
  if (line === undefined) throw notFound();
  return line;
}

/** A line as the body leaves it, on a contract or change order of either side. */
export function lineFrom(
  { state }: RouteContext,
  call: ProcoreCall,
  holder: { project_id: number },
  before: LineRow,
): LineRow {
  const body = writableBody(state, call, 'line_item');
  const originId = nullableText(body, 'origin_id', before.origin_id);
  const everyLine = [...state.commitments.values(), ...state.primeContracts.values()].flatMap(
    ({ lines }) => lines,
  );
  requireFreeOrigin(everyLine, before.id, originId);
  return {
    ...withLineFields(state, holder, before, body),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
  };
}

/** What a line of a contract and one of its change orders have alike: text, price, code and tax. */
export function withLineFields<L extends LineRow>(
  state: ProcoreState,
  holder: { project_id: number },
  before: L,
  body: Body,
): L {
  const wbsCode = codeOf(state, holder, before, body);
  const taxCodeId = idField(body, 'tax_code_id', before.tax_code_id);
  if (taxCodeId !== null && state.taxCodes.get(String(taxCodeId)) === undefined) {
    throw unprocessable({ tax_code_id: ['is invalid'] });
  }
  return {
    ...before,
    description: textField(body, 'description', before.description),
    ...priced(state, body, before),
    uom: nullableText(body, 'uom', before.uom),
    cost_code_id: wbsCode.cost_code_id,
    line_item_type_id: wbsCode.line_item_type_id,
    wbs_code_id: wbsCode.id,
    tax_code_id: taxCodeId,
  };
}

/** A line is coded by its WBS code, or by cost code and cost type, which name one. */
function codeOf(
  state: ProcoreState,
  holder: { project_id: number },
  before: LineRow,
  body: Body,
): SeededWbsCode {
  const wbsCodeId = idField(body, 'wbs_code_id', null);
  const costCodeId = idField(body, 'cost_code_id', before.cost_code_id);
  const costTypeId = idField(body, 'line_item_type_id', before.line_item_type_id);
  const wbsCode = state.wbsCodes
    .values()
    .filter((code) => code.project_id === holder.project_id)
    .find((code) =>
      wbsCodeId === null
        ? code.cost_code_id === costCodeId && code.line_item_type_id === costTypeId
        : code.id === wbsCodeId,
    );
  if (wbsCode === undefined) throw unprocessable({ wbs_code: ["can't be blank"] });
  return wbsCode;
}

type Price = Pick<LineRow, 'amount' | 'quantity' | 'unit_cost' | 'extended_type'>;

/** A calculated line is worth quantity × unit cost: 12.5 × 3.333 = 41.6625, so 41.66. A manual one is worth what was typed. */
function priced(state: ProcoreState, body: Body, before: LineRow): Price {
  const quantity = nullableDecimal(body, 'quantity', before.quantity);
  const unitCost = nullableDecimal(body, 'unit_cost', before.unit_cost);
  const type = choiceField(body, 'extended_type', before.extended_type, ['manual', 'calculated']);
  const price = { quantity, unit_cost: unitCost, extended_type: type };
  if (type === 'manual')
    return { ...price, amount: moneyField(state, body, 'amount', before.amount) };
  if (given(body, 'amount')) {
    throw unprocessable({ amount: ["can't be given for a calculated line"] });
  }
  const product = tenThousandths(quantity ?? '0') * tenThousandths(unitCost ?? '0');
  return { ...price, amount: textOf(divideRounded(product, 1_000_000n)) };
}

/** "12.5" → 125000n. */
export function tenThousandths(text: string): bigint {
  const [whole = '0', fraction = ''] = decimalText(text, 'quantity').replace('-', '').split('.');
  const units = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, '0'));
  return text.startsWith('-') ? -units : units;
}

type LineChange = {
  commitment: CommitmentRow;
  lines: LineRow[];
  lineId: number;
  reason: 'create' | 'update' | 'delete';
};

function keepLines(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
  { commitment, lines, lineId, reason }: LineChange,
): void {
  const changed = { ...commitment, lines };
  if (call.rule('lineChangeMovesContract') === 'yes') keepContract(context, family, call, changed);
  else context.state.commitments.set(String(commitment.id), changed);
  context.changed(call, {
    resource: `${family.resource.replace(/s$/, '')} Line Items`,
    id: lineId,
    projectId: commitment.project_id,
    reason,
  });
}
