// What the write path needs from a vendor's endpoint, whichever it is: send, look up, and look again before an update.
import type { VendorError } from '../connectors/http/vendor-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { KeptRecord } from '../domain/records/records.ts';

/** One element of an answer. `marker` is null where the answer does not say whose it is. */
export type SendResult =
  | {
      ok: true;
      marker: string | null;
      targetId: string;
      record: KeptRecord;
      warnings: readonly string[];
    }
  | { ok: false; marker: string | null; messages: readonly string[] };

/**
 * What is known after sending. `stoppedBy` is why the members without a result have none, where that is known;
 * `untried` are those among them whose request never left.
 */
export type Sent = {
  results: SendResult[];
  stoppedBy: VendorError | null;
  untried: readonly IntentRow[];
};

export type EndpointPort = {
  /** Reads the members' targets again; answers those that are no longer as the plan saw them, by key. */
  findStale(members: readonly IntentRow[]): Promise<{ stale: Set<string>; seen: KeptRecord[] }>;
  /**
   * One request, or one a member where the endpoint takes no more; `assertHeld` is asked before each and throws when
   * another attempt has taken over. Throws VendorError or NotSendableError when nothing was written.
   */
  send(
    members: readonly IntentRow[],
    idempotencyKey: string,
    assertHeld: () => Promise<void>,
  ): Promise<Sent>;
  /** What the vendor already holds of these members, by marker. */
  lookUp(members: readonly IntentRow[], since: Date): Promise<Map<string, KeptRecord>>;
  /** Whether a request repeated under its key, within the vendor's memory of it, takes effect once. */
  keyMemoryMs: number;
  /** Whether what is sent again after a look-up keeps its key, which is then each member's own. */
  keepsKey: boolean;
  /** How long after it left a request without an answer may still take effect. */
  quietMs: number;
};
