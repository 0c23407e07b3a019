// Lines of a commitment change order, which Procore has at v2.0 only: answers under `data`, ids as strings.
import { isObject, requireCompany } from './access.ts';
import { idField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import {
  changeOrderOf,
  keepChangeOrder,
  refuseSyncedChangeOrder,
  withErpTwin,
} from './change-order-records.ts';
import { blankLine, withLineFields } from './commitment-line-routes.ts';
import { listAnswer } from './list-answer.ts';
import { presentV2Line } from './present-change-order.ts';
import { badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ChangeOrderLineRow, ChangeOrderRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable } from './writable-fields.ts';

const lines =
  '/rest/v2.0/companies/{company_id}/projects/{project_id}/commitment_change_orders/{id}/line_items';

/** v2 collections: 10 a page, at most 100. Source: Procore announcement of REST v2, read 2026-11-23. */
const PAGES = { standard: 10, maximum: 100 };

export function changeOrderLineRoutes(context: RouteContext): ProcoreRoute[] {
  const one = `${lines}/{line_id}`;
  const shown = (call: ProcoreCall, row: ChangeOrderRow, line: ChangeOrderLineRow) =>
    presentV2Line(context.state, row, line, call.query.get('view') === 'extended');
  return [
    {
      method: 'GET',
      path: lines,
      handle: (call) => {
        const row = changeOrderIn(context, call);
        const answer = listAnswer(call, row.lines, (line) => shown(call, row, line), PAGES);
        return { ...answer, body: { data: answer.body } };
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => {
        const row = changeOrderIn(context, call);
        return { status: 200, body: { data: shown(call, row, lineOf(row, call)) } };
      },
    },
    { method: 'POST', path: lines, handle: (call) => addLine(context, call) },
    { method: 'PATCH', path: one, handle: (call) => changeLine(context, call) },
    { method: 'DELETE', path: one, handle: (call) => deleteLine(context, call) },
  ];
}

function changeOrderIn(context: RouteContext, call: ProcoreCall): ChangeOrderRow {
  requireCompany(call);
  return changeOrderOf(context, call, 'change_order_id');
}

function lineOf({ lines: rows }: ChangeOrderRow, call: ProcoreCall): ChangeOrderLineRow {
  const line = rows.find(({ id }) => String(id) === call.params['line_id']);
  if (line === undefined) throw notFound();
  return line;
}

/** Approved, it is what was agreed. Source: Procore tutorial "Financial Tools": approved change orders freeze, read 2026-11-23. */
function openToChange(context: RouteContext, call: ProcoreCall): ChangeOrderRow {
  const row = changeOrderIn(context, call);
  refuseSyncedChangeOrder(row, { lines: true });
  if (row.status !== 'approved') return row;
  throw unprocessable({ base: ['The lines of an approved change order cannot be changed'] });
}

function addLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const row = openToChange(context, call);
  const blank = { ...blankLine(state, row.lines), commitment_line_item_id: null };
  const line = withFields(context, row, blank, call);
  keepChangeOrder(context, call, { ...row, lines: [...row.lines, line] }, 'update');
  return { status: 201, body: { data: presentV2Line(state, row, line, false) } };
}

function changeLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const row = openToChange(context, call);
  const line = withFields(context, row, lineOf(row, call), call);
  const rows = row.lines.map((other) => (other.id === line.id ? line : other));
  keepChangeOrder(context, call, { ...row, lines: rows }, 'update');
  return { status: 200, body: { data: presentV2Line(context.state, row, line, false) } };
}

function deleteLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const row = openToChange(context, call);
  const gone = lineOf(row, call);
  const rows = row.lines.filter(({ id }) => id !== gone.id);
  keepChangeOrder(context, call, { ...row, lines: rows }, 'update');
  return { status: 204 };
}

/** The body is the line itself, as with the sandbox's other v2 resources; which fields v2 takes is UNCONFIRMED. */
function withFields(
  context: RouteContext,
  row: ChangeOrderRow,
  before: ChangeOrderLineRow,
  { body }: ProcoreCall,
): ChangeOrderLineRow {
  if (!isObject(body)) throw badRequest('The body must be an object');
  const { project_id: _inPath, ...fields } = body;
  requireWritable(context.state, 'change_order_line', fields);
  const line = withLineFields(context.state, row, before, fields);
  return withParent(context, row, line, fields);
}

function withParent(
  context: RouteContext,
  row: ChangeOrderRow,
  line: ChangeOrderLineRow,
  body: Body,
): ChangeOrderLineRow {
  const name = 'commitment_line_item_id';
  if (body[name] === 'new') {
    const project = context.state.projects.get(String(row.project_id));
    if (project?.kept['erp_integrated'] === true)
      return withErpTwin(context, row.contract_id, line);
    // UNCONFIRMED: what "new" comes to where no ERP asks for it.
    throw unprocessable({ [name]: ['is only for projects with ERP integration'] });
  }
  const parent = idField(body, name, line.commitment_line_item_id);
  const contract = context.state.commitments.get(String(row.contract_id));
  const isKnown = parent === null || contract?.lines.some(({ id }) => id === parent) === true;
  if (!isKnown) throw unprocessable({ [name]: ['is invalid'] });
  return { ...line, [name]: parent };
}
