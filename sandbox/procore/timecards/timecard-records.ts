// How a timecard is made, changed and deleted, whoever does it: its stamps, its lock once approved, and who hears of it.
import type { Body } from '../body-fields.ts';
import { ProcoreRefusal, userIds } from '../procore-call.ts';
import { nextId, nextStamp } from '../procore-state.ts';
import type { ProjectRow } from '../procore-state.ts';
import type { Change, ChangedBy, RouteContext } from '../route-context.ts';
import { ruleOf } from '../open-rules.ts';
import { timeTypes } from './timecard-rows.ts';
import type { TimecardRow } from './timecard-rows.ts';
import { withTimecardFields } from './timecard-fields.ts';

/** Source: webhook-resources.csv (in npm @pipedream/procore 0.1.0), read 2026-11-23. */
const RESOURCE = 'Timecard Entries';

/** On today's day where nobody says another; whether a day must be said is unclear between the paths. */
export function createTimecard(
  context: RouteContext,
  by: ChangedBy,
  project: ProjectRow,
  body: Body,
): TimecardRow {
  const { state } = context;
  const [regular] = timeTypes;
  const blank: TimecardRow = {
    ...{ id: 0, project_id: project.id, date: todayOn(context), hours: '' },
    ...{ time_in: null, time_out: null, lunch_time: null, billable: true, description: null },
    ...{ approval_status: 'pending', timecard_time_type_id: regular.id, party_id: 0 },
    ...{ crew_id: null, cost_code_id: null, sub_job_id: null, line_item_type_id: null },
    ...{ origin_id: null, origin_data: null, created_by_id: userIds[by.app], deleted_at: null },
    ...{ created_at: '', updated_at: '' },
  };
  const fields = withTimecardFields(state, project, blank, body);
  const stamp = nextStamp(state, context.now());
  const row = { ...fields, id: nextId(state), created_at: stamp, updated_at: stamp };
  return keep(context, by, row, 'create');
}

export function changeTimecard(
  context: RouteContext,
  by: ChangedBy,
  project: ProjectRow,
  before: TimecardRow,
  body: Body,
): TimecardRow {
  refuseLocked(context, by, before);
  const fields = withTimecardFields(context.state, project, before, body);
  const updated_at = nextStamp(context.state, context.now());
  return keep(context, by, { ...fields, updated_at }, 'update');
}

export function deleteTimecard(
  context: RouteContext,
  by: ChangedBy,
  before: TimecardRow,
): TimecardRow {
  refuseLocked(context, by, before);
  const stamp = nextStamp(context.state, context.now());
  return keep(context, by, { ...before, deleted_at: stamp, updated_at: stamp }, 'delete');
}

const LOCKED: readonly TimecardRow['approval_status'][] = ['approved', 'completed'];

function refuseLocked(
  { state }: RouteContext,
  { app }: ChangedBy,
  { approval_status }: TimecardRow,
): void {
  const isLocked =
    LOCKED.includes(approval_status) && ruleOf(state, 'approvedTimecards') === 'locked';
  if (!isLocked || app === 'admin') return;
  throw new ProcoreRefusal(403, `A timecard that is ${approval_status} cannot be changed`);
}

/** The day it is where the firm is. */
export function todayOn({ company, now }: RouteContext): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: company.home.timeZone,
    dateStyle: 'short',
  });
  const parts = format.formatToParts(new Date(now()));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function keep(
  context: RouteContext,
  by: ChangedBy,
  row: TimecardRow,
  reason: Change['reason'],
): TimecardRow {
  context.state.timecards.set(String(row.id), row);
  const { id, project_id } = row;
  context.changed(by, { resource: RESOURCE, id, projectId: project_id, reason });
  return row;
}
