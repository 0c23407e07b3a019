// What a request without a usable answer means in the closed set of vendor failures.
import { NoAnswerError, UnusableAnswerError } from './http-request.ts';
import { VendorError } from './vendor-error.ts';
import type { VendorName } from './vendor-error.ts';

/** The vendor failure for a transport's error; null for any other error, which is not the vendor's. */
export function transportFailure({
  vendor,
  error,
  write,
}: {
  vendor: VendorName;
  error: unknown;
  write: boolean;
}): VendorError | null {
  if (error instanceof NoAnswerError) {
    return new VendorError({
      vendor,
      kind: 'noAnswer',
      status: null,
      messages: [error.reason],
      mayHaveHappened: write && error.mayHaveArrived,
    });
  }
  if (error instanceof UnusableAnswerError) {
    return new VendorError({
      vendor,
      kind: 'malformedAnswer',
      status: error.status,
      messages: [error.why],
      mayHaveHappened: write,
    });
  }
  return null;
}
