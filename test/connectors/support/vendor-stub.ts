// A small local HTTP server that answers as it is told, call by call, and remembers what it was asked.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export type StubAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object is written as JSON; text goes out as it is. */
      readonly body?: unknown;
    }
  /** Never answers. */
  | 'hang'
  /** Reads the request, then destroys the connection. */
  | 'reset'
  /** Promises more bytes than it sends, then destroys the connection. */
  | 'truncate'
  /** Sends its headers and a byte a moment, for ever. */
  | 'drip';
export type StubHandler = (call: StubCall) => StubAnswer | undefined;

export interface VendorStub {
  readonly url: string;
  readonly calls: StubCall[];
  readonly close: () => Promise<void>;
}

/** Starts a stub on a free port of 127.0.0.1. What the handler leaves undefined is a 500 that no test expects. */
export async function startVendorStub(handler: StubHandler): Promise<VendorStub> {
  const calls: StubCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://stub');
      const call = {
        method: request.method ?? '',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      calls.push(call);
      answer(response, handler(call) ?? { status: 500, body: 'the stub has no answer' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, given: StubAnswer): void {
  if (given === 'hang') return;
  if (given === 'reset') {
    response.socket?.destroy();
    return;
  }
  if (given === 'truncate') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"Invoices":[');
    setTimeout(() => response.socket?.destroy(), 20);
    return;
  }
  if (given === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
    return;
  }
  const { status = 200, headers = {}, body = '' } = given;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}

/** The port of a server that has just closed: nothing listens there. */
export async function closedUrl(): Promise<string> {
  const stub = await startVendorStub(() => undefined);
  await stub.close();
  return stub.url;
}
