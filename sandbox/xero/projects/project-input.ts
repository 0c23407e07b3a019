// How a body of the Projects API is read: a field is absent, or of its type, or named as wrong.
import type { Decimal } from '../decimal.ts';
import type { JsonObject } from '../json-input.ts';
import type { ModelProblems } from './project-failures.ts';
import type { SandboxRequest } from '../../kit/http.ts';
import { EMPTY_GUID, isGuid, isObject } from '../json-input.ts';
import { ModelInvalid } from './project-failures.ts';
import { parseDecimal } from '../decimal.ts';
import { projectTexts as texts } from './project-texts.ts';

export function modelOf(request: SandboxRequest): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(request.rawBody.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!isObject(body)) throw new ModelInvalid({ model: [texts.body] });
  return body;
}

/** `name` is told as `model.Name`. */
function fieldOf(name: string): string {
  return `model.${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

/** Reads the fields of one body; what is of the wrong type is told and counts as absent. */
export class Model {
  readonly #input: JsonObject;
  readonly #problems: ModelProblems;

  constructor(input: JsonObject, problems: ModelProblems) {
    this.#input = input;
    this.#problems = problems;
  }

  /** Null counts as absent. */
  has(name: string): boolean {
    return (this.#input[name] ?? null) !== null;
  }

  text(name: string): string | null {
    return this.#read(name, 'a string', (value) => (typeof value === 'string' ? value : null));
  }

  guid(name: string): string | null {
    const id = this.#read(name, 'a GUID', (value) =>
      typeof value === 'string' && isGuid(value) ? value.toLowerCase() : null,
    );
    return id === EMPTY_GUID ? null : id;
  }

  decimal(name: string): Decimal | null {
    return this.#read(name, 'a number', parseDecimal);
  }

  wholeNumber(name: string): number | null {
    return this.#read(name, 'a whole number', (value) =>
      typeof value === 'number' && Number.isInteger(value) ? value : null,
    );
  }

  object(name: string): JsonObject | null {
    return this.#read(name, 'an object', (value) => (isObject(value) ? value : null));
  }

  instant(name: string): number | null {
    return this.#read(name, 'a date and time in ISO 8601', (value) =>
      typeof value === 'string' ? instantOf(value) : null,
    );
  }

  wrong(name: string, message: string): void {
    this.#problems.add(fieldOf(name), message);
  }

  #read<T>(name: string, what: string, read: (value: unknown) => T | null): T | null {
    if (!this.has(name)) return null;
    const value = read(this.#input[name]);
    if (value === null) this.wrong(name, texts.expected(what));
    return value;
  }
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** UTC where no zone is said; null for anything else than ISO 8601. */
export function instantOf(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const isZoned = match[4] !== undefined || match[1] === undefined;
  const atMs = Date.parse(isZoned ? text : `${text}Z`);
  return Number.isNaN(atMs) ? null : atMs;
}
