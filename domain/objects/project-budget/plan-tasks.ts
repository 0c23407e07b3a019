// The plan of a budget's tasks in Xero Projects: one for each code, with the hours that are budgeted on it as its estimate.
import { markerOf } from '../../identity/markers.ts';
import type { Role } from '../../identity/roles.ts';
import { workflowIdOf } from '../../identity/workflow-ids.ts';
import type { TaskBase } from '../../plan/owned.ts';
import type { FlatFields } from '../../plan/three-way.ts';
import { compareFields } from '../../plan/three-way.ts';
import type { FieldChange, PlannedWrite, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import type { Read } from '../../records/read.ts';
import type { XeroProjectTask } from '../../records/xero/project-task.ts';
import { estimateOfTask, versionOfTask } from '../../records/xero/project-task.ts';
import type { Alteration } from '../../text/alteration.ts';
import { isChargeable } from '../project-labour/tasks.ts';
import type { Estimate } from './budgeted-hours.ts';
import type { BudgetProjects, ProjectBudgetObservation } from './observation.ts';
import type { BudgetTask } from './wanted-tasks.ts';
import { tasksOf } from './wanted-tasks.ts';

/** The labour of the project has the link to the project in Xero Projects, and asks where there is none to be had. */
export function taskVerdicts(seen: ProjectBudgetObservation): Verdict[] {
  const tasks = tasksOf(seen);
  const labour = labourOf(seen);
  if (!isReady(seen.projects)) return tasks.map((task) => waitsFor(roleOf(task), labour));
  return tasks.map((task) => verdictOf(seen, task));
}

/** Whether the project is linked, takes tasks, and its tasks were read: nothing is written into a list that was not read. */
function isReady(projects: BudgetProjects | null): boolean {
  return projects?.target?.status === 'INPROGRESS' && projects.isTimeRead;
}

function verdictOf(seen: ProjectBudgetObservation, task: BudgetTask): Verdict {
  const { standing } = task;
  const role = roleOf(task);
  switch (standing.is) {
    case 'linked':
      return estimated(seen, task, standing);
    case 'shared':
      return unchanged(role);
    case 'labours':
      return waitsFor(role, labourOf(seen));
    case 'found':
      return takenOver(role, standing.task);
    case 'deleted':
      return creation(seen, task, [
        finding('taskDeletedInXero', `the task "${task.name}"`, { task: standing.taskId }),
      ]);
    case 'missing':
      return creation(seen, task, []);
  }
}

/**
 * The estimate alone is the budget's. A budget that tells no hours says nothing of it: a column that a view lost is no word of a
 * person. Whatever a person made of it in Xero is asked.
 */
function estimated(
  seen: ProjectBudgetObservation,
  task: BudgetTask,
  { task: shown, base }: { task: XeroProjectTask; base: TaskBase },
): Verdict {
  const { estimate } = task;
  const role = roleOf(task);
  if (estimate === null) return unchanged(role);
  const { verdict, changes } = compareFields(
    { projection: fieldsOf(base.budget), target: fieldsOf(base.task) },
    fieldsOf(estimate.minutes),
    fieldsOf(estimateOfTask(shown)),
  );
  if (verdict === 'same') {
    // Both say the same by now, and other than was agreed on: that is what is agreed on from here.
    return isAgreed(base, estimate, shown)
      ? unchanged(role)
      : adoption(role, { targetId: shown.id, targetVersion: versionOfTask(shown) });
  }
  const detail = `the estimate of the task "${shown.name}"`;
  const status = shown.terms?.status ?? 'ACTIVE';
  if (status !== 'ACTIVE') {
    return blocked(role, 'taskLocked', `${detail}, which is ${status}`, {
      ...{ task: shown.id, status, minutes: String(estimate.minutes) },
    });
  }
  if (isChargeable(shown) && !shown.terms?.rate) {
    // Every change needs the rate, and one of nothing would not be what it says.
    return blocked(role, 'notWritable', `${detail}: Xero does not say its rate`, {
      task: shown.id,
    });
  }
  return proposal(role, {
    outcome: 'update',
    changes: changes.map((change) => ({ ...change, procore: hoursSaid(estimate) })),
    findings:
      verdict === 'sourceMoved' ? [] : [finding('editedInXero', detail, { task: shown.id })],
    write: change(seen, task, { shown, minutes: estimate.minutes }),
  });
}

/** What they say already, however it came about; or what was left as it was. */
function isAgreed({ budget, task }: TaskBase, { minutes }: Estimate, shown: XeroProjectTask) {
  const now = estimateOfTask(shown);
  return minutes !== now || (budget === minutes && task === now);
}

function takenOver(role: Role, task: XeroProjectTask): Verdict {
  const { id: targetId, name, chargeType } = task;
  const detail = `the task "${name}" is charged (${chargeType})`;
  const why = finding('taskChargeable', detail, { task: name, chargeType });
  return adoption(role, {
    targetId,
    targetVersion: versionOfTask(task),
    findings: isChargeable({ chargeType }) ? [why] : [],
  });
}

function creation(
  seen: ProjectBudgetObservation,
  task: BudgetTask,
  findings: Parameters<typeof proposal>[1]['findings'],
): Verdict {
  const { name, costCodes, estimate } = task;
  const { target, linkedProjectId, baseCurrency } = projectsOf(seen);
  const said = costCodes.map(({ code }) => code).join(', ');
  const minutes = estimate?.minutes ?? null;
  const estimateChange: FieldChange[] = estimate
    ? [
        {
          ...{ path: 'estimate', base: null, procore: hoursSaid(estimate), xero: null },
          proposed: String(estimate.minutes),
        },
      ]
    : [];
  return proposal(roleOf(task), {
    outcome: 'create',
    findings: findings ?? [],
    changes: [
      { path: 'name', base: null, procore: said, xero: null, proposed: name },
      ...estimateChange,
    ],
    write: {
      ...{ endpoint: 'xero/projecttasks', operation: 'create', marker: markerIn(seen, task) },
      body: {
        kind: 'xeroProjectTask',
        projectId: linkedProjectId,
        ...{ name, chargeType: 'NON_CHARGEABLE', currency: target?.currency ?? baseCurrency },
        ...(minutes === null ? {} : { estimateMinutes: minutes }),
      },
      ...{ targetId: null, targetVersion: null, agreed: { budget: minutes, task: minutes } },
    },
  });
}

/** A task that is not charged has no rate where Xero says none. */
function change(
  seen: ProjectBudgetObservation,
  task: BudgetTask,
  { shown, minutes }: { shown: XeroProjectTask; minutes: number },
): PlannedWrite {
  const { target, linkedProjectId, baseCurrency } = projectsOf(seen);
  const { id: taskId, name, chargeType, terms } = shown;
  const currency = target?.currency ?? baseCurrency;
  return {
    endpoint: 'xero/projecttasks',
    operation: 'update',
    marker: markerIn(seen, task),
    body: {
      kind: 'xeroProjectTaskChange',
      ...{ projectId: linkedProjectId, taskId, name, chargeType },
      rate: terms?.rate ?? { currency, value: '0.00' },
      estimateMinutes: minutes,
    },
    targetId: taskId,
    targetVersion: versionOfTask(shown),
    agreed: { budget: minutes, task: minutes },
  };
}

/** What is agreed on with a task that is there: the estimate, where both say the same of it; else nothing, so that it is compared. */
export function adoptedTask(seen: ProjectBudgetObservation, role: Role): TaskBase | null {
  const task = tasksOf(seen).find((one) => roleOf(one) === role);
  if (!task || (task.standing.is !== 'found' && task.standing.is !== 'linked')) return null;
  const now = estimateOfTask(task.standing.task);
  const wanted = task.estimate?.minutes ?? null;
  return { budget: wanted === now ? wanted : null, task: wanted === now ? now : null };
}

/** Hours that are no whole minutes, beside what they are written as. */
export function inexactEstimates(seen: ProjectBudgetObservation): Alteration[] {
  return tasksOf(seen).flatMap((task) => {
    const { estimate } = task;
    if (!estimate || estimate.isExact) return [];
    const written = `${estimate.minutes} min`;
    return [
      { path: task.name, source: hoursSaid(estimate), written, why: 'Xero takes whole minutes' },
    ];
  });
}

/** What tasks are planned from and was not read yet, or was read before as much of it was kept. */
export function taskReadsFirst(seen: ProjectBudgetObservation): Read[] {
  const { projects, budget, projectId } = seen;
  if (projects === null) return [];
  const isBudgetRead = budget === null || budget.withHours === true;
  const { linkedProjectId, isTimeRead } = projects;
  const isOld = (task: BudgetTask): boolean =>
    'task' in task.standing && task.standing.task.terms === undefined;
  const old = tasksOf(seen).find(isOld);
  return [
    ...(isBudgetRead ? [] : [budgetRead(projectId)]),
    ...(linkedProjectId !== null && !isTimeRead
      ? [{ system: 'xero', kind: 'xeroProjectTime', id: linkedProjectId } as const]
      : []),
    ...(old ? taskRead(projects, old) : []),
  ];
}

/** The tasks that were decided about. */
export function decidedTasks(seen: ProjectBudgetObservation): Read[] {
  const { projects, answers } = seen;
  if (projects === null) return [];
  const decided = new Set<string>(answers.decisions.map(({ subject }) => subject));
  return tasksOf(seen)
    .filter((task) => decided.has(roleOf(task)))
    .flatMap((task) => taskRead(projects, task));
}

export function budgetRead(projectId: string): Read {
  return { system: 'procore', kind: 'procoreBudget', id: projectId, withHours: true };
}

function taskRead({ linkedProjectId }: BudgetProjects, { standing }: BudgetTask): Read[] {
  if (linkedProjectId === null || !('task' in standing)) return [];
  const { id } = standing.task;
  return [{ system: 'xero', kind: 'xeroProjectTask', id, projectId: linkedProjectId }];
}

function projectsOf({ projects }: ProjectBudgetObservation) {
  if (!projects || projects.linkedProjectId === null) {
    throw new Error('tasks are planned for a project that is linked');
  }
  return { ...projects, linkedProjectId: projects.linkedProjectId };
}

function labourOf({ connection, projectId }: ProjectBudgetObservation): string {
  return workflowIdOf({ type: 'projectLabour', connection, sourceId: projectId });
}

function roleOf({ costCodeId }: Pick<BudgetTask, 'costCodeId'>): Role {
  return `task/${costCodeId}`;
}

function markerIn({ connection, projectId }: ProjectBudgetObservation, task: BudgetTask): string {
  return markerOf({ type: 'projectBudget', connection, sourceId: projectId }, roleOf(task));
}

function fieldsOf(minutes: number | null): FlatFields {
  if (minutes === null) return new Map();
  return new Map([['estimate', { key: String(minutes), shown: String(minutes) }]]);
}

function hoursSaid({ hours }: Estimate): string {
  return `${hours} h`;
}
