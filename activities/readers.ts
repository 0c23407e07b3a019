// How each kind of record that a document may ask for is read by itself.
import type { UnreadableRecord } from '../connectors/http/call-report.ts';
import { asideOrNull, settingAside } from '../connectors/http/parsed-records.ts';
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { AnyContractKind } from '../domain/records/procore/commitment.ts';
import { isApproved } from '../domain/records/procore/change-order.ts';
import type { Read } from '../domain/records/read.ts';
import type { Unreadable } from '../db/queries/unreadable.ts';
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';
import { cutToLength } from '../domain/text/fit-text.ts';

export type Clients = { procore: ProcoreClient; xero: XeroClient };
/** Nothing where the vendor does not show it. */
type Reader<K extends Read['kind']> = (
  clients: Clients,
  read: Read & { kind: K },
) => Promise<readonly KeptRecord[]>;

const readers: { [K in Read['kind']]: Reader<K> } = {
  procoreVendor: async ({ procore }, { id }) => [await procore.readVendor({ id })],
  procoreCommitment: async ({ procore }, read) => [await procore.readCommitment(read)],
  procoreRequisition: async ({ procore }, read) => [await procore.readRequisition(read)],
  procorePaymentApplication: async ({ procore }, read) => [
    await procore.readPaymentApplication(read),
  ],
  procorePrimeContract: async ({ procore }, read) => [await procore.readPrimeContract(read)],
  procoreBillingPeriod: async ({ procore }, { id, projectId }) =>
    (await procore.listBillingPeriods({ projectId })).filter((period) => period.id === id),
  procoreBudget: async ({ procore }, { id, withHours = false }) => [
    await procore.readBudget({ projectId: id, withHours }),
  ],
  procoreTimecard: async ({ procore }, read) => [await procore.readTimecard(read)],
  procoreBudgetCodes: async ({ procore }, { id }) => [
    await procore.readBudgetCodes({ projectId: id }),
  ],
  procoreDirectCost: async ({ procore }, read) => [await procore.readDirectCost(read)],
  procoreDirectCosts: ({ procore }, { id }) => readDirectCosts(procore, id),
  procoreContractPayments: async ({ procore }, read) =>
    (await readContractPayments(procore, read)).records,
  procoreChangeOrders: ({ procore }, read) => readChangeOrders(procore, read),
  xeroProjectTime: ({ xero }, { id }) => readProjectTime(xero, { projectId: id }),
  xeroProjectTask: ({ xero }, { projectId }) => xero.listProjectTasks({ projectId }),
  xeroTimeEntry: async ({ xero }, read) => {
    const entry = await xero.readTimeEntry(read);
    return entry === null ? [] : [entry];
  },
  xeroContact: ({ xero }, { id }) => xero.readContacts({ ids: [id] }),
  xeroCisSettings: async ({ xero }, { id }) => [await xero.readCisSettings({ contactId: id })],
  xeroCurrencies: async ({ xero }) => [await xero.readCurrencies()],
  xeroBill: ({ xero }, { id }) => xero.readBills({ ids: [id] }),
  xeroSalesInvoice: ({ xero }, { id }) => xero.readSalesInvoices({ ids: [id] }),
  xeroCreditNote: async ({ xero }, { id }) => {
    const note = await xero.readCreditNote({ id });
    return note === null ? [] : [note];
  },
  xeroBankTransaction: async ({ xero }, { id, since }) =>
    (await xero.listBankTransactions({ modifiedSince: since })).filter((one) => one.id === id),
  xeroManualJournal: async ({ xero }, { id, since }) =>
    (await xero.listManualJournals({ modifiedSince: since })).filter((one) => one.id === id),
  xeroPurchaseOrder: async ({ xero }, { id }) => {
    const order = await xero.readPurchaseOrder({ id });
    return order === null ? [] : [order];
  },
};

/**
 * What a read brings, and what of it cannot be read. Null where the vendor does not show it; a record that is shown and
 * unreadable is neither brought nor gone.
 */
export async function readRecord<K extends Read['kind']>(
  clients: Clients,
  read: Read & { kind: K },
): Promise<{ records: readonly KeptRecord[]; aside: readonly UnreadableRecord[] }> {
  const { value, aside } = await settingAside(() =>
    asideOrNull(() => readers[read.kind](clients, read)),
  );
  return { records: value ?? [], aside };
}

type ContractPaymentsAsk = { projectId: string; contractId: string; contractKind: AnyContractKind };

/**
 * The payments of one contract and, where every one of them could be read, the list itself: only with it may anything
 * be concluded from what is not there.
 */
export async function readContractPayments(
  procore: ProcoreClient,
  { projectId, contractId, contractKind }: ContractPaymentsAsk,
): Promise<{ records: KeptRecord[]; aside: readonly UnreadableRecord[] }> {
  const { value: payments, aside } = await settingAside(() =>
    procore.listContractPayments({ projectId, contractId }),
  );
  if (aside.length > 0) return { records: payments, aside };
  const ids = payments.map(({ id }) => id).sort();
  const list = {
    kind: 'procoreContractPayments',
    projectId,
    contractId,
    contractKind,
    ids,
  } as const;
  return { records: [...payments, list], aside: [] };
}

/** The tasks and the time of a project in Xero Projects, and that they were read. */
async function readProjectTime(
  xero: XeroClient,
  { projectId }: { projectId: string },
): Promise<KeptRecord[]> {
  const tasks = await xero.listProjectTasks({ projectId });
  const time = await xero.listTimeEntries({ projectId });
  const minutes = time.reduce((sum, entry) => sum + entry.minutes, 0);
  const whole = { kind: 'xeroProjectTime', projectId, entries: time.length, minutes } as const;
  return [...tasks, ...time, whole];
}

/** The approved change orders of one contract, each with its lines, and the list itself. */
async function readChangeOrders(
  procore: ProcoreClient,
  { projectId, contractId }: { projectId: string; contractId: string },
): Promise<KeptRecord[]> {
  const headers = await procore.listChangeOrders({ projectId });
  const own = headers.filter((header) => header.contractId === contractId && isApproved(header));
  const records: KeptRecord[] = [];
  for (const { id } of own) records.push(await procore.readChangeOrder({ projectId, id }));
  const ids = own.map(({ id }) => id).sort();
  return [...records, { kind: 'procoreChangeOrders', projectId, contractId, ids }];
}

/** All direct costs of a project, and that they were read: known by it, they are no more than what is in the list. */
async function readDirectCosts(procore: ProcoreClient, projectId: string): Promise<KeptRecord[]> {
  const costs = await procore.readDirectCosts({ projectId });
  return [...costs, { kind: 'procoreDirectCosts', projectId }];
}

type Named = {
  resource: string;
  id: string | null;
  label: string | null;
  problems: readonly string[];
};

const labelLengthMaximum = 80;

/** Which record could not be read and what was wrong with it: "bill 7f… “INV-7”: Total: not an amount". Never another value. */
function wordsOfUnreadable({ resource, id, label, problems }: Named): string {
  const [first = 'not a record', ...more] = problems;
  const rest = more.length > 0 ? ` and ${more.length} more` : '';
  const called = label === null ? '' : ` “${cutToLength(label, labelLengthMaximum)}”`;
  return `${resource} ${id ?? 'without an id'}${called}: ${first}${rest}`;
}

/** The list a record was found in, and how its ids are filed. */
export type Place = { kind: RecordKind; feed: string; filedId?: (id: string) => string };

/** Those with an id are known by it; the others can only be told of. */
export function named(
  { kind, feed, filedId = (id) => id }: Place,
  unreadable: readonly UnreadableRecord[],
): { aside: Unreadable[]; leftOut: string[] } {
  const aside: Unreadable[] = [];
  const leftOut: string[] = [];
  for (const record of unreadable) {
    const words = wordsOfUnreadable(record);
    if (record.id === null) leftOut.push(words);
    else aside.push({ kind, feed, recordId: filedId(record.id), words });
  }
  return { aside, leftOut };
}
