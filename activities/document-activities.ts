// The activities of documents: each named for the system it touches, with its dependencies passed in.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Database } from '../db/database.ts';
import type { ObserverSettings } from '../db/observe/settings.ts';
import { keepRecords } from '../db/queries/keep-records.ts';
import { markUnseen } from '../db/queries/mirror-gone.ts';
import { keepUnreadable } from '../db/queries/unreadable.ts';
import { addWakeRows, wakeChanged } from '../db/queries/wake.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import type { Observed } from '../domain/lifecycle/lifecycle.ts';
import { filedAs } from '../domain/records/read.ts';
import type { Read } from '../domain/records/read.ts';
import type { EndOfPass } from './end-pass.ts';
import { endPass } from './end-pass.ts';
import { failureOf, invariantBroken } from './failures.ts';
import { withHeartbeat } from './heartbeats.ts';
import { observeDocument } from './observe-document.ts';
import { orPark } from './watched.ts';
import type { Place } from './readers.ts';
import { named, readRecord } from './readers.ts';

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
  const { connection } = settings;
  return {
    async dbObserve(ask: { workflowId: string; asItIs?: boolean }): Promise<Observed> {
      const { workflowId, asItIs = false } = ask;
      const id = parseWorkflowId(workflowId);
      if (!id) throw invariantBroken(`${workflowId} is not a document's id`);
      return orPark<Observed>({ db, connection }, workflowId, {
        work: () => observeDocument(db, settings, id, asItIs),
        parked: { saw: 'nothing' },
      });
    },
    async procoreReadRecord(ask: ReadAsk<'procore'>): Promise<void> {
      await readInto(context, ask);
    },
    async xeroReadRecord(ask: ReadAsk<'xero'>): Promise<void> {
      await readInto(context, ask);
    },
    async dbEndPass(end: EndOfPass): Promise<void> {
      await orPark<void>({ db, connection }, end.workflowId, {
        work: () => endPass(db, end),
        parked: undefined,
      });
    },
  };
}

/** A record read by itself is filed as it was asked for; of a list, each payment by its own id. */
function placeOf(read: Read): Place {
  return read.kind === 'procoreContractPayments'
    ? { kind: 'procoreContractPayment', feed: '' }
    : { kind: read.kind, feed: '', filedId: () => filedAs(read) };
}

/** Stores what a read brings. "Not found" is kept as what it is: not shown, never a deletion. */
async function readInto(
  context: DocumentContext,
  { workflowId, read }: { workflowId: string; read: Read },
): Promise<void> {
  const { db, settings } = context;
  const { connection } = settings;
  const began = new Date();
  const none = { records: [], aside: [] };
  const brought = await withHeartbeat(() => readRecord(context, read)).catch((error: unknown) => {
    if (error instanceof VendorError && error.kind === 'notFound') return none;
    throw failureOf(error);
  });
  const { records } = brought;
  const unreadable = named(placeOf(read), brought.aside).aside;
  await db.transaction(async (tx) => {
    if (records.length === 0 && unreadable.length === 0) {
      await markUnseen(tx, { connection, kind: read.kind, seenAt: began }, filedAs(read));
    }
    const concerned = [
      ...(await keepRecords(tx, connection, records, began)),
      ...(await keepUnreadable(tx, connection, unreadable)),
    ];
    const others = [...new Set(concerned)].filter((id) => id !== workflowId);
    await addWakeRows(
      tx,
      others.map((id) => wakeChanged(id, `read:${workflowId}`)),
    );
  });
}
