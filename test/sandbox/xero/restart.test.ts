// Proves that the sandbox forgets nothing when its process is killed: books, keys, limits, tokens, scenes, log.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import { bill, clientFor, elements, newContact, send } from './xero-sandbox.ts';

const root = join(import.meta.dirname, '../../..');
const dataDir = mkdtempSync(join(tmpdir(), 'xero-sandbox-'));
const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(
  extra: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/xero/main.ts'], {
    cwd: root,
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: dataDir, ...extra },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  for await (const text of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(text) as { url: string };
    return { child, url };
  }
  throw new Error('The sandbox ended before it was ready');
}

function ended(child: ChildProcess): Promise<[number | null, string | null]> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
}

test('SIGKILL in the middle of a lost answer loses nothing', async () => {
  const first = await start();
  const client = await clientFor(first.url, 'tieout');
  const tokenReply = await client.control('POST', '/_sandbox/token', { role: 'tieout' });
  const contactId = await newContact(client);
  const body = bill(contactId, { InvoiceNumber: 'K-1' });
  const key = { 'idempotency-key': 'kill' };
  await client.control('POST', '/_sandbox/faults', {
    method: 'PUT',
    path: '/api.xro/2.0/Invoices',
    kind: 'dropAfter',
  });
  await expect(client.call('PUT', '/Invoices', body, key)).rejects.toThrow();
  await client.control('POST', '/_sandbox/bookkeeper/payFourPeriods');
  const gone = ended(first.child);
  first.child.kill('SIGKILL');
  await gone;
  // What a write torn by the kill leaves behind.
  appendFileSync(join(dataDir, 'journal.jsonl'), '[["invoices","x",{"inv');

  const second = await start();
  const sent = (
    method: string,
    path: string,
    input?: unknown,
    headers = {},
  ): ReturnType<Client['call']> =>
    send(`${second.url}/api.xro/2.0${path}`, method, input, {
      authorization: `Bearer ${String(tokenReply.body['access_token'])}`,
      accept: 'application/json',
      ...headers,
    });
  const replay = await sent('PUT', '/Invoices', body, key);
  expect(replay.status).toBe(200);
  const found = await sent('GET', '/Invoices?InvoiceNumbers=K-1');
  expect(elements(found, 'Invoices').map((one) => one['Status'])).toEqual(['PAID']);
  expect(found.headers.get('x-minlimit-remaining')).toBe('56');
  const log = (await send(`${second.url}/_sandbox/access-log`, 'GET', undefined, {}))
    .body as unknown as Json[];
  expect(log.map((one) => [one['seq'], one['method'], one['elements']])).toEqual([
    [1, 'PUT', 1],
    [2, 'PUT', 1],
    [3, 'PUT', 1],
    [4, 'GET', 0],
  ]);
  const scene = await send(
    `${second.url}/_sandbox/bookkeeper/payFourPeriods`,
    'POST',
    undefined,
    {},
  );
  expect(scene.status).toBe(409);
  const ledger = await send(`${second.url}/_sandbox/ledger`, 'GET', undefined, {});
  expect(ledger.body['trialBalance']).toBe('0.00');

  const over = ended(second.child);
  second.child.kill('SIGTERM');
  expect(await over).toEqual([0, null]);
}, 60_000);

test('it ends when its parent is gone', async () => {
  const { child } = await start({ SANDBOX_PARENT_PIPE: '1', SANDBOX_DATA: '' });
  const over = ended(child);
  child.stdin?.end();
  expect(await over).toEqual([0, null]);
}, 60_000);
