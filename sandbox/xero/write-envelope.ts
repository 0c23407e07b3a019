// How a write of one or many elements is answered: all or nothing, or, with summarizeErrors=false, each on its own.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { JsonObject } from './json-input.ts';
import type { XeroState } from './xero-state.ts';
import { Refusal } from '../kit/refusal.ts';
import {
  ValidationFailure,
  badRequest,
  notFoundAnswer,
  postDataInvalid,
  validationEnvelope,
} from './failures.ts';
import { EMPTY_GUID, isObject, jsonBody } from './json-input.ts';

export type Written = { shown: Record<string, unknown>; warnings?: readonly string[] };

export type Endpoint = {
  /** The envelope's key. */
  plural: string;
  /** Null where an element has no id of its own. */
  idField: string | null;
  /** The flag that says an element has errors; documents and other records spell it differently, and some have none. */
  errorFlag: 'HasErrors' | 'HasValidationErrors' | null;
  /** Fields of a refused element that are given back as they came. */
  echoed: readonly string[];
  /** What else a refused element tells, where that is more than such fields. */
  refused?: (input: JsonObject) => Record<string, unknown>;
};

/**
 * Xero recommends about 50 elements and documents no limit but the size of the request; this one keeps a batch that no
 * client should send from being taken. Source: Xero developer docs, Rate limits and request size, read 2026-11-23.
 */
const ELEMENTS_MAX = 500;

/** `{"Invoices":[…]}`, a bare array, or one bare object. */
function elementsOf(state: XeroState, request: SandboxRequest, plural: string): JsonObject[] {
  const sent = jsonBody(request);
  const body = asStored(state, sent);
  const list = isObject(body) && plural in body ? body[plural] : body;
  const elements = Array.isArray(list) ? list : [list];
  if (!elements.every(isObject)) {
    throw postDataInvalid(`The body must be an object, or an object with an array ${plural}`);
  }
  return elements;
}

/** What the books make of the texts of a write. */
function asStored(state: XeroState, sent: unknown): unknown {
  const isDropping = state.rule('emoji') === 'drop';
  const isTrimming = state.rule('whitespace') === 'trim';
  if (!isDropping && !isTrimming) return sent;
  return JSON.parse(JSON.stringify(sent), (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const text = isDropping ? value.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '') : value;
    return isTrimming ? text.trim() : text;
  }) as unknown;
}

export function envelope(state: XeroState, content: Record<string, unknown>): Answer {
  return {
    status: 200,
    body: {
      Id: state.newId(),
      Status: 'OK',
      ProviderName: 'Tieout',
      DateTimeUTC: `/Date(${state.kit.clock.nowMs()})/`,
      ...content,
    },
  };
}

/** PUT and POST of many elements. */
export function writeMany(
  state: XeroState,
  request: SandboxRequest,
  endpoint: Endpoint,
  write: (input: JsonObject) => Written,
): Answer {
  const inputs = elementsOf(state, request, endpoint.plural);
  if (inputs.length === 0)
    throw postDataInvalid(`At least one element of ${endpoint.plural} is needed`);
  if (inputs.length > ELEMENTS_MAX) {
    throw badRequest(`At most ${ELEMENTS_MAX} elements can be sent in one request`);
  }
  const absent = state.rule('summarizeErrorsAbsent') === 'asTrue' ? 'true' : 'false';
  const isSummarised = (request.query.get('summarizeErrors') ?? absent).toLowerCase() !== 'false';
  const results = inputs.map((input) => attempt(state, input, endpoint, write));
  if (!isSummarised) {
    const elements = results.map((result) => eachShown(state, result, endpoint));
    return envelope(state, { [endpoint.plural]: elements });
  }
  const failed = results.filter((result) => result.failure !== null);
  if (failed.length > 0) {
    const refusal = validationEnvelope(failed.map(({ shown }) => shown));
    // An answer that is not thrown leaves what the good elements wrote.
    if (state.rule('partialWrite') === 'theGood') return refusal;
    throw new Refusal(refusal);
  }
  return envelope(state, { [endpoint.plural]: results.map((result) => plainShown(state, result)) });
}

/** A POST to one id: never a 200 with an error inside. */
export function writeOne(
  state: XeroState,
  request: SandboxRequest,
  endpoint: Endpoint,
  write: (input: JsonObject) => Written,
): Answer {
  const [input, ...others] = elementsOf(state, request, endpoint.plural);
  if (input === undefined || others.length > 0)
    throw postDataInvalid('Exactly one element is needed');
  const result = attempt(state, input, endpoint, write);
  if (result.failure !== null) {
    const { optionId, id } = request.params;
    const named = { ...result.shown, ...idShown(endpoint, optionId ?? id) };
    throw new Refusal(validationEnvelope([named]));
  }
  return envelope(state, { [endpoint.plural]: [plainShown(state, result)] });
}

type Result = {
  shown: Record<string, unknown>;
  warnings: readonly string[];
  failure: ValidationFailure | null;
};

/** What a refused element changed (a contact made on the way) is undone; its neighbours stand. */
function attempt(
  state: XeroState,
  input: JsonObject,
  endpoint: Endpoint,
  write: (input: JsonObject) => Written,
): Result {
  const savepoint = state.kit.store.savepoint();
  try {
    const { shown, warnings } = write(input);
    return { shown, warnings: warnings ?? [], failure: null };
  } catch (error) {
    if (!(error instanceof ValidationFailure)) throw error;
    state.kit.store.rollbackTo(savepoint);
    return { shown: refusedShown(state, input, endpoint, error), warnings: [], failure: error };
  }
}

function eachShown(
  state: XeroState,
  { shown, warnings, failure }: Result,
  { errorFlag }: Endpoint,
): Record<string, unknown> {
  const isFine = failure === null && warnings.length === 0;
  if (isFine && state.rule('elementStatus') === 'onlyErrors') return shown;
  const status = failure === null ? (warnings.length > 0 ? 'WARNING' : 'OK') : 'ERROR';
  return {
    ...shown,
    StatusAttributeString: status,
    ...(errorFlag === null ? {} : { [errorFlag]: failure !== null }),
    ...(warnings.length === 0 ? {} : { Warnings: messagesOf(state, warnings) }),
  };
}

function plainShown(state: XeroState, { shown, warnings }: Result): Record<string, unknown> {
  return warnings.length === 0
    ? shown
    : { ...shown, StatusAttributeString: 'WARNING', Warnings: messagesOf(state, warnings) };
}

function refusedShown(
  state: XeroState,
  input: JsonObject,
  endpoint: Endpoint,
  failure: ValidationFailure,
): Record<string, unknown> {
  const { idField, errorFlag, echoed } = endpoint;
  const echo = echoed.flatMap((field) => {
    const value = input[field];
    return typeof value === 'string' ? [[field, value] as const] : [];
  });
  return {
    ...idShown(endpoint, idField === null ? undefined : input[idField]),
    ...Object.fromEntries(echo),
    ...endpoint.refused?.(input),
    ...(errorFlag === null ? {} : { [errorFlag]: true }),
    StatusAttributeString: 'ERROR',
    ValidationErrors: messagesOf(state, failure.messages),
  };
}

function idShown({ idField }: Endpoint, id: unknown): Record<string, string> {
  if (idField === null) return {};
  return { [idField]: typeof id === 'string' && id !== '' ? id : EMPTY_GUID };
}

function messagesOf(state: XeroState, messages: readonly string[]): Record<string, string>[] {
  return messages.map((message) => ({ [state.rule('errorField')]: message }));
}

export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Refusal(notFoundAnswer());
  return value;
}
