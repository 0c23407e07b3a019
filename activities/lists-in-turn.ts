// Reads several lists one after the other, past each that cannot be read: it is named, and the rest is read all the same.
import { setTimeout as sleep } from 'node:timers/promises';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { canBeLeftOut } from './read-by-themselves.ts';
import type { LeftOut } from './lost-access.ts';

export type ListInTurn = {
  /** In people's words. */
  what: string;
  projectId: string | null;
  read: () => Promise<readonly LeftOut[]>;
  /** What to read is known from the lists before it. */
  reliesOnOthers?: boolean;
};

/** A list that fails for the moment is asked for again so soon after, before it is left out for this run. */
const triesAfterMs = [1_000, 3_000];

/**
 * Answers what was left out. Throws what hides everything, an expired sign-in or a limit, and what the first list said
 * where none could be read at all: then it is the vendor that is away, and not one list.
 */
export async function readInTurn(lists: readonly ListInTurn[]): Promise<LeftOut[]> {
  const leftOut: LeftOut[] = [];
  const failures: VendorError[] = [];
  let seen = 0;
  for (const { what, projectId, read, reliesOnOthers } of lists) {
    // What is looked up from what was read says nothing of access by being empty.
    if (reliesOnOthers === true && seen === 0) continue;
    try {
      leftOut.push(...(await trying(read)));
      seen += 1;
    } catch (error) {
      if (!canBeLeftOut(error) && !isForTheMoment(error)) throw error;
      failures.push(error);
      leftOut.push({ what, projectId, why: error.message });
    }
  }
  const [first] = failures;
  if (seen === 0 && first !== undefined) throw first;
  return leftOut;
}

async function trying<T>(read: () => Promise<T>): Promise<T> {
  for (const waitMs of triesAfterMs) {
    try {
      return await read();
    } catch (error) {
      if (!isForTheMoment(error)) throw error;
      await sleep(waitMs);
    }
  }
  return read();
}

function isForTheMoment(error: unknown): error is VendorError {
  return (
    error instanceof VendorError &&
    ['unavailable', 'noAnswer', 'malformedAnswer'].includes(error.kind)
  );
}
