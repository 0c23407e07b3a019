// What stopped a batch before or while it was sent, as the machine in domain/delivery/batch.ts is told of it.
import type { UnreadableRecord } from '../connectors/http/call-report.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { NotSendableError } from '../connectors/xero/not-sendable-error.ts';
import type { IntentRow } from '../db/queries/documents.ts';
import type { Failure } from '../domain/delivery/batch.ts';
import type { KeptRecord } from '../domain/records/records.ts';

/** Targets of a change are no longer as the plan saw them; nothing was sent. */
export class TargetsMovedError extends Error {
  readonly moved: readonly string[];
  readonly seen: readonly KeptRecord[];
  /** Those among them that are there and cannot be read. */
  readonly aside: readonly UnreadableRecord[];
  /** Those that are not there any more, by their ids. */
  readonly gone: readonly string[];
  constructor(
    moved: readonly string[],
    { seen, gone = [] }: { seen: readonly KeptRecord[]; gone?: readonly string[] | undefined },
    aside: readonly UnreadableRecord[],
  ) {
    super(`${moved.length} targets moved since the plan; nothing was sent`);
    this.name = 'TargetsMovedError';
    this.moved = moved;
    this.seen = seen;
    this.aside = aside;
    this.gone = gone;
  }
}

/** The targets of a change could not be read again; nothing was sent. */
export class LookFailedError extends Error {
  readonly failure: VendorError;
  constructor(failure: VendorError) {
    super(failure.message);
    this.name = 'LookFailedError';
    this.failure = failure;
  }
}

/** A vendor's failure, or a body that cannot leave, in the domain's words; null for any other error. */
export function vendorFailureOf(error: unknown, members: readonly IntentRow[]): Failure | null {
  if (error instanceof NotSendableError) {
    const member = error.index === null ? undefined : members[error.index];
    return {
      kind: 'notSendable',
      status: null,
      retryAfterMs: null,
      messages: [`${error.field}: ${error.why}`],
      mayHaveLeft: false,
      member: member?.key ?? null,
    };
  }
  if (!(error instanceof VendorError)) return null;
  const { kind, status, retryAfterMs, messages, mayHaveHappened } = error;
  return { kind, status, retryAfterMs, messages, mayHaveLeft: mayHaveHappened, member: null };
}
