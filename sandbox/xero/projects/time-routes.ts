// The endpoints of the Projects API for the time logged on a project.
// Source: xero-projects.yaml 16.1.0, paths /Projects/{projectId}/Time and below, read 2026-11-27.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { Books } from '../books.ts';
import type { Route } from '../../kit/router.ts';
import type { TimeEntry } from './project-records.ts';
import type { XeroState } from '../xero-state.ts';
import { NO_CONTENT, projectAt, projectsRoute } from './project-routes.ts';
import { WORK_STATUSES } from './project-records.ts';
import { amongIds, amongWords, between, flagged, projectList } from './project-list.ts';
import { modelOf } from './project-input.ts';
import { projectsFound } from './project-failures.ts';
import { timeShown } from './project-view.ts';

export function timeRoutes({ state, timeEntries }: Books, base: string): Route[] {
  const path = `${base}/Projects/{projectId}/Time`;
  return [
    projectsRoute('GET', path, (request) => listOf(state, request)),
    // 200 and not 201, unlike a project and a task.
    projectsRoute('POST', path, (request) => ({
      status: 200,
      body: timeShown(timeEntries.create(projectAt(state, request), modelOf(request))),
    })),
    projectsRoute('GET', `${path}/{timeEntryId}`, (request) => ({
      status: 200,
      body: timeShown(entryAt(state, request)),
    })),
    projectsRoute('PUT', `${path}/{timeEntryId}`, (request) => {
      const entry = entryAt(state, request);
      timeEntries.update(projectAt(state, request), entry, modelOf(request));
      return NO_CONTENT;
    }),
    projectsRoute('DELETE', `${path}/{timeEntryId}`, (request) => {
      timeEntries.remove(projectAt(state, request), entryAt(state, request));
      return NO_CONTENT;
    }),
  ];
}

function entryAt(state: XeroState, request: SandboxRequest): TimeEntry {
  const { projectId } = projectAt(state, request);
  const entry = state.timeEntries.get((request.params['timeEntryId'] ?? '').toLowerCase());
  return projectsFound(entry?.projectId === projectId ? entry : null);
}

function listOf(state: XeroState, request: SandboxRequest): Answer {
  const { projectId, contactId } = projectAt(state, request);
  const isChargeable = ({ taskId }: TimeEntry): boolean =>
    state.projectTasks.get(taskId)?.chargeType !== 'NON_CHARGEABLE';
  const dates = { after: 'dateAfterUtc', before: 'dateBeforeUtc' };
  const filters = [
    amongIds<TimeEntry>(request, 'userId', ({ userId }) => userId),
    amongIds<TimeEntry>(request, 'taskId', ({ taskId }) => taskId),
    amongIds<TimeEntry>(request, 'invoiceId', ({ invoiceId }) => invoiceId),
    amongIds<TimeEntry>(request, 'contactId', () => contactId),
    amongWords<TimeEntry>(request, 'states', WORK_STATUSES, ({ status }) => status),
    flagged<TimeEntry>(request, 'isChargeable', isChargeable),
    between<TimeEntry>(request, dates, ({ dateMs }) => dateMs),
  ];
  return projectList(
    state,
    request,
    state.timeEntries
      .values()
      .filter((entry) => entry.projectId === projectId && filters.every((fits) => fits(entry))),
    ({ dateEnteredMs, timeEntryId }) => [dateEnteredMs, timeEntryId],
    timeShown,
  );
}
