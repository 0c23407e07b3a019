// What the write path needs from a vendor's endpoint, whichever it is: send, look up, and look again before an update.
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

export type EndpointPort = {
  /** Reads the members' targets again; answers those that are no longer as the plan saw them, by key. */
  findStale(members: readonly IntentRow[]): Promise<{ stale: Set<string>; seen: KeptRecord[] }>;
  /** One request. Throws VendorError or NotSendableError. */
  send(members: readonly IntentRow[], idempotencyKey: string): Promise<SendResult[]>;
  /** What the vendor already holds of these members, by marker. */
  lookUp(members: readonly IntentRow[], since: Date): Promise<Map<string, KeptRecord>>;
  /** Whether a request repeated under its key, within the vendor's memory of it, takes effect once. */
  keyMemoryMs: number;
};
