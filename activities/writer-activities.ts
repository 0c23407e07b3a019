// The activities of writers: claim a batch, send it to its end.
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import type { Database } from '../db/database.ts';
import type { Claim } from '../db/queries/claims.ts';
import { claimBatch, intentsAfterFailures } from '../db/queries/claims.ts';
import type { SpareAsk } from '../db/queries/spare-work.ts';
import { spareTurn } from '../db/queries/spare-work.ts';
import { beat } from '../db/queries/epoch.ts';
import type { Endpoint, Vendor } from '../domain/identity/endpoints.ts';
import { batchSizesOf, isSpare, spareCallsOf } from '../domain/identity/endpoints.ts';
import { withHeartbeat } from './heartbeats.ts';
import { createDirectCostsPort } from './direct-costs-port.ts';
import { createContractPaymentsPort } from './procore-ports.ts';
import { attachmentsPort } from './attachments-port.ts';
import { historyPort } from './history-port.ts';
import { createVendorsPort } from './vendors-port.ts';
import { sendBatch } from './send-batch.ts';
import { settleMembers } from './settle.ts';
import { createXeroPorts } from './xero-ports.ts';

export type WriterContext = {
  db: Database;
  connection: string;
  procore: ProcoreClient;
  xero: XeroClient;
  /** Whose budgets of calls are used. */
  organisations: Record<Vendor, string>;
  fillWaitMs: number;
  /** How many calls of Xero's day are kept from what is spare, and what its short window allows. */
  spare: Omit<SpareAsk, 'connection' | 'callsEach'>;
};

export type WriterActivities = ReturnType<typeof createWriterActivities>;

export type ClaimRequest = {
  endpoint: Endpoint;
  inHand: string[];
  /** The beat the writer was last told of; absent in one that was never told. */
  beat?: number;
};

/** How soon a writer asks again whether anything may leave. */
const confirmWaitMs = 1_000;

export function createWriterActivities(context: WriterContext) {
  const { db, connection, organisations } = context;
  const ports = {
    ...createXeroPorts(context.xero),
    'xero/attachments': attachmentsPort(context),
    'xero/history': historyPort(context.xero),
    'procore/contract_payments': createContractPaymentsPort(context.procore),
    'procore/direct_costs': createDirectCostsPort(context.procore),
    'procore/vendors': createVendorsPort(context.procore),
  };
  const send = ({ batchId }: { batchId: string }): Promise<void> =>
    withHeartbeat<void, { claim: number }>(({ before, tell }) =>
      sendBatch(
        {
          ...{ db, connection, organisations, ports },
          claimSeen: before?.claim ?? 0,
          onClaim: (claim) => tell({ claim }),
        },
        batchId,
      ),
    );
  return {
    async dbClaimBatch(ask: ClaimRequest): Promise<Claim> {
      const { endpoint, inHand } = ask;
      const now = await beat(db, connection, ask.beat ?? 0);
      if (!now.isConfirmed) {
        const why = 'nothing is written before a sweep has come to its end';
        return { claimed: 'later', waitMs: confirmWaitMs, why, beat: now.beat };
      }
      await failAfterFailures(db, connection, endpoint);
      const sizes = batchSizesOf(endpoint);
      const claim = await claimBatch(db, {
        connection,
        endpoint,
        inHand,
        batchSizeMaximum: sizes.any,
        changesMaximum: sizes.changes,
        fillWaitMs: context.fillWaitMs,
        ...(isSpare(endpoint)
          ? {
              spareTurn: (tx) =>
                spareTurn(tx, {
                  connection,
                  ...context.spare,
                  callsEach: spareCallsOf(endpoint),
                }),
            }
          : {}),
      });
      return { ...claim, beat: now.beat };
    },
    xeroSendBatch: send,
    procoreSendBatch: send,
  };
}

/** What must come after a write that failed will never leave: it fails too, and its document looks again. */
async function failAfterFailures(
  db: Database,
  connection: string,
  endpoint: Endpoint,
): Promise<void> {
  await db.transaction(async (tx) => {
    const left = await intentsAfterFailures(tx, connection, endpoint);
    await settleMembers(
      tx,
      left.map((intent) => ({ intent, ended: 'predecessorFailed' })),
    );
  });
}
