// A budget that makes tasks, for the domain's tests: code 03-300 with its hours, the task that stands for it, and what becomes of it.
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { BudgetProjects } from '../../domain/objects/project-budget/observation.ts';
import type { BudgetLine } from '../../domain/records/procore/budget.ts';
import type { XeroProjectTask } from '../../domain/records/xero/project-task.ts';
import { mapping, project } from './domain-builders.ts';
import { kept } from './kept-records.ts';

export type Budget = Observation<'projectBudget'>;

export const tasksOn: Mapping = {
  ...mapping,
  directions: {
    ...mapping.directions,
    ...{ projectBudget: 'procoreToXero', projectLabour: 'procoreToXero' },
  },
  budgets: { to: 'tasks' },
};
export const labourId = `projectLabour/demo/${project.id}`;
export const budgetId = `projectBudget/demo/${project.id}`;

export const line = (over: Partial<BudgetLine> = {}): BudgetLine => ({
  costCode: { code: '03-300', name: 'Concrete' },
  ...{ costCodeId: '301', costType: 'Labour', subJob: null, amount: '1000.00' },
  ...{ quantity: '90.00', unit: 'hr' },
  ...over,
});
/** 03-350 Piles, of which no hours are budgeted. */
export const piles = line({
  ...{ costCode: { code: '03-350', name: 'Piles' }, costCodeId: '302' },
  ...{ quantity: '4.00', unit: 'ea' },
});
export const budgetOf = (...lines: BudgetLine[]) =>
  kept('procoreBudget', { lines, withHours: true });

type Terms = NonNullable<XeroProjectTask['terms']>;
/** 03-300 Concrete, with 5400 minutes, but for what differs. */
export const concrete = (over: Partial<XeroProjectTask> = {}, terms: Partial<Terms> = {}) =>
  kept('xeroProjectTask', {
    terms: {
      ...{ estimateMinutes: 5400, rate: { currency: 'NZD', value: '0.00' }, status: 'ACTIVE' },
      ...terms,
    },
    ...over,
  });
export const linked = (budget: number | null = 5400, task = budget) => ({
  ...{ costCodeId: '301', taskId: 'task-1' },
  base: { budget, task },
});

export const projects = (over: Partial<BudgetProjects> = {}): BudgetProjects => ({
  ...{ linkedProjectId: 'project-1', target: kept('xeroProject'), baseCurrency: 'NZD' },
  ...{ isTimeRead: true, tasks: [concrete()], taskLinks: [linked()], labourLinks: [] },
  ...over,
});

export function budget(over: Partial<Budget> = {}): Budget {
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
    mapping: tasksOn,
    answers: { accepted: [], refusals: [], decisions: [], inFlight: [] },
    ...{ context: 'context-1', sourceUnseen: false, linkedTargetId: null },
    type: 'projectBudget',
    ...{ projectId: project.id, project, postFrom: '2026-01-01', budget: budgetOf(line()) },
    chart: { accounts: [], taxRates: [], codes: [], links: [] },
    ...{ categories: [], unsettled: [], projects: projects() },
    ...over,
  };
}
/** As it is, but for what Xero Projects has. */
export const inXero = (over: Partial<BudgetProjects>, more: Partial<Budget> = {}): Budget =>
  budget({ projects: projects(over), ...more });

/** What goes by itself, what is asked with its subject, and what is waited for. */
export function planned(seen: Budget) {
  const plan = planObservation(seen);
  return {
    goes: plan.gated.going.map(({ verdict }) => `${verdict.outcome} ${verdict.role}`),
    asked: plan.gated.questions.map(({ kind, subject }) => `${kind} ${subject}`),
    waits: plan.gated.waitsFor,
  };
}
