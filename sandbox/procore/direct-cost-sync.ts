// Sync actions on direct costs and their lines: always 200, and what is refused stands beside what was done.
import { isObject, projectOf, recordOf, requireTool } from './access.ts';
import type { Body } from './body-fields.ts';
import { addDirectCost, changeDirectCost, keepLinesOf } from './direct-cost-acts.ts';
import { refuseSynced, withLine } from './direct-cost-records.ts';
import { presentDirectCostInFull, presentDirectCostLine } from './present-direct-cost.ts';
import { badRequest, ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ProjectRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

/** Source: Procore tutorial "Using Sync Actions", read 2026-11-23. */
const UPDATES_MAX = 1_000;
const ROOT = '/rest/v1.0/projects/{project_id}/direct_costs';

export function directCostSyncRoutes(context: RouteContext): ProcoreRoute[] {
  const syncing = (
    path: string,
    one: (call: ProcoreCall, project: ProjectRow, update: Body) => object,
  ): ProcoreRoute => ({
    method: 'PATCH',
    path,
    handle: (call) => {
      requireTool(context.state, call, 'direct costs');
      const project = projectOf(context.state, call);
      return syncAnswer(call, (update) => one(call, project, update));
    },
  });
  return [
    syncing(`${ROOT}/sync`, (call, project, update) => syncOne(context, call, project, update)),
    syncing(`${ROOT}/line_items/sync`, (call, project, update) =>
      syncLine(context, call, project, update),
    ),
  ];
}

/** 200 also where every single one is refused. Source: Procore tutorial "Using Sync Actions", read 2026-11-23. */
function syncAnswer(call: ProcoreCall, one: (update: Body) => object): ProcoreAnswer {
  const updates: unknown = isObject(call.body) ? call.body['updates'] : undefined;
  if (!Array.isArray(updates)) throw badRequest('param is missing or the value is empty: updates');
  if (updates.length > UPDATES_MAX) throw badRequest(`updates must be at most ${UPDATES_MAX}`);
  const entities: object[] = [];
  const errors: object[] = [];
  for (const update of updates as unknown[]) {
    try {
      if (!isObject(update)) throw unprocessable({ base: ['is invalid'] });
      entities.push(one(update));
    } catch (error) {
      if (!(error instanceof ProcoreRefusal)) throw error;
      const said = typeof error.errors === 'string' ? { base: [error.errors] } : error.errors;
      errors.push({ ...(isObject(update) ? update : {}), errors: said });
    }
  }
  return { status: 200, body: { entities, errors } };
}

/** Found by its id, else by the id of the other system; what is not found is made. */
function syncOne(
  context: RouteContext,
  call: ProcoreCall,
  project: ProjectRow,
  update: Body,
): object {
  const { state } = context;
  const { id, ...body } = update;
  const origin = body['origin_id'];
  const named =
    id === undefined
      ? state.directCosts
          .values()
          .find(({ origin_id }) => origin_id !== null && origin_id === origin)
      : recordOf(state, 'directCosts', project, textOf(id));
  const row =
    named === undefined
      ? addDirectCost(context, call, project.id, body)
      : changeDirectCost(context, call, named, body);
  return presentDirectCostInFull(state, row);
}

/** A line names its direct cost. */
function syncLine(
  context: RouteContext,
  call: ProcoreCall,
  project: ProjectRow,
  update: Body,
): object {
  const { state } = context;
  const holder = recordOf(state, 'directCosts', project, textOf(update['direct_cost_id']));
  refuseSynced(state, call, holder);
  const origin = update['origin_id'];
  const found = holder.lines.find(({ id, origin_id }) => {
    if (update['id'] !== undefined) return String(id) === textOf(update['id']);
    return origin_id !== null && origin_id === origin;
  });
  const { id: _id, ...body } = update;
  const lines = withLine(context, holder, found === undefined ? body : { ...body, id: found.id });
  const line = found === undefined ? lines.at(-1) : lines.find(({ id }) => id === found.id);
  if (line === undefined) throw unprocessable({ base: ['is invalid'] });
  const reason = found === undefined ? 'create' : 'update';
  const row = keepLinesOf(context, call, holder, { lines, lineId: line.id, reason });
  return presentDirectCostLine(state, row, line);
}

function textOf(id: unknown): string {
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}
