// How a right that one part of Xero lacks keeps nothing else of Xero waiting: what needs it is tried again, alone and later.
import { VendorError } from '../connectors/http/vendor-error.ts';

/** As where the shared budget is used up: nothing left, nobody else has to wait, and it is tried again. */
export function later(retryAfterMs: number, why: string): VendorError {
  const failure = {
    vendor: 'xero',
    kind: 'rateLimited',
    status: null,
    limit: 'ownBudget',
  } as const;
  return new VendorError({ ...failure, retryAfterMs, messages: [why], mayHaveHappened: false });
}

/** Throws `rateLimited` in place of `forbidden`, for which Xero would be left alone altogether. */
export async function withoutPause<T>(
  retryAfterMs: number,
  why: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'forbidden') throw error;
    throw later(retryAfterMs, error.messages[0] ?? why);
  }
}
