// Proves that whatever a plan names as missing is named truly and wakes the document when it appears (S4 S13 S17, M11 M14), and that nothing else waits meanwhile.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, newContract, newVendor } from '../support/contracts.ts';
import { addFaults } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  billOf,
  billsBearing,
  enterLike,
  patienceMs,
  payAppInFull,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

describe('what is waited for', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let contracts: PayApp[][];
  let entered = 0;
  const lastOf = (contract: number): PayApp => {
    const payApp = contracts[contract % contracts.length]?.at(-1);
    if (!payApp) throw new Error(`contract ${contract} has no pay app`);
    return payApp;
  };
  /** A new pay app on one of the contracts, approved; no two alike, or they would be asked about. */
  const approvedOn = async (contract: number): Promise<PayApp> => {
    entered += 1;
    const of = contracts[contract % contracts.length];
    const payApp = await enterLike(stack, lastOf(contract), {
      number: `WAITS-${entered}`,
      work: `${200 + 41 * entered}.00`,
    });
    await setStatus(stack, payApp, 'approved');
    of?.push(payApp);
    return payApp;
  };
  const posts = (payApp: PayApp): Promise<void> =>
    expect
      .poll(() => billsBearing(stack, payApp.id), { timeout: 60_000, interval: 500 })
      .toHaveLength(1);
  const sentences = async (type: string, id: string | number): Promise<string[]> => {
    const rows = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception
      where state = 'open' and workflow_id = ${`${type}/${stack.connection}/${id}`}`;
    return rows.map(({ sentence }) => sentence);
  };
  /** The one open question about it, once it is asked. */
  const isAsked = (type: string, id: string | number, words: RegExp): Promise<void> =>
    expect
      .poll(() => sentences(type, id), { timeout: 60_000, interval: 500 })
      .toEqual([expect.stringMatching(words) as string]);
  const comesRight = async (payApp: PayApp): Promise<void> => {
    await posts(payApp);
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  };
  const straighten = async (): Promise<void> => {
    for (const sandbox of [stack.procore, stack.xero]) {
      await control(sandbox, 'DELETE', 'bend');
      await control(sandbox, 'DELETE', 'faults');
    }
  };
  const bend = (sandbox: 'procore' | 'xero', body: object): Promise<unknown> =>
    control(stack[sandbox], 'PUT', 'bend', body);
  const refuse = (path: string, status: number): Promise<void> =>
    addFaults(stack.procore, [{ method: 'GET', path, kind: 'refuse', status, times: 10_000 }]);
  const inXero = async <T>(path: string): Promise<T> =>
    (await asBookkeeper(stack.xero, 'GET', path)) as T;

  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    const { payApps } = await payAppsInProcore(stack.procore);
    const ids = [...new Set(payApps.map((payApp) => payApp.commitment_id))].sort((a, b) => a - b);
    contracts = ids.map((id) =>
      payApps.filter((payApp) => payApp.commitment_id === id).sort((a, b) => a.number - b.number),
    );
  }, 2 * patienceMs);
  afterEach(straighten);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  /** What the pay app's bill is coded with. */
  async function codingOf(contract: number) {
    const bill = await billOf(stack, lastOf(contract).id);
    const [line] = bill.LineItems;
    if (!line) throw new Error('a bill without lines');
    return line;
  }

  it('an account that is archived', async () => {
    const { AccountCode: code } = await codingOf(0);
    const { Accounts } = await inXero<{ Accounts: { AccountID: string; Code: string }[] }>(
      'Accounts',
    );
    const id = Accounts.find((account) => account.Code === code)?.AccountID;
    await bend('xero', { path: '/api.xro/2.0/Accounts*', id, set: { Status: 'ARCHIVED' } });
    const payApp = await approvedOn(0);
    await isAsked('payApp', payApp.id, new RegExp(`account ${code} .* is archived in Xero`));
    await straighten();
    await comesRight(payApp);
  });

  it('a tax rate that is not in use', async () => {
    const { TaxType: taxType } = await codingOf(1);
    await control(stack.xero, 'PUT', `tax-rates/${taxType}`, { status: 'ARCHIVED' });
    const payApp = await approvedOn(1);
    await isAsked('payApp', payApp.id, /A tax code has no place in Xero: .*archived/i);
    await control(stack.xero, 'PUT', `tax-rates/${taxType}`, { status: 'ACTIVE' });
    await comesRight(payApp);
  });

  it('a tracking option that the bookkeeper creates', async () => {
    const like = lastOf(0);
    const code = await asAdmin<{ id: number }>(
      stack,
      'POST',
      `/rest/v1.0/cost_codes?project_id=${like.projectId}`,
      { cost_code: { code: '31-600', name: 'Piling' } },
    );
    const { vendor_id: vendorId } = await payAppInFull(stack, like);
    const contractId = await newContract(stack, { like, vendorId, costCodeId: code.id });
    await isAsked('commitment', `wo-${contractId}`, /31-600 Piling/);
    const { TrackingCategories } = await inXero<{
      TrackingCategories: { TrackingCategoryID: string; Name: string }[];
    }>('TrackingCategories');
    const category = TrackingCategories.find(({ Name }) => Name === 'Cost code');
    await asBookkeeper(
      stack.xero,
      'PUT',
      `TrackingCategories/${category?.TrackingCategoryID}/Options`,
      { Name: '31-600 Piling' },
    );
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a billing period whose list Procore does not give', async () => {
    const like = lastOf(0);
    const periods = `/rest/v1.0/projects/${like.projectId}/billing_periods`;
    await refuse(periods, 403);
    const period = await asAdmin<{ id: number }>(stack, 'POST', periods, {
      billing_period: {
        start_date: '2026-12-01',
        end_date: '2026-12-31',
        due_date: '2027-01-20',
      },
    });
    const payApp = await approvedIn(0, period.id);
    await isAsked('payApp', payApp.id, /does not show its billing period/);
    await straighten();
    await comesRight(payApp);
    expect((await billOf(stack, payApp.id)).DueDateString).toContain('2027-01-20');
  });

  /** A pay app of another billing period than those before it. */
  async function approvedIn(contract: number, periodId: number): Promise<PayApp> {
    entered += 1;
    const like = { ...lastOf(contract), period_id: periodId, billing_date: '2026-12-15' };
    const payApp = await enterLike(stack, like, {
      number: `WAITS-${entered}`,
      work: `${200 + 41 * entered}.00`,
    });
    await setStatus(stack, payApp, 'approved');
    contracts[contract % contracts.length]?.push(payApp);
    return payApp;
  }

  it('a due date that neither Procore nor the period has, and the contact’s terms then', async () => {
    const like = lastOf(1);
    const bill = await billOf(stack, like.id);
    await asBookkeeper(stack.xero, 'POST', `Contacts/${bill.Contact.ContactID}`, {
      PaymentTerms: { Bills: { Day: 20, Type: 'DAYSAFTERBILLDATE' } },
    });
    await bend('procore', {
      path: `/rest/v1.0/projects/${like.projectId}/billing_periods*`,
      id: like.period_id,
      set: { due_date: null },
    });
    await stack.settle(patienceMs);
    const payApp = await approvedOn(1);
    await posts(payApp);
    const { DateString, DueDateString } = await billOf(stack, payApp.id);
    const days = (Date.parse(DueDateString ?? '') - Date.parse(DateString ?? '')) / 86_400_000;
    expect(days).toBe(20);
  });

  it('the pay app before it', async () => {
    await stack.stopWorker();
    const before = await approvedOn(2);
    const path = '/rest/v1.1/requisitions*';
    await bend('procore', { path, id: before.id, hide: true });
    const payApp = await approvedOn(2);
    await stack.startWorker();
    await isAsked('payApp', payApp.id, /does not show the contract's previous pay app/);
    expect(await billsBearing(stack, payApp.id)).toEqual([]);
    await straighten();
    await posts(before);
    await comesRight(payApp);
  });

  it('the vendor of a new contract', async () => {
    await refuse('/rest/v1.0/vendors*', 500);
    const like = lastOf(1);
    const vendorId = await newVendor(stack, 'Late Formwork Ltd');
    const contractId = await newContract(stack, { like, vendorId });
    await isAsked('commitment', `wo-${contractId}`, /Procore does not show the contract's vendor/);
    // What has nothing to do with it goes on.
    const other = await approvedOn(1);
    await posts(other);
    await straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });
});

describe('what was waited for from the first day', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true, running: false });
  }, patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('a tax code that Procore did not show', async () => {
    const codes = await asAdmin<{ id: number; code: string }[]>(
      stack,
      'GET',
      '/rest/v1.0/tax_codes?company_id=5629494500123',
    );
    const id = codes.find(({ code }) => code === 'GST15')?.id;
    const path = '/rest/v1.0/tax_codes*';
    await control(stack.procore, 'PUT', 'bend', { path, id, hide: true });
    await stack.startWorker();
    await stack.settle(patienceMs);
    const asked = await allAsked(stack);
    expect(new Set(asked.map(([kind]) => kind))).toEqual(new Set(['unmappedTax']));
    const [one] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open' limit 1`;
    expect(one?.sentence).toContain(String(id));
    await control(stack.procore, 'DELETE', 'bend');
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    expect(await billsBearingTieout(stack)).toBe(20);
  });
});

async function billsBearingTieout(stack: Stack): Promise<number> {
  const bills = await billsInXero(stack.xero);
  return bills.filter(({ Url }) => Url?.includes('#tieout:')).length;
}
