// How the Projects API shows a project, a task, a time entry and a user: camelCase, ISO dates, amounts with their currency.
// Source: xero-projects.yaml 16.1.0, schemas and examples of Project, Task, TimeEntry and ProjectUser, read 2026-11-27.
import type { Cents } from '../decimal.ts';
import type { Project, ProjectTask, TimeEntry } from './project-records.ts';
import type { User } from '../records.ts';
import type { XeroState } from '../xero-state.ts';
import { centsNumber } from '../decimal.ts';
import { projectSums, taskSums } from './project-sums.ts';

type Amount = { currency: string; value: number };

/** What a project has not is left out; `estimateAmount`, which no example shows, too. */
export function projectShown(state: XeroState, project: Project): Record<string, unknown> {
  const amount = amountsIn(state);
  const sums = projectSums(state, project);
  const { expenses, estimate, deadlineMs, contactId } = project;
  const expensesLeft = expenses.total - expenses.invoiced;
  return {
    projectId: project.projectId,
    ...(contactId === null ? {} : { contactId }),
    name: project.name,
    currencyCode: state.organisation().baseCurrency,
    minutesLogged: sums.minutes,
    totalTaskAmount: amount(sums.taskToBeInvoiced + sums.taskInvoiced),
    totalExpenseAmount: amount(expenses.total),
    minutesToBeInvoiced: sums.minutesToBeInvoiced,
    taskAmountToBeInvoiced: amount(sums.taskToBeInvoiced),
    taskAmountInvoiced: amount(sums.taskInvoiced),
    expenseAmountToBeInvoiced: amount(expensesLeft),
    expenseAmountInvoiced: amount(expenses.invoiced),
    projectAmountInvoiced: amount(0n),
    deposit: amount(0n),
    depositApplied: amount(0n),
    creditNoteAmount: amount(0n),
    totalInvoiced: amount(sums.taskInvoiced + expenses.invoiced),
    totalToBeInvoiced: amount(sums.taskToBeInvoiced + expensesLeft),
    ...(deadlineMs === null ? {} : { deadlineUtc: secondsShown(deadlineMs) }),
    ...(estimate === null ? {} : { estimate: amount(estimate) }),
    status: project.status,
  };
}

export function taskShown(state: XeroState, task: ProjectTask): Record<string, unknown> {
  const amount = amountsIn(state);
  const sums = taskSums(state, task);
  return {
    name: task.name,
    rate: amount(task.rate),
    chargeType: task.chargeType,
    status: task.status,
    ...(task.estimateMinutes === null ? {} : { estimateMinutes: task.estimateMinutes }),
    taskId: task.taskId,
    projectId: task.projectId,
    totalMinutes: sums.total,
    totalAmount: amount(sums.amountToBeInvoiced + sums.amountInvoiced),
    minutesToBeInvoiced: sums.toBeInvoiced,
    minutesInvoiced: sums.invoiced,
    nonChargeableMinutes: sums.nonChargeable,
    fixedMinutes: sums.fixed,
    amountToBeInvoiced: amount(sums.amountToBeInvoiced),
    amountInvoiced: amount(sums.amountInvoiced),
  };
}

export function timeShown(entry: TimeEntry): Record<string, unknown> {
  return {
    timeEntryId: entry.timeEntryId,
    userId: entry.userId,
    projectId: entry.projectId,
    taskId: entry.taskId,
    dateUtc: secondsShown(entry.dateMs),
    dateEnteredUtc: finelyShown(entry.dateEnteredMs),
    duration: entry.duration,
    ...(entry.description === null ? {} : { description: entry.description }),
    status: entry.status,
  };
}

export function projectUserShown({
  userId,
  firstName,
  lastName,
  email,
}: User): Record<string, unknown> {
  return { userId, name: `${firstName} ${lastName}`, email };
}

function amountsIn(state: XeroState): (cents: Cents) => Amount {
  const currency = state.organisation().baseCurrency;
  return (cents) => ({ currency, value: centsNumber(cents) });
}

function secondsShown(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** With seven digits of a second, as the examples have it. */
function finelyShown(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}0000Z`;
}
