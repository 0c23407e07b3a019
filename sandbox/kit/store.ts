// What a sandbox remembers: named collections in memory, journalled so that a killed process finds them again.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Values are never changed in place: `set` a new object, so that a rollback finds the old one. */
export type Collection<T> = {
  get(id: string): T | undefined;
  has(id: string): boolean;
  set(id: string, value: T): void;
  delete(id: string): void;
  values(): T[];
  entries(): [string, T][];
  readonly size: number;
};

type Change = { name: string; id: string; existed: boolean; previous: unknown };
type Operation = [name: string, id: string, value: unknown] | [name: string, id: string];

/** One version of the books undone: what each record was before. */
type Undo = readonly Change[];

/** Versions that can still be read; what the kit itself keeps (names starting with `kit.`) has none. */
const VERSIONS_MAX = 200;

const JOURNAL = 'journal.jsonl';
const BIGINT_KEY = '$bigint';

/**
 * All changes since the last `commit` form one line of the journal, written with one `writeSync` before the answer
 * leaves. A process killed in the middle leaves at most one torn last line, which is a request that was never
 * answered, and which the next start ignores.
 */
export class JournalledStore {
  readonly #collections = new Map<string, Map<string, unknown>>();
  #file: number | null;
  #changes: Change[] = [];
  #undos: Undo[] = [];
  #version = 0;

  constructor(dataDir: string | null) {
    if (dataDir === null) {
      this.#file = null;
      return;
    }
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, JOURNAL);
    if (existsSync(path)) this.#load(readFileSync(path, 'utf8'));
    this.#compact(path);
    this.#file = openSync(path, 'a');
  }

  collection<T>(name: string): Collection<T> {
    const map = this.#map(name) as Map<string, T>;
    return {
      get: (id) => map.get(id),
      has: (id) => map.has(id),
      set: (id, value) => {
        this.#changes.push(this.#changeFrom(name, id));
        map.set(id, value);
      },
      delete: (id) => {
        if (!map.has(id)) return;
        this.#changes.push(this.#changeFrom(name, id));
        map.delete(id);
      },
      values: () => [...map.values()],
      entries: () => [...map.entries()],
      get size() {
        return map.size;
      },
    };
  }

  /** Empties every collection whose name the predicate accepts. */
  wipe(accepts: (name: string) => boolean): void {
    for (const name of this.#collections.keys()) {
      if (!accepts(name)) continue;
      const collection = this.collection<unknown>(name);
      for (const [id] of collection.entries()) collection.delete(id);
    }
  }

  /** A place to roll back to, inside the transaction that `commit` ends. */
  savepoint(): number {
    return this.#changes.length;
  }

  rollbackTo(savepoint: number): void {
    const undone = this.#changes.splice(savepoint);
    for (const change of undone.reverse()) this.#undo(change);
  }

  commit(): void {
    if (this.#changes.length === 0) return;
    const undo = this.#changes.filter(({ name }) => !name.startsWith('kit.'));
    if (undo.length > 0) {
      this.#version += 1;
      this.#undos = [...this.#undos.slice(1 - VERSIONS_MAX), undo];
    }
    const changed = new Map<string, Operation>();
    for (const { name, id } of this.#changes) {
      const map = this.#map(name);
      changed.set(`${name} ${id}`, map.has(id) ? [name, id, map.get(id)] : [name, id]);
    }
    this.#changes = [];
    if (this.#file !== null) writeLine(this.#file, encode([...changed.values()]));
  }

  /** Counts the commits that changed anything but the kit's own. */
  get version(): number {
    return this.#version;
  }

  /** Does work on the books as they stood at an earlier version, or at the oldest one still known. It must only read. */
  at<T>(version: number, work: () => T): T {
    const undos = version >= this.#version ? [] : this.#undos.slice(version - this.#version);
    const undone = undos.flat().reverse();
    const now = undone.map(({ name, id }) => this.#changeFrom(name, id));
    for (const change of undone) this.#undo(change);
    try {
      return work();
    } finally {
      for (const change of now) this.#undo(change);
    }
  }

  /** A request still asleep when the sandbox closes works on memory only; its answer never leaves. */
  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #changeFrom(name: string, id: string): Change {
    const map = this.#map(name);
    return { name, id, existed: map.has(id), previous: map.get(id) };
  }

  #undo({ name, id, existed, previous }: Change): void {
    if (existed) this.#map(name).set(id, previous);
    else this.#map(name).delete(id);
  }

  #map(name: string): Map<string, unknown> {
    const found = this.#collections.get(name);
    if (found !== undefined) return found;
    const created = new Map<string, unknown>();
    this.#collections.set(name, created);
    return created;
  }

  #load(text: string): void {
    const lines = text.split('\n');
    // Every whole line ends in a line feed; what follows the last one is a torn write.
    for (const line of lines.slice(0, -1)) {
      for (const operation of decode(line)) {
        const [name, id] = operation;
        if (operation.length === 3) this.#map(name).set(id, operation[2]);
        else this.#map(name).delete(id);
      }
    }
  }

  #compact(path: string): void {
    const next = `${path}.next`;
    const file = openSync(next, 'w');
    for (const [name, map] of this.#collections) {
      for (const [id, value] of map) writeLine(file, encode([[name, id, value]]));
    }
    closeSync(file);
    renameSync(next, path);
  }
}

function writeLine(file: number, text: string): void {
  const bytes = Buffer.from(`${text}\n`, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

function encode(operations: readonly Operation[]): string {
  return JSON.stringify(operations, (_key, value: unknown) =>
    typeof value === 'bigint' ? { [BIGINT_KEY]: value.toString() } : value,
  );
}

function decode(line: string): Operation[] {
  return JSON.parse(line, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(BIGINT_KEY in value)) return value;
    return BigInt(String(value[BIGINT_KEY]));
  }) as Operation[];
}
