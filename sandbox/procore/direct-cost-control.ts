// What a project manager types, changes and deletes on Procore's own page of direct costs, which refuses what is synced.
import { z } from 'zod';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Answer } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { addDirectCost, changeDirectCost, removeDirectCost } from './direct-cost-acts.ts';
import type { DirectCostRow } from './direct-cost-rows.ts';
import { presentDirectCostInFull } from './present-direct-cost.ts';
import { ProcoreRefusal } from './procore-call.ts';
import type { RouteContext } from './route-context.ts';

const fields = z.record(z.string(), z.unknown());
const newSchema = z.strictObject({
  projectId: z.union([z.int(), z.string().regex(/^\d+$/)]),
  directCost: fields,
});
const changeSchema = z.strictObject({ directCost: fields });

export function directCostControlRoutes(context: RouteContext): Route[] {
  const { state, company } = context;
  const person = { app: 'pm', companyId: company.id } as const;
  const rowOf = (id: string | undefined): DirectCostRow => {
    const row = state.directCosts.get(id ?? '');
    if (row === undefined) throw new ControlError(404, 'There is no such direct cost');
    return row;
  };
  const shown = (status: number, row: DirectCostRow): Answer => {
    return { status, body: { directCost: presentDirectCostInFull(state, row) } };
  };
  const path = '/_sandbox/direct-costs';
  return [
    {
      ...{ method: 'POST', path, open: true },
      handle: (request) => {
        const { projectId, directCost } = parsed(newSchema, request);
        const project = state.projects.get(String(projectId));
        if (project === undefined) throw new ControlError(404, 'There is no such project');
        return asRefused(() => shown(201, addDirectCost(context, person, project.id, directCost)));
      },
    },
    {
      ...{ method: 'PUT', path: `${path}/{id}`, open: true },
      handle: (request) => {
        const { directCost } = parsed(changeSchema, request);
        const row = rowOf(request.params['id']);
        return asRefused(() => shown(200, changeDirectCost(context, person, row, directCost)));
      },
    },
    {
      ...{ method: 'DELETE', path: `${path}/{id}`, open: true },
      handle: (request) => {
        const row = rowOf(request.params['id']);
        return asRefused(() => {
          removeDirectCost(context, person, row);
          return { status: 200, body: { deleted: row.id } };
        });
      },
    },
  ];
}

/** What Procore would refuse the person, in its own words. */
function asRefused(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ProcoreRefusal)) throw error;
    throw new ControlError(error.status, JSON.stringify(error.errors));
  }
}
