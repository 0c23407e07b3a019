// The activities of writers: claim a batch, send it to its end.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import type { Claim } from '../db/queries/batches.ts';
import { claimBatch } from '../db/queries/batches.ts';
import type { Endpoint } from '../domain/identity/workflow-ids.ts';
import { withHeartbeat } from './heartbeats.ts';
import { createContractPaymentsPort } from './procore-ports.ts';
import { sendBatch } from './send-batch.ts';
import { createXeroPorts } from './xero-ports.ts';

export type WriterContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  fillWaitMs: number;
};

export type WriterActivities = ReturnType<typeof createWriterActivities>;

/** Xero recommends about fifty elements a request. Procore takes one contract payment, so its batches leave one by one. */
const batchSizeMaximum: Record<Endpoint, number> = {
  'xero/contacts': 50,
  'xero/purchaseorders': 50,
  'xero/invoices': 50,
  'procore/contract_payments': 20,
};

export function createWriterActivities(context: WriterContext) {
  const { db, connection } = context;
  const ports = {
    ...createXeroPorts(context.xero),
    'procore/contract_payments': createContractPaymentsPort(context.procore),
  };
  const send = ({ batchId }: { batchId: string }): Promise<void> =>
    withHeartbeat(() => sendBatch({ db, connection, ports }, batchId));
  return {
    async dbClaimBatch(ask: { endpoint: Endpoint; inHand: string[] }): Promise<Claim> {
      return claimBatch(db, {
        connection,
        ...ask,
        batchSizeMaximum: batchSizeMaximum[ask.endpoint],
        fillWaitMs: context.fillWaitMs,
      });
    },
    xeroSendBatch: send,
    procoreSendBatch: send,
  };
}
