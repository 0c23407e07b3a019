// How old an attempt's knowledge is: by a clock that stands while the machine sleeps and one that does not, whichever says more.

export type Clocks = { monotonicMs(): number; wallMs(): number };

/** A stopped process shows in both; a suspended machine only in the wall clock; a set clock only makes a retry. */
export const machineClocks: Clocks = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** Milliseconds since it was made. */
export type Stopwatch = () => number;

export function startWatch(clocks: Clocks): Stopwatch {
  const [monotonic, wall] = [clocks.monotonicMs(), clocks.wallMs()];
  return () => Math.max(clocks.monotonicMs() - monotonic, clocks.wallMs() - wall);
}

/** Between the look, or the last proof, and the request there was too much time; nothing was sent. */
export class TooOldError extends Error {
  constructor(what: string, ms: number) {
    super(`${what} was ${Math.round(ms)} ms ago; nothing was sent`);
    this.name = 'TooOldError';
  }
}
