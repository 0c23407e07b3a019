// Proves on the running stack that a code of the budget has its tracking option before the first bill needs it, once, whatever answer is lost.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping } from '../support/demo-mapping.ts';
import { asAdmin, newContract, newVendor } from '../support/contracts.ts';
import { addFaults } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  answerAll,
  billOf,
  billsBearing,
  enterLike,
  patienceMs,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

const optionPath = '/api.xro/2.0/TrackingCategories/*';

type Category = {
  TrackingCategoryID: string;
  Name: string;
  Options: { TrackingOptionID: string; Name: string; Status: string }[];
};

describe('the budget of a project', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let like: PayApp;
  beforeAll(async () => {
    const directions = { ...demoMapping.directions, projectBudget: 'procoreToXero' as const };
    stack = await startStack({ company: 'twenty', readsOften: true, mapping: { directions } });
    await stack.settle(patienceMs);
    const { payApps } = await payAppsInProcore(stack.procore);
    const [first] = payApps;
    if (!first) throw new Error('no pay apps');
    like = first;
  }, 2 * patienceMs);
  afterEach(async () => {
    await control(stack.xero, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  async function optionsCalled(name: string) {
    const { TrackingCategories } = (await asBookkeeper(
      stack.xero,
      'GET',
      'TrackingCategories?includeArchived=true',
    )) as { TrackingCategories: Category[] };
    return TrackingCategories.flatMap(({ Options }) => Options).filter(
      (option) => option.Name.toLowerCase() === name.toLowerCase(),
    );
  }

  /** A code that the project had not, budgeted. */
  async function budgeted(code: string, name: string): Promise<number> {
    const { id } = await asAdmin<{ id: number }>(
      stack,
      'POST',
      `/rest/v1.0/cost_codes?project_id=${like.projectId}`,
      { cost_code: { code, name } },
    );
    const line = { projectId: like.projectId, costCode: code, costType: 'S', amount: '4000.00' };
    await control(stack.procore, 'POST', 'budget-lines', line);
    return id;
  }

  const optionCalls = async (): Promise<number> => {
    const calls = await callsOfTieout(stack.xero);
    return calls.filter(({ method, path }) => method !== 'GET' && path.includes('/Options')).length;
  };

  it('has an option for every code from the first day, and asks nothing', async () => {
    expect(await allAsked(stack)).toEqual([]);
    const [row] = await stack.database.sql<{ state: string }[]>`
      select state from document where type = 'projectBudget' and source_id = ${String(like.projectId)}`;
    expect(row?.state).toBe('linked');
  });

  it('a new code is an option before its first bill, which posts without a question', async () => {
    const costCodeId = await budgeted('31-600', 'Piling');
    await stack.settle(patienceMs);
    expect(await optionsCalled('31-600 Piling')).toHaveLength(1);
    const written = await optionCalls();

    const vendorId = await newVendor(stack, 'Deep Piling Ltd');
    const contractId = await newContract(stack, { like, vendorId, costCodeId });
    const ofContract = { ...like, commitment_id: contractId };
    const payApp = await enterLike(stack, ofContract, { number: 'PILE-1', work: '400.00' });
    await setStatus(stack, payApp, 'approved');
    await stack.settle(patienceMs);
    expect(await billsBearing(stack, payApp.id)).toHaveLength(1);
    const { LineItems } = await billOf(stack, payApp.id);
    expect(LineItems[0]?.Tracking.map(({ Option }) => Option)).toContain('31-600 Piling');
    const asked = await stack.database.sql`select 1 from exception where kind = 'unmappedCode'`;
    expect(asked).toHaveLength(0);

    await stack.settle(patienceMs);
    expect(await optionCalls()).toBe(written);
  });

  it('a lost answer leads to one option', async () => {
    await addFaults(stack.xero, [{ method: 'PUT', path: optionPath, kind: 'dropAfter', times: 1 }]);
    await budgeted('36-900', 'Paving');
    await stack.settle(patienceMs);
    expect(await optionsCalled('36-900 Paving')).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('an option made by hand meanwhile, in other letters, is the one', async () => {
    await stack.stopWorker();
    const { TrackingCategories } = (await asBookkeeper(
      stack.xero,
      'GET',
      'TrackingCategories',
    )) as {
      TrackingCategories: Category[];
    };
    const id = TrackingCategories.find(({ Name }) => Name === 'Cost code')?.TrackingCategoryID;
    await asBookkeeper(stack.xero, 'PUT', `TrackingCategories/${id}/Options`, {
      Name: '33-200 DRAINAGE',
    });
    await budgeted('33-200', 'Drainage');
    const before = await optionCalls();
    await stack.startWorker();
    await stack.settle(patienceMs);
    expect(await optionsCalled('33-200 drainage')).toHaveLength(1);
    expect(await optionCalls()).toBe(before);
  });

  it('beyond the most there shall be, a person is asked once, and an approval makes them all', async () => {
    await stack.useMapping({ tracking: { ...demoMapping.tracking, optionsMaximum: 1 } });
    await budgeted('34-100', 'Fencing');
    await budgeted('34-200', 'Planting');
    await stack.settle(patienceMs);
    const document = `projectBudget/${stack.connection}/${like.projectId}`;
    expect(await allAsked(stack)).toEqual([['optionsLimit', document]]);
    expect(await optionsCalled('34-100 Fencing')).toEqual([]);
    await answerAll(stack, [`projectBudget/${like.projectId}`], 'approve');
    await stack.settle(patienceMs);
    expect(await optionsCalled('34-100 Fencing')).toHaveLength(1);
    expect(await optionsCalled('34-200 Planting')).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
  });
});
