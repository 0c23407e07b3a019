// A body that cannot go to Xero exactly as it was decided; nothing was sent.

/** Which body of the request it was (by position), which field, and why. The rest of the batch may be sent without it. */
export class NotSendableError extends Error {
  /** Position in `bodies`, or null where the request as a whole cannot be sent. */
  readonly index: number | null;
  readonly field: string;
  readonly why: string;

  constructor({ index, field, why }: { index: number | null; field: string; why: string }) {
    super(`not sent to Xero: ${field}${index === null ? '' : ` of body ${index}`}: ${why}`);
    this.name = 'NotSendableError';
    this.index = index;
    this.field = field;
    this.why = why;
  }
}
