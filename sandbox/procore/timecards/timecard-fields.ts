// How the fields of a timecard are read from a body, and which of them Procore refuses.
import { booleanField, choiceField, dateField, decimalText, given } from '../body-fields.ts';
import { idField, nullableText } from '../body-fields.ts';
import type { Body } from '../body-fields.ts';
import { requireFreeOrigin } from '../access.ts';
import { ruleOf } from '../open-rules.ts';
import { unprocessable } from '../procore-call.ts';
import type { ProcoreState, ProjectRow } from '../procore-state.ts';
import { approvalStatuses, timeTypes } from './timecard-rows.ts';
import type { TimecardRow } from './timecard-rows.ts';

/** The words of refusals are UNCONFIRMED throughout, as is that a timecard needs a person. */
export function withTimecardFields(
  state: ProcoreState,
  project: ProjectRow,
  before: TimecardRow,
  body: Body,
): TimecardRow {
  const lunch = lunchFrom(body, before.lunch_time);
  const span = {
    time_in: instantFrom(body, 'time_in', before.time_in),
    time_out: instantFrom(body, 'time_out', before.time_out),
    lunch_time: lunch,
  };
  const row = {
    ...before,
    ...span,
    date: dateField(body, 'date', before.date),
    hours: hoursFrom(body, before.hours, span),
    billable: booleanField(body, 'billable', before.billable),
    description: nullableText(body, 'description', before.description),
    approval_status: choiceField(body, 'approval_status', before.approval_status, approvalStatuses),
    ...knownOnes(state, project, before, body),
    origin_id: originFrom(state, body, before.origin_id),
    origin_data: nullableText(body, 'origin_data', before.origin_data),
  };
  requireFreeOrigin(state.timecards.values(), row.id, row.origin_id);
  return row;
}

/** Ids of other records, each of which must be one that there is. */
function knownOnes(
  state: ProcoreState,
  project: ProjectRow,
  before: TimecardRow,
  body: Body,
): Pick<
  TimecardRow,
  | 'party_id'
  | 'crew_id'
  | 'timecard_time_type_id'
  | 'cost_code_id'
  | 'sub_job_id'
  | 'line_item_type_id'
> {
  const known = (name: string, current: number | null, isThere: (id: number) => boolean) => {
    const id = idField(body, name, current);
    if (given(body, name) && id !== null && !isThere(id)) {
      throw unprocessable({ [name]: ['is invalid'] });
    }
    return id;
  };
  const isOfProject = (row: { project_id: number } | undefined): boolean =>
    row?.project_id === project.id;
  const partyId = known('party_id', before.party_id || null, (id) => {
    return state.people.get(String(id)) !== undefined;
  });
  if (partyId === null) throw unprocessable({ party_id: ["can't be blank"] });
  const [regular] = timeTypes;
  return {
    party_id: partyId,
    crew_id: known('crew_id', before.crew_id, (id) => isOfProject(state.crews.get(String(id)))),
    timecard_time_type_id:
      known('timecard_time_type_id', before.timecard_time_type_id, (id) => {
        return timeTypes.some((type) => type.id === id);
      }) ?? regular.id,
    cost_code_id: known('cost_code_id', before.cost_code_id, (id) =>
      isOfProject(state.costCodes.get(String(id))),
    ),
    sub_job_id: known('sub_job_id', before.sub_job_id, (id) =>
      isOfProject(state.subJobs.get(String(id))),
    ),
    line_item_type_id: labourFrom(
      state,
      known('line_item_type_id', before.line_item_type_id, (id) => {
        return state.costTypes.get(String(id)) !== undefined;
      }),
    ),
  };
}

/** Source: Procore tutorial "Working with Timecard Entries": base_type labor, read 2026-11-27. */
function labourFrom(state: ProcoreState, id: number | null): number | null {
  if (id === null || state.costTypes.get(String(id))?.base_type === 'labor') return id;
  throw unprocessable({ line_item_type_id: ['must have a base type of labor'] });
}

type Span = Pick<TimecardRow, 'time_in' | 'time_out' | 'lunch_time'>;

const MINUTES_A_DAY = 1_440;

/** The hours given, else what start and stop leave without the break. More than 0 and at most 24. */
function hoursFrom(body: Body, current: string, span: Span): string {
  const hours = given(body, 'hours') ? body['hours'] : (spanHours(body, span) ?? current);
  if (hours === null || hours === '') throw unprocessable({ hours: ["can't be blank"] });
  const text = decimalText(hours, 'hours');
  const [whole = '', fraction = ''] = text.split('.');
  const hundredths =
    Number(whole) * 100 + Number(fraction.slice(0, 2)) * (text[0] === '-' ? -1 : 1);
  if (fraction.length > 2) throw unprocessable({ hours: ['has too many decimals'] });
  if (hundredths <= 0 || hundredths > 2_400) {
    throw unprocessable({ hours: ['must be greater than 0 and at most 24'] });
  }
  return text;
}

function spanHours(body: Body, { time_in, time_out, lunch_time }: Span): string | null {
  const isSaid = ['time_in', 'time_out', 'lunch_time'].some((name) => given(body, name));
  if (!isSaid || time_in === null || time_out === null) return null;
  const minutes = (Date.parse(time_out) - Date.parse(time_in)) / 60_000 - (lunch_time ?? 0);
  if (minutes <= 0 || minutes > MINUTES_A_DAY) {
    throw unprocessable({ time_out: ['must be after time_in and the break'] });
  }
  return (minutes / 60).toFixed(2);
}

/** Minutes, as a text or a number. */
function lunchFrom(body: Body, current: number | null): number | null {
  const value = body['lunch_time'];
  if (value === undefined) return current;
  if (value === null || value === '') return null;
  const minutes = typeof value === 'string' ? Number(value) : value;
  if (typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 0) return minutes;
  throw unprocessable({ lunch_time: ['must be a number of minutes'] });
}

function instantFrom(body: Body, name: string, current: string | null): string | null {
  const text = nullableText(body, name, current);
  if (text === null || text === current) return text;
  const atMs = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw unprocessable({ [name]: ['is not a valid date and time'] });
  return new Date(atMs).toISOString();
}

function originFrom(state: ProcoreState, body: Body, current: string | null): string | null {
  const origin = nullableText(body, 'origin_id', current);
  const isNumber = origin === null || /^\d{1,15}$/.test(origin);
  if (isNumber || ruleOf(state, 'timecardOriginId') === 'any text') return origin;
  throw unprocessable({ origin_id: ['is not a number'] });
}
