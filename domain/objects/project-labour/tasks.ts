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
    | { is: 'missing' };
};

type Seen = {
  mapping: Mapping;
  projectId: string;
  tasks: readonly XeroProjectTask[];
  taskLinks: readonly { costCodeId: string; taskId: string }[];
};

/** By the link first, then by the name, in whatever case: a task that was renamed stays the task. */
export function tasksFor(seen: Seen, costCodes: readonly CostCode[]): TaskStanding[] {
  const makers = new Map<string, string>();
  return costCodes.map((costCode): TaskStanding => {
    const name = taskNameOf(seen, costCode);
    const linked = seen.taskLinks.find(({ costCodeId }) => costCodeId === costCode.id);
    const isThere = seen.tasks.some(({ id }) => id === linked?.taskId);
    if (linked && isThere) {
      return { ...costCode, name, standing: { is: 'linked', taskId: linked.taskId } };
    }
    const task = seen.tasks.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (task) {
      const isTaken = seen.taskLinks.some(({ taskId }) => taskId === task.id);
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
