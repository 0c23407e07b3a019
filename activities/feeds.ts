// The feeds a sweep reads, by the kind of record each brings, in the order they depend on each other.
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';
import type { Queryable } from '../db/database.ts';
import { hasForeignDocuments } from '../db/queries/foreign-documents.ts';
import { noteWholeRead } from '../db/queries/unreadable.ts';
import {
  changeOrders,
  contractPaymentLists,
  contracts,
  ownerInvoices,
  primeContracts,
} from './contract-feeds.ts';
import { balanceSheets, profitAndLoss } from './report-feeds.ts';
import { budgets } from './budget-feed.ts';
import { projectsOfXero, timecards } from './labour-feeds.ts';
import { budgetCodes, directCosts } from './direct-cost-feeds.ts';
import { readInTurn } from './lists-in-turn.ts';
import { isNeeded } from './needed-feeds.ts';
import type { LeftOut } from './lost-access.ts';
import type { OfProject, ReadList, Sweep, SweepContext } from './sweep-feeds.ts';
import type { Place } from './readers.ts';
import { feedAndWhole, keep, leavingOut } from './sweep-feeds.ts';

type OfConnection = {
  of: 'xero' | 'company';
  /** In people's words. */
  what: string;
  sweep: Sweep<{ sweepId: string }>;
};

/**
 * Projects are what a sweep walks along, payments of a contract and direct costs come with their list, the list of a contract's change
 * orders and a contact's CIS settings are read where they are missed, allocations stand on their credit notes,
 * options in the chart, and users, tasks and time come with the projects they are of.
 */
type FedKind = Exclude<
  RecordKind,
  | 'procoreProject'
  | 'procoreContractPayment'
  | 'procoreDirectCosts'
  | 'procoreChangeOrders'
  | 'xeroCisSettings'
  | 'xeroAllocation'
  | 'xeroTrackingOption'
  | 'xeroProjectsUser'
  | 'xeroProjectTask'
  | 'xeroTimeEntry'
  | 'xeroProjectTime'
  | 'xeroAttachment'
  | 'xeroHistoryNote'
>;

/** Xero keeps what it once had, and its day has few calls: its lists are seldom read whole. */
const seldomWhole = { wholeEveryMs: 6 * 3_600_000 };

const feeds: { [K in FedKind]: OfConnection | readonly OfProject[] } = {
  // The ground first, then contacts, bills, orders and payments.
  xeroOrganisation: {
    of: 'xero',
    what: 'organisation in Xero',
    sweep: (context, ask) =>
      whole(context, ask, { name: 'xero/organisation', kind: 'xeroOrganisation' }, async () => [
        await context.xero.readOrganisation(),
      ]),
  },
  xeroChart: {
    of: 'xero',
    what: 'chart of accounts, tax rates and tracking in Xero',
    sweep: (context, ask) =>
      whole(context, ask, { name: 'xero/chart', kind: 'xeroChart' }, async () => [
        await context.xero.readChart(),
      ]),
  },
  xeroCurrencies: {
    of: 'xero',
    what: 'currencies in Xero',
    // Most firms have one: nobody asks for more before a document is in another.
    sweep: async (context, ask) =>
      (await hasForeignDocuments(context.db, context.connection))
        ? whole(context, ask, { name: 'xero/currencies', kind: 'xeroCurrencies' }, async () => [
            await context.xero.readCurrencies(),
          ])
        : [],
  },
  xeroContact: changing(
    'xero',
    { name: 'xero/contacts', kind: 'xeroContact', what: 'contacts in Xero', ...seldomWhole },
    ({ xero }, modifiedSince) => xero.listContacts({ modifiedSince }),
  ),
  xeroBill: changing(
    'xero',
    { name: 'xero/invoices', kind: 'xeroBill', what: 'bills in Xero', ...seldomWhole },
    ({ xero }, modifiedSince) => xero.listBills({ modifiedSince }),
  ),
  xeroSalesInvoice: changing(
    'xero',
    {
      name: 'xero/salesinvoices',
      kind: 'xeroSalesInvoice',
      what: 'sales invoices in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listSalesInvoices({ modifiedSince }),
  ),
  xeroCreditNote: changing(
    'xero',
    {
      name: 'xero/creditnotes',
      kind: 'xeroCreditNote',
      what: 'credit notes in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listCreditNotes({ modifiedSince }),
  ),
  xeroAdvance: changing(
    'xero',
    {
      name: 'xero/advances',
      kind: 'xeroAdvance',
      what: 'prepayments and overpayments in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listAdvances({ modifiedSince }),
  ),
  xeroPurchaseOrder: changing(
    'xero',
    {
      name: 'xero/purchaseorders',
      kind: 'xeroPurchaseOrder',
      what: 'purchase orders in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listPurchaseOrders({ modifiedSince }),
  ),
  xeroPayment: changing(
    'xero',
    { name: 'xero/payments', kind: 'xeroPayment', what: 'payments in Xero', ...seldomWhole },
    ({ xero }, modifiedSince) => xero.listPayments({ modifiedSince }),
  ),
  xeroBankTransaction: changing(
    'xero',
    {
      name: 'xero/banktransactions',
      kind: 'xeroBankTransaction',
      what: 'money spent and received in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listBankTransactions({ modifiedSince }),
  ),
  xeroManualJournal: changing(
    'xero',
    {
      name: 'xero/manualjournals',
      kind: 'xeroManualJournal',
      what: 'manual journals in Xero',
      ...seldomWhole,
    },
    ({ xero }, modifiedSince) => xero.listManualJournals({ modifiedSince }),
  ),
  xeroProject: { of: 'xero', what: 'Xero Projects', sweep: projectsOfXero },
  // Last of Xero: what they are held against is read then.
  xeroProfitAndLoss: { of: 'xero', what: 'profit and loss in Xero', sweep: profitAndLoss },
  xeroBalanceSheet: { of: 'xero', what: 'balance sheets in Xero', sweep: balanceSheets },
  procoreTaxCode: {
    of: 'company',
    what: 'tax codes of the company',
    sweep: (context, ask) =>
      whole(context, ask, { name: 'procore/tax codes', kind: 'procoreTaxCode' }, () =>
        context.procore.listTaxCodes(),
      ),
  },
  procoreVendor: changing(
    'company',
    { name: 'procore/vendors', kind: 'procoreVendor', what: 'vendors of the company' },
    ({ procore }, updatedSince) => procore.listVendors({ updatedSince }),
  ),
  procoreTimecard: { of: 'company', what: 'timecards of the company', sweep: timecards },
  procoreBillingPeriod: [
    {
      of: 'project',
      what: 'billing periods',
      sweep: (context, ask) => {
        const { projectId } = ask;
        const list = {
          name: `procore/periods/${projectId}`,
          kind: 'procoreBillingPeriod',
        } as const;
        return whole(context, ask, list, () => context.procore.listBillingPeriods({ projectId }));
      },
    },
  ],
  // Change orders first: a contract's sum is then held against them.
  procoreChangeOrder: [changeOrders],
  procoreCommitment: [contracts('wo'), contracts('po')],
  procorePrimeContract: [primeContracts],
  procorePaymentApplication: [ownerInvoices],
  procoreRequisition: [
    {
      of: 'project',
      what: 'pay apps',
      sweep: (context, { sweepId, projectId }) => {
        const list = {
          name: `procore/requisitions/${projectId}`,
          kind: 'procoreRequisition',
          what: `pay apps of project ${projectId}`,
          projectId,
        } as const;
        return feedAndWhole(context, sweepId, list, (updatedSince) =>
          leavingOut(placeOf(list), () =>
            context.procore.listRequisitions({ projectId, updatedSince }),
          ),
        );
      },
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
  procoreBudget: [budgets],
  procoreBudgetCodes: [budgetCodes],
  procoreDirectCost: [directCosts],
};

export const fedKinds = Object.keys(feeds) as FedKind[];

/** In their order, without those that only serve what is left to people. */
function feedsFor({ directed }: SweepContext): (OfConnection | OfProject)[] {
  const needed = fedKinds.filter((kind) => isNeeded(kind, directed));
  return needed.map((kind) => feeds[kind]).flat();
}

export function projectFeedsFor(context: SweepContext): OfProject[] {
  return feedsFor(context).filter((one) => one.of === 'project');
}

/** Reads all feeds that belong to a whole system; answers what was left out. */
export async function sweepConnection(
  context: SweepContext,
  of: 'xero' | 'company',
  sweepId: string,
): Promise<LeftOut[]> {
  return readInTurn(
    feedsFor(context).flatMap((one) =>
      one.of === of
        ? [{ what: one.what, projectId: null, read: () => one.sweep(context, { sweepId }) }]
        : [],
    ),
  );
}

/** A list of a whole system that is read by what changed, and whole from time to time. */
function changing(
  of: OfConnection['of'],
  own: Omit<ReadList, 'projectId'>,
  read: (context: SweepContext, since: string | undefined) => Promise<readonly KeptRecord[]>,
): OfConnection {
  const list = { ...own, projectId: null };
  return {
    of,
    what: list.what,
    sweep: (context, { sweepId }) =>
      feedAndWhole(context, sweepId, list, (since) =>
        leavingOut(placeOf(list), () => read(context, since)),
      ),
  };
}

function placeOf({ kind, name }: Pick<ReadList, 'kind' | 'name'>): Place {
  return { kind, feed: name };
}

/** A list that its vendor only gives whole. What of it is unreadable is told by the list, not by its record. */
async function whole(
  context: SweepContext,
  { sweepId }: { sweepId: string },
  list: Pick<ReadList, 'kind' | 'name'>,
  read: Parameters<typeof leavingOut>[1],
): Promise<string[]> {
  const since = new Date();
  const { records, aside, leftOut } = await leavingOut(placeOf(list), read);
  const { kind, name } = list;
  const still = aside.map(({ recordId }) => recordId);
  const also = async (tx: Queryable): Promise<string[]> => {
    await noteWholeRead(tx, context.connection, { kind, feed: name, still });
    return [];
  };
  await keep(context, sweepId, { feed: null, records, since, aside, also });
  return [...leftOut];
}
