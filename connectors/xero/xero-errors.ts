// What each refusal of Xero means, in the closed set of vendor failures.
import type { LosslessJson } from '../http/lossless-json.ts';
import { askedToWaitMs, retryAfterMs } from '../http/retry-after.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { VendorFailureKind } from '../http/vendor-error.ts';
import type { SdkAnswer } from './sdk-transport.ts';

/**
 * A 401 for a scope that was never granted; renewing the token changes nothing. Xero writes `insufficent_scope`
 * (its own spelling) in WWW-Authenticate and `AuthorizationUnsuccessful` in the body (XeroAPI/xero-node issue 320).
 */
export function lacksScope({ status, headers, json, text }: SdkAnswer): boolean {
  if (status !== 401) return false;
  const said = `${headers['www-authenticate'] ?? ''} ${detailOf(json) ?? ''} ${text ?? ''}`;
  return /insuffici?ent_scope|AuthorizationUnsuccessful/i.test(said);
}

/** "Idempotency Key: KEY is used with a different request." (Xero OpenAPI 16.1.0, idempotencyKey). */
const keyUsedElsewhere = /idempotency key.*different request/i;

function kindOf(answer: SdkAnswer, messages: readonly string[]): VendorFailureKind {
  const { status } = answer;
  if (status === 401) return lacksScope(answer) ? 'forbidden' : 'signInExpired';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 429) return 'rateLimited';
  // 408 comes from between us and the vendor, which may go on with the work (RFC 9110, 15.5.9).
  if (status === 408 || status >= 500) return 'unavailable';
  if (status >= 400) {
    return messages.some((message) => keyUsedElsewhere.test(message)) ? 'conflict' : 'refused';
  }
  return 'malformedAnswer';
}

export function xeroFailure({
  answer,
  write,
  now,
  scope = null,
}: {
  answer: SdkAnswer;
  write: boolean;
  now: number;
  /** The scope that is known to be missing. */
  scope?: string | null;
}): VendorError {
  const said = sentencesOf(answer);
  const messages = scope === null ? said : [`the connection lacks the scope ${scope}`, ...said];
  const kind = kindOf(answer, messages);
  const waitMs = kind === 'rateLimited' ? retryAfterMs : askedToWaitMs;
  return new VendorError({
    vendor: 'xero',
    kind,
    status: answer.status,
    retryAfterMs: waitMs(answer.headers, now),
    limit: kind === 'rateLimited' ? limitOf(answer.headers) : null,
    messages,
    // An answered server error may come from after the work was done. A conflict over a key says that an earlier
    // request under it was taken.
    mayHaveHappened:
      write && (kind === 'unavailable' || kind === 'malformedAnswer' || kind === 'conflict'),
  });
}

/** `minute`, `day`, `concurrent` or `appminute`, also seen as `app-minute`. A concurrent 429 carries no Retry-After. */
function limitOf(headers: SdkAnswer['headers']): string | null {
  const problem = headers['x-rate-limit-problem']?.toLowerCase().replace(/[^a-z]/g, '');
  return problem === undefined || problem === '' ? null : problem;
}

const sentencesMax = 60;
const sentenceLengthMax = 500;

/** Xero's own sentences: of the elements of a 400 first, else of the envelope, else a short plain text. */
function sentencesOf({ json, text, headers }: SdkAnswer): string[] {
  if (text !== null) {
    // "The Organisation is offline" comes as plain text; a page of HTML says nothing of Xero's.
    const plain = !/html/i.test(headers['content-type'] ?? '') && !text.trimStart().startsWith('<');
    const sentence = text.trim();
    return plain && sentence !== '' && sentence.length <= 200 ? [sentence] : [];
  }
  const elements = field(json, 'Elements');
  const ofElements = (Array.isArray(elements) ? elements : []).flatMap(validationMessages);
  const found =
    ofElements.length > 0
      ? ofElements
      : [field(json, 'Message'), detailOf(json), ...modelStateOf(json)];
  const sentences = found.filter((sentence) => typeof sentence === 'string' && sentence !== '');
  return [...new Set(sentences as string[])]
    .slice(0, sentencesMax)
    .map((sentence) => sentence.slice(0, sentenceLengthMax));
}

/** Xero Projects says what is wrong with a field in an object of its own (Xero OpenAPI 16.1.0, Projects, Error; read 2026-11-27). */
function modelStateOf(json: LosslessJson | undefined): unknown[] {
  const state = field(json, 'ModelState');
  return typeof state === 'object' && state !== null ? Object.values(state).flat() : [];
}

function detailOf(json: LosslessJson | undefined): string | null {
  const detail = field(json, 'Detail');
  return typeof detail === 'string' ? detail : null;
}

/** The sentences of an element's `ValidationErrors`; one of Xero's examples has `Description` where `Message` should be. */
export function validationMessages(element: unknown): string[] {
  return messagesIn(element, 'ValidationErrors');
}

export function warningMessages(element: unknown): string[] {
  return messagesIn(element, 'Warnings');
}

function messagesIn(element: unknown, name: string): string[] {
  const entries = field(element as LosslessJson, name);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const message = field(entry, 'Message') ?? field(entry, 'Description');
    return typeof message === 'string' && message !== '' ? [message] : [];
  });
}

/** A member by its name in any case: Xero's problem bodies have appeared in PascalCase and in lower case. */
function field(json: LosslessJson | undefined, name: string): LosslessJson | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  if (name in json) return json[name];
  const key = Object.keys(json).find((other) => other.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : json[key];
}
