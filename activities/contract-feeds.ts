// How a sweep reads a project's contracts and the lists of their payments: past single ones that it may not see.
import { settingAside, UnreadableRecordError } from '../connectors/http/parsed-records.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { keptVersions } from '../db/queries/mirror.ts';
import { contractsWithPayments } from '../db/queries/sweeps.ts';
import type { ContractKind } from '../domain/records/procore/commitment.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { named, readContractPayments } from './readers.ts';
import type { Brought, FeedAsk, OfProject, SweepContext } from './sweep-feeds.ts';
import type { Place } from './readers.ts';
import { feedAndWhole, keep } from './sweep-feeds.ts';

const contractWords: Record<ContractKind, string> = {
  wo: 'work order contract',
  po: 'purchase order contract',
};
/** A permission that covers single contracts may hide thousands; so many are named, the rest counted. */
const namedAtMost = 5;
const contractListsPerSweepDefault = 10;

/**
 * The vendor hides this one thing, or answers something that is not understood. An expired sign-in hides everything,
 * so that one ends the sweep.
 */
export function canBeLeftOut(error: unknown): error is VendorError {
  return (
    error instanceof VendorError &&
    ['forbidden', 'notFound', 'malformedAnswer'].includes(error.kind)
  );
}

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
async function changedContracts(
  { db, connection, procore }: SweepContext,
  ask: { projectId: string; contractKind: ContractKind; updatedSince: string | undefined },
): Promise<Brought> {
  const { projectId, contractKind } = ask;
  const { value: headers, aside } = await settingAside(() => procore.listCommitments(ask));
  const filedId = (id: string): string => `${contractKind}-${id}`;
  const shown = headers.map(({ id }) => filedId(id));
  const kept = await keptVersions(db, connection, 'procoreCommitment', shown);
  const isKept = ({ id, updatedAt }: { id: string; updatedAt: string }): boolean =>
    kept.get(filedId(id)) === updatedAt;
  const unchanged = headers.filter(isKept).map(({ id }) => filedId(id));
  const place: Place = {
    kind: 'procoreCommitment',
    feed: listOf(ask),
    filedId,
  };
  const unreadable = [...aside];
  const records: KeptRecord[] = [];
  const hidden: Hidden[] = [];
  for (const { id } of headers.filter((header) => !isKept(header))) {
    try {
      records.push(await procore.readCommitment({ projectId, contractKind, id }));
    } catch (error) {
      if (!canBeLeftOut(error)) throw error;
      if (error instanceof UnreadableRecordError) unreadable.push(error.record);
      else hidden.push({ id, why: error.message });
    }
  }
  const found = named(place, unreadable);
  const leftOut = [...found.leftOut, ...wordsOf(hidden, ask)];
  return { records, aside: found.aside, leftOut, shown, unchanged };
}

/** A list read so lately is not read again: sweeps may follow each other within seconds. */
const listAgeMsDefault = 45_000;

/**
 * The lists of payments of contracts that have any, those read longest ago first and so many at a time: Procore shows
 * a deleted payment by no longer showing it, and has no list over contracts.
 */
export async function contractPaymentLists(
  context: SweepContext,
  { sweepId, projectId }: FeedAsk,
): Promise<string[]> {
  const { db, connection, procore } = context;
  const limit = context.contractListsPerSweep ?? contractListsPerSweepDefault;
  const leftOut: string[] = [];
  const readBefore = new Date(Date.now() - (context.contractListAgeMs ?? listAgeMsDefault));
  const ask = { projectId, readBefore, limit };
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

type Hidden = { id: string; why: string };

function wordsOf(
  hidden: readonly Hidden[],
  { projectId, contractKind }: { projectId: string; contractKind: ContractKind },
): string[] {
  const one = contractWords[contractKind];
  const named = hidden
    .slice(0, namedAtMost)
    .map(({ id, why }) => `${one} ${id} of project ${projectId}: ${why}`);
  const more = hidden.length - named.length;
  return more > 0 ? [...named, `${more} more ${one}s of project ${projectId}`] : named;
}
