// What the write path needs from a vendor's endpoint, whichever it is: send, look up, and look again before a change.
import type { BeforeSend } from '../connectors/http/call-gate.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { EndpointTraits } from '../domain/delivery/batch.ts';
import type { KeptRecord, RecordKind } from '../domain/records/records.ts';

/** One element of an answer. `marker` and `targetId` are null where the answer does not say whose it is. */
export type SendResult =
  | {
      ok: true;
      marker: string | null;
      targetId: string | null;
      /** Null where a deletion leaves nothing to be read. */
      record: KeptRecord | null;
      warnings: readonly string[];
    }
  | { ok: false; marker: string | null; targetId: string | null; messages: readonly string[] };

/**
 * What is known after sending. `stoppedBy` is why the members without a result have none, where that is known;
 * `untried` are those among them whose request was never made.
 */
export type Sent = {
  results: SendResult[];
  stoppedBy: Error | null;
  untried: readonly IntentRow[];
};

/** What bears a member's mark, or says what it says; null = it is no longer there. */
export type Found = ReadonlyMap<string, readonly (KeptRecord | null)[]>;

/** Asked for these members behind the gate, after the lease and immediately before their request leaves. */
export type Proof = (members: readonly IntentRow[]) => BeforeSend;

export type EndpointPort = EndpointTraits & {
  /** What its records are in the mirror. */
  recordKind: RecordKind;
  /** For so long the vendor takes a request repeated under its key once. */
  keyMemoryMs: number;
  /** Whether what it holds already is cheap to list, so that it is read before the first request too. */
  looksFirst: boolean;
  /** Whether what a creation rests on is read again too, as the targets of changes are. */
  readsBeforeCreation: boolean;
  /**
   * Reads the members' targets again; answers those that are no longer as the plan saw them, by key, and by their ids those that
   * a list which was read whole does not show.
   */
  findStale(
    members: readonly IntentRow[],
    beforeLook: BeforeSend,
  ): Promise<{ stale: Set<string>; seen: KeptRecord[]; gone?: readonly string[] }>;
  /**
   * One request, or one a member where the endpoint takes no more; `proof` is asked before each. Throws VendorError or
   * NotSendableError when nothing was written, and whatever the proof throws. `tries` is how often it was tried, this time
   * included; absent for the first.
   */
  send(
    members: readonly IntentRow[],
    idempotencyKey: string,
    proof: Proof,
    tries?: number,
  ): Promise<Sent>;
  /** What the vendor holds of these members, by their keys. `since` is the vendor's own time, before which none was written. */
  lookUp(members: readonly IntentRow[], since: string | null): Promise<Found>;
};
