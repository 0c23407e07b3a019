// What a test puts into a project's budget, which the sandbox plays for reading only: lines with their hours, transfers and snapshots.
import { z } from 'zod';
import { flatNamesOf } from '../company/project-records.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { budgetRowsOf } from './budget-figures.ts';
import type { SubJobRow } from './budget-rows.ts';
import { budgetViews } from './budget-views.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ProcoreState, ProjectRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const idSchema = z.union([z.int(), z.string().regex(/^\d+$/)]);
const amountSchema = z.string().regex(/^-?\d+\.\d\d$/);
const quantityShape = {
  quantity: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  uom: z.string().min(1).optional(),
};
const lineSchema = z.strictObject({
  projectId: idSchema,
  /** "03-100" and "S". */
  costCode: z.string(),
  costType: z.string(),
  amount: amountSchema,
  ...quantityShape,
  /** Made if the project has none of that code. */
  subJob: z.strictObject({ code: z.string().min(1), name: z.string().min(1) }).optional(),
});
/** Of a line that is there: what an administrator types over. */
const lineChangeSchema = z.strictObject({ ...quantityShape, amount: amountSchema.optional() });
const costTypeSchema = z.strictObject({ code: z.string().min(1), name: z.string().min(1) });
const modificationSchema = z.strictObject({
  projectId: idSchema,
  /** Without it the budget grows. */
  fromLineId: idSchema.optional(),
  toLineId: idSchema,
  amount: amountSchema,
  notes: z.string().optional(),
});
const snapshotSchema = z.strictObject({
  projectId: idSchema,
  name: z.string().min(1),
  description: z.string().optional(),
  viewId: idSchema.optional(),
});

export function budgetControlRoutes(context: RouteContext): Route[] {
  const making = (path: string, make: (request: SandboxRequest) => object): Route => ({
    method: 'POST',
    path: `/_sandbox/${path}`,
    open: true,
    handle: (request): Answer => ({ status: 201, body: make(request) }),
  });
  return [
    making('budget-lines', (request) => addLine(context, request)),
    {
      method: 'PUT',
      path: '/_sandbox/budget-lines/{id}',
      open: true,
      handle: (request): Answer => ({ status: 200, body: changeLine(context, request) }),
    },
    {
      method: 'DELETE',
      path: '/_sandbox/budget-lines/{id}',
      open: true,
      handle: (request): Answer => ({ status: 200, body: removeLine(context, request) }),
    },
    making('cost-types', (request) => addCostType(context, request)),
    making('budget-modifications', (request) => addModification(context, request)),
    making('budget-snapshots', (request) => addSnapshot(context, request)),
  ];
}

function projectNamed(state: ProcoreState, id: string | number): ProjectRow {
  const project = state.projects.get(String(id));
  if (project === undefined) throw new ControlError(404, `There is no project ${id}`);
  return project;
}

function addLine({ state, now }: RouteContext, request: SandboxRequest): object {
  const { projectId, costCode, costType, amount, subJob, quantity, uom } = parsed(
    lineSchema,
    request,
  );
  const project = projectNamed(state, projectId);
  const code = `${costCode}.${costType}`;
  const wbsCode = state.wbsCodes.values().find(({ project_id, flat_code }) => {
    return project_id === project.id && flat_code === code;
  });
  if (wbsCode === undefined) throw new ControlError(404, `The project has no budget code ${code}`);
  const stamp = nextStamp(state, now());
  const sub_job_id = subJob === undefined ? null : subJobOf(state, project, subJob, stamp).id;
  const isTaken = state.budgetLines.values().some((line) => {
    return line.wbs_code_id === wbsCode.id && line.sub_job_id === sub_job_id;
  });
  if (isTaken) throw new ControlError(409, `${code} is budgeted already`);
  const budgetLine = {
    id: nextId(state),
    project_id: project.id,
    wbs_code_id: wbsCode.id,
    sub_job_id,
    original_budget_amount: amount,
    ...{ quantity, uom },
    created_at: stamp,
    updated_at: stamp,
  };
  state.budgetLines.set(String(budgetLine.id), budgetLine);
  return { budgetLine };
}

function lineNamed(state: ProcoreState, request: SandboxRequest) {
  const id = request.params['id'] ?? '';
  const line = state.budgetLines.get(id);
  if (line === undefined) throw new ControlError(404, `There is no budget line ${id}`);
  return line;
}

function changeLine({ state, now }: RouteContext, request: SandboxRequest): object {
  const line = lineNamed(state, request);
  const { amount = line.original_budget_amount, ...quantities } = parsed(lineChangeSchema, request);
  const updated_at = nextStamp(state, now());
  const budgetLine = { ...line, ...quantities, original_budget_amount: amount, updated_at };
  state.budgetLines.set(String(line.id), budgetLine);
  return { budgetLine };
}

function removeLine({ state }: RouteContext, request: SandboxRequest): object {
  const budgetLine = lineNamed(state, request);
  state.budgetLines.delete(String(budgetLine.id));
  return { budgetLine };
}

function subJobOf(
  state: ProcoreState,
  project: ProjectRow,
  { code, name }: Pick<SubJobRow, 'code' | 'name'>,
  stamp: string,
): SubJobRow {
  const found = state.subJobs.values().find((one) => {
    return one.project_id === project.id && one.code === code;
  });
  if (found !== undefined) return found;
  const stamps = { created_at: stamp, updated_at: stamp };
  const subJob = { id: nextId(state), project_id: project.id, code, name, ...stamps };
  state.subJobs.set(String(subJob.id), subJob);
  return subJob;
}

/** What an administrator adds to the company: every cost code can be had with it from then on. */
function addCostType({ state }: RouteContext, request: SandboxRequest): object {
  const { code, name } = parsed(costTypeSchema, request);
  const costType = { id: nextId(state), code, name, base_type: 'other' };
  state.costTypes.set(String(costType.id), costType);
  for (const costCode of state.costCodes.values()) {
    const named = flatNamesOf(costCode, costType);
    const id = nextId(state);
    state.wbsCodes.set(String(id), {
      id,
      project_id: costCode.project_id,
      ...named,
      description: named.flat_name,
      cost_code_id: costCode.id,
      line_item_type_id: costType.id,
    });
  }
  return { costType };
}

function addModification({ state, now }: RouteContext, request: SandboxRequest): object {
  const { projectId, fromLineId, toLineId, amount, notes } = parsed(modificationSchema, request);
  const project = projectNamed(state, projectId);
  const from = fromLineId === undefined ? null : Number(fromLineId);
  const to = Number(toLineId);
  for (const id of [from, to]) {
    if (id === null || state.budgetLines.get(String(id))?.project_id === project.id) continue;
    throw new ControlError(404, `The project has no budget line ${id}`);
  }
  // "You may not pass the same": Procore OpenAPI 2024-10, budget modification, read 2026-11-27.
  if (from === to) throw new ControlError(409, 'A line cannot give to itself');
  const stamp = nextStamp(state, now());
  const budgetModification = {
    id: nextId(state),
    project_id: project.id,
    from_budget_line_item_id: from,
    to_budget_line_item_id: to,
    transfer_amount: amount,
    notes: notes ?? '',
    origin_id: null,
    origin_data: null,
    created_at: stamp,
    updated_at: stamp,
  };
  state.budgetModifications.set(String(budgetModification.id), budgetModification);
  return { budgetModification };
}

function addSnapshot({ state, now }: RouteContext, request: SandboxRequest): object {
  const { projectId, name, description, viewId } = parsed(snapshotSchema, request);
  const project = projectNamed(state, projectId);
  const [standard] = budgetViews;
  const view =
    viewId === undefined ? standard : budgetViews.find(({ id }) => id === Number(viewId));
  if (view === undefined) throw new ControlError(404, `There is no budget view ${String(viewId)}`);
  const snapshot = {
    id: nextId(state),
    project_id: project.id,
    budget_view_id: view.id,
    name,
    description: description ?? null,
    rows: budgetRowsOf(state, project),
    created_at: nextStamp(state, now()),
  };
  state.budgetSnapshots.set(String(snapshot.id), snapshot);
  const { id, budget_view_id } = snapshot;
  return { budgetSnapshot: { id, name, budget_view_id, rows: snapshot.rows.length } };
}
