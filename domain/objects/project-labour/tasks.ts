// The tasks that a project's time is logged on, one for each cost code, and how each stands in Xero.
import { costCodeOptionWanted } from '../../mapping/coded-line.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { XeroProjectTask } from '../../records/xero/project-task.ts';
import { cutToLength } from '../../text/fit-text.ts';

type CostCode = { id: string; code: string; name: string };

/** Source: Xero OpenAPI 16.1.0, Projects, TaskCreateOrUpdate; read 2026-11-27. */
const nameLengthMaximum = 100;

/** A task that people made to be billed by. What is logged on it may be invoiced beside the payment applications. */
export function isChargeable({ chargeType }: Pick<XeroProjectTask, 'chargeType'>): boolean {
  return chargeType !== 'NON_CHARGEABLE';
}

export type TaskStanding = CostCode & {
  name: string;
  standing:
    | { is: 'linked'; taskId: string }
    /** Of that name, and another cost code's too: there is one for both. */
    | { is: 'shared'; taskId: string }
    | { is: 'found'; task: XeroProjectTask }
    /** Another cost code wants the same, and makes it. */
    | { is: 'awaited'; by: string }
    /** The budget's, which has still to make it or take it over. */
    | { is: 'budgets' }
    | { is: 'missing' };
};

type TaskLink = { costCodeId: string; taskId: string };
type Seen = {
  mapping: Mapping;
  projectId: string;
  tasks: readonly XeroProjectTask[];
  taskLinks: readonly TaskLink[];
  /** What of the tasks is the budget's; null where it makes none. */
  budgeted?: BudgetedTasks | null;
};

/** The tasks that the project's budget wants, by cost code and by name in small letters, and those that it has. */
export type BudgetedTasks = {
  workflowId: string;
  costCodeIds: string[];
  names: string[];
  links: TaskLink[];
};

/** Links that go over to the budget, which wants a task for the same cost code or of the same name. */
export function handedOver({ tasks, taskLinks, budgeted }: Omit<Seen, 'mapping' | 'projectId'>) {
  return taskLinks.filter(({ costCodeId, taskId }) => {
    const name = tasks.find(({ id }) => id === taskId)?.name.toLowerCase();
    return (
      budgeted?.costCodeIds.includes(costCodeId) === true ||
      (name !== undefined && budgeted?.names.includes(name) === true)
    );
  });
}

/**
 * By the link first, then by the name, in whatever case: a task that was renamed stays the task. The budget's own are
 * shared with it, so that neither ever makes a second one; those it wants and has not yet are waited for.
 */
export function tasksFor(seen: Seen, costCodes: readonly CostCode[]): TaskStanding[] {
  const makers = new Map<string, string>();
  const given = handedOver(seen);
  const own = seen.taskLinks.filter((link) => !given.includes(link));
  const lent = seen.budgeted?.links ?? [];
  return costCodes.map((costCode): TaskStanding => {
    const name = taskNameOf(seen, costCode);
    const isIt = ({ costCodeId, taskId }: TaskLink): boolean =>
      costCodeId === costCode.id && seen.tasks.some(({ id }) => id === taskId);
    const linked = own.find(isIt);
    if (linked) {
      return { ...costCode, name, standing: { is: 'linked', taskId: linked.taskId } };
    }
    const shared = lent.find(isIt);
    if (shared) return { ...costCode, name, standing: { is: 'shared', taskId: shared.taskId } };
    const task = seen.tasks.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const isTaken = [...own, ...lent].some(({ taskId }) => taskId === task?.id);
    if (!isTaken && isBudgeted(seen, costCode, name)) {
      return { ...costCode, name, standing: { is: 'budgets' } };
    }
    if (task) {
      const standing = isTaken
        ? ({ is: 'shared', taskId: task.id } as const)
        : ({ is: 'found', task } as const);
      return { ...costCode, name, standing };
    }
    const maker = makers.get(name.toLowerCase());
    if (maker !== undefined) return { ...costCode, name, standing: { is: 'awaited', by: maker } };
    makers.set(name.toLowerCase(), costCode.id);
    return { ...costCode, name, standing: { is: 'missing' } };
  });
}

function isBudgeted({ budgeted }: Seen, { id }: CostCode, name: string): boolean {
  return (
    budgeted?.costCodeIds.includes(id) === true ||
    budgeted?.names.includes(name.toLowerCase()) === true
  );
}

/** What the tracking option of the cost code is called, so that bills and time are found under one name. */
export function taskNameOf(
  { mapping, projectId }: Pick<Seen, 'mapping' | 'projectId'>,
  costCode: Pick<CostCode, 'code' | 'name'>,
): string {
  const { option } = costCodeOptionWanted(mapping, { id: projectId }, costCode);
  return cutToLength(option, nameLengthMaximum);
}

/** Of those that can take time now, by the cost code's id. */
export function readyTasks(standings: readonly TaskStanding[]): Map<string, string> {
  return new Map(
    standings.flatMap(({ id, standing }): [string, string][] =>
      standing.is === 'linked' || standing.is === 'shared' ? [[id, standing.taskId]] : [],
    ),
  );
}

/** Each cost code once, in the order of the codes. */
export function onceEach(costCodes: readonly CostCode[]): CostCode[] {
  const byId = new Map(costCodes.map((costCode) => [costCode.id, costCode]));
  return [...byId.values()].sort((a, b) =>
    a.code < b.code || (a.code === b.code && a.id < b.id) ? -1 : 1,
  );
}
