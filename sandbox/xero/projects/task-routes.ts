// The endpoints of the Projects API for the tasks of a project.
// Source: xero-projects.yaml 16.1.0, paths /Projects/{projectId}/Tasks and below, read 2026-11-27.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { Books } from '../books.ts';
import type { ProjectTask } from './project-records.ts';
import type { Route } from '../../kit/router.ts';
import type { XeroState } from '../xero-state.ts';
import { CHARGE_TYPES } from './project-records.ts';
import { NO_CONTENT, projectAt, projectsRoute } from './project-routes.ts';
import { amongIds, amongWords, projectList } from './project-list.ts';
import { modelOf } from './project-input.ts';
import { projectsFound } from './project-failures.ts';
import { taskShown } from './project-view.ts';
import { tasksOf } from './project-sums.ts';

export function taskRoutes({ state, projectTasks }: Books, base: string): Route[] {
  const path = `${base}/Projects/{projectId}/Tasks`;
  return [
    projectsRoute('GET', path, (request) => listOf(state, request)),
    projectsRoute('POST', path, (request) => ({
      status: 201,
      body: taskShown(state, projectTasks.create(projectAt(state, request), modelOf(request))),
    })),
    projectsRoute('GET', `${path}/{taskId}`, (request) => ({
      status: 200,
      body: taskShown(state, taskAt(state, request)),
    })),
    projectsRoute('PUT', `${path}/{taskId}`, (request) => {
      const task = taskAt(state, request);
      projectTasks.update(projectAt(state, request), task, modelOf(request));
      return NO_CONTENT;
    }),
    projectsRoute('DELETE', `${path}/{taskId}`, (request) => {
      projectTasks.remove(projectAt(state, request), taskAt(state, request));
      return NO_CONTENT;
    }),
  ];
}

function taskAt(state: XeroState, request: SandboxRequest): ProjectTask {
  const { projectId } = projectAt(state, request);
  const task = state.projectTasks.get((request.params['taskId'] ?? '').toLowerCase());
  return projectsFound(task?.projectId === projectId ? task : null);
}

function listOf(state: XeroState, request: SandboxRequest): Answer {
  const { projectId } = projectAt(state, request);
  const filters = [
    amongIds<ProjectTask>(request, 'taskIds', ({ taskId }) => taskId),
    amongWords<ProjectTask>(request, 'chargeType', CHARGE_TYPES, ({ chargeType }) => chargeType),
  ];
  return projectList(
    state,
    request,
    tasksOf(state, projectId).filter((task) => filters.every((fits) => fits(task))),
    ({ createdAtMs, taskId }) => [createdAtMs, taskId],
    (task) => taskShown(state, task),
  );
}
