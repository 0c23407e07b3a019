// The shapes in which Xero says no to a request or to one element of it.
import type { Answer } from '../kit/http.ts';
import { Refusal } from '../kit/refusal.ts';

/** One element breaks rules; the others of its request may still be fine. */
export class ValidationFailure extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join(' '));
    this.name = 'ValidationFailure';
    this.messages = messages;
  }
}

/** Collects what is wrong with an element, so that one answer tells everything. */
export class Problems {
  readonly #messages: string[] = [];

  add(message: string): void {
    if (!this.#messages.includes(message)) this.#messages.push(message);
  }

  addIf(isWrong: boolean, message: string): void {
    if (isWrong) this.add(message);
  }

  get any(): boolean {
    return this.#messages.length > 0;
  }

  throwIfAny(): void {
    if (this.any) throw new ValidationFailure(this.#messages);
  }
}

/** A body that cannot be read at all: bad JSON, a string where a number belongs, a GUID or date that is none. */
// Source: XeroAPI/xero-php-oauth2 issue 228, read 2026-11-23.
export function postDataInvalid(message: string): Refusal {
  return new Refusal({
    status: 400,
    body: { ErrorNumber: 14, Type: 'PostDataInvalidException', Message: message },
  });
}

/** A `where` or `order` that is not one of the forms served. */
export function queryParse(message: string): Refusal {
  return new Refusal({
    status: 400,
    body: { ErrorNumber: 16, Type: 'QueryParseException', Message: message },
  });
}

// Source: Xero OpenAPI 16.1.0, schema Error, read 2026-11-23.
export function validationEnvelope(elements: readonly unknown[]): Answer {
  return {
    status: 400,
    body: {
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
      Elements: elements,
    },
  };
}

/** A single-message refusal without elements. */
export function badRequest(message: string): Refusal {
  return new Refusal({
    status: 400,
    body: { ErrorNumber: 10, Type: 'ValidationException', Message: message },
  });
}

/** Plain text, not JSON. Source: "verified response from the live API" in freakboy3742/pyxero's tests, read 2026-11-24. */
export function notFoundAnswer(): Answer {
  return {
    status: 404,
    body: "The resource you're looking for cannot be found",
    contentType: 'text/plain; charset=utf-8',
  };
}

export function notFound(): Refusal {
  return new Refusal(notFoundAnswer());
}
