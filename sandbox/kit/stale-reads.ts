// What a read would have said earlier: at the same address's previous read, or before the last write.
import type { Answer, SandboxRequest } from './http.ts';
import type { Handler } from './router.ts';
import type { JournalledStore } from './store.ts';

const ADDRESSES_MAX = 10_000;

export class StaleReads {
  readonly #store: JournalledStore;
  /** The version of the books at each address's last read; forgotten when the sandbox ends. */
  readonly #seen = new Map<string, number>();

  constructor(store: JournalledStore) {
    this.#store = store;
  }

  /** A stale answer is no reading of the present, so it leaves the memory as it is. */
  answer(request: SandboxRequest, handle: Handler): Answer {
    if (request.method !== 'GET') return handle(request);
    const version = this.#seen.get(addressOf(request)) ?? this.#store.version - 1;
    return this.#store.at(version, () => handle(request));
  }

  saw(request: SandboxRequest): void {
    if (request.method !== 'GET') return;
    const address = addressOf(request);
    this.#seen.delete(address);
    this.#seen.set(address, this.#store.version);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > ADDRESSES_MAX && oldest !== undefined) this.#seen.delete(oldest);
  }
}

function addressOf({ app, path, query, headers }: SandboxRequest): string {
  return `${app} ${path}?${query.toString()} ${headers['if-modified-since'] ?? ''}`;
}
