// How people, crews and timecards look in Procore's answers; a company's list of timecards has other fields than a project's.
// Source: Procore OpenAPI 2024-10, the answers of both lists, TimecardTimeType and TimecardEntry8Crew, read 2026-11-27.
import { ruleOf } from '../open-rules.ts';
import { userIds, userNames } from '../procore-call.ts';
import type { AppRole } from '../procore-call.ts';
import type { ProcoreState, ProjectRow } from '../procore-state.ts';
import type { CompanyIdentity } from '../present-directory.ts';
import { timeTypes } from './timecard-rows.ts';
import type { CrewRow, PersonRow, TimecardRow, TimeType } from './timecard-rows.ts';

type Presenting = { state: ProcoreState; company: CompanyIdentity };

const APPS = Object.keys(userIds) as AppRole[];

export function presentTimeType(type: TimeType, company: CompanyIdentity): object {
  const { id, time_type, abbreviated_time_type } = type;
  return { id, abbreviated_time_type, company_id: Number(company.id), global: true, time_type };
}

/**
 * Source: the answers of List Company People (OpenAPI 2024-10, CompanyPerson and its contact), read 2026-11-27. That `id` is
 * the party of a timecard is UNCONFIRMED.
 */
export function presentPerson(person: PersonRow): object {
  const { id, first_name, last_name, employee_id, email, user_id } = person;
  return {
    id,
    first_name,
    last_name,
    is_employee: true,
    employee_id,
    user_id,
    user_uuid: null,
    work_classification_id: null,
    origin_id: null,
    contact: { is_active: true, email },
  };
}

export function presentCrew({ state, company }: Presenting, crew: CrewRow): object {
  const { id, name, project_id, created_at, updated_at, lead_party_id } = crew;
  const named = (partyId: number): object[] => {
    const person = state.people.get(String(partyId));
    return person === undefined ? [] : [asUser(person)];
  };
  return {
    id,
    name,
    project_id,
    company_id: Number(company.id),
    employees: crew.party_ids.flatMap(named),
    created_by: createdBy(company, crew.created_by_id),
    lead: lead_party_id === null ? null : (named(lead_party_id)[0] ?? null),
    created_at,
    updated_at,
  };
}

/** `status` is newer than the models and says what the deprecated `timesheet_status` says. */
export function presentProjectTimecard(of: Presenting, row: TimecardRow): object {
  const crew = of.state.crews.get(String(row.crew_id));
  return {
    ...sharedPart(of, row),
    datetime: row.time_in,
    lunch_time: row.lunch_time,
    status: row.approval_status,
    timesheet_status: row.approval_status,
    injured: false,
    signed: false,
    crew: crew === undefined ? null : presentCrew(of, crew),
    location: null,
  };
}

export function presentCompanyTimecard(of: Presenting, row: TimecardRow): object {
  const { state } = of;
  const crew = state.crews.get(String(row.crew_id));
  const project = state.projects.get(String(row.project_id));
  return {
    ...sharedPart(of, row),
    in_progress: false,
    lunch_time: row.lunch_time === null ? null : String(row.lunch_time),
    status: row.approval_status,
    timecard_type: timeTypeOf(row).time_type,
    crew: crew === undefined ? null : { id: crew.id, name: crew.name },
    project: project === undefined ? null : { id: project.id, name: displayName(project) },
    clock_in: null,
    clock_out: null,
  };
}

function sharedPart({ state, company }: Presenting, row: TimecardRow): object {
  const person = state.people.get(String(row.party_id));
  const costCode = state.costCodes.get(String(row.cost_code_id));
  const subJob = state.subJobs.get(String(row.sub_job_id));
  const { id, date, time_in, time_out, billable, description, approval_status } = row;
  const { deleted_at, created_at, updated_at, line_item_type_id, origin_data } = row;
  return {
    ...{ id, date, time_in, time_out, billable, description, approval_status },
    hours: hoursShown(state, row.hours),
    timesheet: null,
    cost_code: costCode === undefined ? null : { id: costCode.id, name: costCode.name },
    sub_job: subJob === undefined ? null : { id: subJob.id, name: subJob.name, code: subJob.code },
    created_by: createdBy(company, row.created_by_id),
    // Only who signs in has one.
    login_information: person === undefined || person.user_id === null ? null : asUser(person),
    timecard_time_type: presentTimeType(timeTypeOf(row), company),
    party: person === undefined ? null : { id: person.id, name: nameOf(person) },
    procore_signature: null,
    custom_fields: {},
    automatically_split_timecard_entries: [],
    origin_id: originShown(state, row.origin_id),
    ...{ line_item_type_id, origin_data, deleted_at, created_at, updated_at },
  };
}

function timeTypeOf({ timecard_time_type_id }: TimecardRow): TimeType {
  return timeTypes.find(({ id }) => id === timecard_time_type_id) ?? timeTypes[0];
}

/** "8.00" is "8.0" and "7.50" is "7.5", unless the rule says otherwise. */
function hoursShown(state: ProcoreState, hours: string): string {
  return ruleOf(state, 'timecardHours') === 'two decimals' ? hours : hours.replace(/0$/, '');
}

function originShown(state: ProcoreState, originId: string | null): string | number | null {
  const isText = originId === null || ruleOf(state, 'timecardOriginId') === 'any text';
  return isText ? originId : Number(originId);
}

function asUser(person: PersonRow): object {
  return { id: person.user_id ?? person.id, login: person.email, name: nameOf(person) };
}

function nameOf({ first_name, last_name }: PersonRow): string {
  return `${first_name} ${last_name}`;
}

function createdBy({ home }: CompanyIdentity, userId: number): object {
  const app = APPS.find((one) => userIds[one] === userId) ?? 'pm';
  return { id: userId, login: `${app}@${home.firm.mailDomain}`, name: userNames[app] };
}

function displayName({ project_number, name }: ProjectRow): string {
  return `${project_number} - ${name}`;
}
