// Proves that no record, list or project can stop the rest: the odd one is named, and a pay app elsewhere posts (S5 S6 S8 S9 S12 S13 S18).
import { describe, expect, it } from 'vitest';
import { changeVendor, newContract, newVendor } from '../support/contracts.ts';
import {
  allAsked,
  askedAbout,
  billsBearing,
  inProcore,
  patienceMs,
  payAppInFull,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import type { Trial } from '../support/trial.ts';
import { trialForAll } from '../support/trial.ts';

describe('one odd record', { timeout: 3 * patienceMs }, () => {
  let trial: Trial;
  let stack: Stack;
  trialForAll((opened) => {
    trial = opened;
    stack = opened.stack;
  });

  /** A new pay app of another contract is in Xero within a minute. */
  const controlPosts = async (contract: number): Promise<void> =>
    trial.posts(await trial.approvedOn(contract));
  const renameVendor = (id: string, name: string): Promise<void> =>
    changeVendor(stack, Number(id), { name });

  it('a pay app whose item is of a type never seen is named by itself, and posts once it is read', async () => {
    const odd = await trial.entered(0);
    await trial.bend('procore', {
      path: '/rest/v1.1/requisitions*',
      id: odd.id,
      set: { 'items.0.item_type': 'hologram_item' },
    });
    await setStatus(stack, odd, 'approved');
    await controlPosts(1);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `payApp/${odd.id}`)).toEqual([['bill', 'unreadable']]);
    expect(await billsBearing(stack, odd.id)).toEqual([]);
    expect(await allAsked(stack)).toHaveLength(1);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await billsBearing(stack, odd.id)).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
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
      trial.bend('xero', { path: `/api.xro/2.0/${name}*`, id, set });
    await at('Contacts', Contacts[0]?.ContactID, { Name: null });
    await at('Accounts', bank?.AccountID, { Class: null });
    await controlPosts(1);
    await stack.settle(patienceMs);
    expect((await allAsked(stack)).map(([kind]) => kind)).toEqual(['unreadable', 'unreadable']);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('one project’s list that answers 500 is left out and named, and the projects after it are read', async () => {
    const near = trial.lastOf(0);
    const far = [1, 2, 3].find((contract) => trial.lastOf(contract).projectId !== near.projectId);
    await trial.faults('procore', [
      {
        method: 'GET',
        path: `/rest/v1.0/projects/${near.projectId}/billing_periods`,
        kind: 'refuse',
        status: 500,
        times: 1_000,
      },
    ]);
    await controlPosts(far ?? 0);
    await expect.poll(() => allAsked(stack), { timeout: 60_000 }).toHaveLength(1);
    const [said] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open'`;
    expect(said?.sentence).toContain(`the billing periods of project ${near.projectId}: Procore:`);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a vendor’s name with U+0000 and half a crane is a question of that vendor', async () => {
    const { vendor_id: vendorId } = await payAppInFull(stack, trial.lastOf(2));
    const id = String(vendorId);
    await trial.bend('procore', {
      path: '/rest/v1.0/vendors*',
      id,
      set: { name: 'Kauri\u0000 \ud83c' },
    });
    await controlPosts(2);
    await stack.settle(patienceMs);
    // The vendor has its contact already: a changed name is asked about, and nothing is written.
    expect(await askedAbout(stack, `contact/${id}`)).toEqual([['contact', 'editedAfterPosting']]);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a name of 254 letters and a crane is cut before the crane', async () => {
    const { vendor_id: vendorId } = await payAppInFull(stack, trial.lastOf(2));
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
    await trial.faults('procore', [
      { method: 'GET', path: '/rest/v1.1/requisitions', kind: 'empty', times: 1_000 },
    ]);
    await expect
      .poll(async () => (await allAsked(stack)).map(([kind]) => kind), { timeout: 60_000 })
      .toEqual(['accessLost']);
    const [said] = await stack.database.sql<{ sentence: string }[]>`
      select sentence from exception where state = 'open'`;
    expect(said?.sentence).toMatch(/the pay apps of project.*the list is empty/);
    await trial.straighten();
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
    return { vendorId, contractId: await newContract(stack, { like: trial.lastOf(0), vendorId }) };
  }
});
