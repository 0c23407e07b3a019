// The writer of one endpoint: takes batches of ready intents and sees each to its end, up to three at once.
import {
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { WriterActivities } from '../activities/writer-activities.ts';
import type { Endpoint } from '../domain/identity/endpoints.ts';
import { parseWriterId, vendorOf } from '../domain/identity/endpoints.ts';
import { databaseWork, vendorWrite } from './activity-options.ts';
import type { WriterInput } from './messages.ts';
import { changedSignal, decideSignal, settledSignal, stateQuery } from './messages.ts';

const database = proxyLocalActivities<WriterActivities>(databaseWork);
const vendors = proxyActivities<WriterActivities>(vendorWrite);

/** Calls in flight of one writer; the slots in Postgres bound all writers of a vendor together. */
const batchesInHandMaximum = 3;
/** A run longer than this begins a new one once its hands are empty. */
const historyLengthMaximum = 1_000;

/**
 * It holds no state of its own: what it has in hand is found again in Postgres. It remembers how far Postgres was, so
 * that one restored from an older copy is noticed before anything is written by it.
 */
export async function writer(input: WriterInput): Promise<void> {
  let heard = input.heard;
  let beat = input.beat;
  const inHand = new Set<string>();
  const hear = (): void => {
    heard += 1;
  };
  setHandler(changedSignal, hear);
  setHandler(decideSignal, hear);
  setHandler(settledSignal, hear);
  setHandler(stateQuery, () => ({
    at: inHand.size > 0 ? 'writing' : 'resting',
    heard,
    documentState: null,
  }));
  const at = parseWriterId(workflowInfo().workflowId);
  if (!at) throw new Error('a writer is named writer/<connection>/<vendor>/<endpoint>');

  await condition(() => heard > 0);
  while (heard > 0 || inHand.size > 0) {
    const isLong = workflowInfo().historyLength > historyLengthMaximum;
    if (inHand.size >= batchesInHandMaximum || (isLong && inHand.size > 0)) {
      const before = inHand.size;
      await condition(() => inHand.size < before);
      continue;
    }
    if (isLong) break;
    const heardBefore = heard;
    const claim = await database.dbClaimBatch({
      endpoint: at.endpoint,
      inHand: [...inHand],
      ...(beat === undefined ? {} : { beat }),
    });
    beat = Math.max(beat ?? 0, claim.beat ?? 0);
    if (claim.claimed === 'batch') {
      inHand.add(claim.batchId);
      void send(at.endpoint, claim.batchId).finally(() => {
        inHand.delete(claim.batchId);
        // What was left of it may have to be claimed again.
        heard += 1;
      });
    } else if (claim.claimed === 'later') {
      await sleep(claim.waitMs);
    } else {
      heard -= heardBefore;
      if (inHand.size > 0) await condition(() => heard > 0);
    }
  }
  await continueAsNew<typeof writer>({
    connection: input.connection,
    heard,
    ...(beat === undefined ? {} : { beat }),
  });
}

async function send(endpoint: Endpoint, batchId: string): Promise<void> {
  if (vendorOf(endpoint) === 'procore') await vendors.procoreSendBatch({ batchId });
  else await vendors.xeroSendBatch({ batchId });
}
