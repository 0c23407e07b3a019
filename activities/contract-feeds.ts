// How a sweep reads a project's contracts and the lists of their payments: past single ones that it may not see.
import { contractsWithPayments, noteFullRead } from '../db/queries/sweeps.ts';
import type { AnyContractKind, ContractKind } from '../domain/records/procore/commitment.ts';
import type { PaymentApplicationHeader } from '../connectors/procore/procore-api.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { named, readContractPayments } from './readers.ts';
import type { Brought, FeedAsk, OfProject, SweepContext } from './sweep-feeds.ts';
import type { Header } from './read-by-themselves.ts';
import { canBeLeftOut, changedByThemselves } from './read-by-themselves.ts';
import { feedAndWhole, isWholeReadDue, keep } from './sweep-feeds.ts';

const contractWords: Record<AnyContractKind, string> = {
  wo: 'work order contract',
  po: 'purchase order contract',
  pc: 'prime contract',
};
const contractListsPerSweepDefault = 10;

/** What the list of a project's contracts of one kind is called among the feeds. */
function listOf({ contractKind, projectId }: { contractKind: ContractKind; projectId: string }) {
  return `procore/${contractKind}/${projectId}`;
}

export function contracts(contractKind: ContractKind): OfProject {
  return {
    of: 'project',
    what: `${contractWords[contractKind]}s`,
    sweep: (context, { sweepId, projectId }) =>
      feedAndWhole(
        context,
        sweepId,
        {
          name: listOf({ contractKind, projectId }),
          kind: 'procoreCommitment',
          what: `${contractWords[contractKind]}s of project ${projectId}`,
          projectId,
          concerns: (id) => id.startsWith(`${contractKind}-`),
        },
        (updatedSince) => changedContracts(context, { projectId, contractKind, updatedSince }),
      ),
  };
}

/** A list shows no lines, so a contract is read by itself; only when its version is not the one kept. */
function changedContracts(
  context: SweepContext,
  ask: { projectId: string; contractKind: ContractKind; updatedSince: string | undefined },
): Promise<Brought> {
  const { projectId, contractKind } = ask;
  const { procore } = context;
  return changedByThemselves(context, {
    place: {
      kind: 'procoreCommitment',
      feed: listOf(ask),
      filedId: (id) => `${contractKind}-${id}`,
    },
    one: contractWords[contractKind],
    projectId,
    list: () => procore.listCommitments(ask),
    read: ({ id }) => procore.readCommitment({ projectId, contractKind, id }),
  });
}

/** Change orders of both sides; approving one need not move its contract's own version. */
export const changeOrders: OfProject = byThemselves({
  kind: 'procoreChangeOrder',
  name: 'change orders',
  one: 'change order',
  list: ({ procore }, ask) => procore.listChangeOrders(ask),
  read: ({ procore }, ask) => procore.readChangeOrder(ask),
});

export const primeContracts: OfProject = byThemselves({
  kind: 'procorePrimeContract',
  name: 'prime contracts',
  one: 'prime contract',
  list: ({ procore }, ask) => procore.listPrimeContracts(ask),
  read: ({ procore }, ask) => procore.readPrimeContract(ask),
});

/** Their list has no filter by what changed, so it is read whole; what it says is the version kept is not read again. */
const listedOwnerInvoices = (
  shown: (listed: readonly PaymentApplicationHeader[]) => readonly PaymentApplicationHeader[],
): OfProject =>
  byThemselves({
    kind: 'procorePaymentApplication',
    name: 'owner invoices',
    one: 'owner invoice',
    list: async ({ procore }, { projectId }) =>
      shown(await procore.listPaymentApplications({ projectId })),
    read: ({ procore }, ask) => procore.readPaymentApplication(ask),
  });

const asListed = listedOwnerInvoices((listed) => listed);
const withLatest = listedOwnerInvoices((listed) => listed.map((one) => unlessLatest(one, listed)));

/**
 * The list tells sums alone: a change of lines that leaves every sum as it was does not show there. So from time to time
 * the latest of each contract, the only one that can still be changed, is read by itself whatever the list says of it.
 * Source: Procore's tutorials, invoices, read 2026-11-23, of a subcontractor's; that an owner's is the same is unconfirmed.
 */
export const ownerInvoices: OfProject = {
  of: 'project',
  what: asListed.what,
  sweep: async (context, ask) => {
    const name = `procore/latest owner invoices/${ask.projectId}`;
    const began = new Date();
    if (!(await isWholeReadDue(context, { name }))) return asListed.sweep(context, ask);
    const leftOut = await withLatest.sweep(context, ask);
    if (leftOut.length === 0) await noteFullRead(context.db, context.connection, name, began);
    return leftOut;
  },
};

/** The latest of its contract, as one whose version is not known. */
function unlessLatest(
  one: PaymentApplicationHeader,
  listed: readonly PaymentApplicationHeader[],
): PaymentApplicationHeader {
  const { contractId, number } = one;
  const isLatest = !listed.some(
    (other) => other.contractId === contractId && other.number > number,
  );
  return isLatest ? { ...one, updatedAt: '' } : one;
}

type ByThemselves<H extends Header> = {
  kind: 'procoreChangeOrder' | 'procorePrimeContract' | 'procorePaymentApplication';
  name: string;
  one: string;
  list: (
    context: SweepContext,
    ask: { projectId: string; updatedSince: string | undefined },
  ) => Promise<readonly H[]>;
  read: (context: SweepContext, ask: { projectId: string; id: string }) => Promise<KeptRecord>;
};

function byThemselves<H extends Header>({
  kind,
  name,
  one,
  list,
  read,
}: ByThemselves<H>): OfProject {
  return {
    of: 'project',
    what: name,
    sweep: (context, { sweepId, projectId }) => {
      const feed = `procore/${name}/${projectId}`;
      const whole = { name: feed, kind, what: `${name} of project ${projectId}`, projectId };
      return feedAndWhole(context, sweepId, whole, (updatedSince) =>
        changedByThemselves(context, {
          place: { kind, feed },
          one,
          projectId,
          list: () => list(context, { projectId, updatedSince }),
          read: ({ id }) => read(context, { projectId, id }),
        }),
      );
    },
  };
}

/** A list read so lately is not read again: sweeps may follow each other within seconds. */
const listAgeMsDefault = 45_000;

/**
 * The lists of payments of contracts that may have any, those read longest ago first and so many at a time: Procore
 * shows a deleted payment by no longer showing it, and has no list over contracts.
 */
export async function contractPaymentLists(
  context: SweepContext,
  { sweepId, projectId }: FeedAsk,
): Promise<string[]> {
  const { db, connection, procore, directed } = context;
  const limit = context.contractListsPerSweep ?? contractListsPerSweepDefault;
  const leftOut: string[] = [];
  const readBefore = new Date(Date.now() - (context.contractListAgeMs ?? listAgeMsDefault));
  const recordedInProcore = directed?.payments.direction === 'procoreToXero';
  const ask = { projectId, readBefore, limit, recordedInProcore };
  for (const contract of await contractsWithPayments(db, connection, ask)) {
    const since = new Date();
    try {
      const brought = await readContractPayments(procore, { projectId, ...contract });
      const feed = `procore/contract payments/${contract.contractKind}-${contract.contractId}`;
      const found = named({ kind: 'procoreContractPayment', feed }, brought.aside);
      await keep(context, sweepId, { feed: null, records: brought.records, since, ...found });
      leftOut.push(...found.leftOut);
    } catch (error) {
      if (!canBeLeftOut(error)) throw error;
      const one = `${contractWords[contract.contractKind]} ${contract.contractId}`;
      leftOut.push(`the payments of ${one} of project ${projectId}: ${error.message}`);
    }
  }
  return leftOut;
}
