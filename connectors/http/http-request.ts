// How one HTTP request is made: no redirects, three time limits, a size cap, and a failure that says how far it got.
import { Agent, DecoratorHandler, request } from 'undici';
import type { Dispatcher } from 'undici';
import { StoppedBeforeSend } from './call-gate.ts';
import type { MayLeave } from './call-gate.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked when the first byte is about to leave; what it throws is thrown on, and nothing has left. */
  readonly mayLeave?: MayLeave | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface HttpLimits {
  /** From the call to the last byte of the answer. */
  readonly totalMs: number;
  readonly answerBytesMax: number;
}

export const defaultTimeoutMs = 25_000;
/** A page of 1,000 documents with lines is a few megabytes; beyond this something is wrong. */
export const answerBytesMax = 50 * 1024 * 1024;

export const noAnswerReasons = ['notConnected', 'timeout', 'reset', 'truncated'] as const;
export type NoAnswerReason = (typeof noAnswerReasons)[number];

/** No whole answer arrived. `mayHaveArrived` is false only where the request certainly never left. */
export class NoAnswerError extends Error {
  readonly reason: NoAnswerReason;
  readonly mayHaveArrived: boolean;
  constructor(reason: NoAnswerReason, mayHaveArrived: boolean) {
    super(`no answer: ${reason}`);
    this.name = 'NoAnswerError';
    this.reason = reason;
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** An answer arrived and cannot be used: too large, or not text in UTF-8. */
export class UnusableAnswerError extends Error {
  readonly status: number;
  readonly why: string;
  constructor(status: number, why: string) {
    super(`an answer could not be used: ${why}`);
    this.name = 'UnusableAnswerError';
    this.status = status;
    this.why = why;
  }
}

/** Node's and undici's codes for a connection that was never made: nothing can have been sent over it. */
const neverConnectedCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const timeoutCodes = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ECONNABORTED',
]);

/** The code of an error, or of the error that caused it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string') return code;
  return codeOf(error.cause);
}

/** What a transport's error means, for any client that reports Node's error codes. */
export function classifyTransportError({
  error,
  timedOut,
  headersArrived,
}: {
  error: unknown;
  timedOut: boolean;
  headersArrived: boolean;
}): NoAnswerError {
  const code = codeOf(error);
  if (code !== undefined && neverConnectedCodes.has(code) && !headersArrived) {
    return new NoAnswerError('notConnected', false);
  }
  if (timedOut || (code !== undefined && timeoutCodes.has(code))) {
    return new NoAnswerError('timeout', true);
  }
  return new NoAnswerError(headersArrived ? 'truncated' : 'reset', true);
}

export type SendHttp = (ask: HttpRequest) => Promise<HttpAnswer>;

/** A sender with its own connections and limits. Throws NoAnswerError or UnusableAnswerError; any status is an answer. */
export function createHttpSender({
  totalMs = defaultTimeoutMs,
  answerBytesMax: bytesMax = answerBytesMax,
}: Partial<HttpLimits> = {}): SendHttp {
  // The header and body limits repeat the total one, so that none of undici's own defaults (300 s) can outlast it.
  const dispatcher = new Agent({
    connect: { timeout: Math.min(10_000, totalMs) },
    headersTimeout: totalMs,
    bodyTimeout: totalMs,
    maxResponseSize: -1,
  });
  return async ({ method, url, headers, body, mayLeave }) => {
    const stopped = new StoppedBeforeSend();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), totalMs);
    let headersArrived = false;
    try {
      // undici follows no redirect unless told to: an answer that points elsewhere is only an answer.
      const answer = await request(url, {
        dispatcher: mayLeave ? guarded(dispatcher, stopped.guard(mayLeave)) : dispatcher,
        method,
        headers,
        body: body ?? null,
        signal: deadline.signal,
      });
      headersArrived = true;
      const text = await readText(answer.statusCode, answer.body, bytesMax);
      return { status: answer.statusCode, headers: flatHeaders(answer.headers), text };
    } catch (error) {
      stopped.rethrow();
      if (error instanceof UnusableAnswerError) throw error;
      throw classifyTransportError({ error, timedOut: deadline.signal.aborted, headersArrived });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** undici says `onRequestStart` once the connection stands, right before it writes the request to it. */
function guarded(agent: Agent, mayLeave: MayLeave): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    const inner: Dispatcher.DispatchHandler = new DecoratorHandler(handler);
    return dispatch(options, {
      onRequestStart: (...started) => {
        mayLeave();
        inner.onRequestStart?.(...started);
      },
      onRequestUpgrade: (...upgrade) => inner.onRequestUpgrade?.(...upgrade),
      onResponseStart: (...start) => inner.onResponseStart?.(...start),
      onResponseData: (...data) => inner.onResponseData?.(...data),
      onResponseEnd: (...end) => inner.onResponseEnd?.(...end),
      onResponseError: (...failure) => inner.onResponseError?.(...failure),
    });
  });
}

async function readText(
  status: number,
  body: AsyncIterable<unknown>,
  bytesMax: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    // Throwing out of the loop destroys the stream, so the rest is never read.
    if (bytes > bytesMax) throw new UnusableAnswerError(status, `larger than ${bytesMax} bytes`);
    chunks.push(buffer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TypeError) throw new UnusableAnswerError(status, 'not UTF-8 text');
    throw error;
  }
}

function flatHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
  }
  return flat;
}
