// Proves on the running stack that approved timecards are logged once in Xero Projects, whatever answer is lost, and that a person has the word wherever one of them said something.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { labourAsUsual } from '../../domain/mapping/labour.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { asAdmin, newVendor } from '../support/contracts.ts';
import { addFaults } from '../support/once-each.ts';
import { allAsked, answerAll, inProcore, patienceMs } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

const companyId = '5629494500123';
const roomy = { calls: 1_000_000, reserve: 200 };
const directions = { ...demoMapping.directions, projectLabour: 'procoreToXero' as const };

type Card = {
  id: number;
  date: string;
  hours: string;
  approval_status: string;
  cost_code: { id: number; name: string } | null;
  party: { id: number; name: string };
  project: { id: number };
};
type Time = {
  timeEntryId: string;
  userId: string;
  taskId: string;
  duration: number;
  description: string | null;
  status: string;
};
type User = { userId: string; name: string; email: string };

describe('the labour of a project', { timeout: 6 * patienceMs }, () => {
  let stack: Stack;
  let cards: Card[];
  let users: User[];
  beforeAll(async () => {
    // Sweeps that read everything take half of a short minute's calls every 3 s, and time takes none of what is left then.
    const env = { TIEOUT_SWEEP_EVERY_MS: '9000' };
    stack = await startStack({ company: 'twenty', readsOften: true, running: false, env });
    await control(stack.procore, 'POST', 'timecard-weeks');
    await givenAnOwner();
    cards = await timecards();
    ({ items: users } = await projectsApi<{ items: User[] }>('ProjectsUsers?pageSize=500'));
  }, 2 * patienceMs);
  afterEach(async () => {
    await control(stack.xero, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  /** Of the first project a prime contract names the owner; for the second a person has made one in Xero. */
  async function givenAnOwner(): Promise<void> {
    const [first, second] = await asAdmin<{ id: number; project_number: string; name: string }[]>(
      stack,
      'GET',
      `/rest/v1.0/projects?company_id=${companyId}`,
    );
    await asAdmin(stack, 'POST', '/rest/v1.0/prime_contract', {
      project_id: first?.id,
      prime_contract: { title: 'Head contract', vendor_id: await newVendor(stack, 'Quay Trust') },
    });
    const { Contacts } = (await asBookkeeper(stack.xero, 'GET', 'Contacts')) as {
      Contacts: { ContactID: string }[];
    };
    await asBookkeeper(stack.xero, 'POST', '../../projects.xro/2.0/Projects', {
      ...{ contactId: Contacts[0]?.ContactID, name: `${second?.project_number} ${second?.name}` },
    });
  }
  const timecards = (): Promise<Card[]> =>
    inProcore(stack.procore, {
      ...{ as: 'admin', method: 'GET' },
      path: `/rest/v1.0/companies/${companyId}/timecard_entries?start_date=2026-01-01&end_date=2027-01-01&per_page=500`,
    });
  const projectsApi = async <T>(path: string): Promise<T> =>
    (await asBookkeeper(stack.xero, 'GET', `../../projects.xro/2.0/${path}`)) as T;
  const projects = async (): Promise<{ projectId: string; name: string }[]> => {
    const { items } = await projectsApi<{ items: { projectId: string; name: string }[] }>(
      'Projects?pageSize=500',
    );
    return items;
  };
  async function allTime(): Promise<Time[]> {
    const found: Time[] = [];
    for (const { projectId } of await projects()) {
      const path = `Projects/${projectId}/Time?pageSize=500`;
      found.push(...(await projectsApi<{ items: Time[] }>(path)).items);
    }
    return found;
  }
  const entriesOf = (time: readonly Time[], card: { id: number }): Time[] =>
    time.filter(({ description }) => description?.endsWith(`/time-${card.id}`));
  const entryOf = async (card: { id: number }): Promise<Time> => {
    const [only, ...more] = entriesOf(await allTime(), card);
    if (!only || more.length > 0) throw new Error(`timecard ${card.id} is not there once`);
    return only;
  };
  const document = ({ project }: Card): string => `projectLabour/${project.id}`;
  const projectCalls = async () =>
    (await callsOfTieout(stack.xero)).filter(({ path }) => path.includes('/projects.xro/'));
  const writes = async (): Promise<number> =>
    (await projectCalls()).filter(({ method }) => method !== 'GET').length;
  const questions = async (): Promise<string[]> => {
    const rows = await stack.database.sql<{ kind: string; subject: string }[]>`
      select kind, subject from exception where state <> 'closed'
        and (workflow_id like 'projectLabour/%' or workflow_id like 'access/%') order by kind, subject`;
    return rows.map(({ kind, subject }) => `${kind} ${subject}`);
  };

  const isApproved = ({ approval_status: approval }: Card): boolean =>
    approval === 'approved' || approval === 'completed';
  const nobodys = (): Card[] => cards.filter(({ party }) => !userOf(party.name));
  const userOf = (name: string): User | undefined => users.find((user) => user.name === name);
  const workers = (): Record<string, string> =>
    Object.fromEntries(
      cards.flatMap(({ party }) => {
        const user = userOf(party.name);
        return user ? [[String(party.id), user.email]] : [];
      }),
    );
  const labour = (over: Partial<typeof labourAsUsual> = {}) => ({
    labour: { ...labourAsUsual, workers: workers(), ...over },
    ...{ directions, xeroDay: roomy },
  });
  /** What is to be logged, and of whom somebody in Xero logs. */
  const loggable = (): Card[] =>
    cards.filter((card) => isApproved(card) && card.cost_code !== null && userOf(card.party.name));

  it('that is off is not asked for at all', async () => {
    await stack.startWorker();
    await stack.settle(patienceMs);
    expect(await projectCalls()).toEqual([]);
  });

  it('of an organisation without Xero Projects is one question, and nothing else waits for it', async () => {
    await control(stack.xero, 'PUT', 'organisation', { hasProjects: false });
    await stack.useMapping(labour());
    await stack.settle(patienceMs);
    expect(await questions()).toEqual(['projectsNotAvailable document']);
    expect(await writes()).toBe(0);
    await control(stack.xero, 'PUT', 'organisation', { hasProjects: true });
  });

  it('is logged once though answers are lost, by whoever the table names, on a task that is not charged', async () => {
    await addFaults(stack.xero, [
      { method: 'POST', path: '/projects.xro/2.0/Projects', kind: 'dropAfter', times: 1 },
      { method: 'POST', path: '/projects.xro/2.0/Projects/*/Tasks', kind: 'dropAfter', times: 1 },
      { method: 'POST', path: '/projects.xro/2.0/Projects/*/Time', kind: 'dropAfter', times: 3 },
      { method: 'POST', path: '/projects.xro/2.0/Projects/*/Time', kind: 'errorAfter', times: 1 },
    ]);
    await stack.settle(3 * patienceMs);
    const time = await allTime();
    for (const card of loggable()) {
      expect([card.id, entriesOf(time, card).map(({ duration }) => duration)]).toEqual([
        card.id,
        [Math.round(Number(card.hours) * 60)],
      ]);
      expect(entriesOf(time, card)[0]?.userId).toBe(userOf(card.party.name)?.userId);
    }
    expect(time).toHaveLength(loggable().length);
    const made = await projects();
    expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
    for (const { projectId } of made) {
      const { items } = await projectsApi<{ items: { name: string; chargeType: string }[] }>(
        `Projects/${projectId}/Tasks`,
      );
      expect(new Set(items.map(({ chargeType }) => chargeType))).toEqual(
        new Set(['NON_CHARGEABLE']),
      );
      expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
    }
  });

  it('of a worker whom nobody logs for waits with one question, and flows once the table names them', async () => {
    const [one] = nobodys().filter(isApproved);
    if (!one) throw new Error('everybody has a user');
    const asked = await questions();
    expect(asked.filter((about) => about === `workerUnmapped worker/${one.party.id}`)).toHaveLength(
      1,
    );
    await stack.useMapping(labour({ unmapped: users[0]?.email ?? '' }));
    await stack.settle(patienceMs);
    expect(await questions()).not.toContain(`workerUnmapped worker/${one.party.id}`);
    expect((await entryOf(one)).userId).toBe(users[0]?.userId);
  });

  it('changes with its timecard while nobody changed it in Xero, and asks where somebody did', async () => {
    const [first, second] = loggable();
    if (!first || !second) throw new Error('too few timecards');
    await control(stack.procore, 'PUT', `timecards/${first.id}`, { hours: '6.25' });
    await stack.settle(patienceMs);
    expect((await entryOf(first)).duration).toBe(375);

    const { timeEntryId } = await entryOf(second);
    await control(stack.xero, 'POST', 'acts/change-time', { timeEntryId, minutes: 100 });
    await stack.settle(patienceMs);
    expect(await questions()).toContain(`editedInXero time/${second.id}`);
    await answerAll(stack, [document(second)], 'approve', 'editedInXero');
    expect((await entryOf(second)).duration).toBe(Math.round(Number(second.hours) * 60));
  });

  it('whose timecard is deleted is taken back once a person says so', async () => {
    const [, , third] = loggable();
    if (!third) throw new Error('too few timecards');
    await control(stack.procore, 'DELETE', `timecards/${third.id}`);
    // One list that lacks it proves nothing: two in a row must.
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await questions()).toContain(`sourceGone time/${third.id}`);
    await entryOf(third);
    await answerAll(stack, [document(third)], 'approve', 'sourceGone');
    expect(entriesOf(await allTime(), third)).toEqual([]);
  });

  it('that is invoiced is never written', async () => {
    const [, , , fourth] = loggable();
    if (!fourth) throw new Error('too few timecards');
    const { timeEntryId, duration } = await entryOf(fourth);
    const invoiced = { timeEntryId, status: 'INVOICED' };
    await control(stack.xero, 'POST', 'acts/time-status', invoiced);
    const before = await writes();
    await control(stack.procore, 'PUT', `timecards/${fourth.id}`, { hours: '1.00' });
    await stack.settle(patienceMs);
    expect(await questions()).toContain(`timeLocked time/${fourth.id}`);
    expect([(await entryOf(fourth)).duration, await writes()]).toEqual([duration, before]);
  });

  it('that somebody deleted in Xero is logged again only once a person says so', async () => {
    const [, , , , fifth] = loggable();
    if (!fifth) throw new Error('too few timecards');
    const { timeEntryId } = await entryOf(fifth);
    await control(stack.xero, 'POST', 'acts/delete-time', { timeEntryId });
    await stack.settle(patienceMs);
    expect(await questions()).toContain(`timeDeletedInXero time/${fifth.id}`);
    expect(entriesOf(await allTime(), fifth)).toEqual([]);
    await answerAll(stack, [document(fifth)], 'approve', 'timeDeletedInXero');
    await entryOf(fifth);
  });

  it('comes to rest: nothing echoes, and nobody is asked about anything else', async () => {
    const before = await writes();
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await writes()).toBe(before);
    const kinds = new Set((await allAsked(stack)).map(([kind]) => kind));
    expect([...kinds].filter((kind) => kind === 'stuck' || kind === 'accessLost')).toEqual([]);
  });
});
