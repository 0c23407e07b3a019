// The one door from Postgres into Temporal: every wake row becomes a signal that starts or revives its workflow.
import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { OpenDatabase } from '../db/database.ts';
import type { Delivery } from '../db/queries/relay.ts';
import { deliverWakes } from '../db/queries/relay.ts';
import { wakeChannel } from '../db/queries/wake.ts';
import { searchAttributes } from '../domain/identity/messages.ts';
import { workflowNamed } from '../domain/identity/workflow-ids.ts';
import type { EntityInput } from '../workflows/messages.ts';

export type RelayOptions = {
  database: OpenDatabase;
  client: Client;
  taskQueue: string;
  /** Rows are looked for this often even when no notice arrives. */
  pollMs: number;
  /** A row heard but not done for so long is said again: its workflow may be lost. */
  resendAfterMs: number;
  onTrouble: (what: string, error: unknown) => void;
};

export type Relay = { stop(): Promise<void> };

const rowsPerRound = 200;
const signalsAtOnce = 20;
/**
 * 1 is served first and 5 last: what is decided and ready to leave need not queue behind hundreds of documents to be
 * looked at.
 */
const priorities = { writer: 1, document: 3 };

/** Starts relaying; goes on through lost connections to either side. */
export function startRelay(options: RelayOptions): Relay {
  let isStopping = false;
  let nudge: () => void = () => undefined;
  const listening = listen(options, () => nudge());
  const running = (async () => {
    while (!isStopping) {
      const isBusy = await round(options);
      if (isBusy || isStopping) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.pollMs);
        nudge = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      isStopping = true;
      nudge();
      await running;
      const subscription = await listening;
      await subscription?.unlisten().catch((error: unknown) => {
        // The server may be gone already; there is nothing left to hear.
        options.onTrouble('could not stop listening', error);
      });
    },
  };
}

/** postgres.js listens again by itself after a lost connection; until then the poll finds the rows. */
async function listen(options: RelayOptions, onNotice: () => void) {
  try {
    return await options.database.sql.listen(wakeChannel, onNotice);
  } catch (error) {
    options.onTrouble('cannot listen for wake rows; polling only', error);
    return null;
  }
}

async function round(options: RelayOptions): Promise<boolean> {
  try {
    const { resendAfterMs } = options;
    const found = await deliverWakes(
      options.database.db,
      { limit: rowsPerRound, resendAfterMs },
      (deliveries) => deliverAll(options, deliveries),
    );
    return found === rowsPerRound;
  } catch (error) {
    options.onTrouble('could not relay', error);
    return false;
  }
}

/** Signals some at a time; answers the rows that arrived. What did not stays for the next round. */
async function deliverAll(
  options: RelayOptions,
  deliveries: readonly Delivery[],
): Promise<number[]> {
  const arrived: number[] = [];
  const left = [...deliveries];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      try {
        await deliver(options, next);
        arrived.push(...next.rowIds);
      } catch (error) {
        options.onTrouble(`could not signal ${next.workflowId}`, error);
      }
    }
  };
  await Promise.all(Array.from({ length: signalsAtOnce }, lane));
  return arrived;
}

async function deliver({ client, taskQueue }: RelayOptions, delivery: Delivery): Promise<void> {
  const { workflowId, signal, payload } = delivery;
  const { type, connection } = workflowNamed(workflowId);
  const input: EntityInput = { connection, heard: 0 };
  await client.workflow.signalWithStart(type, {
    workflowId,
    taskQueue,
    priority: { priorityKey: type === 'writer' ? priorities.writer : priorities.document },
    args: [input],
    signal,
    signalArgs: [payload],
    typedSearchAttributes: [
      {
        key: defineSearchAttributeKey(searchAttributes.connection, 'KEYWORD'),
        value: connection,
      },
    ],
  });
}
