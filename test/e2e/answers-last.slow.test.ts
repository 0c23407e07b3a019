// Proves that an answer does what was shown and no more, ends when it is done, and lasts until what was seen has moved.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { listAccepted } from '../../db/queries/accepted.ts';
import { addFaults, xeroList, xeroPaths } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  answerAll,
  askedAbout,
  billOf,
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

type ContactView = {
  ContactID: string;
  Name: string;
  EmailAddress?: string;
  ContactNumber?: string;
};
type OrderView = {
  PurchaseOrderID: string;
  PurchaseOrderNumber: string;
  Reference?: string;
  Status: string;
};

describe('an answer', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  const patch = (path: string, body: object): Promise<unknown> =>
    inProcore(stack.procore, { as: 'admin', method: 'PATCH', path, body });
  const payAppAt = (index: number): PayApp => {
    const payApp = payApps.at(index);
    if (!payApp) throw new Error(`there is no pay app ${index}`);
    return payApp;
  };
  const changeContract = (of: PayApp, fields: object): Promise<unknown> =>
    patch(`/rest/v1.0/work_order_contracts/${of.commitment_id}`, {
      project_id: of.projectId,
      work_order_contract: fields,
    });
  const changePayApp = (of: PayApp, requisition: object): Promise<unknown> =>
    patch(`/rest/v1.1/requisitions/${of.id}`, { project_id: of.projectId, requisition });
  const renameVendor = async (of: PayApp, name: string): Promise<string> => {
    const { vendor_id: id } = await payAppInFull(stack, of);
    await patch(`/rest/v1.0/vendors/${id}?company_id=5629494500123`, { vendor: { name } });
    return String(id);
  };
  const contactOf = async (payApp: PayApp): Promise<ContactView | undefined> => {
    const { Contact } = await billOf(stack, payApp.id);
    const contacts = await xeroList<ContactView>(stack, 'Contacts', 'Contacts');
    return contacts.find(({ ContactID }) => ContactID === Contact.ContactID);
  };
  const linkedOrder = async (payApp: PayApp): Promise<OrderView | undefined> => {
    const [row] = await stack.database.sql<{ target_id: string }[]>`
      select target_id from link
      where workflow_id = ${`commitment/${stack.connection}/wo-${payApp.commitment_id}`}`;
    const orders = await xeroList<OrderView>(stack, 'PurchaseOrders', 'PurchaseOrders');
    return orders.find(({ PurchaseOrderID }) => PurchaseOrderID === row?.target_id);
  };
  const lockUpTo = (periodLockDate: string | null): Promise<unknown> =>
    control(stack.xero, 'PUT', 'organisation', { periodLockDate });

  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    ({ payApps } = await payAppsInProcore(stack.procore));
    expect(await allAsked(stack)).toEqual([]);
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('about a name writes the name, and leaves what the bookkeeper changed beside it (O1)', async () => {
    const payApp = payAppAt(0);
    const before = await contactOf(payApp);
    const ContactID = before?.ContactID;
    await asBookkeeper(stack.xero, 'POST', 'Contacts', {
      Contacts: [{ ContactID, EmailAddress: 'hers@example.test' }],
    });
    await stack.settle(patienceMs);
    const vendorId = await renameVendor(payApp, 'Renamed Landscapes Ltd');
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `contact/${vendorId}`)).toHaveLength(1);
    await answerAll(stack, [`contact/${vendorId}`], 'approve');
    expect(await contactOf(payApp)).toMatchObject({
      Name: 'Renamed Landscapes Ltd',
      EmailAddress: 'hers@example.test',
      ContactNumber: before?.ContactNumber,
    });
    expect(await allAsked(stack)).toEqual([]);
  });

  it('about an order writes what was shown, and leaves the Reference that the bookkeeper changed (O2)', async () => {
    const payApp = payAppAt(0);
    const order = await linkedOrder(payApp);
    await asBookkeeper(stack.xero, 'POST', 'PurchaseOrders', {
      PurchaseOrders: [{ PurchaseOrderID: order?.PurchaseOrderID, Reference: 'see the gatehouse' }],
    });
    await stack.settle(patienceMs);
    await changeContract(payApp, { number: 'SC-77' });
    await stack.settle(patienceMs);
    const document = `commitment/wo-${payApp.commitment_id}`;
    expect(await askedAbout(stack, document)).toHaveLength(1);
    await answerAll(stack, [document], 'approve');
    const after = await linkedOrder(payApp);
    expect(after?.Reference).toBe('see the gatehouse');
    expect(after?.PurchaseOrderNumber).toContain('SC-77');
    expect(await allAsked(stack)).toEqual([]);
  });

  it('that Xero cannot take yet is being written until it is, and then it is over (O3)', async () => {
    const payApp = payAppAt(1);
    await changePayApp(payApp, { invoice_number: 'AGAIN-3' });
    await stack.settle(patienceMs);
    await addFaults(stack.xero, [
      { method: 'POST', path: xeroPaths.invoices, kind: 'refuse', status: 503, times: 10_000 },
      {
        method: 'POST',
        path: `${xeroPaths.invoices}/*`,
        kind: 'refuse',
        status: 503,
        times: 10_000,
      },
    ]);
    const settled = answerAll(stack, [`payApp/${payApp.id}`], 'approve');
    await sleep(8_000);
    const [held] = await stack.database.sql<{ state: string; closed_because: string | null }[]>`
      select state, closed_because from exception
      where workflow_id = ${`payApp/${stack.connection}/${payApp.id}`}`;
    expect(held).toEqual({ state: 'beingWritten', closed_because: null });
    expect((await billOf(stack, payApp.id)).InvoiceNumber).not.toBe('AGAIN-3');
    await control(stack.xero, 'DELETE', 'faults');
    await settled;
    expect((await billOf(stack, payApp.id)).InvoiceNumber).toBe('AGAIN-3');
    expect(await allAsked(stack)).toEqual([]);
  });

  it('and a write of ours that Xero keeps otherwise is no edit of anybody (O6)', async () => {
    await control(stack.xero, 'PUT', 'settings', { emoji: 'drop' });
    const payApp = payAppAt(2);
    const entered = await enterLike(stack, payApp, { work: '1357.00', number: 'C🏗-7' });
    await setStatus(stack, entered, 'approved');
    const vendorId = await renameVendor(payAppAt(-1), 'Crane🏗 Hire Ltd');
    await stack.settle(patienceMs);
    await answerAll(stack, [`contact/${vendorId}`], 'approve');
    await stack.settle(patienceMs);
    expect((await billOf(stack, entered.id)).InvoiceNumber).toBe('C-7');
    expect((await contactOf(payAppAt(-1)))?.Name).toBe('Crane Hire Ltd');
    expect(await allAsked(stack)).toEqual([]);
    await control(stack.xero, 'PUT', 'settings', { emoji: 'keep' });
  });

  it('"leave it" stands whatever moves around it (S3)', async () => {
    const like = payAppAt(0);
    const below = await enterLike(stack, like, { work: '-10.00', number: 'BELOW-1' });
    await setStatus(stack, below, 'approved');
    const moved = payApps.filter((of) => of.commitment_id === like.commitment_id).at(-1) ?? like;
    await changePayApp(moved, { invoice_number: 'LEFT-AS-IT-IS' });
    await stack.settle(patienceMs);
    const asked = [`payApp/${below.id}`, `payApp/${moved.id}`];
    expect(await askedAbout(stack, asked[0] ?? '')).toEqual([['creditNote', 'belowZero']]);
    expect(await askedAbout(stack, asked[1] ?? '')).toEqual([['bill', 'editedAfterPosting']]);
    await answerAll(stack, asked, 'reject');
    expect(await allAsked(stack)).toEqual([]);

    await changeContract(like, { description: 'Another description' });
    await stack.useMapping({ taxTypes: { ...config.taxTypes, GST9: 'INPUT2' } });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    const left = await listAccepted(stack.database.db, stack.connection);
    expect(
      left
        .filter(({ row }) => row.endedAt === null)
        .map(({ row }) => row.kind)
        .sort(),
    ).toEqual(['belowZero', 'editedAfterPosting']);
    expect(await billsBearing(stack, below.id)).toEqual([]);
  });

  it('about a locked period is over when the lock moves: the bill is posted, once (S4)', async () => {
    const entered = await enterLike(stack, payAppAt(4), { work: '2468.00', number: 'LOCKED-1' });
    await lockUpTo(entered.billing_date);
    await setStatus(stack, entered, 'approved');
    await stack.settle(patienceMs);
    const document = `payApp/${entered.id}`;
    expect(await askedAbout(stack, document)).toEqual([['bill', 'lockedPeriod']]);
    await answerAll(stack, [document], 'reject');
    expect(await billsBearing(stack, entered.id)).toEqual([]);
    const listed = await listAccepted(stack.database.db, stack.connection);
    expect(listed.map(({ row }) => row.kind)).toContain('lockedPeriod');

    await lockUpTo(null);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, document)).toEqual([]);
    expect(await billsBearing(stack, entered.id)).toHaveLength(1);
  });
});
