// The console as a process: ready without Temporal, from an empty database, and a clean end when asked.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-servers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'workers/api-main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  return { child, lines, reader, errors: () => errors, ended: once(child, 'close') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

it('serves with Temporal and both vendors down, and stops cleanly on SIGTERM', async () => {
  const database = await createTestDatabase({ migrated: false });
  const port = await freePort();
  const { child, lines, reader, errors, ended } = start({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    PROCORE_API_URL: 'http://127.0.0.1:1',
    PROCORE_LOGIN_URL: 'http://127.0.0.1:1',
    PROCORE_CLIENT_ID: 'id',
    PROCORE_CLIENT_SECRET: 'secret-of-procore',
    PROCORE_COMPANY_ID: '5629494500123',
    PROCORE_WEBHOOK_AUTHORIZATION: 'Bearer secret-of-webhooks',
    XERO_API_URL: 'http://127.0.0.1:1',
    XERO_IDENTITY_URL: 'http://127.0.0.1:1',
    XERO_CLIENT_ID: 'id',
    XERO_CLIENT_SECRET: 'secret-of-x',
    XERO_TENANT_ID: '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
    XERO_WEBHOOK_KEY: 'secret-of-keys',
    TIEOUT_CODEC_KEY: randomBytes(32).toString('base64'),
    TIEOUT_PUBLIC_URL: `http://127.0.0.1:${port}`,
    TIEOUT_PORT_BASE: String(port),
  });
  try {
    await once(reader, 'line');
    expect(JSON.parse(lines[0] ?? '')).toEqual({ ready: true, url: `http://127.0.0.1:${port}` });
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ settled: false, database: 'up' });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(lines).toHaveLength(1);
    expect(errors()).not.toContain('secret-of');
  } finally {
    child.kill('SIGKILL');
    await ended;
    await database.drop();
  }
});

it('ends with 2 and names every setting that is missing', async () => {
  const { child, errors, ended } = start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(await ended).toEqual([2, null]);
  expect(child.exitCode).toBe(2);
  expect(errors()).toContain('XERO_WEBHOOK_KEY');
  expect(errors()).toContain('TIEOUT_CODEC_KEY');
});
