// The activities of documents: each named for the system it touches, with its dependencies passed in.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import type { ObserverSettings } from '../db/observe/settings.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import type { Observed } from '../domain/lifecycle/lifecycle.ts';
import type { Read } from '../domain/records/read.ts';
import type { EndOfPass } from './end-pass.ts';
import { endPass } from './end-pass.ts';
import { invariantBroken } from './failures.ts';
import { observeDocument } from './observe-document.ts';
import { readInto } from './readers.ts';

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
      await readInto(context, ask);
    },
    async xeroReadRecord(ask: ReadAsk<'xero'>): Promise<void> {
      await readInto(context, ask);
    },
    async dbEndPass(end: EndOfPass): Promise<void> {
      await endPass(db, end);
    },
  };
}
