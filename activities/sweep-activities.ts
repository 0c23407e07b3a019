// What a sweep does: reads one feed, stores what it says, wakes the documents concerned and moves the cursor, in one transaction.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import { closeException, insertException, liveExceptionOf } from '../db/queries/documents.ts';
import { keptVersions, storeRecords } from '../db/queries/mirror.ts';
import {
  beginSweep,
  countFound,
  documentsConcerned,
  endSweep,
  moveCursor,
  readCursor,
} from '../db/queries/sweeps.ts';
import { forgetOldReads } from '../db/queries/vendor-calls.ts';
import { addWakeRows, forgetDoneWakes, wakeChanged } from '../db/queries/wake.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { sweepIdOf } from '../domain/identity/workflow-ids.ts';
import { fixes } from '../domain/plan/exception-kinds.ts';
import type { ContractKind } from '../domain/records/procore-records.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import { filingOf } from '../domain/records/records.ts';
import { randomUUID } from 'node:crypto';
import { failureOf } from './failures.ts';
import { withHeartbeat } from './heartbeats.ts';

export type SweepContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  /** How far before its cursor a feed is read again: clocks differ, and rows move while a list is read. */
  overlapMs: number;
};

export type SweepActivities = ReturnType<typeof createSweepActivities>;

/** Reads kept longer than any window needs them. */
const readsKeptMs = 2 * 3_600_000;
/** Wake rows that are done stay for a day, for whoever looks into what woke a document. */
const doneWakesKeptMs = 24 * 3_600_000;

export function createSweepActivities(context: SweepContext) {
  const { db, connection, procore, xero } = context;
  return {
    async dbBeginSweep({ sweepId }: { sweepId: string }): Promise<void> {
      await beginSweep(db, sweepId, connection);
    },

    /** Everything of Xero that changed: the ground first, then contacts, bills, orders and payments. */
    async xeroSweep({ sweepId }: { sweepId: string }): Promise<void> {
      await reading(async () => {
        const ground = [
          { ...(await xero.readOrganisation()) },
          { ...(await xero.readChart()) },
        ] satisfies KeptRecord[];
        await keep(context, sweepId, { feed: 'xero/ground', records: ground, since: new Date() });
        await feed(context, sweepId, 'xero/contacts', (modifiedSince) =>
          xero.listContacts({ modifiedSince }),
        );
        await feed(context, sweepId, 'xero/invoices', (modifiedSince) =>
          xero.listBills({ modifiedSince }),
        );
        await feed(context, sweepId, 'xero/purchaseorders', (modifiedSince) =>
          xero.listPurchaseOrders({ modifiedSince }),
        );
        await feed(context, sweepId, 'xero/payments', (modifiedSince) =>
          xero.listPayments({ modifiedSince }),
        );
      });
    },

    /** What belongs to the whole company; answers the projects to go on with. */
    async procoreSweepCompany({ sweepId }: { sweepId: string }): Promise<{ projects: string[] }> {
      return reading(async () => {
        const began = new Date();
        const projects = await procore.listProjects();
        const taxCodes = await procore.listTaxCodes();
        const records = [...projects, ...taxCodes];
        await keep(context, sweepId, { feed: 'procore/company', records, since: began });
        await feed(context, sweepId, 'procore/vendors', (updatedSince) =>
          procore.listVendors({ updatedSince }),
        );
        return { projects: projects.filter(({ isActive }) => isActive).map(({ id }) => id) };
      });
    },

    /** One project's periods, contracts and pay apps, in the order they depend on each other. */
    async procoreSweepProject(ask: { sweepId: string; projectId: string }): Promise<void> {
      const { sweepId, projectId } = ask;
      await reading(async () => {
        const began = new Date();
        const periods = await procore.listBillingPeriods({ projectId });
        await keep(context, sweepId, {
          feed: `procore/billing_periods/${projectId}`,
          records: periods,
          since: began,
        });
        for (const contractKind of ['wo', 'po'] as const) {
          await feed(context, sweepId, `procore/${contractKind}/${projectId}`, (updatedSince) =>
            changedContracts(context, { projectId, contractKind, updatedSince }),
          );
        }
        await feed(context, sweepId, `procore/requisitions/${projectId}`, (updatedSince) =>
          procore.listRequisitions({ projectId, updatedSince }),
        );
      });
    },

    /** Ends the run. Lost access is an exception of its own, closed by the next run that reads everything. */
    async dbEndSweep(ask: {
      sweepId: string;
      lost: string | null;
      incomplete?: boolean;
    }): Promise<void> {
      const { sweepId, lost } = ask;
      await db.transaction(async (tx) => {
        const id = sweepIdOf(connection);
        const live = await liveExceptionOf(tx, id);
        if (lost !== null && !live) await insertException(tx, lostAccess(connection, id, lost));
        if (lost === null && !ask.incomplete && live) await closeException(tx, id, 'resolved');
        await endSweep(tx, sweepId, lost === null && !ask.incomplete);
        await forgetOldReads(tx, readsKeptMs);
        await forgetDoneWakes(tx, doneWakesKeptMs);
      });
    },
  };
}

/** A list shows no lines, so a contract is read by itself; only when its version is not the one kept. */
async function changedContracts(
  { db, connection, procore }: SweepContext,
  ask: { projectId: string; contractKind: ContractKind; updatedSince: string | undefined },
): Promise<KeptRecord[]> {
  const { projectId, contractKind } = ask;
  const headers = await procore.listCommitments(ask);
  const filedId = (id: string): string => `${contractKind}-${id}`;
  const ids = headers.map(({ id }) => filedId(id));
  const kept = await keptVersions(db, connection, 'procoreCommitment', ids);
  const contracts: KeptRecord[] = [];
  for (const { id, updatedAt } of headers) {
    if (kept.get(filedId(id)) === updatedAt) continue;
    contracts.push(await procore.readCommitment({ projectId, contractKind, id }));
  }
  return contracts;
}

function lostAccess(connection: string, workflowId: string, why: string) {
  return {
    id: randomUUID(),
    connection,
    kind: 'accessLost',
    workflowId,
    planHash: contentHash({ accessLost: why }),
    documentName: 'the connection',
    sentence: `Tieout can no longer read both systems: ${why}`,
    fix: fixes.accessLost,
  };
}

async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withHeartbeat(work);
  } catch (error) {
    throw failureOf(error);
  }
}

type Kept = { feed: string; records: readonly KeptRecord[]; since: Date };

/** Reads a feed from its cursor, less the overlap, and keeps what it brings. */
async function feed(
  context: SweepContext,
  sweepId: string,
  name: string,
  read: (since: string | undefined) => Promise<readonly KeptRecord[]>,
): Promise<void> {
  const { db, connection, overlapMs } = context;
  const at = await readCursor(db, connection, name);
  const from = at === null ? undefined : new Date(Date.parse(at) - overlapMs).toISOString();
  const since = new Date();
  await keep(context, sweepId, { feed: name, records: await read(from), since });
}

/**
 * Rows, wake rows and cursor in one transaction: a crash repeats and never skips. An empty answer
 * moves nothing, because an empty list may also mean that the right to see it was lost.
 */
async function keep(context: SweepContext, sweepId: string, kept: Kept): Promise<void> {
  const { db, connection } = context;
  if (kept.records.length === 0) return;
  await db.transaction(async (tx) => {
    const news = await storeRecords(tx, connection, kept.records, kept.since);
    const concerned = await documentsConcerned(tx, connection, news);
    await addWakeRows(
      tx,
      concerned.map((workflowId) => wakeChanged(workflowId, `sweep:${sweepId}`)),
    );
    const newest = kept.records
      .map((record) => filingOf(record).version)
      .filter((version) => version !== '')
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1);
    if (newest !== undefined) {
      await moveCursor(tx, connection, kept.feed, new Date(Date.parse(newest)).toISOString());
    }
    await countFound(tx, sweepId, concerned.length);
  });
}
