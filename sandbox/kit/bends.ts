// Which records a test has bent: what their answers say differently, or that they are not shown at all.
import { z } from 'zod';
import type { Collection, JournalledStore } from './store.ts';
import { pathMatches } from './faults.ts';

const fieldName = z.string().regex(/^[^.]+(\.[^.]+)*$/, 'must be names with dots between them');

export const bendSchema = z
  .strictObject({
    /** A path without its query, exact, or a prefix that ends in `*`. */
    path: z.string().min(1),
    id: z.union([z.string().min(1), z.int()]).transform(String),
    /** Field path with dots (`Contact.Name`, `LineItems.0.UnitAmount`) → any JSON value. */
    set: z.record(fieldName, z.json()).default({}),
    unset: z.array(fieldName).default([]),
    /** Left out of every list; reading it alone answers 404. */
    hide: z.boolean().default(false),
  })
  .refine(
    ({ set, unset, hide }) => hide || unset.length > 0 || Object.keys(set).length > 0,
    'Say what to bend: set, unset or hide',
  );

export const bendNamedSchema = z.strictObject({
  path: z.string().min(1),
  id: z.union([z.string().min(1), z.int()]).transform(String),
});

export type Bend = z.infer<typeof bendSchema>;
/** `applied` counts the answers the bend has changed. */
export type KeptBend = Bend & { applied: number };

export class BendPlan {
  readonly #bends: Collection<KeptBend>;

  constructor(store: JournalledStore) {
    this.#bends = store.collection<KeptBend>('kit.bends');
  }

  /** A second bend of the same path and id takes the place of the first. */
  put(bend: Bend): void {
    this.#bends.set(keyOf(bend), { ...bend, applied: 0 });
  }

  remove(bend: Pick<Bend, 'path' | 'id'>): void {
    this.#bends.delete(keyOf(bend));
  }

  clear(): void {
    for (const [key] of this.#bends.entries()) this.#bends.delete(key);
  }

  list(): KeptBend[] {
    return this.#bends.values();
  }

  at(path: string): Bend[] {
    return this.#bends.values().filter((bend) => pathMatches(bend.path, path));
  }

  count(bends: Iterable<Bend>): void {
    for (const bend of bends) {
      const kept = this.#bends.get(keyOf(bend));
      if (kept !== undefined) this.#bends.set(keyOf(bend), { ...kept, applied: kept.applied + 1 });
    }
  }
}

function keyOf({ path, id }: Pick<Bend, 'path' | 'id'>): string {
  return `${path} ${id.toLowerCase()}`;
}
