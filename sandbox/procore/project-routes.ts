// What belongs to a project: the project itself, its cost and budget codes and its billing periods; who may read and change them.
import { flatNamesOf } from '../company/project-records.ts';
import {
  bodyPart,
  maySeeProject,
  projectOf,
  projectShown,
  recordOf,
  requireCompany,
} from './access.ts';
import { booleanField, choiceField, nullableDate, textField } from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import {
  presentBillingPeriod,
  presentCostCode,
  presentProject,
  presentWbsCode,
} from './present-directory.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

export function projectRoutes(context: RouteContext): ProcoreRoute[] {
  return [...recordRoutes(context), ...codeRoutes(context), ...billingPeriodRoutes(context)];
}

function recordRoutes(context: RouteContext): ProcoreRoute[] {
  const { state, company } = context;
  const list = (call: ProcoreCall): ProcoreAnswer => {
    requireCompany(call);
    const within = updatedWithin(call.query);
    const ids = filterValues(call.query, 'id');
    const projects = state.projects
      .values()
      .filter((project) => maySeeProject(state, call, project.id))
      .filter((project) => within(project.updated_at))
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
  const body = bodyPart(call.body, 'project');
  const name = textField(body, 'name', before.name).trim();
  if (name === '') throw unprocessable({ name: ["can't be blank"] });
  const project = {
    ...before,
    name,
    project_number: textField(body, 'project_number', before.project_number),
    active: booleanField(body, 'active', before.active),
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

/**
 * Gives a cost code another number or name; the budget codes built of it follow.
 * Source: Procore REST reference, Update Cost Code (endpoint list of October 2024), read 2026-11-26.
 */
function changeCostCode({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'cost codes');
  const before = recordOf(state.costCodes, project, call.params['id']);
  const body = bodyPart(call.body, 'cost_code');
  const code = textField(body, 'code', before.code).trim();
  const name = textField(body, 'name', before.name).trim();
  if (code === '') throw unprocessable({ code: ["can't be blank"] });
  const costCode = { ...before, code, full_code: code, name };
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
        const within = updatedWithin(call.query);
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
        const period = recordOf(state.billingPeriods, project, call.params['id']);
        return { status: 200, body: presentBillingPeriod(period) };
      },
    },
    {
      method: 'PATCH',
      path: `${path}/{id}`,
      handle: (call) => changeBillingPeriod(context, call),
    },
  ];
}

function changeBillingPeriod({ state, now }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const project = projectOf(state, call);
  requireAdmin(call, 'billing periods');
  const before = recordOf(state.billingPeriods, project, call.params['id']);
  const body = bodyPart(call.body, 'billing_period');
  const period = {
    ...before,
    start_date: nullableDate(body, 'start_date', before.start_date) ?? before.start_date,
    end_date: nullableDate(body, 'end_date', before.end_date) ?? before.end_date,
    due_date: nullableDate(body, 'due_date', before.due_date) ?? before.due_date,
    status: choiceField(body, 'status', before.status, ['open', 'closed'] as const),
    updated_at: nextStamp(state, now()),
  };
  state.billingPeriods.set(String(period.id), period);
  return { status: 200, body: presentBillingPeriod(period) };
}

function requireAdmin(call: ProcoreCall, what: string): void {
  if (call.app === 'admin') return;
  throw new ProcoreRefusal(403, `You do not have permission to change ${what}`);
}
