// Which requests the vendor's own paths have answered, in order, kept across restarts.
import type { Collection, JournalledStore } from './store.ts';

export type AccessLogEntry = {
  seq: number;
  at: string;
  app: string | null;
  method: string;
  path: string;
  status: number;
  /** Documents in the body of a write; 0 for a read. */
  elements: number;
};

const ENTRIES_MAX = 20_000;

export class AccessLog {
  readonly #entries: Collection<AccessLogEntry>;
  readonly #last: Collection<{ seq: number }>;

  constructor(store: JournalledStore) {
    this.#entries = store.collection<AccessLogEntry>('kit.accessLog');
    this.#last = store.collection<{ seq: number }>('kit.accessLogLast');
  }

  add(entry: Omit<AccessLogEntry, 'seq'>): void {
    const seq = (this.#last.get('last')?.seq ?? 0) + 1;
    this.#last.set('last', { seq });
    this.#entries.set(String(seq), { seq, ...entry });
    this.#entries.delete(String(seq - ENTRIES_MAX));
  }

  since(seq: number): AccessLogEntry[] {
    return this.#entries
      .values()
      .filter((entry) => entry.seq > seq)
      .sort((one, other) => one.seq - other.seq);
  }
}
