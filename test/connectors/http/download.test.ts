// Proves which addresses a file is fetched from, that no sign-in goes there, and that no failure names one.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download } from '../../../connectors/http/download.ts';

let server: Server;
let origin: string;
const seen: IncomingMessage['headers'][] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request.headers);
  const to = (location: string) => response.writeHead(302, { location }).end();
  switch (request.url) {
    case '/secret-ring':
      return void to('/secret-ring');
    case '/secret-elsewhere':
      return void to('http://127.0.0.2:9/secret');
    case '/secret-nowhere':
      return void response.writeHead(302).end();
    case '/secret-hangs':
      return;
    case '/secret-cut':
      response.writeHead(200, { 'content-length': '100' });
      return void response.write('half', () => response.destroy());
    case '/secret-chunks':
      response.write('x'.repeat(60));
      return void response.end('y'.repeat(60));
    default:
      return void response.writeHead(403).end();
  }
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const from = (address: string, bytesMax = 100) =>
  download(address, { totalMs: 1_000, bytesMax, trustedOrigin: origin });

describe('a download', () => {
  it.each([
    ['/secret-ring', { got: 'badAddress' }],
    ['/secret-elsewhere', { got: 'badAddress' }],
    ['/secret-nowhere', { got: 'badAddress' }],
    ['/secret-refused', { got: 'refusal', status: 403 }],
    ['/secret-chunks', { got: 'tooLarge' }],
  ])('of %s comes to %j', async (path, outcome) => {
    expect(await from(`${origin}${path}`)).toEqual(outcome);
  });

  it.each(['http://127.0.0.2:9/secret', 'file:///etc/passwd', 'no address', ''])(
    'does not go to %j',
    async (address) => {
      expect(await from(address)).toEqual({ got: 'badAddress' });
    },
  );

  it.each([
    ['/secret-hangs', 'timeout'],
    ['/secret-cut', 'reset'],
  ])('of %s fails without naming its address', async (path, reason) => {
    const failure = await from(`${origin}${path}`).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'NoAnswerError', reason });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('secret');
  });

  it('carries no sign-in', () => {
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.flatMap((headers) => Object.keys(headers))).not.toContain('authorization');
  });
});
