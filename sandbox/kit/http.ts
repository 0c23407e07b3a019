// What a sandbox's request and answer are, and how they are read from and written to a socket.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type SandboxRequest = {
  method: string;
  /** The decoded path without its query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names; repeated headers are joined as Node joins them. */
  headers: Record<string, string | undefined>;
  rawBody: Buffer;
  /** Decoded values of the route's `{name}` parts. */
  params: Record<string, string>;
  /** Who calls, once the token was checked; `open` on routes that need none. */
  app: string;
  role: string;
  /** What the token was asked for; null where nothing narrows it. */
  scopes: readonly string[] | null;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  /** Undefined = no body; bytes, and a string with `contentType`, are sent as they are; anything else as JSON. */
  body?: unknown;
  contentType?: string;
};

export class BodyTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The request body is larger than ${maxBytes} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/** Reads to the end even when too large, so that the client can read the refusal. */
export async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= maxBytes) chunks.push(bytes);
  }
  if (size > maxBytes) throw new BodyTooLarge(maxBytes);
  return Buffer.concat(chunks);
}

export function requestOf(incoming: IncomingMessage, rawBody: Buffer): SandboxRequest {
  const url = new URL(incoming.url ?? '/', 'http://sandbox.invalid');
  const headers = Object.entries(incoming.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const,
  );
  return {
    method: (incoming.method ?? 'GET').toUpperCase(),
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    rawBody,
    params: {},
    app: 'open',
    role: 'open',
    scopes: null,
  };
}

export function writeAnswer(
  response: ServerResponse,
  answer: Answer,
  extra: Record<string, string>,
): void {
  response.end(writeHead(response, answer, extra));
}

/** Promises the whole body and cuts the connection after half of it. */
export function writeHalf(
  response: ServerResponse,
  answer: Answer,
  extra: Record<string, string>,
): void {
  const body = writeHead(response, answer, extra);
  if (body.length === 0) response.end();
  else response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

/** Gives back the body that is to follow. */
function writeHead(
  response: ServerResponse,
  answer: Answer,
  extra: Record<string, string>,
): Buffer {
  const headers: Record<string, string> = { ...extra, ...answer.headers };
  let text: string | Buffer = '';
  if (Buffer.isBuffer(answer.body)) {
    text = answer.body;
    headers['content-type'] = answer.contentType ?? 'application/octet-stream';
  } else if (typeof answer.body === 'string' && answer.contentType !== undefined) {
    text = answer.body;
    headers['content-type'] = answer.contentType;
  } else if (answer.body !== undefined) {
    text = JSON.stringify(answer.body);
    headers['content-type'] = answer.contentType ?? 'application/json; charset=utf-8';
  }
  const body = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  if (answer.status !== 204) headers['content-length'] = String(body.length);
  response.writeHead(answer.status, headers);
  return body;
}
