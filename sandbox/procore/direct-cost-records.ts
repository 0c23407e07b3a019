// The rules of direct costs: what is required of one and of its lines, what is unique, and when a synced one is locked.
import { divideRounded, textOf } from '../company/cents.ts';
import { isObject, requireFreeOrigin } from './access.ts';
import {
  choiceField,
  given,
  idField,
  nullableDate,
  nullableDecimal,
  nullableText,
} from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { tenThousandths } from './commitment-line-routes.ts';
import { directCostStatuses, directCostTypes } from './direct-cost-rows.ts';
import type { DirectCostLineRow, DirectCostRow } from './direct-cost-rows.ts';
import { moneyField } from './money-field.ts';
import { ruleOf } from './open-rules.ts';
import { unprocessable } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import type { ChangedBy, RouteContext } from './route-context.ts';
import { requireWritable } from './writable-fields.ts';

/** Source: Procore REST reference of 2026, Create Direct Cost, read 2026-11-23. */
const LINES_IN_A_CREATION = 100;
/** Types that name whom they are owed to and under which number. Source: as above; of the last one UNCONFIRMED. */
const BILLED_TYPES = ['invoice', 'subcontractor_invoice'];

export function createdDirectCost(
  context: RouteContext,
  projectId: number,
  body: Body,
): DirectCostRow {
  const { state, now } = context;
  const asked = body['line_items'];
  if (Array.isArray(asked) && asked.length > LINES_IN_A_CREATION) {
    throw unprocessable({ line_items: [`must be at most ${LINES_IN_A_CREATION}`] });
  }
  if (!given(body, 'direct_cost_type')) {
    throw unprocessable({ direct_cost_type: ["can't be blank"] });
  }
  const stamp = nextStamp(state, now());
  const blank: DirectCostRow = {
    ...{ id: nextId(state), project_id: projectId, direct_cost_type: 'invoice', status: 'draft' },
    ...{ description: null, direct_cost_date: null, received_date: null, payment_date: null },
    ...{ invoice_number: null, vendor_id: null, employee_id: null, terms: null, lines: [] },
    ...{ origin_id: null, origin_data: null, created_at: stamp, updated_at: stamp },
  };
  const direct_cost_type = choiceField(body, 'direct_cost_type', 'invoice', directCostTypes);
  const { direct_cost_type: _type, ...rest } = body;
  return withFields(context, { ...blank, direct_cost_type }, rest);
}

/** "Can only be set when creating": the type. Source: Procore OpenAPI 2024-10, DirectCostItem3, read 2026-11-27. */
export function changedDirectCost(
  context: RouteContext,
  before: DirectCostRow,
  body: Body,
): DirectCostRow {
  const type = body['direct_cost_type'];
  if (type !== undefined && type !== before.direct_cost_type) {
    throw unprocessable({ direct_cost_type: ['can only be set when creating'] });
  }
  const { direct_cost_type: _type, ...rest } = body;
  const updated_at = nextStamp(context.state, context.now());
  return withFields(context, { ...before, updated_at }, rest);
}

function withFields(context: RouteContext, row: DirectCostRow, body: Body): DirectCostRow {
  const { state } = context;
  requireWritable(state, 'direct_cost', body);
  const vendorId = idField(body, 'vendor_id', row.vendor_id);
  if (vendorId !== null && state.vendors.get(String(vendorId)) === undefined) {
    throw unprocessable({ vendor_id: ['is invalid'] });
  }
  const changed: DirectCostRow = {
    ...row,
    status: choiceField(body, 'status', row.status, directCostStatuses),
    description: nullableText(body, 'description', row.description),
    direct_cost_date: nullableDate(body, 'direct_cost_date', row.direct_cost_date),
    received_date: nullableDate(body, 'received_date', row.received_date),
    payment_date: nullableDate(body, 'payment_date', row.payment_date),
    invoice_number: nullableText(body, 'invoice_number', row.invoice_number),
    vendor_id: vendorId,
    employee_id: idField(body, 'employee_id', row.employee_id),
    terms: nullableText(body, 'terms', row.terms),
    origin_id: nullableText(body, 'origin_id', row.origin_id),
    origin_data: nullableText(body, 'origin_data', row.origin_data),
  };
  requireWhole(state, changed);
  return { ...changed, lines: linesFrom(context, changed, body['line_items']) };
}

/** A number stands once a vendor, in whichever project: that it is the company's and not the project's is UNCONFIRMED. */
function requireWhole(state: ProcoreState, row: DirectCostRow): void {
  const { id, vendor_id, invoice_number, origin_id } = row;
  if (BILLED_TYPES.includes(row.direct_cost_type)) {
    const missing = (['vendor_id', 'invoice_number'] as const).filter(
      (name) => row[name] === null || row[name] === '',
    );
    if (missing.length > 0) {
      throw unprocessable(Object.fromEntries(missing.map((name) => [name, ["can't be blank"]])));
    }
  }
  const others = state.directCosts.values().filter((other) => other.id !== id);
  const isTaken = others.some((other) => {
    return other.vendor_id === vendor_id && other.invoice_number === invoice_number;
  });
  if (vendor_id !== null && invoice_number !== null && isTaken) {
    throw unprocessable({ invoice_number: ['has already been taken'] });
  }
  requireFreeOrigin(others, id, origin_id);
}

/** Lines that are named are changed, others are added, and those that nobody names stay. */
function linesFrom(context: RouteContext, row: DirectCostRow, asked: unknown): DirectCostLineRow[] {
  if (asked === undefined) return row.lines;
  if (!Array.isArray(asked)) throw unprocessable({ line_items: ['is invalid'] });
  let lines = row.lines;
  for (const one of asked as unknown[]) {
    if (!isObject(one)) throw unprocessable({ line_items: ['is invalid'] });
    lines = withLine(context, { ...row, lines }, one);
  }
  return lines;
}

export function withLine(
  context: RouteContext,
  row: DirectCostRow,
  body: Body,
): DirectCostLineRow[] {
  const { state, now } = context;
  const id = idField(body, 'id', null);
  const before = row.lines.find((line) => line.id === id);
  if (id !== null && before === undefined) throw unprocessable({ line_items: ['is invalid'] });
  if (before !== undefined) {
    const changed = lineWith(state, row, before, body);
    const updated_at = nextStamp(state, now());
    return row.lines.map((line) => (line.id === id ? { ...changed, updated_at } : line));
  }
  const stamp = nextStamp(state, now());
  const position = row.lines.reduce((last, line) => Math.max(last, line.position), 0) + 1;
  const blank: DirectCostLineRow = {
    ...{ id: nextId(state), position, wbs_code_id: 0, description: null, amount: '0.00' },
    ...{ quantity: null, unit_cost: null, uom: null, extended_type: 'manual', tax_code_id: null },
    ...{ origin_id: null, origin_data: null, created_at: stamp, updated_at: stamp },
  };
  return [...row.lines, lineWith(state, row, blank, body)];
}

function lineWith(
  state: ProcoreState,
  row: DirectCostRow,
  line: DirectCostLineRow,
  body: Body,
): DirectCostLineRow {
  requireWritable(state, 'direct_cost_line', body);
  const wbsCodeId = idField(body, 'wbs_code_id', line.wbs_code_id === 0 ? null : line.wbs_code_id);
  if (wbsCodeId === null) throw unprocessable({ wbs_code_id: ["can't be blank"] });
  requireCode(state, row, wbsCodeId);
  const taxCodeId = idField(body, 'tax_code_id', line.tax_code_id);
  if (taxCodeId !== null && state.taxCodes.get(String(taxCodeId)) === undefined) {
    throw unprocessable({ tax_code_id: ['is invalid'] });
  }
  const originId = nullableText(body, 'origin_id', line.origin_id);
  const siblings = state.directCosts.values().flatMap(({ lines }) => lines);
  requireFreeOrigin(siblings, line.id, originId);
  return {
    ...line,
    ...pricedLine(state, line, body),
    wbs_code_id: wbsCodeId,
    description: nullableText(body, 'description', line.description),
    uom: nullableText(body, 'uom', line.uom),
    tax_code_id: taxCodeId,
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', line.origin_data),
  };
}

function requireCode(state: ProcoreState, row: DirectCostRow, wbsCodeId: number): void {
  const isOfProject = state.wbsCodes.get(String(wbsCodeId))?.project_id === row.project_id;
  const isBudgeted = state.budgetLines.values().some((one) => one.wbs_code_id === wbsCodeId);
  const isRefused = ruleOf(state, 'unbudgetedDirectCost') === 'refused';
  if (isOfProject && (isBudgeted || !isRefused)) return;
  throw unprocessable({ wbs_code_id: [isOfProject ? 'is not budgeted' : 'is invalid'] });
}

/** An amount of its own, or a quantity at a price; which of the two holds is said by what was given last. */
function pricedLine(state: ProcoreState, line: DirectCostLineRow, body: Body) {
  const quantity = nullableDecimal(body, 'quantity', line.quantity);
  const unit_cost = nullableDecimal(body, 'unit_cost', line.unit_cost);
  const name = given(body, 'amount') ? 'amount' : 'manual_amount';
  const isPriced = given(body, 'quantity') || given(body, 'unit_cost');
  const isCalculated = !given(body, name) && isPriced && quantity !== null && unit_cost !== null;
  const amount = isCalculated
    ? textOf(divideRounded(tenThousandths(quantity) * tenThousandths(unit_cost), 1_000_000n))
    : moneyField(state, body, name, line.amount);
  const isRefused = ruleOf(state, 'negativeDirectCost') === 'refused';
  if (isRefused && amount.startsWith('-')) {
    throw unprocessable({ [name]: ['must be greater than or equal to 0'] });
  }
  const extended_type = isCalculated ? ('calculated' as const) : ('manual' as const);
  return { quantity, unit_cost, amount, extended_type };
}

/** Source: facts of the rule `syncedDirectCost`. People work through the sandbox's roles `pm` and `admin`. */
export function refuseSynced(
  state: ProcoreState,
  { app }: ChangedBy,
  { origin_id }: DirectCostRow,
): void {
  if (origin_id === null) return;
  const rule = ruleOf(state, 'syncedDirectCost');
  if (rule === 'open' || (rule === 'locked for people' && app === 'tieout')) return;
  throw unprocessable('The direct cost is not editable because it has been synced with ERP');
}
