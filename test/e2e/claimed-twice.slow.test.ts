// Proves that a claim that stands twice, on either side and however it came to, is asked about and never paid for twice unasked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hintFromProcore } from '../../api/webhooks/procore-events.ts';
import { hintsFromXero } from '../../api/webhooks/xero-events.ts';
import { storeHints } from '../../db/queries/webhook-intake.ts';
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
  typeBill,
} from '../support/people.ts';
import type { BillView } from '../support/sandbox-views.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

const isLive = ({ Status }: BillView): boolean => !['VOIDED', 'DELETED'].includes(Status);

describe('one claim that stands twice', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  /** The pay apps of each contract, oldest first. */
  let contracts: PayApp[][];
  const payAppAt = (contract: number, index: number): PayApp => {
    const payApp = contracts[contract]?.at(index);
    if (!payApp) throw new Error(`contract ${contract} has no pay app ${index}`);
    return payApp;
  };
  const nameOf = ({ id }: PayApp): string => `payApp/${id}`;
  const liveBillsOf = async (payApp: PayApp): Promise<BillView[]> =>
    (await billsBearing(stack, payApp.id)).filter(isLive);
  const voidByHand = (bill: BillView): Promise<unknown> =>
    asBookkeeper(stack.xero, 'POST', 'Invoices', { InvoiceID: bill.InvoiceID, Status: 'VOIDED' });

  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    const { payApps } = await payAppsInProcore(stack.procore);
    const ids = [...new Set(payApps.map((payApp) => payApp.commitment_id))].sort((a, b) => a - b);
    contracts = ids.map((id) =>
      payApps.filter((payApp) => payApp.commitment_id === id).sort((a, b) => a.number - b.number),
    );
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('a posted pay app deleted and entered again waits beside the bill it left, and the one that is gone is a question', async () => {
    const gone = payAppAt(0, -1);
    const before = await billOf(stack, gone.id);
    await stack.stopWorker();
    await setStatus(stack, gone, 'draft');
    await inProcore(stack.procore, {
      ...{ as: 'admin', method: 'DELETE' },
      path: `/rest/v1.1/requisitions/${gone.id}?project_id=${gone.projectId}`,
    });
    const again = await enterLike(stack, gone);
    await setStatus(stack, again, 'approved');
    await stack.startWorker();
    // A second whole reading has to confirm that the first one is gone.
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(again))).toEqual([['bill', 'lookAlike']]);
    expect(await askedAbout(stack, nameOf(gone))).toEqual([['bill', 'sourceGone']]);
    const alike = (await billsInXero(stack.xero)).filter(
      (bill) =>
        bill.InvoiceNumber === before.InvoiceNumber &&
        bill.Contact.ContactID === before.Contact.ContactID &&
        isLive(bill),
    );
    expect(alike).toEqual([before]);

    await voidByHand(before);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(gone))).toEqual([]);
    await answerAll(stack, [nameOf(again)], 'approve');
    expect(await liveBillsOf(again)).toHaveLength(1);
    expect(await liveBillsOf(gone)).toEqual([]);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a pay app whose contract was given to another company meanwhile is a question, and bills nobody', async () => {
    const like = payAppAt(1, -1);
    const claimed = await enterLike(stack, like, { number: 'VND-1' });
    const path = `/rest/v1.0/work_order_contracts/${like.commitment_id}`;
    const other = payAppAt(0, 0);
    const { vendor_id: vendorId } = await payAppInFull(stack, other);
    for (const change of [{ status: 'Draft' }, { vendor_id: vendorId }, { status: 'Approved' }]) {
      const body = { project_id: like.projectId, work_order_contract: change };
      await inProcore(stack.procore, { as: 'admin', method: 'PATCH', path, body });
    }
    await setStatus(stack, claimed, 'approved');
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(claimed))).toEqual([['bill', 'vendorDiffers']]);
    expect(await billsBearing(stack, claimed.id)).toEqual([]);
    for (const posted of contracts[1] ?? []) {
      expect(await askedAbout(stack, nameOf(posted))).toEqual([]);
      expect(await liveBillsOf(posted)).toHaveLength(1);
    }
  });

  it('the same claim approved twice in Procore is posted once, and the second waits', async () => {
    const like = payAppAt(3, -1);
    const first = await enterLike(stack, like, { number: 'TWICE-7' });
    const second = await enterLike(stack, like, { number: 'TWICE-7' });
    expect(first.billing_date).toBe(second.billing_date);
    await setStatus(stack, first, 'approved');
    await setStatus(stack, second, 'approved');
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(first))).toEqual([]);
    expect(await liveBillsOf(first)).toHaveLength(1);
    expect(await askedAbout(stack, nameOf(second))).toEqual([['bill', 'lookAlike']]);
    expect(await billsBearing(stack, second.id)).toEqual([]);
    await answerAll(stack, [nameOf(second)], 'reject');
    expect(await askedAbout(stack, nameOf(second))).toEqual([]);
    expect(await billsBearing(stack, second.id)).toEqual([]);
  });

  it('a second live bill with our marker is a question, and approving voids the one that is not linked', async () => {
    const payApp = payAppAt(2, 0);
    const ours = await billOf(stack, payApp.id);
    const double = await typeLike(stack, ours, { Url: ours.Url, Status: 'AUTHORISED' });
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`double/${double.InvoiceID}`, 'doubleTarget'],
    ]);
    expect(await liveBillsOf(payApp)).toHaveLength(2);
    await answerAll(stack, [nameOf(payApp)], 'approve');
    expect(await liveBillsOf(payApp)).toEqual([ours]);
    const status = (await billsBearing(stack, payApp.id)).find(
      ({ InvoiceID }) => InvoiceID === double.InvoiceID,
    );
    expect(status?.Status).toBe('VOIDED');
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('a bill typed by hand just after ours is a question, and voiding it by hand ends it', async () => {
    const payApp = payAppAt(2, 1);
    const ours = await billOf(stack, payApp.id);
    const typed = await typeLike(stack, ours, { Status: 'AUTHORISED' });
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`twin/${typed.InvoiceID}`, 'twinAppeared'],
    ]);
    expect(await liveBillsOf(payApp)).toEqual([ours]);
    await voidByHand(typed);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('webhooks about records that never were leave nothing behind', async () => {
    const before = await allAsked(stack);
    const documents = await countDocuments(stack);
    const { projectId } = payAppAt(0, 0);
    const event = (resource: string, index: number) =>
      hintFromProcore(
        {
          id: `never-${index}`,
          company_id: '5629494500123',
          project_id: String(projectId),
          resource_id: String(999_000_000 + index),
          resource_type: resource,
        },
        '5629494500123',
      );
    const names = [
      'Requisitions',
      'Company Vendors',
      'Work Order Contracts',
      'Purchase Order Contracts',
      'Contract Payments',
    ];
    const heard = names.map(event).flatMap((one) => (one.heard === 'hint' ? [one.hint] : []));
    expect(heard.length).toBeGreaterThan(2);
    await storeHints(stack.database.db, stack.connection, 'procore', heard);
    const tenantId = stack.env.XERO_TENANT_ID;
    const ofXero = hintsFromXero(
      {
        events: ['INVOICE', 'CONTACT'].map((eventCategory, index) => ({
          resourceId: `00000000-0000-4000-8000-00000000000${index}`,
          eventDateUtc: '2026-11-26T00:00:00.000',
          eventType: 'UPDATE',
          eventCategory,
          tenantId,
          tenantType: 'ORGANISATION',
        })),
      },
      tenantId,
    );
    await storeHints(stack.database.db, stack.connection, 'xero', ofXero);
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual(before);
    expect(await countDocuments(stack)).toBe(documents);
    expect(await control(stack.xero, 'GET', 'ledger')).toMatchObject({ trialBalance: '0.00' });
  });
});

/** A bookkeeper's bill with what another one says, and what is different about it. */
function typeLike(
  stack: Stack,
  { Contact, InvoiceNumber, Date, LineItems }: BillView,
  fields: { Status: string; Url?: string | undefined },
): Promise<BillView> {
  const lines = LineItems.map(({ Description, UnitAmount, AccountCode, TaxType }) => ({
    ...{ Description, UnitAmount, AccountCode, TaxType, Quantity: 1 },
  }));
  const { ContactID } = Contact;
  return typeBill(stack, {
    ...{ Contact: { ContactID }, InvoiceNumber, Date, LineItems: lines, ...fields },
  });
}

async function countDocuments(stack: Stack): Promise<number> {
  const [row] = await stack.database.sql<{ count: number }[]>`
    select count(*)::int as count from document`;
  return row?.count ?? 0;
}
