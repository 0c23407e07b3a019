// What the time on a task and on a project comes to: minutes and money, what is invoiced of it and what is not yet.
import type { Cents } from '../decimal.ts';
import type { Project, ProjectTask, TimeEntry } from './project-records.ts';
import type { XeroState } from '../xero-state.ts';
import { divideRounded, sumOf } from '../decimal.ts';

export type TaskSums = {
  total: number;
  toBeInvoiced: number;
  invoiced: number;
  nonChargeable: number;
  fixed: number;
  amountToBeInvoiced: Cents;
  amountInvoiced: Cents;
};

export function taskSums(state: XeroState, task: ProjectTask): TaskSums {
  const entries = entriesOf(state, task);
  const invoiced = entries.filter(({ status }) => status === 'INVOICED');
  const open = entries.filter(({ status }) => status !== 'INVOICED');
  const { chargeType } = task;
  const total = minutes(entries);
  const isTimed = chargeType === 'TIME';
  const isWhollyInvoiced = task.status === 'INVOICED';
  const fixedPrice = chargeType === 'FIXED' ? task.rate : 0n;
  return {
    total,
    toBeInvoiced: isTimed ? minutes(open) : 0,
    invoiced: isTimed ? minutes(invoiced) : 0,
    nonChargeable: chargeType === 'NON_CHARGEABLE' ? total : 0,
    fixed: chargeType === 'FIXED' ? total : 0,
    amountToBeInvoiced: isTimed ? charged(task, open) : isWhollyInvoiced ? 0n : fixedPrice,
    amountInvoiced: isTimed ? charged(task, invoiced) : isWhollyInvoiced ? fixedPrice : 0n,
  };
}

export type ProjectSums = {
  minutes: number;
  minutesToBeInvoiced: number;
  taskToBeInvoiced: Cents;
  taskInvoiced: Cents;
};

export function projectSums(state: XeroState, { projectId }: Project): ProjectSums {
  const tasks = tasksOf(state, projectId).map((task) => taskSums(state, task));
  return {
    minutes: tasks.reduce((sum, { total }) => sum + total, 0),
    minutesToBeInvoiced: tasks.reduce((sum, { toBeInvoiced }) => sum + toBeInvoiced, 0),
    taskToBeInvoiced: sumOf(tasks.map(({ amountToBeInvoiced }) => amountToBeInvoiced)),
    taskInvoiced: sumOf(tasks.map(({ amountInvoiced }) => amountInvoiced)),
  };
}

export function tasksOf(state: XeroState, projectId: string): ProjectTask[] {
  return state.projectTasks.values().filter((task) => task.projectId === projectId);
}

export function entriesOf(state: XeroState, { taskId }: ProjectTask): TimeEntry[] {
  return state.timeEntries.values().filter((entry) => entry.taskId === taskId);
}

function minutes(entries: readonly TimeEntry[]): number {
  return entries.reduce((sum, { duration }) => sum + duration, 0);
}

/** Each entry to the cent, so that the parts of a task are the whole of it. Where Xero rounds is unconfirmed. */
function charged({ rate }: ProjectTask, entries: readonly TimeEntry[]): Cents {
  return sumOf(entries.map(({ duration }) => divideRounded(rate * BigInt(duration), 60n)));
}
