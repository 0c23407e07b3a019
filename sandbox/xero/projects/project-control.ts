// What a person does in Xero Projects' own screens: logging, changing and invoicing time, closing and renaming, expenses.
import { z } from 'zod';
import type { Books } from '../books.ts';
import type { JsonObject } from '../json-input.ts';
import type { Project, ProjectTask, TimeEntry } from './project-records.ts';
import type { Route } from '../../kit/router.ts';
import { ControlError } from '../../kit/control-plane.ts';
import { PROJECT_STATUSES, WORK_STATUSES } from './project-records.ts';
import { act } from '../act-control.ts';
import { centsNumber, parseDecimal, scaledTo } from '../decimal.ts';

const id = z.guid();
const amount = z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'must be an amount like 250.00');
const minutes = z.int();
/** A day, or a moment of it. */
const date = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

export function projectActRoutes(books: Books): Route[] {
  return [...timeActs(books), ...projectActs(books)];
}

function timeActs(books: Books): Route[] {
  const { state, timeEntries } = books;
  return [
    act(
      books,
      'log-time',
      z.strictObject({
        ...{ taskId: id, userId: id, minutes, date },
        description: z.string().exactOptional(),
      }),
      (_books, { taskId, userId, minutes: duration, date: dateUtc, description }) => {
        const project = projectOf(books, taskOf(books, taskId).projectId);
        const input = { taskId, userId, duration, dateUtc, description };
        return { timeEntryId: timeEntries.create(project, input).timeEntryId };
      },
    ),
    act(
      books,
      'change-time',
      z.strictObject({
        ...{ timeEntryId: id, taskId: id.exactOptional(), userId: id.exactOptional() },
        ...{ minutes: minutes.exactOptional(), date: date.exactOptional() },
        description: z.string().exactOptional(),
      }),
      (_books, { timeEntryId, minutes: duration, date: dateUtc, ...given }) => {
        const entry = entryOf(books, timeEntryId);
        const change = {
          ...given,
          ...(duration === undefined ? {} : { duration }),
          ...(dateUtc === undefined ? {} : { dateUtc }),
        };
        timeEntries.update(projectOf(books, entry.projectId), entry, {
          ...asInput(entry),
          ...change,
        });
        return { timeEntryId: entry.timeEntryId };
      },
    ),
    act(books, 'delete-time', z.strictObject({ timeEntryId: id }), (_books, { timeEntryId }) => {
      const entry = entryOf(books, timeEntryId);
      timeEntries.remove(projectOf(books, entry.projectId), entry);
      return { timeEntryId: entry.timeEntryId };
    }),
    act(
      books,
      'time-status',
      z.strictObject({
        ...{ timeEntryId: id, status: z.enum(WORK_STATUSES) },
        invoiceId: id.exactOptional(),
      }),
      (_books, { timeEntryId, status, invoiceId }) => {
        if (invoiceId !== undefined && !state.invoices.has(invoiceId.toLowerCase()))
          throw new ControlError(404, 'No such sales invoice');
        const entry = entryOf(books, timeEntryId);
        timeEntries.setStatus(entry, status, invoiceId?.toLowerCase() ?? null);
        return { timeEntryId: entry.timeEntryId, status };
      },
    ),
  ];
}

function projectActs(books: Books): Route[] {
  const { projects, projectTasks } = books;
  return [
    act(
      books,
      'task-status',
      z.strictObject({ taskId: id, status: z.enum(WORK_STATUSES) }),
      (_books, { taskId, status }) => {
        const task = projectTasks.setStatus(taskOf(books, taskId), status);
        return { taskId: task.taskId, status };
      },
    ),
    act(
      books,
      'change-task',
      z.strictObject({
        ...{ taskId: id, name: z.string().exactOptional() },
        rate: amount.exactOptional(),
      }),
      (_books, { taskId, name, rate }) => {
        const task = taskOf(books, taskId);
        const { chargeType, estimateMinutes } = task;
        const value = rate ?? centsNumber(task.rate);
        const input = { name: name ?? task.name, rate: { value }, chargeType, estimateMinutes };
        projectTasks.update(projectOf(books, task.projectId), task, input);
        return { taskId: task.taskId };
      },
    ),
    act(
      books,
      'change-project',
      z.strictObject({
        ...{ projectId: id, name: z.string().min(1).exactOptional() },
        status: z.enum(PROJECT_STATUSES).exactOptional(),
        ...{ expenses: amount.exactOptional(), expensesInvoiced: amount.exactOptional() },
      }),
      (_books, { projectId, expenses, expensesInvoiced, ...given }) => {
        const project = projectOf(books, projectId);
        const set = {
          ...(expenses === undefined ? {} : { total: centsOf(expenses) }),
          ...(expensesInvoiced === undefined ? {} : { invoiced: centsOf(expensesInvoiced) }),
        };
        projects.setInScreens(project, { ...given, expenses: set });
        return { projectId: project.projectId };
      },
    ),
  ];
}

/** What the entry says already, as a body would. */
function asInput({ userId, taskId, dateMs, duration, description }: TimeEntry): JsonObject {
  return { userId, taskId, dateUtc: new Date(dateMs).toISOString(), duration, description };
}

function projectOf({ state }: Books, projectId: string): Project {
  const found = state.projects.get(projectId.toLowerCase());
  if (found === undefined) throw new ControlError(404, 'No such project');
  return found;
}

function taskOf({ state }: Books, taskId: string): ProjectTask {
  const found = state.projectTasks.get(taskId.toLowerCase());
  if (found === undefined) throw new ControlError(404, 'No such task');
  return found;
}

function entryOf({ state }: Books, timeEntryId: string): TimeEntry {
  const found = state.timeEntries.get(timeEntryId.toLowerCase());
  if (found === undefined) throw new ControlError(404, 'No such time entry');
  return found;
}

function centsOf(text: string): bigint {
  const given = parseDecimal(text);
  return given === null ? 0n : scaledTo(given, 2);
}
