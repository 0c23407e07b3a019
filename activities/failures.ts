// Temporal's failures: which kind, whether to try again, and when. What a sweep could not read is told in lost-access.ts.
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { failureTypes } from '../domain/identity/messages.ts';

/** The plan derived again is another one: look once more. */
export function planMoved(workflowId: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `the plan of ${workflowId} moved between the look and the write`,
    failureTypes.planMoved,
  );
}

/** Not an error: the vendor's limits make it wait, and Temporal tries again then. */
export function notNow(waitMs: number, why: string): ApplicationFailure {
  return ApplicationFailure.create({
    message: why,
    type: failureTypes.notNow,
    nonRetryable: false,
    nextRetryDelay: Math.max(50, Math.ceil(waitMs)),
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** One of our own assumptions is broken; nothing was written because of it. */
export function invariantBroken(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(what, failureTypes.invariant);
}

/** A vendor's failure as Temporal should treat it when the activity itself cannot deal with it. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof VendorError)) return error;
  switch (error.kind) {
    case 'rateLimited':
      return notNow(error.retryAfterMs ?? 2_000, error.message);
    case 'noAnswer':
    case 'unavailable':
    case 'malformedAnswer':
      return ApplicationFailure.retryable(error.message, failureTypes.unavailable);
    case 'signInExpired':
    case 'forbidden':
    case 'notFound':
      return ApplicationFailure.nonRetryable(error.message, failureTypes.accessLost);
    case 'refused':
    case 'conflict':
      return ApplicationFailure.nonRetryable(error.message, failureTypes.refused);
  }
}
