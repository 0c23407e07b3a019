// Xero Projects as the write path uses it: one project, task or time entry a request, each looked for before it is made.
import { nullWhereNotFound } from '../connectors/http/vendor-error.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { ProjectTaskChangeBody, TimeEntryBody } from '../domain/records/labour-bodies.ts';
import type { XeroProjectTask } from '../domain/records/xero/project-task.ts';
import { versionOfTask } from '../domain/records/xero/project-task.ts';
import type { XeroProject } from '../domain/records/xero/project.ts';
import { versionOfTime } from '../domain/records/xero/time-entry.ts';
import type { XeroTimeEntry } from '../domain/records/xero/time-entry.ts';
import { ownKeyOf, sendEach, writeOne } from './send-each.ts';
import type { EndpointPort, Found, Proof, SendResult } from './vendor-port.ts';
import { withoutPause } from './without-pause.ts';
import { beside, bodyOf, readEachOf, spareTraits, traits } from './xero-port-parts.ts';

/** The way each request takes: a right that is missing for Projects keeps no bill waiting. */
const tryAgainMs = 60_000;
const notAllowed = 'Xero does not let Tieout use Xero Projects';

type Way = { idempotencyKey: string; proof: Proof };

function wayOf(member: IntentRow, { idempotencyKey, proof }: Way) {
  return { idempotencyKey: ownKeyOf(idempotencyKey, member), beforeSend: proof([member]) };
}

/** Nothing of a project is changed. */
const neverStale = {
  findStale: () => Promise.resolve({ stale: new Set<string>(), seen: [] }),
} as const;

/** For the owner and of the name: who made it meanwhile does not matter. */
function projectsPort(client: XeroClient): EndpointPort {
  const lookUp = async (members: readonly IntentRow[]): Promise<Found> => {
    const projects = await client.listProjects();
    return new Map(
      members.map((member) => {
        const { name } = bodyOf('xeroProject', member);
        const isIt = (one: XeroProject): boolean =>
          one.status === 'INPROGRESS' && one.name === name;
        return [member.key, projects.filter(isIt)];
      }),
    );
  };
  return {
    ...traits,
    ...neverStale,
    keepsKey: true,
    // The list is one call, and a person may have made the project meanwhile.
    looksFirst: true,
    recordKind: 'xeroProject',
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => {
        const way = wayOf(member, { idempotencyKey, proof });
        const body = bodyOf('xeroProject', member);
        return writeOne(
          member,
          () => withoutPause(tryAgainMs, notAllowed, () => client.createProject({ body, ...way })),
          lookUp,
        );
      }),
    lookUp,
  };
}

type Tasks = Awaited<ReturnType<XeroClient['listProjectTasks']>>;

/** One list a project, whichever of its tasks a batch is about; null of a project that Xero does not show. */
async function tasksOfProjects(
  client: XeroClient,
  members: readonly IntentRow[],
  beforeSend?: ReturnType<Proof>,
): Promise<(member: IntentRow) => Tasks | null> {
  const idOf = ({ body }: IntentRow): string => (body as { projectId: string }).projectId;
  const lists = new Map<string, Tasks | null>();
  for (const projectId of new Set(members.map(idOf))) {
    const list = client.listProjectTasks({ projectId, beforeSend });
    lists.set(projectId, await nullWhereNotFound(list));
  }
  return (member) => lists.get(idOf(member)) ?? null;
}

/** A project has one task of a name; that Xero refuses a second is not documented. A change is done where the task says it. */
async function lookUpTasks(client: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  const tasksOf = await tasksOfProjects(client, members);
  return new Map(
    members.map((member) => {
      const tasks = tasksOf(member) ?? [];
      if (member.operation === 'update') {
        const wanted = versionOfTask(changed(bodyOf('xeroProjectTaskChange', member)));
        const isIt = (task: XeroProjectTask): boolean =>
          task.id === member.targetId && versionOfTask(task) === wanted;
        return [member.key, tasks.filter(isIt)];
      }
      const { name } = bodyOf('xeroProjectTask', member);
      return [member.key, tasks.filter((one) => one.name.toLowerCase() === name.toLowerCase())];
    }),
  );
}

/** Xero answers a change with nothing: what was sent is what stands, until it is read. */
function changed(body: ProjectTaskChangeBody): XeroProjectTask {
  const { taskId: id, projectId, name, chargeType, estimateMinutes, rate } = body;
  const terms = { estimateMinutes, rate, status: 'ACTIVE' };
  return { kind: 'xeroProjectTask', id, projectId, name, chargeType, terms };
}

function sendTask(client: XeroClient, member: IntentRow, way: Way): Promise<SendResult> {
  const own = wayOf(member, way);
  const write = async () => {
    if (member.operation === 'create') {
      return client.createProjectTask({ body: bodyOf('xeroProjectTask', member), ...own });
    }
    const body = bodyOf('xeroProjectTaskChange', member);
    await client.updateProjectTask({ body, ...own });
    return changed(body);
  };
  const lookUp = (members: readonly IntentRow[]) => lookUpTasks(client, members);
  return writeOne(member, () => withoutPause(tryAgainMs, notAllowed, write), lookUp);
}

/**
 * Hundreds, where budgets make them, one a request: with the spare calls of the day, as the time that waits for them goes. Xero
 * dates no task, so that all that can be changed of one stands for its version.
 */
function tasksPort(client: XeroClient): EndpointPort {
  return {
    ...spareTraits,
    recordKind: 'xeroProjectTask',
    async findStale(members, beforeLook) {
      const tasksOf = await tasksOfProjects(client, members, beforeLook);
      const found = members.map((member) => ({
        member,
        task: tasksOf(member)?.find(({ id }) => id === member.targetId),
      }));
      // Noted, or its document would plan the same in a ring until tasks are read again.
      const gone = found.filter(({ member, task }) => !task && tasksOf(member) !== null);
      const moved = found.filter(
        ({ member, task }) => !task || versionOfTask(task) !== member.targetVersion,
      );
      return {
        stale: new Set(moved.map(({ member }) => member.key)),
        seen: found.flatMap(({ task }) => task ?? []),
        gone: gone.flatMap(({ member }) => member.targetId ?? []),
      };
    },
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => sendTask(client, member, { idempotencyKey, proof })),
    lookUp: (members) => lookUpTasks(client, members),
  };
}

const dayMs = 24 * 3_600_000;

/** All members of one batch in one call a project: from a day before the first to a day after the last. */
async function timeAround(
  client: XeroClient,
  bodies: readonly TimeEntryBody[],
): Promise<XeroTimeEntry[]> {
  const found: XeroTimeEntry[] = [];
  for (const projectId of new Set(bodies.map((body) => body.projectId))) {
    const moments = bodies
      .filter((body) => body.projectId === projectId)
      .map(({ at }) => Date.parse(at));
    const from = new Date(Math.min(...moments) - dayMs).toISOString();
    const to = new Date(Math.max(...moments) + dayMs).toISOString();
    found.push(...(await beside(() => client.listTimeEntries({ projectId, from, to }))));
  }
  return found;
}

/** By the marker in its description; a change by what the entry says, a deletion by its not being there. */
async function lookUpTime(client: XeroClient, members: readonly IntentRow[]): Promise<Found> {
  if (members[0]?.operation === 'create') {
    const bodies = members.map((member) => bodyOf('xeroTimeEntry', member));
    const entries = await timeAround(client, bodies);
    return new Map(
      members.map((member) => [
        member.key,
        entries.filter(({ description }) => markerIn(description) === member.marker),
      ]),
    );
  }
  const found = new Map<string, (XeroTimeEntry | null)[]>();
  for (const member of members) {
    const entry = await readTarget(client, member);
    if (member.operation === 'delete') found.set(member.key, entry === null ? [null] : []);
    else
      found.set(member.key, entry && says(entry, bodyOf('xeroTimeEntry', member)) ? [entry] : []);
  }
  return found;
}

function readTarget(
  client: XeroClient,
  { body, targetId }: IntentRow,
  beforeSend?: ReturnType<Proof>,
) {
  const { projectId } = body as { projectId: string };
  return client.readTimeEntry({ projectId, id: targetId ?? '', beforeSend });
}

/** The moment apart, of which Xero keeps what it likes. */
function says(entry: XeroTimeEntry, body: TimeEntryBody): boolean {
  return (
    entry.userId === body.userId &&
    entry.taskId === body.taskId &&
    entry.minutes === body.minutes &&
    entry.description === body.description &&
    Math.abs(Date.parse(entry.at) - Date.parse(body.at)) < dayMs
  );
}

function sendTime(client: XeroClient, member: IntentRow, way: Way): Promise<SendResult> {
  const own = wayOf(member, way);
  const lookUp = (members: readonly IntentRow[]) => lookUpTime(client, members);
  const write = async () => {
    if (member.operation === 'delete') {
      const body = bodyOf('xeroTimeEntryDelete', member);
      await client.deleteTimeEntry({ body, beforeSend: own.beforeSend });
      return null;
    }
    const body = bodyOf('xeroTimeEntry', member);
    if (body.entryId === null) return client.createTimeEntry({ body, ...own });
    await client.updateTimeEntry({ body, ...own });
    return written(body, body.entryId);
  };
  return writeOne(member, () => withoutPause(tryAgainMs, notAllowed, write), lookUp);
}

/** Xero answers a change with nothing: what was sent is what stands, until it is read. */
function written(body: TimeEntryBody, id: string): XeroTimeEntry {
  const { projectId, userId, taskId, at, minutes, description } = body;
  return {
    ...{ kind: 'xeroTimeEntry', id, status: 'ACTIVE' },
    ...{ projectId, userId, taskId, at, minutes, description },
  };
}

/**
 * Thousands of entries, one a request: they go with the spare calls of the day, so that no bill waits for them. Xero dates
 * no entry, so that what is owned of one, as the plan saw it, stands for its version.
 */
function timePort(client: XeroClient): EndpointPort {
  return {
    ...spareTraits,
    recordKind: 'xeroTimeEntry',
    async findStale(members, beforeLook) {
      const seen = await readEachOf(members, (member) => readTarget(client, member, beforeLook));
      const byId = new Map(seen.map((entry) => [entry.id, entry]));
      const isAsSeen = ({ targetId, targetVersion }: IntentRow): boolean => {
        const entry = byId.get(targetId ?? '');
        return entry !== undefined && versionOfTime(entry) === targetVersion;
      };
      const moved = members.filter((member) => !isAsSeen(member));
      return { stale: new Set(moved.map(({ key }) => key)), seen };
    },
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => sendTime(client, member, { idempotencyKey, proof })),
    lookUp: (members) => lookUpTime(client, members),
  };
}

export function createLabourPorts(client: XeroClient) {
  return {
    'xero/projects': projectsPort(client),
    'xero/projecttasks': tasksPort(client),
    'xero/time': timePort(client),
  };
}
