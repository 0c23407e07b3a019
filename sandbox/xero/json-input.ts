// How a request's JSON is read: a field is absent, or of its type, or the whole request is refused as unreadable.
import type { SandboxRequest } from '../kit/http.ts';
import type { Day } from './dates.ts';
import type { Decimal } from './decimal.ts';
import { parseDay } from './dates.ts';
import { parseDecimal } from './decimal.ts';
import { postDataInvalid } from './failures.ts';

export type JsonObject = Record<string, unknown>;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** The body's JSON; Xero needs one for every write. */
export function jsonBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.rawBody.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw postDataInvalid(`Invalid Json data: ${error.message}`);
    throw error;
  }
}

/** Null counts as absent, as Xero reads it. */
export function text(input: JsonObject, field: string): string | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw postDataInvalid(`Unexpected value for ${field}: a string is expected`);
}

export function flag(input: JsonObject, field: string): boolean | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw postDataInvalid(`Unexpected value for ${field}: true or false is expected`);
}

export function decimal(input: JsonObject, field: string): Decimal | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined) return undefined;
  const parsed = parseDecimal(value);
  if (parsed === null) throw postDataInvalid(`Unexpected value for ${field}: a number is expected`);
  return parsed;
}

export function guid(input: JsonObject, field: string): string | undefined {
  const value = text(input, field);
  if (value === undefined || value === '' || value === EMPTY_GUID) return undefined;
  if (!isGuid(value)) throw postDataInvalid(`Unexpected value for ${field}: a GUID is expected`);
  return value.toLowerCase();
}

export function day(input: JsonObject, field: string): Day | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined || value === '') return undefined;
  const parsed = parseDay(value);
  if (parsed === null) throw postDataInvalid(`Unexpected value for ${field}: a date is expected`);
  return parsed;
}

export function object(input: JsonObject, field: string): JsonObject | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined) return undefined;
  if (isObject(value)) return value;
  throw postDataInvalid(`Unexpected value for ${field}: an object is expected`);
}

export function objects(input: JsonObject, field: string): JsonObject[] | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw postDataInvalid(`Unexpected value for ${field}: an array of objects is expected`);
}
