// Where the seeded company's variety comes from: numbers and ids that depend on the seed string and nothing else.
import { createHash } from 'node:crypto';

export type Random = {
  /** A whole number from 0 to limit - 1. */
  below(limit: number): number;
  /** A whole number from low to high, both included. */
  between(low: number, high: number): number;
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
};

/** mulberry32 over the first 32 bits of SHA-256(seed): small, fast, the same everywhere. */
export function randomFrom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32BE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => {
    if (limit < 1) throw new RangeError('below() needs a positive limit');
    return Math.floor((next() / 4_294_967_296) * limit);
  };
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('pick() needs at least one item');
    return item;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (percent) => below(100) < percent,
    pick,
    shuffled: <T>(items: readonly T[]): T[] => {
      const rest = [...items];
      const result: T[] = [];
      while (rest.length > 0) result.push(...rest.splice(below(rest.length), 1));
      return result;
    },
  };
}

/** A version-4-shaped UUID that is a function of the seed and a label. */
export function uuidFrom(seed: string, label: string): string {
  const hex = createHash('sha256').update(`${seed}|${label}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.slice(16, 17), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
