// The endpoints of the Projects API for projects and the people who may log time on them.
// Source: xero-projects.yaml 16.1.0, paths /Projects, /Projects/{projectId} and /ProjectsUsers, read 2026-11-27.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { Project } from './project-records.ts';
import type { Books } from '../books.ts';
import type { Route } from '../../kit/router.ts';
import type { XeroState } from '../xero-state.ts';
import { PROJECT_STATUSES } from './project-records.ts';
import { amongIds, amongWords, projectList } from './project-list.ts';
import { asProjects, projectsFound } from './project-failures.ts';
import { modelOf } from './project-input.ts';
import { projectShown, projectUserShown } from './project-view.ts';

export const NO_CONTENT: Answer = { status: 204 };

export function projectRoutes({ state, projects }: Books, base: string): Route[] {
  const path = `${base}/Projects`;
  return [
    projectsRoute('GET', path, (request) => listOf(state, request)),
    projectsRoute('POST', path, (request) => ({
      status: 201,
      body: projectShown(state, projects.create(modelOf(request))),
    })),
    projectsRoute('GET', `${path}/{projectId}`, (request) => ({
      status: 200,
      body: projectShown(state, projectAt(state, request)),
    })),
    projectsRoute('PUT', `${path}/{projectId}`, (request) => {
      projects.update(projectAt(state, request), modelOf(request));
      return NO_CONTENT;
    }),
    projectsRoute('PATCH', `${path}/{projectId}`, (request) => {
      projects.patch(projectAt(state, request), modelOf(request));
      return NO_CONTENT;
    }),
    projectsRoute('GET', `${base}/ProjectsUsers`, (request) =>
      projectList(
        state,
        request,
        state.users.values().filter(({ isOnProjects }) => isOnProjects),
        ({ updatedAtMs, userId }) => [updatedAtMs, userId],
        projectUserShown,
      ),
    ),
  ];
}

/** A route whose refusals have the shape of this API. */
export function projectsRoute(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle: (request) => asProjects(() => handle(request)) };
}

export function projectAt(state: XeroState, { params }: SandboxRequest): Project {
  return projectsFound(state.projects.get((params['projectId'] ?? '').toLowerCase()));
}

function listOf(state: XeroState, request: SandboxRequest): Answer {
  const filters = [
    amongIds<Project>(request, 'projectIds', ({ projectId }) => projectId),
    amongIds<Project>(request, 'contactID', ({ contactId }) => contactId),
    amongWords<Project>(request, 'states', PROJECT_STATUSES, ({ status }) => status),
  ];
  return projectList(
    state,
    request,
    state.projects.values().filter((project) => filters.every((fits) => fits(project))),
    ({ createdAtMs, projectId }) => [createdAtMs, projectId],
    (project) => projectShown(state, project),
  );
}
