// Lines of a prime change order, at their v2 path: bodies without a name around them, answers under `data`.
import { isObject, requireCompany, requireFreeOrigin } from './access.ts';
import { blankLine, lineFrom } from './commitment-line-routes.ts';
import { listAnswer } from './list-answer.ts';
import { presentChangeLine } from './present-prime-change-order.ts';
import { changeOrderOf, keepChangeOrder, refuseBilled } from './prime-change-order-records.ts';
import { badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { LineRow, PrimeChangeOrderRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const PATH =
  '/rest/v2.0/companies/{company_id}/projects/{project_id}/prime_change_orders/{id}/line_items';

/** v2 collections: 10 a page, at most 100. Source: Procore announcement of REST v2, read 2026-11-23. */
const PAGES = { standard: 10, maximum: 100 };

export function primeChangeOrderLineRoutes(context: RouteContext): ProcoreRoute[] {
  const one = `${PATH}/{line_id}`;
  const found = (call: ProcoreCall): PrimeChangeOrderRow => {
    requireCompany(call);
    return changeOrderOf(context, call);
  };
  const shown = (call: ProcoreCall, change: PrimeChangeOrderRow) => (line: LineRow) =>
    presentChangeLine(context.state, change, line, call.query.get('view') === 'extended');
  return [
    {
      method: 'GET',
      path: PATH,
      handle: (call) => {
        const change = found(call);
        const list = listAnswer(call, change.lines, shown(call, change), PAGES);
        return { ...list, body: { data: list.body } };
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => {
        const change = found(call);
        return { status: 200, body: { data: shown(call, change)(lineOf(change, call)) } };
      },
    },
    {
      method: 'POST',
      path: PATH,
      handle: (call) => {
        const change = openToChange(context, call, found(call));
        const blank = blankLine(context.state, change.lines);
        const line = lineOfBody(context, call, change, blank);
        keepChangeOrder(context, call, { ...change, lines: [...change.lines, line] }, 'update');
        return { status: 201, body: { data: shown(call, change)(line) } };
      },
    },
    {
      method: 'PATCH',
      path: one,
      handle: (call) => {
        const change = openToChange(context, call, found(call));
        const line = lineOfBody(context, call, change, lineOf(change, call));
        const lines = change.lines.map((other) => (other.id === line.id ? line : other));
        keepChangeOrder(context, call, { ...change, lines }, 'update');
        return { status: 200, body: { data: shown(call, change)(line) } };
      },
    },
    { method: 'DELETE', path: one, handle: (call) => deleteLine(context, call, found(call)) },
  ];
}

function deleteLine(
  context: RouteContext,
  call: ProcoreCall,
  found: PrimeChangeOrderRow,
): ProcoreAnswer {
  const change = openToChange(context, call, found);
  const line = lineOf(change, call);
  const lines = change.lines.filter((other) => other.id !== line.id);
  keepChangeOrder(context, call, { ...change, lines }, 'update');
  return { status: 204 };
}

function openToChange(
  context: RouteContext,
  call: ProcoreCall,
  change: PrimeChangeOrderRow,
): PrimeChangeOrderRow {
  refuseBilled(context, change);
  if (change.status !== 'approved' || call.rule('linesOfApprovedContract') === 'open') {
    return change;
  }
  throw unprocessable({ base: ['The lines of an approved change order cannot be changed'] });
}

function lineOf(change: PrimeChangeOrderRow, call: ProcoreCall): LineRow {
  const line = change.lines.find(({ id }) => String(id) === call.params['line_id']);
  if (line === undefined) throw notFound();
  return line;
}

function lineOfBody(
  context: RouteContext,
  call: ProcoreCall,
  change: PrimeChangeOrderRow,
  before: LineRow,
): LineRow {
  if (!isObject(call.body)) throw badRequest('The body must be a JSON object');
  const line = lineFrom(context, { ...call, body: { line_item: call.body } }, change, before);
  const others = context.state.primeChangeOrders
    .values()
    .filter(({ deleted_at }) => deleted_at === null)
    .flatMap(({ lines }) => lines);
  requireFreeOrigin(others, line.id, line.origin_id);
  return line;
}
