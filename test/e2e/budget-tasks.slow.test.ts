// Proves on the running stack that a budget's hours become estimates of tasks in Xero Projects, once, whatever answer is lost, that time goes on the same tasks, and that a person has the word where they said something.
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
/** Claims and orders are other tests': with them off this one is over sooner. */
const alone = {
  commitment: 'off',
  payApp: 'off',
  ownerInvoice: 'off',
  retainageRelease: 'off',
} as const;
const directions = {
  ...{ ...demoMapping.directions, ...alone },
  projectBudget: 'procoreToXero' as const,
};
const payments = { ...demoMapping.payments, direction: 'off' as const };
const withLabour = { ...directions, projectLabour: 'procoreToXero' as const };
const xeroDay = { calls: 1_000_000, reserve: 200 };

type Task = {
  taskId: string;
  name: string;
  chargeType: string;
  rate: { currency: string; value: number };
  estimateMinutes?: number;
  totalMinutes: number;
};
type Card = {
  id: number;
  approval_status: string;
  cost_code: { id: number; name: string } | null;
  project: { id: number };
};
type Row = { id: number; cost_code_id: number; cost_code: string; category: string };

describe('the tasks of a budget', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let projectId: string;
  let cards: Card[];
  beforeAll(async () => {
    const env = { TIEOUT_SWEEP_EVERY_MS: '4000' };
    stack = await startStack({
      ...{ company: 'twenty', readsOften: true, running: false, env },
      mapping: { directions, payments, xeroDay },
    });
    const listed = await asAdmin<{ id: number }[]>(
      ...([stack, 'GET', `/rest/v1.0/projects?company_id=${companyId}`] as const),
    );
    projectId = String(listed[0]?.id);
    for (const { id } of listed) {
      const vendor_id = await newVendor(stack, `Quay Trust ${id}`);
      const prime_contract = { title: 'Head contract', vendor_id };
      await asAdmin(stack, 'POST', '/rest/v1.0/prime_contract', { project_id: id, prime_contract });
    }
    await control(stack.procore, 'POST', 'timecard-weeks');
    const days = 'start_date=2026-01-01&end_date=2027-01-01&per_page=500';
    const all = await inProcore<Card[]>(stack.procore, {
      ...{ as: 'admin', method: 'GET' },
      path: `/rest/v1.0/companies/${companyId}/timecard_entries?${days}`,
    });
    const isWanted = ({ project, cost_code, approval_status: approval }: Card): boolean =>
      String(project.id) === projectId && cost_code !== null && approval === 'approved';
    cards = all.filter(isWanted).slice(0, 4);
    // Labour has a test of its own: of its hundred timecards a few are enough here.
    for (const card of all.filter((one) => !cards.includes(one))) {
      await control(stack.procore, 'DELETE', `timecards/${card.id}`);
    }
  }, 2 * patienceMs);
  afterEach(async () => {
    await control(stack.xero, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  const projectsApi = async <T>(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T> =>
    (await asBookkeeper(stack.xero, method, `../../projects.xro/2.0/${path}`, body)) as T;
  const calls = async () =>
    (await callsOfTieout(stack.xero)).filter(({ path }) => path.includes('/projects.xro/'));
  const document = () => `projectBudget/${projectId}`;

  /** The project in Xero, and its tasks. */
  async function inXero(): Promise<{ id: string; tasks: Task[] }> {
    const [row] = await stack.database.sql<{ target_id: string }[]>`
      select target_id from link where role = 'project' and ended_at is null
        and workflow_id = ${`projectLabour/${stack.connection}/${projectId}`}`;
    const id = row?.target_id ?? '';
    const { items } = await projectsApi<{ items: Task[] }>(
      'GET',
      `Projects/${id}/Tasks?pageSize=500`,
    );
    return { id, tasks: items };
  }
  /** Its one task; a cost code's name is "03-100 - Concrete", its task's "03-100 Concrete". */
  async function taskOf(costCode: string): Promise<Task> {
    const { tasks } = await inXero();
    const name = costCode.replace(' - ', ' ');
    const [only, ...more] = tasks.filter((task) => task.name.toLowerCase() === name.toLowerCase());
    if (!only || more.length > 0) throw new Error(`${name} is not there once`);
    return only;
  }
  async function rows(): Promise<Row[]> {
    const views = await asAdmin<{ id: number }[]>(
      ...([stack, 'GET', `/rest/v1.0/budget_views?project_id=${projectId}`] as const),
    );
    const path = `/rest/v1.0/budget_views/${views[0]?.id}/detail_rows?project_id=${projectId}`;
    return asAdmin(stack, 'GET', path);
  }
  const typed = (row: Row, hours: string): Promise<unknown> =>
    control(stack.procore, 'PUT', `budget-lines/${row.id}`, { quantity: hours, uom: 'Hrs' });

  it('are not made, and nothing of Xero Projects is called, where budgets become options', async () => {
    await stack.startWorker();
    await stack.settle(patienceMs);
    expect(await calls()).toEqual([]);
  });

  it('are there once with their hours though answers are lost, and take the time of timecards', async () => {
    const { items: users } = await projectsApi<{ items: { email: string }[] }>(
      'GET',
      'ProjectsUsers?pageSize=500',
    );
    const [first, second] = await rows();
    if (!first || !second) throw new Error('too short a budget');
    await typed(first, '90.5');
    await addFaults(stack.xero, [
      { method: 'POST', path: '/projects.xro/2.0/Projects/*/Tasks', kind: 'dropAfter', times: 2 },
      { method: 'POST', path: '/projects.xro/2.0/Projects/*/Tasks', kind: 'errorAfter', times: 1 },
    ]);
    const labour = { ...labourAsUsual, unmapped: users[0]?.email ?? '' };
    await stack.useMapping({ directions: withLabour, budgets: { to: 'tasks' }, labour });
    await stack.settle(patienceMs);
    const budgeted = new Set((await rows()).map(({ cost_code }) => cost_code));
    for (const costCode of budgeted) {
      const { chargeType, estimateMinutes } = await taskOf(costCode);
      expect(chargeType).toBe('NON_CHARGEABLE');
      expect([costCode, estimateMinutes]).toEqual([
        ...[costCode, costCode === first.cost_code ? 5430 : undefined],
      ]);
    }
    const { id, tasks } = await inXero();
    expect(new Set(tasks.map(({ name }) => name)).size).toBe(tasks.length);
    const { items: time } = await projectsApi<{ items: { taskId: string; description: string }[] }>(
      ...(['GET', `Projects/${id}/Time?pageSize=500`] as const),
    );
    expect([cards.length, time.length]).toEqual([4, 4]);
    for (const { id: cardId, cost_code } of cards) {
      const entry = time.find(({ description }) => description.endsWith(`/time-${cardId}`));
      const task = tasks.find(({ taskId }) => taskId === entry?.taskId);
      expect(task?.name.endsWith(` ${cost_code?.name}`)).toBe(true);
    }
  });

  /** A row whose task has no time, so that Xero lets a person delete it, and is none of these. */
  async function unworked(...others: Row[]): Promise<Row> {
    for (const row of await rows()) {
      const isOther = others.some(({ cost_code_id: id }) => id === row.cost_code_id);
      if (!isOther && (await taskOf(row.cost_code)).totalMinutes === 0) return row;
    }
    throw new Error('every code of the budget has time');
  }

  it('follow other hours, and ask where a person estimated otherwise or deleted one', async () => {
    const [first, second] = await rows();
    if (!first || !second) throw new Error('too short a budget');
    const third = await unworked(first, second);
    const { id } = await inXero();
    const theirs = await taskOf(second.cost_code);
    const { taskId, name, rate, chargeType } = theirs;
    const estimated = { name, rate, chargeType, estimateMinutes: 77 };
    await projectsApi('PUT', `Projects/${id}/Tasks/${taskId}`, estimated);
    const deleted = await taskOf(third.cost_code);
    await projectsApi('DELETE', `Projects/${id}/Tasks/${deleted.taskId}`);
    await typed(third, '5');
    await typed(second, '2');
    await typed(first, '100');
    await addFaults(stack.xero, [
      { method: 'PUT', path: '/projects.xro/2.0/Projects/*/Tasks/*', kind: 'dropAfter', times: 1 },
    ]);
    await stack.settle(patienceMs);
    expect((await taskOf(first.cost_code)).estimateMinutes).toBe(6000);
    expect((await taskOf(second.cost_code)).estimateMinutes).toBe(77);
    const asked = (await allAsked(stack)).filter(([, about]) => about.includes('projectBudget'));
    // It is told of what it is about to change before its list is read again.
    expect(asked.map(([kind]) => kind).sort()).toEqual(['editedInXero', 'taskDeletedInXero']);
    await answerAll(stack, [document()], 'approve');
    expect(await taskOf(third.cost_code)).toMatchObject({ estimateMinutes: 300 });
    expect(await taskOf(second.cost_code)).toMatchObject({ ...estimated, estimateMinutes: 120 });
  });

  it('come to rest: nothing echoes', async () => {
    const written = async () => (await calls()).filter(({ method }) => method !== 'GET').length;
    const before = await written();
    await stack.settle(patienceMs);
    expect(await written()).toBe(before);
    const kinds = (await allAsked(stack)).map(([kind]) => kind);
    expect(kinds.filter((kind) => kind === 'stuck' || kind === 'accessLost')).toEqual([]);
  });
});
