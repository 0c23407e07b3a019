// What a foreman does in Procore without an app: two weeks of timecards at once, or one entered, changed, approved or deleted.
import { z } from 'zod';
import { peopleOf } from '../../company/site-people.ts';
import type { Person } from '../../company/site-people.ts';
import { timecardsOf } from '../../company/timecards.ts';
import type { OutlinedTimecard } from '../../company/timecards.ts';
import { ControlError, parsed } from '../../kit/control-plane.ts';
import type { Route } from '../../kit/router.ts';
import { ProcoreRefusal, userIds } from '../procore-call.ts';
import { nextId, nextStamp } from '../procore-state.ts';
import type { ProcoreState, ProjectRow } from '../procore-state.ts';
import type { ChangedBy, RouteContext } from '../route-context.ts';
import { presentCompanyTimecard } from './present-timecard.ts';
import { changeTimecard, createTimecard, deleteTimecard } from './timecard-records.ts';
import { approvalStatuses, timeTypes } from './timecard-rows.ts';
import type { TimecardRow } from './timecard-rows.ts';

const idSchema = z.union([z.int(), z.string().regex(/^\d+$/)]);
const changes = {
  date: z.iso.date().optional(),
  hours: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,2})?$/, 'must be hours like 7.50')
    .optional(),
  /** "03-100"; null for none. */
  costCode: z.string().nullable().optional(),
  timeIn: z.iso.datetime({ offset: true }).optional(),
  timeOut: z.iso.datetime({ offset: true }).optional(),
  lunchMinutes: z.int().min(0).optional(),
  timeType: z.string().optional(),
  billable: z.boolean().optional(),
  description: z.string().nullable().optional(),
  approval: z.enum(approvalStatuses).optional(),
};
const changeSchema = z.strictObject(changes);
/** `person` is the name before the @ of the address. */
const enterSchema = z.strictObject({ projectId: idSchema, person: z.string(), ...changes });
type Given = z.infer<typeof changeSchema>;

/** Only an administrator changes what is approved, as a rule, and a test should not have to ask. */
const FOREMAN = { app: 'admin' } as const;

export function timecardControlRoutes(context: RouteContext): Route[] {
  const by: ChangedBy = { ...FOREMAN, companyId: context.company.id };
  const shown = (status: number, row: TimecardRow) => ({
    status,
    body: presentCompanyTimecard(context, row),
  });
  return [
    open('POST', '/_sandbox/timecard-weeks', () => ({ status: 201, body: twoWeeks(context, by) })),
    open('POST', '/_sandbox/timecards', (request) => {
      const { projectId, person, ...given } = parsed(enterSchema, request);
      const project = projectNamed(context.state, projectId);
      const party_id = personNamed(context.state, person);
      const body = { party_id, ...bodyOf(context.state, project, given) };
      return shown(
        201,
        asVendor(() => createTimecard(context, by, project, body)),
      );
    }),
    open('PUT', '/_sandbox/timecards/{id}', (request) => {
      const row = timecardNamed(context.state, request.params['id']);
      const project = projectNamed(context.state, row.project_id);
      const body = bodyOf(context.state, project, parsed(changeSchema, request));
      return shown(
        200,
        asVendor(() => changeTimecard(context, by, project, row, body)),
      );
    }),
    open('DELETE', '/_sandbox/timecards/{id}', (request) => {
      const row = timecardNamed(context.state, request.params['id']);
      return shown(
        200,
        asVendor(() => deleteTimecard(context, by, row)),
      );
    }),
  ];
}

/** What Procore would refuse is a 409 with its words. */
function asVendor(work: () => TimecardRow): TimecardRow {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProcoreRefusal)) throw error;
    throw new ControlError(409, JSON.stringify(error.errors));
  }
}

/** On the first two projects, or on the one there is; once, until a new seed. */
function twoWeeks(context: RouteContext, by: ChangedBy): object {
  const { state, company } = context;
  if (state.timecards.values().length > 0)
    throw new ControlError(409, 'There are timecards already');
  const projects = state.projects
    .values()
    .sort((a, b) => a.id - b.id)
    .slice(0, 2);
  const people = peopleOf(company.home);
  const crews = projects.map((project) => crewOn(context, project, people));
  const timecards = timecardsOf(state.meta.get('meta')?.seed ?? '', people).map((outline) => {
    const place = Math.min(outline.project, projects.length - 1);
    const project = projects[place];
    if (project === undefined) throw new ControlError(409, 'There is no project');
    const crew_id = crews[place] ?? null;
    const body = { ...outlinedBody(context, project, outline), crew_id };
    return createTimecard(context, by, project, body).id;
  });
  return { projects: projects.map(({ id }) => id), crews, timecards: timecards.length };
}

/** Everybody on site, led by the first of them. */
function crewOn(context: RouteContext, project: ProjectRow, people: readonly Person[]): number {
  const { state } = context;
  const onSite = people.filter(({ trade }) => trade !== null);
  const party_ids = onSite.map(({ key }) => personNamed(state, key));
  const stamp = nextStamp(state, context.now());
  const crew = {
    ...{ id: nextId(state), project_id: project.id, name: `${project.city} crew`, party_ids },
    ...{ lead_party_id: party_ids[0] ?? null, created_by_id: userIds[FOREMAN.app] },
    ...{ created_at: stamp, updated_at: stamp },
  };
  state.crews.set(String(crew.id), crew);
  return crew.id;
}

function outlinedBody(
  { state, company }: RouteContext,
  project: ProjectRow,
  outline: OutlinedTimecard,
): Record<string, unknown> {
  const { person, date, hours, costCode, billable, description, approval, clocked } = outline;
  const { timeZone } = company.home;
  const times =
    clocked === null
      ? {}
      : {
          timeIn: instantOn(timeZone, date, clocked.from),
          timeOut: instantOn(timeZone, date, clocked.to),
          lunchMinutes: clocked.lunchMinutes,
        };
  const timeType = outline.isOvertime ? 'Overtime' : 'Regular Time';
  const given = { date, hours, costCode, billable, description, approval, timeType, ...times };
  return { party_id: personNamed(state, person), ...bodyOf(state, project, given) };
}

/** The moment at which the clocks of a place say that time of that day. */
function instantOn(timeZone: string, date: string, time: string): string {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(asUtc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(asUtc - offsetMs).toISOString();
}

/** Labour is the cost type of everything here. */
function bodyOf(state: ProcoreState, project: ProjectRow, given: Given): Record<string, unknown> {
  const { costCode, timeIn, timeOut, lunchMinutes, timeType, approval, ...same } = given;
  const labour = state.costTypes.values().find(({ base_type }) => base_type === 'labor');
  const body = {
    ...same,
    cost_code_id:
      costCode === undefined || costCode === null
        ? costCode
        : costCodeNamed(state, project, costCode),
    line_item_type_id: labour?.id,
    time_in: timeIn,
    time_out: timeOut,
    lunch_time: lunchMinutes,
    timecard_time_type_id: timeType === undefined ? undefined : timeTypeNamed(timeType),
    approval_status: approval,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function costCodeNamed(state: ProcoreState, project: ProjectRow, code: string): number {
  const found = state.costCodes.values().find((one) => {
    return one.project_id === project.id && one.full_code === code;
  });
  if (found === undefined) throw new ControlError(404, `The project has no cost code ${code}`);
  return found.id;
}

function timeTypeNamed(name: string): number {
  const found = timeTypes.find(({ time_type }) => time_type === name);
  if (found === undefined) throw new ControlError(404, `There is no type of time ${name}`);
  return found.id;
}

function projectNamed(state: ProcoreState, id: string | number): ProjectRow {
  const found = state.projects.get(String(id));
  if (found === undefined) throw new ControlError(404, `There is no project ${id}`);
  return found;
}

function personNamed(state: ProcoreState, key: string): number {
  const found = state.people.values().find((person) => person.key === key);
  if (found === undefined) throw new ControlError(404, `Nobody is called ${key}`);
  return found.id;
}

function timecardNamed(state: ProcoreState, id: string | undefined): TimecardRow {
  const found = state.timecards.get(id ?? '');
  if (found === undefined || found.deleted_at !== null) {
    throw new ControlError(404, `There is no timecard ${id ?? ''}`);
  }
  return found;
}

function open(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}
