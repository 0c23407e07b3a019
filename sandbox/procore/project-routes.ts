// What belongs to a project: the project itself, its cost and budget codes and its billing periods; who may read and change them.
import { flatNamesOf } from '../company/project-records.ts';
import {
  forget,
  maySeeProject,
  projectOf,
  projectShown,
  recordOf,
  requireAdmin,
  requireCompany,
  requireFreeOrigin,
  writableBody,
} from './access.ts';
import {
  booleanField,
  choiceField,
  dateField,
  nullableDate,
  nullableText,
  textField,
} from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import {
  presentBillingPeriod,
  presentCostCode,
  presentProject,
  presentWbsCode,
} from './present-directory.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { BillingPeriodRow, ProcoreState, ProjectRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { withPlainFields } from './writable-fields.ts';
import type { SeededCostCode } from '../company/seeded-company.ts';

export function projectRoutes(context: RouteContext): ProcoreRoute[] {
  return [...recordRoutes(context), ...codeRoutes(context), ...billingPeriodRoutes(context)];
}

function recordRoutes(context: RouteContext): ProcoreRoute[] {
  const { state, company } = context;
  const list = (call: ProcoreCall): ProcoreAnswer => {
    requireCompany(call);
    const within = updatedWithin(call);
    const ids = filterValues(call.query, 'id');
    const projects = state.projects
      .values()
      .filter((project) => maySeeProject(state, call, project.id))
      .filter((project) => within(project.updated_at))
      .filter(({ active }) => active || call.rule('inactiveProjects') === 'listed')
      .filter((project) => ids === null || ids.includes(String(project.id)));
    return listAnswer(call, projects, (project) => presentProject(project, company));
  };
  const show = (call: ProcoreCall): ProcoreAnswer => {
    return { status: 200, body: presentProject(projectShown(state, call), company) };
  };
  return [
    { method: 'GET', path: '/rest/v1.0/companies/{company_id}/projects', handle: list },
    { method: 'GET', path: '/rest/v1.0/projects', handle: list },
    { method: 'GET', path: '/rest/v1.1/projects', handle: list },
    { method: 'GET', path: '/rest/v1.0/projects/{id}', handle: show },
    {
      method: 'PATCH',
      path: '/rest/v1.0/projects/{id}',
      handle: (call) => changeProject(context, call),
    },
  ];
}

/** Source: Procore REST reference, Update project (endpoint list of October 2024), read 2026-11-26. */
function changeProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state, company } = context;
  requireCompany(call);
  const before = projectShown(state, call);
  requireAdmin(call, 'projects');
  const body = writableBody(state, call, 'project');
  const name = textField(body, 'name', before.name).trim();
  if (name === '') throw unprocessable({ name: ["can't be blank"] });
  const originId = nullableText(body, 'origin_id', before.origin_id);
  requireFreeOrigin(state.projects.values(), before.id, originId);
  const project = {
    ...before,
    name,
    project_number: textField(body, 'project_number', before.project_number),
    active: booleanField(body, 'active', before.active),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
    kept: withPlainFields('project', before.kept, body),
    updated_at: nextStamp(state, context.now()),
  };
  state.projects.set(String(project.id), project);
  const { id } = project;
  context.changed(call, { resource: 'Projects', id, projectId: id, reason: 'update' });
  return { status: 200, body: presentProject(project, company) };
}

function codeRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/cost_codes',
      handle: (call) => {
        const project = projectOf(state, call);
        const costCodes = state.costCodes.values().filter((code) => code.project_id === project.id);
        return listAnswer(call, costCodes, (code) => presentCostCode(code, state));
      },
    },
    {
      method: 'POST',
      path: '/rest/v1.0/cost_codes',
      handle: (call) => createCostCode(context, call),
    },
    {
      method: 'GET',
      path: '/rest/v1.0/cost_codes/{id}',
      handle: (call) => {
        const costCode = recordOf(state, 'costCodes', projectOf(state, call), call.params['id']);
        return { status: 200, body: presentCostCode(costCode, state) };
      },
    },
    {
      method: 'PATCH',
      path: '/rest/v1.0/cost_codes/{id}',
      handle: (call) => changeCostCode(context, call),
    },
    {
      method: 'GET',
      path: '/rest/v1.0/projects/{project_id}/work_breakdown_structure/wbs_codes',
      handle: (call) => {
        const project = projectOf(state, call);
        const wbsCodes = state.wbsCodes.values().filter((code) => code.project_id === project.id);
        return listAnswer(call, wbsCodes, (code) => presentWbsCode(code, state));
      },
    },
  ];
}

/** A new cost code comes with its budget codes, one per cost type, as the seeded ones do. */
function createCostCode({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'cost codes');
  const siblings = state.costCodes.values().filter(({ project_id }) => project_id === project.id);
  const blank = {
    id: nextId(state),
    project_id: project.id,
    position: siblings.length + 1,
    ...subJobIn(state, call, project.id),
  };
  const costCode = withCostCodeFields(state, call, { ...blank, code: '', full_code: '', name: '' });
  state.costCodes.set(String(costCode.id), costCode);
  for (const costType of state.costTypes.values()) {
    const named = flatNamesOf(costCode, costType);
    const id = nextId(state);
    state.wbsCodes.set(String(id), {
      id,
      project_id: project.id,
      ...named,
      description: named.flat_name,
      cost_code_id: costCode.id,
      line_item_type_id: costType.id,
    });
  }
  return { status: 201, body: presentCostCode(costCode, state) };
}

/** Made for a sub job where the call names one. Source: Procore OpenAPI 2024-10, cost_codes, sub_job_id; read 2026-11-27. */
function subJobIn(
  state: ProcoreState,
  { query }: ProcoreCall,
  projectId: number,
): { sub_job_id?: number } {
  const asked = query.get('sub_job_id');
  if (asked === null) return {};
  const subJob = state.subJobs.get(asked);
  if (subJob?.project_id !== projectId) throw unprocessable({ sub_job_id: ['is invalid'] });
  return { sub_job_id: subJob.id };
}

function withCostCodeFields(
  state: ProcoreState,
  call: ProcoreCall,
  before: SeededCostCode,
): SeededCostCode {
  const body = writableBody(state, call, 'cost_code');
  const code = textField(body, 'code', before.code).trim();
  const name = textField(body, 'name', before.name).trim();
  if (code === '') throw unprocessable({ code: ["can't be blank"] });
  const isTaken = state.costCodes.values().some((other) => {
    const isOfSame =
      other.project_id === before.project_id && other.sub_job_id === before.sub_job_id;
    return other.id !== before.id && isOfSame && other.code === code;
  });
  if (isTaken) throw unprocessable({ code: ['has already been taken'] });
  return { ...before, code, full_code: code, name };
}

/**
 * Gives a cost code another number or name; the budget codes built of it follow.
 * Source: Procore REST reference, Update Cost Code (endpoint list of October 2024), read 2026-11-26.
 */
function changeCostCode({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'cost codes');
  const before = recordOf(state, 'costCodes', project, call.params['id']);
  const costCode = withCostCodeFields(state, call, before);
  state.costCodes.set(String(costCode.id), costCode);
  for (const wbsCode of state.wbsCodes.values()) {
    if (wbsCode.cost_code_id !== costCode.id) continue;
    const costType = state.costTypes.get(String(wbsCode.line_item_type_id));
    if (costType === undefined) continue;
    const named = flatNamesOf(costCode, costType);
    state.wbsCodes.set(String(wbsCode.id), { ...wbsCode, ...named });
  }
  return { status: 200, body: presentCostCode(costCode, state) };
}

function billingPeriodRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  const path = '/rest/v1.0/projects/{project_id}/billing_periods';
  return [
    {
      method: 'GET',
      path,
      handle: (call) => {
        const project = projectOf(state, call);
        const within = updatedWithin(call);
        const statuses = filterValues(call.query, 'status');
        const periods = state.billingPeriods
          .values()
          .filter((period) => period.project_id === project.id && within(period.updated_at))
          .filter(({ status }) => statuses === null || statuses.includes(status));
        return listAnswer(call, periods, presentBillingPeriod);
      },
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (call) => {
        const project = projectOf(state, call);
        const period = recordOf(state, 'billingPeriods', project, call.params['id']);
        return { status: 200, body: presentBillingPeriod(period) };
      },
    },
    {
      method: 'PATCH',
      path: `${path}/{id}`,
      handle: (call) => changeBillingPeriod(context, call),
    },
    { method: 'POST', path, handle: (call) => createBillingPeriod(context, call) },
    {
      method: 'DELETE',
      path: `${path}/{id}`,
      handle: (call) => deleteBillingPeriod(context, call),
    },
  ];
}

function changeBillingPeriod({ state, now }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'billing periods');
  const before = recordOf(state, 'billingPeriods', project, call.params['id']);
  return keepPeriod(state, { ...before, updated_at: nextStamp(state, now()) }, call);
}

function createBillingPeriod({ state, now }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'billing periods');
  const stamp = nextStamp(state, now());
  const periods = periodsOf(state, project);
  const blank: BillingPeriodRow = {
    id: nextId(state),
    project_id: project.id,
    position: periods.reduce((last, { position }) => Math.max(last, position), 0) + 1,
    start_date: '',
    end_date: '',
    due_date: null,
    status: 'open',
    created_at: stamp,
    updated_at: stamp,
  };
  return { ...keepPeriod(state, blank, call), status: 201 };
}

function periodsOf(state: ProcoreState, project: ProjectRow): BillingPeriodRow[] {
  return state.billingPeriods.values().filter(({ project_id }) => project_id === project.id);
}

function keepPeriod(
  state: ProcoreState,
  before: BillingPeriodRow,
  call: ProcoreCall,
): ProcoreAnswer {
  const body = writableBody(state, call, 'billing_period');
  const period: BillingPeriodRow = {
    ...before,
    start_date: dateField(body, 'start_date', before.start_date),
    end_date: dateField(body, 'end_date', before.end_date),
    due_date: nullableDate(body, 'due_date', before.due_date),
    status: choiceField(body, 'status', before.status, ['open', 'closed'] as const),
  };
  if (period.start_date === '') throw unprocessable({ start_date: ["can't be blank"] });
  if (period.end_date < period.start_date) {
    throw unprocessable({ end_date: ['must not be before the start date'] });
  }
  state.billingPeriods.set(String(period.id), period);
  return { status: 200, body: presentBillingPeriod(period) };
}

function deleteBillingPeriod({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'billing periods');
  const period = recordOf(state, 'billingPeriods', project, call.params['id']);
  // UNCONFIRMED text: a period that was billed cannot go, or its invoices would have none.
  const isBilled = state.requisitions.values().some(({ period_id }) => period_id === period.id);
  if (isBilled) throw unprocessable({ base: ['A period with invoices cannot be deleted'] });
  forget(state, 'billingPeriods', period);
  return { status: 204 };
}
