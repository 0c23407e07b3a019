// The activities of documents: each named for the system it touches, with its dependencies passed in.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Database } from '../db/database.ts';
import { markUnseen, storeRecords } from '../db/queries/mirror.ts';
import type { ObserverSettings } from '../db/queries/observations.ts';
import { documentsConcerned } from '../db/queries/sweeps.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import type { Observed, Read } from '../domain/lifecycle/lifecycle.ts';
import type { ExceptionKind } from '../domain/plan/exception-kinds.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { EndOfPass } from './end-pass.ts';
import {
  adoptTarget,
  openException,
  recordDependency,
  rejectPlan,
  writeIntents,
} from './end-pass.ts';
import { failureOf, invariantBroken } from './failures.ts';
import { withHeartbeat } from './heartbeats.ts';
import { filedAs, observeDocument } from './observe-document.ts';

export type DocumentContext = {
  db: Database;
  settings: ObserverSettings;
  procore: ProcoreClient;
  xero: XeroClient;
};

type ReadAsk<S extends Read['system']> = {
  /** The document that asked; it looks again by itself. */
  workflowId: string;
  read: Extract<Read, { system: S }>;
};

export type DocumentActivities = ReturnType<typeof createDocumentActivities>;

export function createDocumentActivities(context: DocumentContext) {
  const { db, settings } = context;
  return {
    async dbObserve({ workflowId }: { workflowId: string }): Promise<Observed> {
      const id = parseWorkflowId(workflowId);
      if (!id) throw invariantBroken(`${workflowId} is not a document's id`);
      return observeDocument(db, settings, id);
    },
    async procoreReadRecord(ask: ReadAsk<'procore'>): Promise<void> {
      await readInto(context, ask, () => fromProcore(context.procore, ask.read));
    },
    async xeroReadRecord(ask: ReadAsk<'xero'>): Promise<void> {
      await readInto(context, ask, () => fromXero(context.xero, ask.read));
    },
    async dbWriteIntent(end: EndOfPass): Promise<void> {
      await writeIntents(db, end);
    },
    async dbAdopt(end: EndOfPass): Promise<void> {
      await adoptTarget(db, end);
    },
    async dbOpenException(end: EndOfPass & { kind: ExceptionKind }): Promise<void> {
      await openException(db, end);
    },
    async dbCloseException(end: EndOfPass): Promise<void> {
      await rejectPlan(db, end);
    },
    async dbRecordDependency(end: EndOfPass & { waitsFor: string }): Promise<void> {
      await recordDependency(db, end);
    },
  };
}

async function fromProcore(
  procore: ProcoreClient,
  read: Extract<Read, { system: 'procore' }>,
): Promise<KeptRecord> {
  switch (read.kind) {
    case 'procoreVendor':
      return procore.readVendor({ id: read.id });
    case 'procoreCommitment':
      return procore.readCommitment(read);
    case 'procoreRequisition':
      return procore.readRequisition(read);
  }
}

async function fromXero(
  xero: XeroClient,
  read: Extract<Read, { system: 'xero' }>,
): Promise<KeptRecord | null> {
  switch (read.kind) {
    case 'xeroContact':
      return (await xero.readContacts({ ids: [read.id] }))[0] ?? null;
    case 'xeroBill':
      return (await xero.readBills({ ids: [read.id] }))[0] ?? null;
    case 'xeroPurchaseOrder':
      return xero.readPurchaseOrder({ id: read.id });
  }
}

/** Stores what a read brings. "Not found" is kept as what it is: not shown, never a deletion. */
async function readInto(
  context: DocumentContext,
  { workflowId, read }: { workflowId: string; read: Read },
  fetch: () => Promise<KeptRecord | null>,
): Promise<void> {
  const { db, settings } = context;
  const began = new Date();
  const record = await withHeartbeat(fetch).catch((error: unknown) => {
    if (error instanceof VendorError && error.kind === 'notFound') return null;
    throw failureOf(error);
  });
  if (record === null) {
    await markUnseen(db, settings.connection, read.kind, filedAs(read), began);
  } else {
    await db.transaction(async (tx) => {
      const news = await storeRecords(tx, settings.connection, [record], began);
      const concerned = await documentsConcerned(tx, settings.connection, news);
      const others = concerned.filter((id) => id !== workflowId);
      await addWakeRows(
        tx,
        others.map((id) => wakeChanged(id, `read:${workflowId}`)),
      );
    });
  }
}
