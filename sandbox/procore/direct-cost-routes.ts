// Direct costs at v1.1: listed per project, made with at most a hundred lines, changed, deleted; their lines and sync actions at v1.0.
import { bodyPart, projectOf, recordOf, requireTool } from './access.ts';
import { addDirectCost, changeDirectCost, removeDirectCost } from './direct-cost-acts.ts';
import { directCostLineRoutes } from './direct-cost-line-routes.ts';
import type { DirectCostRow } from './direct-cost-rows.ts';
import { directCostSyncRoutes } from './direct-cost-sync.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { presentDirectCost, presentDirectCostInFull } from './present-direct-cost.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ProjectRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const PATH = '/rest/v1.1/projects/{project_id}/direct_costs';

export function directCostRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  return [
    { method: 'GET', path: PATH, handle: (call) => listed(context, call) },
    {
      method: 'POST',
      path: PATH,
      handle: (call) => {
        const project = placeOf(context, call);
        const row = addDirectCost(context, call, project.id, bodyPart(call.body, 'direct_cost'));
        return { status: 201, body: presentDirectCostInFull(state, row) };
      },
    },
    {
      method: 'GET',
      path: `${PATH}/{id}`,
      handle: (call) => {
        return { status: 200, body: presentDirectCostInFull(state, directCostOf(context, call)) };
      },
    },
    {
      method: 'PATCH',
      path: `${PATH}/{id}`,
      handle: (call) => {
        const before = directCostOf(context, call);
        const row = changeDirectCost(context, call, before, bodyPart(call.body, 'direct_cost'));
        return { status: 200, body: presentDirectCostInFull(state, row) };
      },
    },
    {
      method: 'DELETE',
      path: `${PATH}/{id}`,
      handle: (call) => {
        const row = directCostOf(context, call);
        removeDirectCost(context, call, row);
        // Its id, not 204: Procore OpenAPI 2024-10, the answer to a deletion at v1.1, read 2026-11-27.
        return { status: 200, body: { id: row.id } };
      },
    },
    ...directCostLineRoutes(context),
    ...directCostSyncRoutes(context),
  ];
}

function placeOf({ state }: RouteContext, call: ProcoreCall): ProjectRow {
  requireTool(state, call, 'direct costs');
  return projectOf(state, call);
}

function directCostOf(context: RouteContext, call: ProcoreCall): DirectCostRow {
  return recordOf(context.state, 'directCosts', placeOf(context, call), call.params['id']);
}

/** Source: Procore REST reference of 2026, List Direct Costs at v1.1, its filters, read 2026-11-23. */
function listed(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const project = placeOf(context, call);
  const within = updatedWithin(call);
  const origins = filterValues(call.query, 'origin_id');
  const numbers = filterValues(call.query, 'invoice_number');
  const days = filterValues(call.query, 'payment_date');
  const isAsked = (asked: string[] | null, value: string | null): boolean =>
    asked === null || asked.includes(value ?? '');
  const rows = state.directCosts
    .values()
    .filter((row) => row.project_id === project.id && within(row.updated_at))
    .filter((row) => isAsked(origins, row.origin_id) && isAsked(numbers, row.invoice_number))
    .filter((row) => isAsked(days, row.payment_date));
  return listAnswer(call, rows, (row) => presentDirectCost(state, row));
}
