// Proves on the running stack that what people enter in Xero Projects costs its project once in Procore, month by month and to the cent, and that what Procore has already never returns there.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { labourAsUsual } from '../../domain/mapping/labour.ts';
import { asAdmin } from '../support/contracts.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { addFaults } from '../support/once-each.ts';
import { allAsked, answerAll, patienceMs } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

const companyId = '5629494500123';
type DirectCost = {
  id: number;
  project_id: number;
  direct_cost_type: string;
  direct_cost_date: string;
  description: string;
  lines: { flat_code: string; amount: string; description: string }[];
};
type User = { userId: string; name: string; email: string };
type Way = 'off' | 'procoreToXero' | 'xeroToProcore' | 'both';
type Time = { timeEntryId: string; description: string | null; duration: number };

describe('labour that is entered in Xero Projects', { timeout: 6 * patienceMs }, () => {
  let stack: Stack;
  let projectId: string;
  let xeroProjectId: string;
  let code: { full_code: string; name: string };
  let users: User[];
  let boxing: string;
  beforeAll(async () => {
    stack = await startStack({
      ...{ company: 'twenty', readsOften: true, running: false },
      // As often as leaves half of a short minute's calls to the time that is logged.
      env: { TIEOUT_SWEEP_EVERY_MS: '4500' },
    });
    const [project] = await asAdmin<{ id: number; project_number: string; name: string }[]>(
      stack,
      'GET',
      `/rest/v1.0/projects?company_id=${companyId}`,
    );
    projectId = String(project?.id);
    const [first] = await asAdmin<(typeof code)[]>(
      stack,
      'GET',
      `/rest/v1.0/cost_codes?project_id=${projectId}&per_page=200`,
    );
    code = first!;
    for (const costType of ['L', 'E']) {
      const line = { projectId, costCode: code.full_code, costType, amount: '4000.00' };
      await control(stack.procore, 'POST', 'budget-lines', line).catch(() => undefined);
    }
    ({ items: users } = await projects<{ items: User[] }>('GET', 'ProjectsUsers'));
    const { Contacts } = (await asBookkeeper(stack.xero, 'GET', 'Contacts')) as {
      Contacts: { ContactID: string }[];
    };
    const name = `${project?.project_number} ${project?.name}`;
    const made = { contactId: Contacts[0]?.ContactID, name };
    ({ projectId: xeroProjectId } = await projects<{ projectId: string }>(
      'POST',
      'Projects',
      made,
    ));
    boxing = await task(`${code.full_code} ${code.name}`);
  }, 2 * patienceMs);
  afterEach(async () => {
    await control(stack.procore, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  const projects = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> =>
    (await asBookkeeper(stack.xero, method, `../../projects.xro/2.0/${path}`, body)) as T;
  async function task(name: string): Promise<string> {
    const body = { name, rate: { currency: 'NZD', value: 0 }, chargeType: 'NON_CHARGEABLE' };
    const path = `Projects/${xeroProjectId}/Tasks`;
    return (await projects<{ taskId: string }>('POST', path, body)).taskId;
  }
  const act = <T>(name: string, body: object): Promise<T> =>
    control<T>(stack.xero, 'POST', `acts/${name}`, body);
  async function log(user: number, minutes: number, date: string, taskId = boxing) {
    const userId = users[user]?.userId;
    const entry = await act<{ timeEntryId: string }>('log-time', { taskId, userId, minutes, date });
    return entry.timeEntryId;
  }
  const inProcore = async (): Promise<DirectCost[]> =>
    (await control<{ directCosts: DirectCost[] }>(stack.procore, 'GET', 'ledger')).directCosts;
  const source = (what: string, month: string) => `${what}-${xeroProjectId}-${month}`;
  async function costs(): Promise<string[]> {
    return (await inProcore())
      .map(({ direct_cost_type: type, direct_cost_date: date, lines }) =>
        [date, type, ...lines.map((line) => `${line.flat_code} ${line.amount}`)].join(' '),
      )
      .sort();
  }
  const rates = () => ({ costRates: { [users[0]?.email ?? '']: '62.50' }, costRate: '48.35' });
  const mapped = (projectLabour: Way, labour: Partial<typeof labourAsUsual> = {}) =>
    stack.useMapping({
      directions: { ...demoMapping.directions, projectLabour },
      labour: { ...labourAsUsual, ...rates(), ...labour },
      xeroDay: { calls: 1_000_000, reserve: 200 },
    });
  const projectCalls = async () =>
    (await callsOfTieout(stack.xero)).filter(({ path }) => path.includes('/projects.xro/'));
  const projectWrites = async (): Promise<number> =>
    (await projectCalls()).filter(({ method }) => method !== 'GET').length;
  const costCalls = async () =>
    (await callsOfTieout(stack.procore)).filter(({ path }) => path.includes('/direct_costs'));
  const asked = async (): Promise<string[]> =>
    (await allAsked(stack)).map(([kind, workflowId]) => `${kind} ${workflowId.split('/')[2]}`);

  it('is not asked for where labour is off, and goes nowhere where only timecards go', async () => {
    await log(0, 450, '2026-09-29');
    await stack.startWorker();
    await stack.settle(patienceMs);
    expect(await projectCalls()).toEqual([]);
    await mapped('procoreToXero');
    await stack.settle(patienceMs);
    expect([await costCalls(), await inProcore()]).toEqual([[], []]);
  });

  it('is one direct cost a month whatever answer is lost, of what each hour costs', async () => {
    // 450 + 61 min at 62.50 are 532.29; 7 min at 48.35 are 5.64; 90 min at 48.35 are 72.53.
    await log(0, 61, '2026-09-30');
    await log(1, 7, '2026-09-01');
    await log(1, 90, '2026-10-03');
    await addFaults(stack.procore, [
      {
        method: 'POST',
        path: `/rest/v1.1/projects/${projectId}/direct_costs`,
        ...{ kind: 'dropAfter', times: 1 },
      },
    ]);
    const before = await projectWrites();
    await mapped('xeroToProcore');
    const cardsBefore = (await callsOfTieout(stack.procore)).filter(({ path }) =>
      path.includes('timecard'),
    ).length;
    await stack.settle(2 * patienceMs);
    expect(await asked()).toEqual([]);
    expect(await costs()).toEqual([
      `2026-09-30 payroll ${code.full_code}.L 537.93`,
      `2026-10-03 payroll ${code.full_code}.L 72.53`,
    ]);
    const september = (await inProcore()).find(({ direct_cost_date: day }) => day < '2026-10-01');
    expect(september?.description).toContain('Time of September 2026 on');
    expect(september?.lines[0]?.description).toBe('8 h 38 min');
    // Nothing is written there, and no timecard is read for it.
    expect(await projectWrites()).toBe(before);
    const cards = (await callsOfTieout(stack.procore)).filter(({ path }) =>
      path.includes('timecard'),
    );
    expect(cards.length).toBe(cardsBefore);
  });

  it('follows what is entered, moved and taken away', async () => {
    const late = await log(1, 60, '2026-10-30');
    await stack.settle(patienceMs);
    expect((await costs())[1]).toBe(`2026-10-30 payroll ${code.full_code}.L 120.88`);
    await act('change-time', { timeEntryId: late, date: '2026-09-30' });
    // No sum moved by that, so that it is noticed once anything else is entered.
    const other = await log(1, 30, '2026-10-04');
    await stack.settle(patienceMs);
    expect(await costs()).toEqual([
      `2026-09-30 payroll ${code.full_code}.L 586.28`,
      `2026-10-04 payroll ${code.full_code}.L 96.70`,
    ]);
    const all = await projects<{ items: (Time & { dateUtc: string })[] }>(
      'GET',
      `Projects/${xeroProjectId}/Time?pageSize=500`,
    );
    const ofOctober = all.items.filter(({ dateUtc }) => dateUtc.startsWith('2026-10'));
    expect(ofOctober.map(({ timeEntryId }) => timeEntryId)).toContain(other);
    for (const { timeEntryId } of ofOctober) await act('delete-time', { timeEntryId });
    await stack.settle(patienceMs);
    expect(await asked()).toEqual([`directCostRemoved ${source('time', '2026-10')}`]);
    await answerAll(stack, [`directCost/${source('time', '2026-10')}`], 'approve');
    expect(await costs()).toEqual([`2026-09-30 payroll ${code.full_code}.L 586.28`]);
  });

  it('that has no code or no rate waits with one question, and goes once it has', async () => {
    const odd = await task('Tidying up');
    await log(1, 120, '2026-08-11', odd);
    await mapped('xeroToProcore', { costRate: null });
    await stack.settle(patienceMs);
    expect(await asked()).toEqual([`directCostUncoded ${source('time', '2026-08')}`]);
    await mapped('xeroToProcore');
    await stack.settle(patienceMs);
    expect(await asked()).toEqual([`directCostUncoded ${source('time', '2026-08')}`]);
    // A project has one task of a name: the first makes room for it.
    await act('change-task', { taskId: boxing, name: 'Boxing' });
    await act('change-task', { taskId: odd, name: `${code.full_code} ${code.name}` });
    await log(1, 60, '2026-08-12', odd);
    await stack.settle(patienceMs);
    expect(await asked()).toEqual([]);
    expect(await costs()).toEqual([
      `2026-08-12 payroll ${code.full_code}.L 145.05`,
      // What a month was put on it stays on, whatever its task is called by now.
      `2026-09-30 payroll ${code.full_code}.L 586.28`,
    ]);
    boxing = odd;
  });

  it('is none of the timecards that were logged from Procore, nor of one that may be', async () => {
    await control(stack.procore, 'POST', 'timecard-weeks');
    const cards = await asAdmin<
      {
        id: number;
        date: string;
        hours: string;
        approval_status: string;
        cost_code: { id: number } | null;
        party: { id: number; name: string };
        project: { id: number };
      }[]
    >(
      stack,
      'GET',
      `/rest/v1.0/companies/${companyId}/timecard_entries?start_date=2026-01-01&end_date=2027-01-01&per_page=500`,
    );
    const approved = cards.find(
      (card) =>
        card.approval_status === 'approved' &&
        String(card.project.id) === projectId &&
        card.cost_code !== null &&
        users.some(({ name }) => name === card.party.name),
    );
    if (!approved) throw new Error('no approved timecard of a user');
    const user = users.findIndex(({ name }) => name === approved.party.name);
    const minutes = Math.round(Number(approved.hours) * 60);
    // Nothing is read while it is off, so that the entry and the timecard come into sight together.
    await mapped('off');
    // Whatever task it was put on: a slip of that is no other hour.
    await log(user, minutes, approved.date);
    const workers = Object.fromEntries(
      cards.flatMap(({ party }) => {
        const found = users.find(({ name }) => name === party.name);
        return found ? [[String(party.id), found.email]] : [];
      }),
    );
    const before = await costs();
    await mapped('both', { workers });
    await stack.settle(3 * patienceMs);
    const kinds = new Set((await asked()).map((one) => one.split(' ')[0]));
    expect(kinds.has('timeTypedInXero')).toBe(true);
    expect(await costs()).toEqual(before);
    await answerAll(stack, [`projectLabour/${projectId}`], 'approve', 'timeTypedInXero');
    await stack.settle(patienceMs);
    // It is Procore's own by now, as all that was logged from there.
    expect(await costs()).toEqual(before);
  });

  it('rests then: a further sweep writes nothing', async () => {
    const writes = async (): Promise<number> =>
      (await projectWrites()) + (await costCalls()).filter(({ method }) => method !== 'GET').length;
    const before = await writes();
    await stack.settle(patienceMs);
    expect(await writes()).toBe(before);
  });

  it('brings what expenses rose by, once a code is named for them', async () => {
    await mapped('xeroToProcore', { expenses: { costCode: code.full_code, costType: 'E' } });
    await act('change-project', { projectId: xeroProjectId, expenses: '100.00' });
    await stack.settle(patienceMs);
    await act('change-project', { projectId: xeroProjectId, expenses: '145.67' });
    await stack.settle(patienceMs);
    const expenses = (await inProcore()).filter(({ description }) =>
      description.startsWith('Expenses of'),
    );
    expect(expenses.flatMap(({ lines }) => lines.map(({ amount }) => amount))).toEqual(['145.67']);
    expect(expenses[0]?.direct_cost_type).toBe('expense');
  });
});
