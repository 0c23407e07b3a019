// Proves that a killed Procore sandbox comes back as it was: records, tokens, limits, faults and the access log's sequence.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { at, callerOf, COMPANY, id, send, text } from './procore-caller.ts';

const MAIN = new URL('../../../sandbox/procore/main.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];
let dataDir: string | undefined;
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

async function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_LATENCY_MS: '0', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${String(code)}`)));
  });
  const ready: unknown = JSON.parse(line);
  expect(at(ready, 'ready')).toBe(true);
  return { child, url: text(ready, 'url') };
}

function exited(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

test('state, token, access log and open faults survive SIGKILL', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'procore-sandbox-'));
  const first = await start({ SANDBOX_DATA: dataDir });
  const before = callerOf(first.url);
  await before.control('POST', '/seed', { company: 'twenty', seed: 'kept' });
  const issued = await before.control('POST', '/token', { role: 'admin' });
  const headers = {
    authorization: `Bearer ${text(issued.body, 'access_token')}`,
    'Procore-Company-Id': COMPANY,
  };
  const projects = await send(`${first.url}/rest/v1.0/projects`, 'GET', headers);
  const project = id(at(projects.body, 0));
  const path = `/rest/v1.1/requisitions?project_id=${project}`;
  const requisition = at((await send(`${first.url}${path}`, 'GET', headers)).body, 0);
  const changed = await send(
    `${first.url}/rest/v1.1/requisitions/${id(requisition)}`,
    'PATCH',
    headers,
    { project_id: project, requisition: { status: 'draft' } },
  );
  expect(changed.status).toBe(200);
  const vendor = { name: 'Made Before Ltd' };
  const made = await send(`${first.url}/rest/v1.0/vendors`, 'POST', headers, { vendor });
  await before.control('POST', '/faults', {
    method: 'GET',
    path: '/rest/v1.0/tax_codes',
    kind: 'refuse',
  });
  const ended = exited(first.child);
  first.child.kill('SIGKILL');
  await ended;

  const second = await start({ SANDBOX_DATA: dataDir });
  const after = callerOf(second.url);
  const log = (await after.control('GET', '/access-log?since=0')).body;
  expect(log).toHaveLength(4);
  const again = await send(`${second.url}${path}`, 'GET', headers);
  expect(at(again.body, 0)).toMatchObject({
    id: id(requisition),
    status: 'draft',
    updated_at: text(changed.body, 'updated_at'),
  });
  const shown = await send(`${second.url}/rest/v1.0/vendors/${id(made.body)}`, 'GET', headers);
  expect(shown.body).toEqual(made.body);
  const next = await send(`${second.url}/rest/v1.0/vendors`, 'POST', headers, {
    vendor: { name: 'Made After Ltd' },
  });
  expect(id(next.body)).toBeGreaterThan(id(made.body));
  expect(text(next.body, 'updated_at') > text(made.body, 'updated_at')).toBe(true);
  expect((await send(`${second.url}/rest/v1.0/tax_codes`, 'GET', headers)).status).toBe(503);
  const later = (await after.control('GET', '/access-log?since=4')).body;
  expect(at(later, 0, 'seq')).toBe(5);
});

test('the process ends with 0 when its parent’s pipe closes, and on SIGTERM', async () => {
  const piped = await start({ SANDBOX_PARENT_PIPE: '1' });
  const first = exited(piped.child);
  piped.child.stdin?.end();
  expect(await first).toBe(0);
  const signalled = await start({});
  const second = exited(signalled.child);
  signalled.child.kill('SIGTERM');
  expect(await second).toBe(0);
});

test('credentials and company come from the environment', async () => {
  const { url } = await start({
    PROCORE_CLIENT_ID: 'mine',
    PROCORE_CLIENT_SECRET: 'hidden',
    PROCORE_COMPANY_ID: '9007199254740000',
  });
  const issued = await send(
    `${url}/oauth/token`,
    'POST',
    {},
    {
      grant_type: 'client_credentials',
      client_id: 'mine',
      client_secret: 'hidden',
    },
  );
  const authorization = `Bearer ${text(issued.body, 'access_token')}`;
  const companies = await send(`${url}/rest/v1.0/companies`, 'GET', {
    authorization,
    'Procore-Company-Id': '9007199254740000',
  });
  expect(companies.body).toMatchObject([{ id: 9007199254740000 }]);
});
