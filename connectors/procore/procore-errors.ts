// What each refusal of Procore means, in the closed set of vendor failures.
import type { HttpAnswer } from '../http/http-request.ts';
import { parseLosslessJson } from '../http/lossless-json.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { askedToWaitMs, retryAfterMs } from '../http/retry-after.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { VendorFailureKind } from '../http/vendor-error.ts';

/**
 * Procore's error reference (github.com/procore/documentation api_essentials/error_reference.md, read 2026-11-23):
 * 400 malformed, 401 token, 403 permission or app not installed, 404 absent or hidden, 405, 406 unknown field,
 * 408 query too big, 409 duplicate, 422 business rule, 429, 5xx.
 */
function kindOf(status: number): VendorFailureKind {
  if (status === 401) return 'signInExpired';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rateLimited';
  // 408 comes from between us and the vendor, which may go on with the work (RFC 9110, 15.5.9).
  if (status === 408 || status >= 500) return 'unavailable';
  if (status >= 400) return 'refused';
  return 'malformedAnswer';
}

export function procoreFailure({
  answer,
  write,
  now,
}: {
  answer: HttpAnswer;
  write: boolean;
  now: number;
}): VendorError {
  const kind = kindOf(answer.status);
  const waitMs = kind === 'rateLimited' ? retryAfterMs : askedToWaitMs;
  return new VendorError({
    vendor: 'procore',
    kind,
    status: answer.status,
    retryAfterMs: waitMs(answer.headers, now),
    messages: sentencesOf(answer.text),
    // An answered server error may come from after the work was done; so may one we cannot make sense of.
    mayHaveHappened: write && (kind === 'unavailable' || kind === 'malformedAnswer'),
  });
}

const sentencesMax = 20;
const sentenceLengthMax = 500;

/** v1 answers `{"errors": …}` (text, list, or field → messages) or `{"error": {code, message, details}}`. */
function sentencesOf(body: string): string[] {
  let parsed: LosslessJson;
  try {
    parsed = parseLosslessJson(body);
  } catch (error) {
    // An HTML page from a proxy: nothing in it is Procore's own sentence.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  if (!isObject(parsed)) return [];
  const found = [...sentences(parsed['errors'], ''), ...sentences(parsed['error'], '')];
  if (found.length === 0 && typeof parsed['message'] === 'string') found.push(parsed['message']);
  return found.slice(0, sentencesMax).map((sentence) => sentence.slice(0, sentenceLengthMax));
}

function sentences(value: LosslessJson | undefined, field: string): string[] {
  if (typeof value === 'string') return [field === '' ? value : `${field}: ${value}`];
  if (Array.isArray(value)) return value.flatMap((item) => sentences(item, field));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    sentences(inner, ['message', 'details', 'base'].includes(name) ? field : name),
  );
}

function isObject(value: LosslessJson | undefined): value is { [key: string]: LosslessJson } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
