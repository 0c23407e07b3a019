// Proves on the running stack that a sub job has an option of its own or shares its project's, and that a code or cost type added later needs no restart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping } from '../support/demo-mapping.ts';
import { asAdmin, newContract, newVendor } from '../support/contracts.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  billOf,
  billsBearing,
  enterLike,
  patienceMs,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

/** Every cost type of the company; what is added later is in none of it. */
const accounts = {
  ...demoMapping.accounts,
  byCostType: { ...demoMapping.accounts.byCostType, O: '318' } as Record<string, string>,
};

type Category = { TrackingCategoryID: string; Name: string; Options: { Name: string }[] };

describe('codes added after the start', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let like: PayApp;
  let vendorId: number;
  beforeAll(async () => {
    stack = await startStack({
      company: 'twenty',
      readsOften: true,
      mapping: {
        directions: { ...demoMapping.directions, projectBudget: 'procoreToXero' },
        accounts: { ...accounts, fallback: null },
      },
    });
    await stack.settle(patienceMs);
    const [first] = (await payAppsInProcore(stack.procore)).payApps;
    if (!first) throw new Error('no pay apps');
    like = first;
    vendorId = await newVendor(stack, 'Blocks Ltd');
  }, 2 * patienceMs);
  afterAll(() => stack.close(), 60_000);

  const budget = (line: object) =>
    control(stack.procore, 'POST', 'budget-lines', {
      ...{ projectId: like.projectId, costType: 'S', amount: '4000.00' },
      ...line,
    });
  async function newCode(code: string, name: string, subJobId?: number): Promise<number> {
    const of = subJobId === undefined ? '' : `&sub_job_id=${subJobId}`;
    const path = `/rest/v1.0/cost_codes?project_id=${like.projectId}${of}`;
    const body = { cost_code: { code, name } };
    return (await asAdmin<{ id: number }>(stack, 'POST', path, body)).id;
  }
  /** An approved claim of 400.00 on a contract of its own. */
  async function claimed(
    number: string,
    codes: { costCodeId: number; costTypeId?: number },
  ): Promise<PayApp> {
    const contractId = await newContract(stack, { like, vendorId, ...codes });
    const ofContract = { ...like, commitment_id: contractId };
    const payApp = await enterLike(stack, ofContract, { number, work: '400.00' });
    await setStatus(stack, payApp, 'approved');
    await stack.settle(patienceMs);
    return payApp;
  }
  const optionsOf = async (payApp: PayApp): Promise<string[]> =>
    (await billOf(stack, payApp.id)).LineItems[0]?.Tracking.map(({ Option }) => Option) ?? [];

  /** A code of the sub job, both budgeted, and the code's id. */
  async function subJobCode(subJob: { code: string; name: string }, code: string, name: string) {
    await newCode(code, name);
    await budget({ costCode: code, subJob });
    const path = `/rest/v1.0/sub_jobs?project_id=${like.projectId}`;
    const subJobs = await asAdmin<{ id: number; code: string }[]>(stack, 'GET', path);
    const { id } = subJobs.find((one) => one.code === subJob.code) ?? { id: 0 };
    return newCode(code, name, id);
  }

  it('a sub job shares the option of its project as usual', async () => {
    const subJob = { code: 'N', name: 'North block' };
    const costCodeId = await subJobCode(subJob, '31-600', 'Piling');
    const payApp = await claimed('NB-1', { costCodeId });
    const options = await optionsOf(payApp);
    expect(options).toContain('31-600 Piling');
    expect(options.join()).not.toContain('North block');
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a cost type added later waits for an account, and goes once the mapping names one', async () => {
    const costCodeId = await newCode('36-900', 'Paving');
    const { costType } = await control<{ costType: { id: number } }>(
      stack.procore,
      'POST',
      'cost-types',
      { code: 'Z', name: 'Hired plant' },
    );
    await budget({ costCode: '36-900', costType: 'Z' });
    const payApp = await claimed('HP-1', { costCodeId, costTypeId: costType.id });
    expect(await billsBearing(stack, payApp.id)).toEqual([]);
    expect((await allAsked(stack)).map(([kind]) => kind)).toContain('unmappedCode');

    const byCostType = { ...accounts.byCostType, Z: accounts.byCostType['S'] ?? '' };
    await stack.useMapping({ accounts: { ...accounts, fallback: null, byCostType } });
    await stack.settle(patienceMs);
    expect(await billsBearing(stack, payApp.id)).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('with a fallback, a cost type added later needs nothing at all', async () => {
    await stack.useMapping({ accounts: { ...accounts, fallback: accounts.byCostType['S'] ?? '' } });
    await stack.settle(patienceMs);
    const costCodeId = await newCode('34-100', 'Fencing');
    const { costType } = await control<{ costType: { id: number } }>(
      stack.procore,
      'POST',
      'cost-types',
      { code: 'Y', name: 'Weather' },
    );
    await budget({ costCode: '34-100', costType: 'Y' });
    const payApp = await claimed('FE-1', { costCodeId, costTypeId: costType.id });
    expect(await optionsOf(payApp)).toContain('34-100 Fencing');
    expect(await allAsked(stack)).toEqual([]);
  });

  it('with options, a sub job has its own in the place of its project', async () => {
    await stack.useMapping({ tracking: { ...demoMapping.tracking, subJobs: 'options' } });
    await stack.settle(patienceMs);
    const subJob = { code: 'E', name: 'East block' };
    const costCodeId = await subJobCode(subJob, '33-200', 'Drainage');
    const payApp = await claimed('EB-1', { costCodeId });
    const options = await optionsOf(payApp);
    expect(options).toContain('33-200 Drainage');
    expect(options.join()).toContain('East block');
    expect(await allAsked(stack)).toEqual([]);
  });

  it('one without an option is asked about as a code is, and goes once the option is there, without a restart', async () => {
    const directions = { ...demoMapping.directions, projectBudget: 'off' as const };
    await stack.useMapping({ directions });
    await stack.settle(patienceMs);
    const subJob = { code: 'W', name: 'West block' };
    const costCodeId = await subJobCode(subJob, '33-300', 'Sewers');
    const payApp = await claimed('WB-1', { costCodeId });
    expect((await allAsked(stack)).map(([kind]) => kind)).toContain('unmappedCode');
    const { TrackingCategories } = (await asBookkeeper(
      stack.xero,
      'GET',
      'TrackingCategories',
    )) as { TrackingCategories: Category[] };
    const make = (category: string, Name: string) => {
      const { TrackingCategoryID: id } =
        TrackingCategories.find((one) => one.Name === category) ?? {};
      return asBookkeeper(stack.xero, 'PUT', `TrackingCategories/${id}/Options`, { Name });
    };
    const [row] = await stack.database.sql<{ number: string }[]>`
      select s.body ->> 'number' as number from mirror m join snapshot s on s.hash = m.snapshot_hash
      where m.kind = 'procoreProject' and m.record_id = ${String(like.projectId)}`;
    await make('Project', `${row?.number ?? ''} West block`);
    await make('Cost code', '33-300 Sewers');
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect((await optionsOf(payApp)).join()).toContain('West block');
    expect(await allAsked(stack)).toEqual([]);
  });
});
