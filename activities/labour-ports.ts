// Xero Projects as the write path uses it: one project, task or time entry a request, each looked for before it is made.
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import { markerIn } from '../domain/identity/markers.ts';
import type { TimeEntryBody } from '../domain/records/labour-bodies.ts';
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

/** Nothing of Xero Projects is changed but time. */
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

/** A project has one task of a name; that Xero refuses a second is not documented. */
function tasksPort(client: XeroClient): EndpointPort {
  const lookUp = async (members: readonly IntentRow[]): Promise<Found> => {
    const found = new Map<string, Awaited<ReturnType<XeroClient['listProjectTasks']>>>();
    for (const member of members) {
      const { projectId, name } = bodyOf('xeroProjectTask', member);
      const tasks = await beside(() => client.listProjectTasks({ projectId }));
      const isIt = (one: { name: string }): boolean =>
        one.name.toLowerCase() === name.toLowerCase();
      found.set(member.key, tasks.filter(isIt));
    }
    return found;
  };
  return {
    ...traits,
    ...neverStale,
    keepsKey: true,
    looksFirst: true,
    recordKind: 'xeroProjectTask',
    send: (members, idempotencyKey, proof) =>
      sendEach(members, (member) => {
        const way = wayOf(member, { idempotencyKey, proof });
        const body = bodyOf('xeroProjectTask', member);
        return writeOne(
          member,
          () =>
            withoutPause(tryAgainMs, notAllowed, () => client.createProjectTask({ body, ...way })),
          lookUp,
        );
      }),
    lookUp,
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
