// How Xero Projects is read and written. Of what it holds nothing is changed but time of ours and estimates of tasks, and nothing is invoiced.
import type { ProjectApi } from 'xero-node';
import { z } from 'zod';
import type { XeroProjectTask } from '../../domain/records/xero/project-task.ts';
import type { XeroProject } from '../../domain/records/xero/project.ts';
import type { XeroProjectsUser } from '../../domain/records/xero/projects-user.ts';
import type { XeroTimeEntry } from '../../domain/records/xero/time-entry.ts';
import type { BeforeSend } from '../http/call-gate.ts';
import { readEach, readOne, UnreadableFieldError } from '../http/parsed-records.ts';
import { nullWhereNotFound } from '../http/vendor-error.ts';
import { readPagedItems } from './project-pages.ts';
import type { XeroClient, XeroClientOptions } from './xero-api.ts';
import type { XeroCall } from './xero-call.ts';
import { amount, idField, instantOf, optionalText, text, textMember } from './xero-fields.ts';

/** Numbers arrive as exact text; these are counted. */
const count = z.string().regex(/^\d{1,9}$/, 'not a whole number');
const money = z.looseObject({ currency: optionalText, value: amount }).nullish();

/** Source of all four: Xero OpenAPI 16.1.0, Projects; read 2026-11-27. */
const projectSchema = z.looseObject({
  projectId: idField,
  contactId: optionalText,
  name: text,
  currencyCode: optionalText,
  minutesLogged: count.nullish(),
  totalExpenseAmount: money,
  status: text,
});
const taskSchema = z.looseObject({
  taskId: idField,
  name: text,
  chargeType: text,
  // What is odd of these keeps nobody from reading the task: it is then taken as not said.
  estimateMinutes: z
    .string()
    .regex(/^\d{1,10}$/, 'not a whole number')
    .nullish()
    .catch(null),
  rate: money.catch(null),
  status: optionalText,
});
const timeSchema = z.looseObject({
  timeEntryId: idField,
  userId: idField,
  taskId: idField,
  dateUtc: text,
  duration: count,
  description: optionalText,
  status: text,
});
const userSchema = z.looseObject({ userId: idField, name: text, email: optionalText });

function readProject(element: unknown): XeroProject {
  const project = projectSchema.parse(element);
  return {
    kind: 'xeroProject',
    id: project.projectId,
    name: project.name,
    contactId: project.contactId,
    status: project.status,
    currency: project.currencyCode,
    minutesLogged: Number(project.minutesLogged ?? '0'),
    expenseTotal: project.totalExpenseAmount?.value ?? null,
  };
}

const taskReader =
  (projectId: string) =>
  (element: unknown): XeroProjectTask => {
    const { taskId: id, name, chargeType, ...said } = taskSchema.parse(element);
    const { estimateMinutes, rate } = said;
    return {
      ...{ kind: 'xeroProjectTask', id, projectId, name, chargeType },
      terms: {
        estimateMinutes: estimateMinutes ? Number(estimateMinutes) : null,
        rate: rate?.currency ? { currency: rate.currency, value: rate.value } : null,
        // One that says nothing else can be changed.
        status: said.status ?? 'ACTIVE',
      },
    };
  };

const timeReader =
  (projectId: string) =>
  (element: unknown): XeroTimeEntry => {
    const time = timeSchema.parse(element);
    const at = instantOf(time.dateUtc);
    if (at === null) throw new UnreadableFieldError('dateUtc', 'not an instant');
    return {
      kind: 'xeroTimeEntry',
      id: time.timeEntryId,
      projectId,
      ...{ userId: time.userId, taskId: time.taskId, at },
      minutes: Number(time.duration),
      description: time.description,
      status: time.status,
    };
  };

function readUser(element: unknown): XeroProjectsUser {
  const { userId: id, name, email } = userSchema.parse(element);
  return { kind: 'xeroProjectsUser', id, name, email };
}

type Reads = Pick<
  XeroClient,
  'listProjects' | 'listProjectsUsers' | 'listProjectTasks' | 'listTimeEntries' | 'readTimeEntry'
>;
type Place<T> = { resource: string; template: string; idField: string; read: (one: unknown) => T };
type Fetch = (
  api: ProjectApi,
  tenantId: string,
  at: { page: number; pageSize: number },
) => Promise<unknown>;

const timeTemplate = '/Projects/{projectId}/Time';

export function projectReads(call: XeroCall, { onUnreadable }: XeroClientOptions): Reads {
  const list = async <T>(
    { resource, template, idField: id, read }: Place<T>,
    fetch: Fetch,
    beforeSend?: BeforeSend,
  ) => {
    const idOf = (element: unknown): string | null => textMember(element, id);
    const elements = await readPagedItems({
      template,
      idOf,
      fetchPage: (at) =>
        call({
          method: 'GET',
          template,
          beforeSend,
          run: (_accounting, tenantId, api) => fetch(api, tenantId, at),
        }),
    });
    return readEach({ elements, read, idOf, context: { vendor: 'xero', resource, onUnreadable } });
  };
  return {
    listProjects: () =>
      list(
        {
          ...{ resource: 'project', template: '/Projects', idField: 'projectId' },
          read: readProject,
        },
        (api, tenantId, { page, pageSize }) =>
          api.getProjects(tenantId, undefined, undefined, undefined, page, pageSize),
      ),
    listProjectsUsers: () =>
      list(
        {
          ...{ resource: 'user', template: '/ProjectsUsers', idField: 'userId' },
          read: readUser,
        },
        (api, tenantId, { page, pageSize }) => api.getProjectUsers(tenantId, page, pageSize),
      ),
    listProjectTasks: ({ projectId, beforeSend }) =>
      list(
        {
          ...{ resource: 'task', template: '/Projects/{projectId}/Tasks', idField: 'taskId' },
          read: taskReader(projectId),
        },
        (api, tenantId, { page, pageSize }) => api.getTasks(tenantId, projectId, page, pageSize),
        beforeSend,
      ),
    listTimeEntries: ({ projectId, from, to }) =>
      list(
        {
          ...{ resource: 'time entry', template: timeTemplate, idField: 'timeEntryId' },
          read: timeReader(projectId),
        },
        (api, tenantId, { page, pageSize }) =>
          api.getTimeEntries(
            ...([tenantId, projectId] as const),
            ...([undefined, undefined, undefined, undefined] as const), // userId to contactId
            ...([page, pageSize] as const),
            ...([undefined, undefined] as const), // states, isChargeable
            from === undefined ? undefined : new Date(from),
            to === undefined ? undefined : new Date(to),
          ),
      ),
    readTimeEntry: (ask) => readTimeEntry(call, ask),
  };
}

async function readTimeEntry(
  call: XeroCall,
  { projectId, id, beforeSend }: Parameters<Reads['readTimeEntry']>[0],
): ReturnType<Reads['readTimeEntry']> {
  const answer = await nullWhereNotFound(
    call({
      method: 'GET',
      template: `${timeTemplate}/{timeEntryId}`,
      beforeSend,
      run: (_accounting, tenantId, api) => api.getTimeEntry(tenantId, projectId, id),
    }),
  );
  if (answer === null) return null;
  const context = { vendor: 'xero', resource: 'time entry' } as const;
  const { json: element } = answer;
  return readOne({ element, read: timeReader(projectId), id, context, write: false });
}

type Writes = Pick<
  XeroClient,
  | 'createProject'
  | 'createProjectTask'
  | 'updateProjectTask'
  | 'createTimeEntry'
  | 'updateTimeEntry'
  | 'deleteTimeEntry'
>;
type TaskModel = Parameters<ProjectApi['createTask']>[2];

/** One a request. xero-node exports no types of Projects by name, and has its enums as numbers that are texts when run. */
export function projectWrites(call: XeroCall): Writes {
  return {
    createProject: async ({ body, idempotencyKey, beforeSend }) => {
      const { contactId, name } = body;
      const { json: element } = await call({
        method: 'POST',
        template: '/Projects',
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.createProject(tenantId, { contactId, name }, idempotencyKey),
      });
      return written('project', element, readProject);
    },
    createProjectTask: async ({ body, idempotencyKey, beforeSend }) => {
      const { projectId, name, chargeType, currency, estimateMinutes } = body;
      const task = {
        ...{ name, chargeType, rate: { currency, value: 0 } },
        ...(estimateMinutes === undefined ? {} : { estimateMinutes }),
      } as unknown as TaskModel;
      const { json: element } = await call({
        method: 'POST',
        template: '/Projects/{projectId}/Tasks',
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.createTask(tenantId, projectId, task, idempotencyKey),
      });
      return written('task', element, taskReader(projectId));
    },
    updateProjectTask: async ({ body, idempotencyKey, beforeSend }) => {
      const { projectId, taskId, name, chargeType, estimateMinutes } = body;
      const rate = { currency: body.rate.currency, value: Number(body.rate.value) };
      const task = { name, rate, chargeType, estimateMinutes } as unknown as TaskModel;
      await call({
        method: 'PUT',
        template: '/Projects/{projectId}/Tasks/{taskId}',
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.updateTask(tenantId, projectId, taskId, task, idempotencyKey),
      });
    },
    ...timeWrites(call),
  };
}

function timeWrites(
  call: XeroCall,
): Pick<Writes, 'createTimeEntry' | 'updateTimeEntry' | 'deleteTimeEntry'> {
  const modelOf = ({ userId, taskId, at, minutes, description }: TimeBody) => ({
    ...{ userId, taskId, description },
    dateUtc: new Date(at),
    duration: minutes,
  });
  return {
    createTimeEntry: async ({ body, idempotencyKey, beforeSend }) => {
      const { projectId } = body;
      const { json: element } = await call({
        method: 'POST',
        template: timeTemplate,
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.createTimeEntry(tenantId, projectId, modelOf(body), idempotencyKey),
      });
      return written('time entry', element, timeReader(projectId));
    },
    updateTimeEntry: async ({ body, idempotencyKey, beforeSend }) => {
      await call({
        method: 'PUT',
        template: `${timeTemplate}/{timeEntryId}`,
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.updateTimeEntry(
            tenantId,
            body.projectId,
            body.entryId ?? '',
            modelOf(body),
            idempotencyKey,
          ),
      });
    },
    deleteTimeEntry: async ({ body, beforeSend }) => {
      await call({
        method: 'DELETE',
        template: `${timeTemplate}/{timeEntryId}`,
        beforeSend,
        run: (_accounting, tenantId, api) =>
          api.deleteTimeEntry(tenantId, body.projectId, body.entryId),
      });
    },
  };
}

type TimeBody = {
  userId: string;
  taskId: string;
  at: string;
  minutes: number;
  description: string;
};

function written<T>(resource: string, element: unknown, read: (element: unknown) => T): T {
  const context = { vendor: 'xero', resource } as const;
  return readOne({ element, read, id: null, context, write: true });
}
