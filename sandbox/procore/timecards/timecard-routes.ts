// The paths of timecards: a project's, which shows one day unless told otherwise, and the company's, which shows them all.
// Source: Procore OpenAPI 2024-10, Field Productivity, Timecard Entries, read 2026-11-27.
import {
  isObject,
  maySeeProject,
  projectOf,
  projectShown,
  requireCompany,
  requireTool,
} from '../access.ts';
import { bodyPart, deletedRecord, writableBody } from '../access.ts';
import { filterValues, listAnswer, updatedWithin } from '../list-answer.ts';
import { badRequest, notFound } from '../procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from '../procore-call.ts';
import type { ProjectRow } from '../procore-state.ts';
import type { RouteContext } from '../route-context.ts';
import { requireWritable } from '../writable-fields.ts';
import { presentCompanyTimecard, presentProjectTimecard } from './present-timecard.ts';
import { changeTimecard, createTimecard, deleteTimecard, todayOn } from './timecard-records.ts';
import type { TimecardRow } from './timecard-rows.ts';

const OF_PROJECT = '/rest/v1.0/projects/{project_id}/timecard_entries';
const OF_COMPANY = '/rest/v1.0/companies/{company_id}/timecard_entries';

export function timecardRoutes(context: RouteContext): ProcoreRoute[] {
  return [...projectRoutes(context), ...companyRoutes(context)];
}

function projectRoutes(context: RouteContext): ProcoreRoute[] {
  const shown = (status: number, row: TimecardRow): ProcoreAnswer => {
    return { status, body: presentProjectTimecard(context, row) };
  };
  const inProject = (call: ProcoreCall): ProjectRow => {
    requireTool(context.state, call, 'timecards');
    return projectOf(context.state, call);
  };
  const one = `${OF_PROJECT}/{id}`;
  return [
    { method: 'GET', path: OF_PROJECT, handle: (call) => listOfProject(context, call) },
    {
      method: 'POST',
      path: OF_PROJECT,
      handle: (call) => {
        const body = writableBody(context.state, call, 'timecard_entry');
        return shown(201, createTimecard(context, call, inProject(call), body));
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => shown(200, timecardOf(context, call, inProject(call))),
    },
    {
      method: 'PATCH',
      path: one,
      handle: (call) => {
        const project = inProject(call);
        const row = timecardOf(context, call, project);
        const body = writableBody(context.state, call, 'timecard_entry');
        return shown(200, changeTimecard(context, call, project, row, body));
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle: (call) => {
        deleteTimecard(context, call, timecardOf(context, call, inProject(call)));
        return { status: 200 };
      },
    },
  ];
}

function companyRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  const shown = (status: number, row: TimecardRow): ProcoreAnswer => {
    return { status, body: presentCompanyTimecard(context, row) };
  };
  const found = (call: ProcoreCall): TimecardRow => {
    inCompany(context, call);
    return timecardOf(context, call, null);
  };
  const bodyOf = (call: ProcoreCall): Record<string, unknown> => {
    const body = bodyPart(call.body, 'timecard_entry');
    requireWritable(state, 'company_timecard_entry', body);
    return body;
  };
  const one = `${OF_COMPANY}/{id}`;
  return [
    { method: 'GET', path: OF_COMPANY, handle: (call) => listOfCompany(context, call) },
    {
      method: 'POST',
      path: OF_COMPANY,
      handle: (call) => {
        inCompany(context, call);
        return shown(201, createTimecard(context, call, projectOf(state, call), bodyOf(call)));
      },
    },
    { method: 'GET', path: one, handle: (call) => shown(200, found(call)) },
    {
      method: 'PATCH',
      path: one,
      handle: (call) => {
        const row = found(call);
        const project = projectShown(state, call, String(row.project_id));
        // Named in the body by the models; that another one moves the timecard is not played.
        const named = isObject(call.body) ? call.body['project_id'] : undefined;
        if (named !== undefined && Number(named) !== project.id) throw notFound();
        return shown(200, changeTimecard(context, call, project, row, bodyOf(call)));
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle: (call) => shown(200, deleteTimecard(context, call, found(call))),
    },
  ];
}

function inCompany({ state }: RouteContext, call: ProcoreCall): void {
  requireCompany(call);
  requireTool(state, call, 'timecards');
}

/** The timecard of the path; with a project, one of its own. */
function timecardOf(
  { state }: RouteContext,
  call: ProcoreCall,
  project: ProjectRow | null,
): TimecardRow {
  const row = state.timecards.get(call.params['id'] ?? '');
  const isThere =
    row !== undefined &&
    maySeeProject(state, call, row.project_id) &&
    (project === null || row.project_id === project.id);
  if (!isThere) throw notFound();
  if (row.deleted_at !== null) throw deletedRecord(state);
  return row;
}

/**
 * "Returns a list of all timecard entries for the current date" unless log_date, or start_date and end_date, say another; both
 * ends count. That one end alone is refused is UNCONFIRMED. Source: as above.
 */
function listOfProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  requireTool(state, call, 'timecards');
  const project = projectOf(state, call);
  const [start, end] = [dayOf(call, 'start_date'), dayOf(call, 'end_date')];
  if ((start === null) !== (end === null)) {
    throw badRequest('start_date and end_date must be given together');
  }
  const only = dayOf(call, 'log_date') ?? todayOn(context);
  const [first, last] = [start ?? only, end ?? only];
  const creators = filterValues(call.query, 'created_by_id');
  const rows = listed(call, state.timecards.values())
    .filter(({ project_id }) => project_id === project.id)
    .filter(({ date }) => date >= first && date <= last)
    .filter((row) => creators === null || creators.includes(String(row.created_by_id)));
  return listAnswer(call, rows, (row) => presentProjectTimecard(context, row));
}

function listOfCompany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  inCompany(context, call);
  const [start, end] = [dayOf(call, 'start_date'), dayOf(call, 'end_date')];
  const within = updatedWithin(call);
  const [ids, parties] = [filterValues(call.query, 'id'), filterValues(call.query, 'party_id')];
  const rows = listed(call, state.timecards.values())
    .filter(({ project_id }) => maySeeProject(state, call, project_id))
    .filter(({ date }) => (start === null || date >= start) && (end === null || date <= end))
    .filter(({ updated_at }) => within(updated_at))
    .filter(({ id }) => ids === null || ids.includes(String(id)))
    .filter((row) => parties === null || parties.includes(String(row.party_id)));
  return listAnswer(call, rows, (row) => presentCompanyTimecard(context, row));
}

function listed(call: ProcoreCall, rows: readonly TimecardRow[]): TimecardRow[] {
  const isWhole = call.rule('deletedTimecards') === 'listed';
  return rows.filter(({ deleted_at }) => isWhole || deleted_at === null);
}

function dayOf({ query }: ProcoreCall, name: string): string | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw badRequest(`${name} must be a day: 2026-11-27`);
  return text;
}
