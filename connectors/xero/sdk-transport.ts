// How xero-node's requests are bounded and its answers taken as Xero sent them: the one door to the SDK's own axios.
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { StoppedBeforeSend } from '../http/call-gate.ts';
import type { MayLeave } from '../http/call-gate.ts';
import {
  answerBytesMax as answerBytesMaxDefault,
  classifyTransportError,
  defaultTimeoutMs,
  NoAnswerError,
  UnusableAnswerError,
} from '../http/http-request.ts';
import { parseLosslessJson } from '../http/lossless-json.ts';
import type { LosslessJson } from '../http/lossless-json.ts';

/** An answer as it came: numbers as exact text, dates unread. A body that is not JSON is kept as text, not as a value. */
export interface SdkAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: LosslessJson | undefined;
  readonly text: string | null;
}

/** The part of axios this file sets. xero-node exports neither its axios nor the types of it. */
interface SdkRequestConfig {
  timeout?: number;
  signal?: AbortSignal;
  maxRedirects?: number;
  maxContentLength?: number;
  proxy?: false;
  validateStatus?: () => boolean;
  transformResponse?: ((data: unknown) => unknown)[];
  transport?: SdkTransport;
}
/** What axios calls in place of Node's http or https. */
interface SdkTransport {
  readonly request: (
    options: http.RequestOptions,
    onAnswer: (answer: http.IncomingMessage) => void,
  ) => http.ClientRequest;
}
interface SdkAxios {
  readonly defaults: SdkRequestConfig;
  readonly interceptors: {
    readonly request: { use: (onRequest: (config: SdkRequestConfig) => SdkRequestConfig) => void };
    readonly response: {
      use: (onAnswer: (answer: RawAnswer) => RawAnswer, onError: (error: unknown) => never) => void;
    };
  };
}
interface RawAnswer {
  readonly status: number;
  readonly headers: object;
  readonly data: unknown;
}

interface Attempt {
  readonly totalMs: number;
  readonly answerBytesMax: number;
  readonly signal: AbortSignal;
  readonly mayLeave: MayLeave;
  answer: SdkAnswer | null;
  failure: { readonly error: unknown } | null;
}

const attempts = new AsyncLocalStorage<Attempt>();

/** Text that was not JSON, told apart from a JSON string. */
class NotJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function readBody(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  if (data === '') return new NotJson('');
  try {
    return parseLosslessJson(data);
  } catch (error) {
    if (error instanceof SyntaxError) return new NotJson(data);
    throw error;
  }
}

/**
 * xero-node calls `axios(options)` on a module-level axios with no time limit, and in an ES module
 * `import axios from 'axios'` is *another* copy (the package ships one build per module system), on which a limit
 * does nothing. So the copy is resolved from where xero-node stands. Proved by a hanging stub in
 * test/connectors/xero/sdk-transport.test.ts.
 */
function boundSdkAxios(): void {
  const fromHere = createRequire(import.meta.url);
  const fromSdk = createRequire(fromHere.resolve('xero-node'));
  const axios = fromSdk('axios') as SdkAxios;
  axios.defaults.timeout = defaultTimeoutMs;
  axios.defaults.maxRedirects = 0;
  axios.defaults.maxContentLength = answerBytesMaxDefault;
  axios.interceptors.request.use((config) => {
    const attempt = attempts.getStore();
    return attempt === undefined ? config : boundConfig(config, attempt);
  });
  axios.interceptors.response.use(
    (answer) => {
      const attempt = attempts.getStore();
      if (attempt !== undefined) attempt.answer = toSdkAnswer(answer);
      return answer;
    },
    (error: unknown) => {
      const attempt = attempts.getStore();
      if (attempt !== undefined) attempt.failure = { error };
      // Passed on as it came: xero-node makes its own rejection of it.
      throw error;
    },
  );
}
boundSdkAxios();

function boundConfig(config: SdkRequestConfig, attempt: Attempt): SdkRequestConfig {
  const { totalMs, signal, answerBytesMax, mayLeave } = attempt;
  return Object.assign(config, {
    timeout: totalMs,
    signal,
    maxRedirects: 0,
    maxContentLength: answerBytesMax,
    // As the Procore side does: the address that is configured is the address that is called.
    proxy: false,
    // Every status is an answer. Otherwise axios reports a body cut short and a refusal in the same way, both with a
    // status, and a truncated 200 to a write could pass for a refusal.
    validateStatus: () => true,
    transformResponse: [readBody],
    transport: guardedTransport(mayLeave),
  } satisfies SdkRequestConfig);
}

/**
 * Node holds a request's bytes back until its connection stands, so the question is asked twice: when the request gets
 * a connection, and when a new one is made. Destroyed there, nothing has left. Over TLS the handshake is still to come.
 */
function guardedTransport(mayLeave: MayLeave): SdkTransport {
  return {
    request: (options, onAnswer) => {
      const { request } = options.protocol === 'https:' ? https : http;
      const made = request(options, onAnswer);
      const check = () => {
        try {
          mayLeave();
        } catch (error) {
          made.destroy(error instanceof Error ? error : new Error(String(error)));
        }
      };
      made.once('socket', (socket: Socket) => {
        if (socket.connecting) socket.once('connect', check);
        else check();
      });
      return made;
    },
  };
}

function toSdkAnswer({ status, headers, data }: RawAnswer): SdkAnswer {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') flat[name.toLowerCase()] = value;
    else if (Array.isArray(value)) flat[name.toLowerCase()] = value.join(', ');
  }
  return data instanceof NotJson
    ? { status, headers: flat, json: undefined, text: data.text }
    : { status, headers: flat, json: data as LosslessJson, text: null };
}

/**
 * Runs one xero-node call and gives Xero's answer, whatever its status. The SDK's own view of the answer is not used:
 * it turns numbers into doubles, drops fields it does not know, reads dates in the machine's time zone and fails a
 * whole page for one odd date. Throws NoAnswerError or UnusableAnswerError.
 */
export async function sendThroughSdk({
  totalMs,
  answerBytesMax = answerBytesMaxDefault,
  mayLeave,
  run,
}: {
  totalMs: number;
  answerBytesMax?: number;
  mayLeave?: MayLeave | undefined;
  run: () => Promise<unknown>;
}): Promise<SdkAnswer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), totalMs);
  const { signal } = deadline;
  const stopped = new StoppedBeforeSend();
  const attempt: Attempt = {
    totalMs,
    answerBytesMax,
    signal,
    mayLeave: stopped.guard(mayLeave),
    answer: null,
    failure: null,
  };
  try {
    const rejection = await attempts.run(attempt, () =>
      run().then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    );
    stopped.rethrow();
    if (attempt.answer !== null) return attempt.answer;
    if (attempt.failure !== null) {
      throw transportError(attempt.failure.error, attempt);
    }
    return answerUnseen(rejection);
  } finally {
    clearTimeout(timer);
  }
}

function transportError(error: unknown, { answerBytesMax, signal }: Attempt): Error {
  const { message = '', response } = error as { message?: string; response?: RawAnswer };
  if (message.startsWith('maxContentLength size of')) {
    return new UnusableAnswerError(response?.status ?? 200, `larger than ${answerBytesMax} bytes`);
  }
  const headersArrived = response !== undefined;
  return classifyTransportError({ error, timedOut: signal.aborted, headersArrived });
}

/**
 * The call went past our interceptors, as it would with a second axios in node_modules. What xero-node says is then all
 * there is: it rejects with JSON *text* `{"response":{"statusCode","headers","body"}}`, status 0 for no answer
 * (XeroAPI/xero-node issues 500 and 741).
 */
function answerUnseen(rejection: { readonly error: unknown } | null): SdkAnswer {
  if (rejection === null) {
    throw new UnusableAnswerError(200, 'xero-node did not use the axios whose limits were set');
  }
  const answer = answerOfRejection(rejection.error);
  if (answer === null) throw new NoAnswerError('reset', true);
  return answer;
}

/** Reads what xero-node rejects with; null where it says that no answer came. */
export function answerOfRejection(rejection: unknown): SdkAnswer | null {
  if (typeof rejection !== 'string') throw rejection;
  const { response } = JSON.parse(rejection) as {
    response?: { statusCode?: number; headers?: object; body?: unknown };
  };
  const status = response?.statusCode ?? 0;
  if (status === 0) return null;
  const body = readBody(
    typeof response?.body === 'string' ? response.body : JSON.stringify(response?.body ?? ''),
  );
  return toSdkAnswer({ status, headers: response?.headers ?? {}, data: body });
}
