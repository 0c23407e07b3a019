// Proves that whatever a plan names as missing is named truly and wakes the document when it appears (S4 S13 S17, M11 M14), and that nothing else waits meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, newContract, newVendor } from '../support/contracts.ts';
import { allAsked, billOf, billsBearing, patienceMs, payAppInFull } from '../support/people.ts';
import { asBookkeeper, billsInXero } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import type { Trial } from '../support/trial.ts';
import { trialForAll } from '../support/trial.ts';

describe('what is waited for', { timeout: 3 * patienceMs }, () => {
  let trial: Trial;
  let stack: Stack;
  trialForAll((opened) => {
    trial = opened;
    stack = opened.stack;
  });

  const inXero = async <T>(path: string): Promise<T> =>
    (await asBookkeeper(stack.xero, 'GET', path)) as T;

  /** What the pay app's bill is coded with. */
  async function codingOf(contract: number) {
    const bill = await billOf(stack, trial.lastOf(contract).id);
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
    await trial.bend('xero', { path: '/api.xro/2.0/Accounts*', id, set: { Status: 'ARCHIVED' } });
    const payApp = await trial.approvedOn(0);
    await trial.isAsked(
      `payApp/${payApp.id}`,
      new RegExp(`account ${code} .* is archived in Xero`),
    );
    await trial.straighten();
    await trial.comesRight(payApp);
  });

  it('a tax rate that is not in use', async () => {
    const { TaxType: taxType } = await codingOf(1);
    await control(stack.xero, 'PUT', `tax-rates/${taxType}`, { status: 'ARCHIVED' });
    const payApp = await trial.approvedOn(1);
    await trial.isAsked(`payApp/${payApp.id}`, /A tax code has no place in Xero: .*archived/i);
    await control(stack.xero, 'PUT', `tax-rates/${taxType}`, { status: 'ACTIVE' });
    await trial.comesRight(payApp);
  });

  it('a tracking option that the bookkeeper creates', async () => {
    const like = trial.lastOf(0);
    const code = await asAdmin<{ id: number }>(
      stack,
      'POST',
      `/rest/v1.0/cost_codes?project_id=${like.projectId}`,
      { cost_code: { code: '31-600', name: 'Piling' } },
    );
    const { vendor_id: vendorId } = await payAppInFull(stack, like);
    const contractId = await newContract(stack, { like, vendorId, costCodeId: code.id });
    await trial.isAsked(`commitment/wo-${contractId}`, /31-600 Piling/);
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
    const like = trial.lastOf(0);
    const periods = `/rest/v1.0/projects/${like.projectId}/billing_periods`;
    await trial.faults('procore', [
      { method: 'GET', path: periods, kind: 'refuse', status: 403, times: 10_000 },
    ]);
    const period = await asAdmin<{ id: number }>(stack, 'POST', periods, {
      billing_period: {
        start_date: '2026-12-01',
        end_date: '2026-12-31',
        due_date: '2027-01-20',
      },
    });
    const payApp = await trial.approvedOn(0, {
      period_id: period.id,
      billing_date: '2026-12-15',
    });
    await trial.isAsked(`payApp/${payApp.id}`, /does not show its billing period/);
    await trial.straighten();
    await trial.comesRight(payApp);
    expect((await billOf(stack, payApp.id)).DueDateString).toContain('2027-01-20');
  });

  it('a due date that neither Procore nor the period has, and the contact’s terms then', async () => {
    const like = trial.lastOf(1);
    const bill = await billOf(stack, like.id);
    await asBookkeeper(stack.xero, 'POST', `Contacts/${bill.Contact.ContactID}`, {
      PaymentTerms: { Bills: { Day: 20, Type: 'DAYSAFTERBILLDATE' } },
    });
    await trial.bend('procore', {
      path: `/rest/v1.0/projects/${like.projectId}/billing_periods*`,
      id: like.period_id,
      set: { due_date: null },
    });
    await stack.settle(patienceMs);
    const payApp = await trial.approvedOn(1);
    await trial.posts(payApp);
    const { DateString, DueDateString } = await billOf(stack, payApp.id);
    const days = (Date.parse(DueDateString ?? '') - Date.parse(DateString ?? '')) / 86_400_000;
    expect(days).toBe(20);
  });

  it('the pay app before it', async () => {
    await stack.stopWorker();
    const before = await trial.approvedOn(2);
    const path = '/rest/v1.1/requisitions*';
    await trial.bend('procore', { path, id: before.id, hide: true });
    const payApp = await trial.approvedOn(2);
    await stack.startWorker();
    await trial.isAsked(`payApp/${payApp.id}`, /does not show the contract's previous claim/);
    expect(await billsBearing(stack, payApp.id)).toEqual([]);
    await trial.straighten();
    await trial.posts(before);
    await trial.comesRight(payApp);
  });

  it('the vendor of a new contract', async () => {
    await trial.faults('procore', [
      { method: 'GET', path: '/rest/v1.0/vendors*', kind: 'refuse', status: 500, times: 10_000 },
    ]);
    const like = trial.lastOf(1);
    const vendorId = await newVendor(stack, 'Late Formwork Ltd');
    const contractId = await newContract(stack, { like, vendorId });
    await trial.isAsked(
      `commitment/wo-${contractId}`,
      /Procore does not show the contract's vendor/,
    );
    // What has nothing to do with it goes on.
    const other = await trial.approvedOn(1);
    await trial.posts(other);
    await trial.straighten();
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
