// The gate of both connectors: every request takes a lease from the shared budget in Postgres first.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallGate } from '../connectors/http/call-gate.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Database } from '../db/database.ts';
import type { VendorLimits } from '../db/queries/vendor-calls.ts';
import { finishCall, leaseCall, pauseVendor } from '../db/queries/vendor-calls.ts';
import type { Vendor } from '../domain/identity/endpoints.ts';

export type GateOptions = {
  db: Database;
  connection: string;
  /** Whose budget it is: connections of one company share that company's. */
  organisation: string;
  vendor: Vendor;
  limits: VendorLimits;
  /** A wait longer than this is given back to Temporal as a timer instead of holding a worker's slot. */
  waitMsMaximum: number;
};

/** A vendor that cannot serve and does not say for how long is left alone this long. */
const ownBackOffMs = 2_000;

/** What any answer asks for, whatever its status; without that, a little after those that ask for rest. */
function pauseAfter({ retryAfterMs, status }: VendorError): number | null {
  if (retryAfterMs !== null) return retryAfterMs;
  return status === 429 || status === 503 ? ownBackOffMs : null;
}

export function createBudgetedGate(options: GateOptions): CallGate {
  const { db, connection, organisation, vendor, limits, waitMsMaximum } = options;
  return async (call, send) => {
    const began = Date.now();
    for (;;) {
      const ask = { connection, organisation, vendor, purpose: call.purpose, batchId: null };
      const lease = await leaseCall(db, limits, ask);
      if (lease.granted) {
        try {
          return await send();
        } catch (error) {
          // Everyone stays away, not only this caller.
          const pauseMs = error instanceof VendorError ? pauseAfter(error) : null;
          if (pauseMs !== null) await pauseVendor(db, organisation, pauseMs);
          throw error;
        } finally {
          await finishCall(db, lease.id);
        }
      }
      if (Date.now() - began + lease.waitMs > waitMsMaximum) {
        throw new VendorError({
          vendor,
          kind: 'rateLimited',
          status: null,
          retryAfterMs: lease.waitMs,
          limit: 'ownBudget',
          messages: ['the shared budget of calls is used up'],
          mayHaveHappened: false,
        });
      }
      await sleep(lease.waitMs);
    }
  };
}
