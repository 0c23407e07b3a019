// How each open rule about Xero Projects shows: a probe, and what it finds for each value.
import type { Client } from '../xero-sandbox.ts';
import type { Probe } from '../credit-rule-probes.ts';
import { newSite, projectsOf, task } from './project-caller.ts';

type World = { client: Client; contactId: string };

type ProjectRule =
  | 'projectsLimits'
  | 'projectsUnsubscribed'
  | 'projectsPageSize'
  | 'projectContact'
  | 'projectUpdate'
  | 'taskNames'
  | 'closedProject';

/** The world is asked for when a probe runs, since it begins after the probes are listed. */
export function projectProbes(world: () => World): { [Name in ProjectRule]: Probe<Name> } {
  const projects = () => projectsOf(world().client);
  return {
    projectsLimits: {
      probe: async () => {
        const { client } = world();
        const { call } = await projects();
        const left = async (reply: Promise<{ headers: Headers }>): Promise<number> =>
          Number((await reply).headers.get('x-minlimit-remaining'));
        const before = await left(client.call('GET', '/Organisation'));
        await call('GET', '/Projects');
        return before - (await left(client.call('GET', '/Organisation')));
      },
      outcomes: { shared: 2, own: 1 },
    },
    projectsUnsubscribed: {
      probe: async () => {
        const { client } = world();
        const { call } = await projects();
        await client.control('PUT', '/_sandbox/organisation', { hasProjects: false });
        const { status } = await call('GET', '/Projects');
        await client.control('PUT', '/_sandbox/organisation', { hasProjects: true });
        return status;
      },
      outcomes: { 403: 403, 401: 401 },
    },
    projectsPageSize: {
      probe: async () => (await (await projects()).call('GET', '/Projects?pageSize=501')).status,
      outcomes: { refused: 400, clamped: 200 },
    },
    projectContact: {
      probe: async () =>
        (await (await projects()).call('POST', '/Projects', { name: 'Shed' })).status,
      outcomes: { optional: 201, required: 400 },
    },
    projectUpdate: {
      probe: async () => {
        const { contactId } = world();
        const { call } = await projects();
        const whole = { name: 'Shed', contactId, estimateAmount: 5 };
        const made = await call('POST', '/Projects', whole);
        const path = `/Projects/${String(made.body['projectId'])}`;
        await call('PUT', path, { name: 'Barn' });
        const { body } = await call('GET', path);
        return [body['name'], body['estimate'] !== undefined, body['contactId'] === contactId];
      },
      outcomes: { replaces: ['Barn', false, false], keeps: ['Barn', true, true] },
    },
    taskNames: {
      probe: async () => {
        const caller = await projects();
        const { path } = await newSite(caller);
        return (await caller.call('POST', `${path}/Tasks`, task())).status;
      },
      outcomes: { any: 201, unique: 400 },
    },
    closedProject: {
      probe: async () => {
        const caller = await projects();
        const { path, taskId } = await newSite(caller);
        await caller.call('PATCH', path, { status: 'CLOSED' });
        const change = task({ name: 'Later' });
        return (await caller.call('PUT', `${path}/Tasks/${taskId}`, change)).status;
      },
      outcomes: { shut: 400, changeable: 204 },
    },
  };
}
