// A project's budget: the codes its work is costed to, and the tracking options and tasks that stand for them in Xero.
import { makesTasks } from '../../mapping/budgets.ts';
import { codingTrackingOf } from '../../mapping/option-names.ts';
import type { SyncedObject } from '../synced-object.ts';
import type { ProjectBudgetObservation } from './observation.ts';
import { projectBudgetObservationSchema } from './observation.ts';
import {
  adoptedTask,
  budgetRead,
  decidedTasks,
  inexactEstimates,
  taskReadsFirst,
} from './plan-tasks.ts';
import { planProjectBudget } from './plan-project-budget.ts';
import { projectBudgetPlannerVersion } from './planner-version.ts';

const target = { targetKind: 'xeroTrackingOption', endpoint: 'xero/trackingoptions' } as const;

/**
 * Its options are linked by what they stand for and not by document: two projects that use one code use one option.
 * Amounts stay in Procore, since Xero takes budgets from nobody (Xero OpenAPI 16.1.0, Budgets; read 2026-11-23).
 */
export const projectBudget: SyncedObject<'projectBudget', ProjectBudgetObservation> = {
  type: 'projectBudget',
  words: { one: 'budget', many: 'budgets' },
  sourceOf: (recordId) => ({ kind: 'procoreBudget', recordId }),
  isSourceId: (text) => /^\d+$/.test(text),
  roles: [
    { role: 'document', ...target, may: [], word: 'tracking options' },
    { role: 'option/', ...target, may: ['create', 'update'], word: 'tracking option' },
    {
      role: 'task/',
      targetKind: 'xeroProjectTask',
      endpoint: 'xero/projecttasks',
      may: ['create', 'update'],
      word: 'task',
    },
  ],
  schema: projectBudgetObservationSchema,
  // The maximum is in the figures of the question it makes.
  mappingSlice: (mapping) => ({ tracking: codingTrackingOf(mapping) }),
  plannerVersion: projectBudgetPlannerVersion,
  plan: planProjectBudget,
  name: ({ project, projectId }) =>
    project ? `budget of ${project.number} ${project.name}`.trim() : `budget of ${projectId}`,
  parties: ({ projectId }) => ({ project: projectId, counterparty: null }),
  alterations: inexactEstimates,
  adoptedBase: adoptedTask,
  reads: (observation) => {
    const { mapping, projectId } = observation;
    if (!makesTasks(mapping)) return [{ system: 'procore', kind: 'procoreBudget', id: projectId }];
    return [budgetRead(projectId), ...decidedTasks(observation)];
  },
  readsFirst: taskReadsFirst,
};
