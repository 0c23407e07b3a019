// The paths of crews, of the people in the directories, and of the types of time.
import { projectOf, requireCompany, requireTool, writableBody } from '../access.ts';
import { given, idField, textField } from '../body-fields.ts';
import type { Body } from '../body-fields.ts';
import { listAnswer, updatedWithin } from '../list-answer.ts';
import { notFound, unprocessable, userIds } from '../procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from '../procore-call.ts';
import { nextId, nextStamp } from '../procore-state.ts';
import type { ProcoreState } from '../procore-state.ts';
import type { RouteContext } from '../route-context.ts';
import { presentCrew, presentPerson, presentTimeType } from './present-timecard.ts';
import type { CrewRow } from './timecard-rows.ts';
import { timeTypes } from './timecard-rows.ts';

const CREWS = '/rest/v1.0/projects/{project_id}/crews';
/** "Number of items per page (default: 100, max: 100)". Source: public descriptions of crews (glama.ai), read 2026-11-27. */
const CREW_PAGES = { standard: 100, maximum: 100 };

/** Crews fire no event: no name of theirs is among the webhook resources that were found. */
export function crewRoutes(context: RouteContext): ProcoreRoute[] {
  const shown = (status: number, crew: CrewRow): ProcoreAnswer => {
    return { status, body: presentCrew(context, crew) };
  };
  const one = `${CREWS}/{id}`;
  return [
    { method: 'GET', path: CREWS, handle: (call) => listCrews(context, call) },
    {
      method: 'GET',
      path: `${CREWS}/ids`,
      handle: (call) => {
        const rows = crewsOf(context, call);
        return listAnswer(call, rows, ({ id }) => ({ id }), CREW_PAGES);
      },
    },
    { method: 'POST', path: CREWS, handle: (call) => shown(201, createCrew(context, call)) },
    { method: 'GET', path: one, handle: (call) => shown(200, crewOf(context, call)) },
    {
      method: 'PATCH',
      path: one,
      handle: (call) => {
        const before = crewOf(context, call);
        const body = writableBody(context.state, call, 'crew');
        const fields = withCrewFields(context.state, before, body);
        const crew = { ...fields, updated_at: nextStamp(context.state, context.now()) };
        context.state.crews.set(String(crew.id), crew);
        return shown(200, crew);
      },
    },
    {
      method: 'DELETE',
      path: one,
      handle: (call) => {
        context.state.crews.delete(String(crewOf(context, call).id));
        return { status: 204 };
      },
    },
    ...peopleRoutes(context),
    ...timeTypeRoutes(context),
  ];
}

function crewsOf({ state }: RouteContext, call: ProcoreCall): CrewRow[] {
  requireTool(state, call, 'timecards');
  const project = projectOf(state, call);
  const within = updatedWithin(call);
  return state.crews
    .values()
    .filter((crew) => crew.project_id === project.id && within(crew.updated_at));
}

function listCrews(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const rows = crewsOf(context, call);
  return listAnswer(call, rows, (crew) => presentCrew(context, crew), CREW_PAGES);
}

function crewOf({ state }: RouteContext, call: ProcoreCall): CrewRow {
  requireTool(state, call, 'timecards');
  const project = projectOf(state, call);
  const crew = state.crews.get(call.params['id'] ?? '');
  if (crew?.project_id !== project.id) throw notFound();
  return crew;
}

function createCrew(context: RouteContext, call: ProcoreCall): CrewRow {
  const { state } = context;
  requireTool(state, call, 'timecards');
  const project = projectOf(state, call);
  const blank: CrewRow = {
    ...{ id: 0, project_id: project.id, name: '', lead_party_id: null, party_ids: [] },
    ...{ created_by_id: userIds[call.app], created_at: '', updated_at: '' },
  };
  const fields = withCrewFields(state, blank, writableBody(state, call, 'crew'));
  const stamp = nextStamp(state, context.now());
  const crew = { ...fields, id: nextId(state), created_at: stamp, updated_at: stamp };
  state.crews.set(String(crew.id), crew);
  return crew;
}

/**
 * "You must select one (1) employee as the crew lead and at least one (1) employee or worker as a crew member". Source:
 * Procore support, Create a Crew, read 2026-11-27; that the API asks for both, and in which words, is UNCONFIRMED.
 */
function withCrewFields(state: ProcoreState, before: CrewRow, body: Body): CrewRow {
  const name = textField(body, 'name', before.name).trim();
  if (name === '') throw unprocessable({ name: ["can't be blank"] });
  const lead = idField(body, 'lead_party_id', before.lead_party_id);
  const parties = partiesFrom(body, before.party_ids);
  const isUnknown = (id: number): boolean => state.people.get(String(id)) === undefined;
  if (lead === null || isUnknown(lead)) throw unprocessable({ lead_party_id: ['is invalid'] });
  if (parties.length === 0 || parties.some(isUnknown)) {
    throw unprocessable({ party_ids: ['is invalid'] });
  }
  return { ...before, name, lead_party_id: lead, party_ids: parties };
}

function partiesFrom(body: Body, current: readonly number[]): readonly number[] {
  if (!given(body, 'party_ids')) return current;
  const list = body['party_ids'];
  if (!Array.isArray(list)) throw unprocessable({ party_ids: ['is invalid'] });
  const ids = list.map((id: unknown) => idField({ party_ids: id }, 'party_ids', null) ?? 0);
  return [...new Set(ids)];
}

/** Everybody is on every project. */
function peopleRoutes({ state }: RouteContext): ProcoreRoute[] {
  const list = (call: ProcoreCall): ProcoreAnswer => {
    requireTool(state, call, 'directory');
    return listAnswer(call, state.people.values(), presentPerson);
  };
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/companies/{company_id}/people',
      handle: (call) => {
        requireCompany(call);
        return list(call);
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/projects/{project_id}/people',
      handle: (call) => {
        projectOf(state, call);
        return list(call);
      },
    },
  ];
}

function timeTypeRoutes({ state, company }: RouteContext): ProcoreRoute[] {
  const list = (call: ProcoreCall): ProcoreAnswer => {
    requireTool(state, call, 'timecards');
    return listAnswer(call, timeTypes, (type) => presentTimeType(type, company));
  };
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/timecard_time_types',
      handle: (call) => {
        projectOf(state, call);
        return list(call);
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/companies/{company_id}/timecard_time_types',
      handle: (call) => {
        requireCompany(call);
        return list(call);
      },
    },
  ];
}
