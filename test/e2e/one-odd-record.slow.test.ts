// Proves that no record, list or project can stop the rest: the odd one is named, and a pay app elsewhere posts (S5 S6 S8 S9 S12 S13 S18).
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeVendor, newContract, newVendor } from '../support/contracts.ts';
import { addFaults } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  askedAbout,
  billsBearing,
  enterLike,
  inProcore,
  patienceMs,
  payAppInFull,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

describe('one odd record', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let contracts: PayApp[][];
  const payAppOf = (contract: number): PayApp => {
    const payApp = contracts[contract % contracts.length]?.at(-1);
    if (!payApp) throw new Error(`contract ${contract} has no pay app`);
    return payApp;
  };
  const bend = (sandbox: 'procore' | 'xero', body: object): Promise<unknown> =>
    control(stack[sandbox], 'PUT', 'bend', body);
  const straighten = async (): Promise<void> => {
    await control(stack.procore, 'DELETE', 'bend');
    await control(stack.xero, 'DELETE', 'bend');
    await control(stack.procore, 'DELETE', 'faults');
    await control(stack.xero, 'DELETE', 'faults');
  };
  let entered = 0;
  /** A new pay app, approved; answers it once its bill is in Xero, within a minute. */
  const posts = async (like: PayApp): Promise<void> => {
    entered += 1;
    const payApp = await enterLike(stack, like, {
      // No two alike: they would be asked about.
      number: `CONTROL-${entered}`,
      work: `${100 + 37 * entered}.00`,
    });
    await setStatus(stack, payApp, 'approved');
    await expect
      .poll(() => billsBearing(stack, payApp.id), { timeout: 60_000, interval: 500 })
      .toHaveLength(1);
    const contract = contracts.find((of) => of[0]?.commitment_id === like.commitment_id);
    contract?.push(payApp);
  };
  const renameVendor = (id: string, name: string): Promise<void> =>
    changeVendor(stack, Number(id), { name });

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

  it('a pay app whose item is of a type never seen is named by itself, and posts once it is read', async () => {
    const odd = await enterLike(stack, payAppOf(0), { number: 'ODD-1', work: '50.00' });
    await bend('procore', {
      path: '/rest/v1.1/requisitions*',
      id: odd.id,
      set: { 'items.0.item_type': 'hologram_item' },
    });
    await setStatus(stack, odd, 'approved');
    await posts(payAppOf(1));
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `payApp/${odd.id}`)).toEqual([['bill', 'unreadable']]);
    expect(await billsBearing(stack, odd.id)).toEqual([]);
    expect(await allAsked(stack)).toHaveLength(1);
    await straighten();
    await stack.settle(patienceMs);
    expect(await billsBearing(stack, odd.id)).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
    contracts[0]?.push(odd);
  });

  it('a contact with null for its name and an account without a class are named, and stop nothing', async () => {
    const { Contacts } = (await asBookkeeper(stack.xero, 'PUT', 'Contacts', {
      Name: 'Odd Ltd',
    })) as { Contacts: { ContactID: string }[] };
    const { Accounts } = (await asBookkeeper(stack.xero, 'GET', 'Accounts')) as {
      Accounts: { AccountID: string; Type: string }[];
    };
    const bank = Accounts.find(({ Type }) => Type === 'BANK');
    const at = (name: string, id: string | undefined, set: object) =>
      bend('xero', { path: `/api.xro/2.0/${name}*`, id, set });
    await at('Contacts', Contacts[0]?.ContactID, { Name: null });
    await at('Accounts', bank?.AccountID, { Class: null });
    await posts(payAppOf(1));
    await stack.settle(patienceMs);
    expect((await allAsked(stack)).map(([kind]) => kind)).toEqual(['unreadable', 'unreadable']);
    await straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('one project’s list that answers 500 is left out and named, and the projects after it are read', async () => {
    const [near, far] = [
      payAppOf(0),
      contracts.map((of) => of.at(-1)).find((one) => one?.projectId !== payAppOf(0).projectId),
    ];
    await addFaults(stack.procore, [
      {
        method: 'GET',
        path: `/rest/v1.0/projects/${near.projectId}/billing_periods`,
        kind: 'refuse',
        status: 500,
        times: 1_000,
      },
    ]);
    await posts(far ?? near);
    await expect.poll(() => allAsked(stack), { timeout: 60_000 }).toHaveLength(1);
    const [said] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open'`;
    expect(said?.sentence).toContain(`the billing periods of project ${near.projectId}: Procore:`);
    await straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a vendor’s name with U+0000 and half a crane is a question of that vendor', async () => {
    const { vendor_id: vendorId } = await payAppInFull(stack, payAppOf(2));
    const id = String(vendorId);
    await bend('procore', { path: '/rest/v1.0/vendors*', id, set: { name: 'Kauri\u0000 \ud83c' } });
    await posts(payAppOf(2));
    await stack.settle(patienceMs);
    // The vendor has its contact already: a changed name is asked about, and nothing is written.
    expect(await askedAbout(stack, `contact/${id}`)).toEqual([['contact', 'editedAfterPosting']]);
    await straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a name of 254 letters and a crane is cut before the crane', async () => {
    const { vendor_id: vendorId } = await payAppInFull(stack, payAppOf(2));
    const id = String(vendorId);
    const before = (
      await inProcore<{ name: string }>(stack.procore, {
        ...{ as: 'admin', method: 'GET' },
        path: `/rest/v1.0/vendors/${id}?company_id=5629494500123`,
      })
    ).name;
    await renameVendor(id, `${'A'.repeat(254)}🏗`);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `contact/${id}`)).toEqual([['contact', 'editedAfterPosting']]);
    const [asked] = await stack.database.sql<{ seen: unknown }[]>`
      select seen from exception where state = 'open'`;
    expect(JSON.stringify(asked?.seen)).not.toContain('🏗');
    await renameVendor(id, before);
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a false empty list of pay apps concludes nothing, is named, and closes by itself', async () => {
    await addFaults(stack.procore, [
      { method: 'GET', path: '/rest/v1.1/requisitions', kind: 'empty', times: 1_000 },
    ]);
    await expect
      .poll(async () => (await allAsked(stack)).map(([kind]) => kind), { timeout: 60_000 })
      .toEqual(['accessLost']);
    const [said] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open'`;
    expect(said?.sentence).toMatch(/the pay apps of project.*the list is empty/);
    await straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a vendor that is inactive is said to be, and its contract posts once it is active again', async () => {
    const made = await newContractOfInactiveVendor();
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `commitment/wo-${made.contractId}`)).toEqual([
      ['order', 'vendorMissing'],
    ]);
    const [said] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open'`;
    expect(said?.sentence).toContain('is inactive in Procore');
    await inProcore(stack.procore, {
      ...{ as: 'admin', method: 'PATCH' },
      path: `/rest/v1.0/companies/5629494500123/vendors/inactive/${made.vendorId}`,
      body: { vendor: { is_active: true } },
    });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  async function newContractOfInactiveVendor(): Promise<{ vendorId: number; contractId: number }> {
    const vendorId = await newVendor(stack, 'Sleeping Formwork Ltd');
    await changeVendor(stack, vendorId, { is_active: false });
    return { vendorId, contractId: await newContract(stack, { like: payAppOf(0), vendorId }) };
  }
});
