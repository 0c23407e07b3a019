// Who calls the Projects API of the stand-in for a test, and a project with a task and time to begin with.
import type { Client, Json, Reply } from '../xero-sandbox.ts';
import { control, send } from '../xero-sandbox.ts';

export type Projects = {
  call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Reply>;
  /** Does an act of a person's. */
  act: (name: string, body: Json) => Promise<Reply>;
};

export async function projectsOf(client: Client, scopes?: string[]): Promise<Projects> {
  const { url } = client;
  const asked = scopes === undefined ? {} : { scopes };
  const issued = await control(url, 'POST', '/_sandbox/token', { role: 'tieout', ...asked });
  const authorization = `Bearer ${String(issued.body['access_token'])}`;
  return {
    call: (method, path, body, headers) =>
      send(`${url}/projects.xro/2.0${path}`, method, body, {
        authorization,
        accept: 'application/json',
        ...headers,
      }),
    act: (name, body) => client.control('POST', `/_sandbox/acts/${name}`, body),
  };
}

export function items(reply: Reply): Json[] {
  const list = reply.body['items'];
  if (!Array.isArray(list)) throw new Error(`No items in ${reply.status} ${reply.raw}`);
  return list as Json[];
}

export const task = (change: Json = {}): Json => ({
  name: 'Formwork',
  rate: { currency: 'NZD', value: 60 },
  chargeType: 'TIME',
  ...change,
});

export type Site = {
  projectId: string;
  taskId: string;
  /** Who may log time. */
  userIds: string[];
  time: (change?: Json) => Json;
  /** The project's own path. */
  path: string;
};

let count = 0;

export async function newSite({ call }: Projects): Promise<Site> {
  count += 1;
  const project = await call('POST', '/Projects', { name: `Site ${count}` });
  const projectId = String(project.body['projectId']);
  const path = `/Projects/${projectId}`;
  const made = await call('POST', `${path}/Tasks`, task());
  const taskId = String(made.body['taskId']);
  const userIds = items(await call('GET', '/ProjectsUsers')).map(({ userId }) => String(userId));
  const [userId] = userIds;
  const dateUtc = '2026-11-02T00:00:00Z';
  const time = (change: Json = {}): Json => ({ userId, taskId, dateUtc, duration: 90, ...change });
  return { projectId, taskId, userIds, time, path };
}

export async function newTime(
  { call }: Projects,
  { path, time }: Site,
  change: Json = {},
): Promise<string> {
  const made = await call('POST', `${path}/Time`, time(change));
  if (made.status !== 200) throw new Error(`${made.status} ${made.raw}`);
  return String(made.body['timeEntryId']);
}
