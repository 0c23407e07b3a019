// Which requests a test has asked to go wrong, and how.
import { z } from 'zod';
import type { Collection, JournalledStore } from './store.ts';

export const faultSchema = z.strictObject({
  method: z.string().min(1),
  /** A path without its query, exact, or a prefix that ends in `*`. */
  path: z.string().min(1),
  /** The first matching request it hits, counted from 1 since the fault was set. */
  from: z.int().min(1).default(1),
  times: z.int().min(1).default(1),
  /**
   * refuse: answer `status` (503) and do nothing. dropAfter: do the work, then cut the connection. errorAfter: do the
   * work, then answer `status` (500). delay: wait `ms`, then work. 429: the vendor's own refusal.
   */
  kind: z.enum(['refuse', 'dropAfter', 'errorAfter', 'delay', '429']),
  status: z.int().min(400).max(599).optional(),
  ms: z.int().min(0).max(600_000).optional(),
});

export type FaultSpec = z.infer<typeof faultSchema>;
export type Fault = FaultSpec & { seen: number; fired: number };

export class FaultPlan {
  readonly #faults: Collection<Fault>;

  constructor(store: JournalledStore) {
    this.#faults = store.collection<Fault>('kit.faults');
  }

  add(spec: FaultSpec): void {
    const id = String(this.#faults.size + 1).padStart(6, '0');
    this.#faults.set(id, { ...spec, seen: 0, fired: 0 });
  }

  clear(): void {
    for (const [id] of this.#faults.entries()) this.#faults.delete(id);
  }

  list(): Fault[] {
    return this.#faults.values();
  }

  /** Counts the request against every matching fault; the first one due is the one that happens. */
  next(method: string, path: string): FaultSpec | null {
    let due: FaultSpec | null = null;
    for (const [id, fault] of this.#faults.entries()) {
      if (!matches(fault, method, path)) continue;
      const seen = fault.seen + 1;
      const fires = due === null && seen >= fault.from && fault.fired < fault.times;
      if (fires) due = fault;
      this.#faults.set(id, { ...fault, seen, fired: fault.fired + (fires ? 1 : 0) });
    }
    return due;
  }
}

function matches(fault: FaultSpec, method: string, path: string): boolean {
  if (fault.method !== '*' && fault.method.toUpperCase() !== method) return false;
  return pathMatches(fault.path, path);
}

/** A path without its query, exact, or a prefix that ends in `*`. */
export function pathMatches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
