// The feeds a sweep reads, by the kind of record each brings, in the order they depend on each other.
import type { RecordKind } from '../domain/records/records.ts';
import { contractPaymentLists, contracts } from './contract-feeds.ts';
import type { OfProject, Sweep, SweepContext } from './sweep-feeds.ts';
import { feed, feedAndWhole, keep, leavingOut } from './sweep-feeds.ts';

type OfConnection = { of: 'xero' | 'company'; sweep: Sweep<{ sweepId: string }> };

/** Projects are what a sweep walks along, and payments of a contract come with their list. */
type FedKind = Exclude<RecordKind, 'procoreProject' | 'procoreContractPayment'>;

const feeds: { [K in FedKind]: OfConnection | readonly OfProject[] } = {
  // The ground first, then contacts, bills, orders and payments.
  xeroOrganisation: {
    of: 'xero',
    sweep: (context, ask) =>
      whole(context, ask, async () => [await context.xero.readOrganisation()]),
  },
  xeroChart: {
    of: 'xero',
    sweep: (context, ask) => whole(context, ask, async () => [await context.xero.readChart()]),
  },
  xeroContact: {
    of: 'xero',
    sweep: (context, { sweepId }) =>
      feed(context, sweepId, 'xero/contacts', (modifiedSince) =>
        leavingOut(() => context.xero.listContacts({ modifiedSince })),
      ),
  },
  xeroBill: {
    of: 'xero',
    sweep: (context, { sweepId }) =>
      feed(context, sweepId, 'xero/invoices', (modifiedSince) =>
        leavingOut(() => context.xero.listBills({ modifiedSince })),
      ),
  },
  xeroPurchaseOrder: {
    of: 'xero',
    sweep: (context, { sweepId }) =>
      feed(context, sweepId, 'xero/purchaseorders', (modifiedSince) =>
        leavingOut(() => context.xero.listPurchaseOrders({ modifiedSince })),
      ),
  },
  xeroPayment: {
    of: 'xero',
    sweep: (context, { sweepId }) =>
      feed(context, sweepId, 'xero/payments', (modifiedSince) =>
        leavingOut(() => context.xero.listPayments({ modifiedSince })),
      ),
  },
  procoreTaxCode: {
    of: 'company',
    sweep: (context, ask) => whole(context, ask, () => context.procore.listTaxCodes()),
  },
  procoreVendor: {
    of: 'company',
    sweep: (context, { sweepId }) =>
      feed(context, sweepId, 'procore/vendors', (updatedSince) =>
        leavingOut(() => context.procore.listVendors({ updatedSince })),
      ),
  },
  procoreBillingPeriod: [
    {
      of: 'project',
      what: 'billing periods',
      sweep: (context, ask) =>
        whole(context, ask, () => context.procore.listBillingPeriods({ projectId: ask.projectId })),
    },
  ],
  procoreCommitment: [contracts('wo'), contracts('po')],
  procoreRequisition: [
    {
      of: 'project',
      what: 'pay apps',
      sweep: (context, { sweepId, projectId }) =>
        feedAndWhole(
          context,
          sweepId,
          { name: `procore/requisitions/${projectId}`, kind: 'procoreRequisition', projectId },
          (updatedSince) =>
            leavingOut(() => context.procore.listRequisitions({ projectId, updatedSince })),
        ),
    },
  ],
  procoreContractPayments: [
    {
      of: 'project',
      what: 'contract payments',
      sweep: contractPaymentLists,
      reliesOnOthers: true,
    },
  ],
};

export const fedKinds = Object.keys(feeds) as FedKind[];

const all = Object.values(feeds).flat();

export const projectFeeds: readonly OfProject[] = all.filter((one) => one.of === 'project');

/** Reads all feeds that belong to a whole system; answers what was left out. */
export async function sweepConnection(
  context: SweepContext,
  of: 'xero' | 'company',
  sweepId: string,
): Promise<string[]> {
  const leftOut: string[] = [];
  for (const one of all) {
    if (one.of === 'project' || one.of !== of) continue;
    leftOut.push(...(await one.sweep(context, { sweepId })));
  }
  return leftOut;
}

/** A list that its vendor only gives whole. */
async function whole(
  context: SweepContext,
  { sweepId }: { sweepId: string },
  read: Parameters<typeof leavingOut>[0],
): Promise<string[]> {
  const since = new Date();
  const { records, leftOut } = await leavingOut(read);
  await keep(context, sweepId, { feed: null, records, since });
  return leftOut;
}
