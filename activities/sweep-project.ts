// How a sweep reads one project: feed by feed, past what it may no longer see, and with the name of everything it left out.
import { VendorError } from '../connectors/http/vendor-error.ts';
import { keptVersions } from '../db/queries/mirror.ts';
import type { ContractKind } from '../domain/records/procore/commitment.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { Brought, SweepContext } from './sweep-feeds.ts';
import { feed, feedInPart, keep } from './sweep-feeds.ts';

type Ask = { sweepId: string; projectId: string };
/** One list of a project, in people's words; reading it answers what was left out. */
type ProjectFeed = { what: string; read: () => Promise<string[]> };

const contractWords: Record<ContractKind, string> = {
  wo: 'work order contract',
  po: 'purchase order contract',
};
/** A permission that covers single contracts may hide thousands; so many are named, the rest counted. */
const namedAtMost = 5;

/**
 * Reads a project's lists in the order they depend on each other. What answers 403 or 404 is left out
 * and named, and the rest is read all the same: one hidden contract must not keep anything else from Xero.
 */
export async function sweepProject(context: SweepContext, ask: Ask): Promise<string[]> {
  const feeds = feedsOf(context, ask);
  const leftOut: string[] = [];
  const hidden: string[] = [];
  for (const { what, read } of feeds) {
    try {
      leftOut.push(...(await read()));
    } catch (error) {
      if (!isOutOfSight(error)) throw error;
      hidden.push(error.message);
      leftOut.push(`the ${what} of project ${ask.projectId}: ${error.message}`);
    }
  }
  const [why] = hidden;
  const isAllHidden = hidden.length === feeds.length;
  return isAllHidden && why !== undefined ? [`project ${ask.projectId}: ${why}`] : leftOut;
}

function feedsOf(context: SweepContext, { sweepId, projectId }: Ask): ProjectFeed[] {
  const { procore } = context;
  const contracts = (contractKind: ContractKind): ProjectFeed => ({
    what: `${contractWords[contractKind]}s`,
    read: () =>
      feedInPart(context, sweepId, `procore/${contractKind}/${projectId}`, (updatedSince) =>
        changedContracts(context, { projectId, contractKind, updatedSince }),
      ),
  });
  return [
    {
      what: 'billing periods',
      read: async () => {
        const since = new Date();
        const records = await procore.listBillingPeriods({ projectId });
        const name = `procore/billing_periods/${projectId}`;
        await keep(context, sweepId, { feed: name, records, since });
        return [];
      },
    },
    contracts('wo'),
    contracts('po'),
    {
      what: 'pay apps',
      read: async () => {
        await feed(context, sweepId, `procore/requisitions/${projectId}`, (updatedSince) =>
          procore.listRequisitions({ projectId, updatedSince }),
        );
        return [];
      },
    },
  ];
}

/** A list shows no lines, so a contract is read by itself; only when its version is not the one kept. */
async function changedContracts(
  { db, connection, procore }: SweepContext,
  ask: { projectId: string; contractKind: ContractKind; updatedSince: string | undefined },
): Promise<Brought> {
  const { projectId, contractKind } = ask;
  const headers = await procore.listCommitments(ask);
  const filedId = (id: string): string => `${contractKind}-${id}`;
  const ids = headers.map(({ id }) => filedId(id));
  const kept = await keptVersions(db, connection, 'procoreCommitment', ids);
  const records: KeptRecord[] = [];
  const hidden: { id: string; why: string }[] = [];
  for (const { id, updatedAt } of headers) {
    if (kept.get(filedId(id)) === updatedAt) continue;
    try {
      records.push(await procore.readCommitment({ projectId, contractKind, id }));
    } catch (error) {
      if (!isOutOfSight(error)) throw error;
      hidden.push({ id, why: error.message });
    }
  }
  return { records, leftOut: wordsOf(hidden, ask) };
}

function wordsOf(
  hidden: readonly { id: string; why: string }[],
  { projectId, contractKind }: { projectId: string; contractKind: ContractKind },
): string[] {
  const one = contractWords[contractKind];
  const named = hidden
    .slice(0, namedAtMost)
    .map(({ id, why }) => `${one} ${id} of project ${projectId}: ${why}`);
  const more = hidden.length - named.length;
  return more > 0 ? [...named, `${more} more ${one}s of project ${projectId}`] : named;
}

/** The vendor hides this one thing. An expired sign-in hides everything, so that one ends the sweep. */
function isOutOfSight(error: unknown): error is VendorError {
  return error instanceof VendorError && ['forbidden', 'notFound'].includes(error.kind);
}
