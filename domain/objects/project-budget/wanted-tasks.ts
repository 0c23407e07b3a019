// The tasks in Xero Projects that a project's budget wants, and how each stands there.
import { makesTasks } from '../../mapping/budgets.ts';
import type { TaskBase } from '../../plan/owned.ts';
import type { BudgetLine } from '../../records/procore/budget.ts';
import type { XeroProjectTask } from '../../records/xero/project-task.ts';
import { taskNameOf } from '../project-labour/tasks.ts';
import type { Estimate } from './budgeted-hours.ts';
import { estimateOf } from './budgeted-hours.ts';
import type { BudgetProjects, ProjectBudgetObservation } from './observation.ts';

type Budgeted = Pick<
  ProjectBudgetObservation,
  'mapping' | 'project' | 'projectId' | 'postFrom' | 'budget'
>;

/** One task, for every cost code that is called so: rolled up to divisions, that is several. */
export type WantedTask = {
  name: string;
  /** The first is the one it is made for. */
  costCodes: { id: string; code: string }[];
  /** Null where the budget tells no hours. */
  estimate: Estimate | null;
};

/** Of a project that posts, once its budget was read for its hours: before that no cost code is known by its id. */
export function wantedTasks(seen: Budgeted): WantedTask[] {
  const { mapping, project, postFrom, budget } = seen;
  if (!makesTasks(mapping) || !project?.isActive || postFrom === null) return [];
  if (budget?.withHours !== true) return [];
  const byName = new Map<string, { name: string; lines: BudgetLine[] }>();
  for (const line of budget.lines) {
    const name = taskNameOf(seen, line.costCode);
    const one = byName.get(name.toLowerCase()) ?? { name, lines: [] };
    byName.set(name.toLowerCase(), { ...one, lines: [...one.lines, line] });
  }
  return [...byName.values()].map(({ name, lines }) => ({
    name,
    costCodes: codesOf(lines),
    estimate: estimateOf(lines),
  }));
}

/** Each once; where the view tells no id, which is unconfirmed of any, the code stands for it. */
function codesOf(lines: readonly BudgetLine[]): WantedTask['costCodes'] {
  const byId = new Map(
    lines.map(({ costCode: { code }, costCodeId = code }) => [
      costCodeId,
      { id: costCodeId, code },
    ]),
  );
  return [...byId.values()].sort((a, b) =>
    a.code < b.code || (a.code === b.code && a.id < b.id) ? -1 : 1,
  );
}

export type BudgetTask = WantedTask & {
  /** What its role is named by. */
  costCodeId: string;
  standing:
    | { is: 'linked'; task: XeroProjectTask; base: TaskBase }
    /** It was linked, and Xero shows it no more. */
    | { is: 'deleted'; taskId: string }
    /** Nobody's yet. */
    | { is: 'found'; task: XeroProjectTask }
    /** Labour made it, and gives it up once it has looked. */
    | { is: 'labours' }
    /** Of that name, and another code's of the budget: a cost code was renamed to what another one was. */
    | { is: 'shared' }
    | { is: 'missing' };
};

/** By the link first, then by what labour had for the cost code, then by the name, in whatever case. */
export function tasksOf(seen: Budgeted & { projects: BudgetProjects | null }): BudgetTask[] {
  const { projects } = seen;
  if (projects === null) return [];
  const wanted = wantedTasks(seen);
  const codes = new Set(wanted.flatMap(({ costCodes }) => costCodes.map(({ id }) => id)));
  const claimed = new Set<string>();
  return wanted.map((task) => {
    const one = standingOf(projects, task, codes);
    if (one.standing.is !== 'found') return one;
    const { id } = one.standing.task;
    // One that labour had for one code may be called as another's by now: the first has it.
    if (claimed.has(id)) return { ...one, standing: { is: 'shared' } };
    claimed.add(id);
    return one;
  });
}

function standingOf(
  projects: BudgetProjects,
  wanted: WantedTask,
  codes: ReadonlySet<string>,
): BudgetTask {
  const { tasks, taskLinks, labourLinks } = projects;
  const ofIt = ({ costCodeId }: { costCodeId: string }): boolean =>
    wanted.costCodes.some(({ id }) => id === costCodeId);
  const shown = (taskId: string | undefined) => tasks.find(({ id }) => id === taskId);
  const first = wanted.costCodes[0]?.id ?? '';
  const linked = taskLinks.find((link) => ofIt(link) && shown(link.taskId)) ?? taskLinks.find(ofIt);
  const task = shown(linked?.taskId);
  if (linked && task) {
    const { costCodeId, base } = linked;
    return { ...wanted, costCodeId, standing: { is: 'linked', task, base } };
  }
  const costCodeId = linked?.costCodeId ?? first;
  const as = (standing: BudgetTask['standing']): BudgetTask => ({
    ...wanted,
    costCodeId,
    standing,
  });
  const before = labourLinks.filter(ofIt);
  if (before.some(({ isLive }) => isLive)) return as({ is: 'labours' });
  const isFree = ({ id }: XeroProjectTask): boolean =>
    !taskLinks.some(({ taskId }) => taskId === id);
  const named = tasks.find(({ name }) => name.toLowerCase() === wanted.name.toLowerCase());
  const had = before.flatMap(({ taskId }) => shown(taskId) ?? []).find(isFree);
  const found = had ?? named;
  if (!found) return as(linked ? { is: 'deleted', taskId: linked.taskId } : { is: 'missing' });
  if (isFree(found)) {
    const isLabours = labourLinks.some(({ taskId, isLive }) => taskId === found.id && isLive);
    return as(isLabours ? { is: 'labours' } : { is: 'found', task: found });
  }
  // Of a code that is in the budget no more, or of another one that is.
  const other = taskLinks.find(({ taskId }) => taskId === found.id);
  if (!other || codes.has(other.costCodeId)) return as({ is: 'shared' });
  return {
    ...wanted,
    costCodeId: other.costCodeId,
    standing: { is: 'linked', task: found, base: other.base },
  };
}
