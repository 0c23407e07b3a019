// What time it is in a sandbox: the machine's clock, moved by an offset that a test sets and a restart keeps.
import type { Collection, JournalledStore } from './store.ts';

type Offset = { offsetMs: number };

export class SandboxClock {
  readonly #offsets: Collection<Offset>;

  constructor(store: JournalledStore) {
    this.#offsets = store.collection<Offset>('kit.clock');
  }

  nowMs(): number {
    return Date.now() + (this.#offsets.get('offset')?.offsetMs ?? 0);
  }

  now(): Date {
    return new Date(this.nowMs());
  }

  set(atMs: number): void {
    this.#offsets.set('offset', { offsetMs: atMs - Date.now() });
  }

  advance(byMs: number): void {
    this.set(this.nowMs() + byMs);
  }
}
