// The refusals a request can meet, each with its status and what the caller is told.

export class RequestError extends Error {
  readonly status: number;
  /** A word for programs; the message is for people. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, message: string, details: object = {}) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.code = code;
    this.details = { ...details };
  }
}

export class ForbiddenError extends RequestError {
  constructor(why: string) {
    super(403, 'forbidden', `Refused: ${why}.`);
  }
}

export class NotFoundError extends RequestError {
  constructor(what: string) {
    super(404, 'notFound', `There is no ${what} here.`);
  }
}

/** `field` says where to look. */
export class BadRequestError extends RequestError {
  readonly field: string | null;
  constructor(field: string | null, message: string) {
    super(400, 'badRequest', message, { field });
    this.field = field;
  }
}

/** What body parsers throw carries a status; anything else is a fault of ours. */
export function requestErrorOf(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error;
  const status = statusIn(error);
  if (status === 413) {
    return new RequestError(413, 'tooLarge', 'The body is larger than this address takes.');
  }
  if (status === 415) {
    return new RequestError(415, 'unsupportedEncoding', 'Send the body without compression.');
  }
  if (status !== null && status >= 400 && status < 500) {
    return new BadRequestError(null, 'The request cannot be read.');
  }
  return null;
}

function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}
