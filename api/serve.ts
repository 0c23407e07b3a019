// Listens on loopback, and stops by finishing what it has begun.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createApp } from './app.ts';
import type { ApiSettings } from './settings.ts';

export type RunningApi = { url: string; port: number; close(): Promise<void> };

/** Slow senders are cut off: a webhook or a click is small. */
const requestTimeoutMs = 15_000;
const headersTimeoutMs = 10_000;
/** Requests still open after this are cut off when stopping. */
const stopPatienceMs = 5_000;

/** `port` 0 takes a free one. */
export async function serveApi(settings: ApiSettings): Promise<RunningApi> {
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: headersTimeoutMs,
  });
  const port = await listen(server, settings.port);
  server.on('request', createApp({ ...settings, port }));
  return { url: `http://127.0.0.1:${port}`, port, close: () => close(server) };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the console has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), stopPatienceMs);
  await closed;
  clearTimeout(late);
}
