// Which requests a test has asked to go wrong, and how.
import { z } from 'zod';
import type { SandboxRequest } from './http.ts';
import type { Collection, JournalledStore } from './store.ts';

/**
 * refuse: answer `status` (503) and do nothing. dropAfter: do the work, then cut the connection. errorAfter: do the
 * work, then answer `status` (500). delay: wait `ms`, then work. 429: the vendor's own refusal. truncated: do the work
 * and promise the whole body, then cut the connection after half of it. html: a page in place of an answer, `status`
 * (200); the work is done only with `done`. empty: a list without elements. stale: a read of the books as they stood at the
 * previous read of the same address, or, without one, before the last write. pageShift: a page after the first as if
 * one record had come in before it: it begins with the last element of the page before, and its own last drops off.
 */
export const faultKinds = [
  'refuse',
  'dropAfter',
  'errorAfter',
  'delay',
  '429',
  'truncated',
  'html',
  'empty',
  'stale',
  'pageShift',
] as const;

export const faultSchema = z.strictObject({
  method: z.string().min(1),
  /** A path without its query, exact, or a prefix that ends in `*`. */
  path: z.string().min(1),
  /** The first matching request it hits, counted from 1 since the fault was set. */
  from: z.int().min(1).default(1),
  times: z.int().min(1).default(1),
  kind: z.enum(faultKinds),
  status: z.int().min(200).max(599).optional(),
  ms: z.int().min(0).max(600_000).optional(),
  /** Only requests whose body holds this text, as it was sent or as JSON means it. */
  bodyIncludes: z.string().min(1).optional(),
  /** Only requests whose query says this of each name. */
  query: z.record(z.string(), z.string()).optional(),
  /** Of `html`: whether the vendor did its work before the page came in its place. */
  done: z.boolean().optional(),
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
  next(request: SandboxRequest): FaultSpec | null {
    let due: FaultSpec | null = null;
    for (const [id, fault] of this.#faults.entries()) {
      if (!matches(fault, request)) continue;
      const seen = fault.seen + 1;
      const fires = due === null && seen >= fault.from && fault.fired < fault.times;
      if (fires) due = fault;
      this.#faults.set(id, { ...fault, seen, fired: fault.fired + (fires ? 1 : 0) });
    }
    return due;
  }
}

function matches(fault: FaultSpec, { method, path, query, rawBody }: SandboxRequest): boolean {
  if (fault.method !== '*' && fault.method.toUpperCase() !== method) return false;
  if (!pathMatches(fault.path, path)) return false;
  const wanted = Object.entries(fault.query ?? {});
  if (wanted.some(([name, value]) => query.get(name) !== value)) return false;
  return fault.bodyIncludes === undefined || bodyHolds(rawBody, fault.bodyIncludes);
}

/** A client may write a letter of JSON as an escape. */
function bodyHolds(rawBody: Buffer, wanted: string): boolean {
  const text = rawBody.toString('utf8');
  if (text.includes(wanted)) return true;
  try {
    return JSON.stringify(JSON.parse(text)).includes(JSON.stringify(wanted).slice(1, -1));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A path without its query, exact, or a prefix that ends in `*`. */
export function pathMatches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
