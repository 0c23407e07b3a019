// Lines of direct costs at v1.0: all of a project, and those of one, read, added, changed and deleted.
import { bodyPart, projectOf, recordOf, requireTool } from './access.ts';
import { keepLinesOf } from './direct-cost-acts.ts';
import { refuseSynced, withLine } from './direct-cost-records.ts';
import type { DirectCostLineRow, DirectCostRow } from './direct-cost-rows.ts';
import { listAnswer } from './list-answer.ts';
import { presentDirectCostLine } from './present-direct-cost.ts';
import { notFound } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { RouteContext } from './route-context.ts';

const ALL = '/rest/v1.0/projects/{project_id}/direct_costs/line_items';
const LINES = '/rest/v1.0/projects/{project_id}/direct_costs/{direct_cost_id}/line_items';
const ONE = `${LINES}/{id}`;

export function directCostLineRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  return [
    { method: 'GET', path: ALL, handle: (call) => allOfProject(context, call) },
    {
      method: 'GET',
      path: LINES,
      handle: (call) => {
        const row = holderOf(context, call);
        return listAnswer(call, row.lines, (line) => presentDirectCostLine(state, row, line));
      },
    },
    { method: 'POST', path: LINES, handle: (call) => addLine(context, call) },
    {
      method: 'GET',
      path: ONE,
      handle: (call) => {
        const row = holderOf(context, call);
        return { status: 200, body: presentDirectCostLine(state, row, lineOf(row, call)) };
      },
    },
    { method: 'PATCH', path: ONE, handle: (call) => changeLine(context, call) },
    { method: 'DELETE', path: ONE, handle: (call) => deleteLine(context, call) },
  ];
}

function allOfProject({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  requireTool(state, call, 'direct costs');
  const project = projectOf(state, call);
  const lines = state.directCosts
    .values()
    .filter(({ project_id }) => project_id === project.id)
    .flatMap((row) => row.lines.map((line) => ({ ...line, row })));
  return listAnswer(call, lines, ({ row, ...line }) => presentDirectCostLine(state, row, line));
}

function holderOf({ state }: RouteContext, call: ProcoreCall): DirectCostRow {
  requireTool(state, call, 'direct costs');
  return recordOf(state, 'directCosts', projectOf(state, call), call.params['direct_cost_id']);
}

function lineOf({ lines }: DirectCostRow, call: ProcoreCall): DirectCostLineRow {
  const line = lines.find(({ id }) => String(id) === call.params['id']);
  if (line === undefined) throw notFound();
  return line;
}

function openToChange(context: RouteContext, call: ProcoreCall): DirectCostRow {
  const row = holderOf(context, call);
  refuseSynced(context.state, call, row);
  return row;
}

function addLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const before = openToChange(context, call);
  const { id: _id, ...body } = bodyPart(call.body, 'line_item');
  const lines = withLine(context, before, body);
  const line = lines.at(-1);
  if (line === undefined) throw notFound();
  const row = keepLinesOf(context, call, before, { lines, lineId: line.id, reason: 'create' });
  return { status: 201, body: presentDirectCostLine(context.state, row, line) };
}

function changeLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const before = openToChange(context, call);
  const { id } = lineOf(before, call);
  const lines = withLine(context, before, { ...bodyPart(call.body, 'line_item'), id });
  const row = keepLinesOf(context, call, before, { lines, lineId: id, reason: 'update' });
  return { status: 200, body: presentDirectCostLine(context.state, row, lineOf(row, call)) };
}

function deleteLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const before = openToChange(context, call);
  const { id } = lineOf(before, call);
  const lines = before.lines.filter((line) => line.id !== id);
  keepLinesOf(context, call, before, { lines, lineId: id, reason: 'delete' });
  return { status: 204 };
}
