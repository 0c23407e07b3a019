// Proves that several organisations of one app share its address, its tokens and its minute over all, and nothing else.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { startXeroSandbox, xeroOptionsFrom } from '../../../sandbox/xero/server.ts';
import { bill, clientFor, control, elements, newContact, only, send } from './xero-sandbox.ts';

const NORTH = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';
const SOUTH = '8a52c7d4-1f36-4b8e-9d21-c0aa6be4f702';
const NOBODY = '11111111-1111-4111-8111-111111111111';

let sandbox: RunningSandbox;
let north: Client;
let south: Client;

beforeAll(async () => {
  sandbox = await startXeroSandbox({ latencyMs: 0, organisations: [SOUTH] });
  north = await clientOf(sandbox.url, NORTH);
  south = await clientOf(sandbox.url, SOUTH);
});
afterAll(() => sandbox.close());

/** One token of the app, pointed at one organisation. */
async function clientOf(url: string, tenant: string): Promise<Client> {
  const client = await clientFor(url, 'tieout');
  return {
    ...client,
    call: (method, path, body, headers) =>
      client.call(method, path, body, { 'xero-tenant-id': tenant, ...headers }),
    control: (method, path, body) =>
      client.control(method, `${path}${path.includes('?') ? '&' : '?'}tenant=${tenant}`, body),
  };
}

const header = ({ headers }: Reply, name: string): string | null => headers.get(name);
const read = (who: Client): Promise<Reply> => who.call('GET', '/Organisation/Actions');
const list = async (who: Client, path: string): Promise<Json[]> =>
  (await who.control('GET', path)).body as unknown as Json[];

describe('an organisation', () => {
  test('has contacts and bills of its own, and its own ids from the beginning', async () => {
    const contactId = await newContact(north, 'Northern Steel Ltd');
    expect((await south.call('GET', `/Contacts/${contactId}`)).status).toBe(404);
    const elsewhere = await south.call('PUT', '/Invoices', bill(contactId));
    expect(elsewhere.status).toBe(400);
    const again = await newContact(south, 'Northern Steel Ltd');
    expect(again).not.toBe(contactId);
    const ids = async (who: Client): Promise<string[]> =>
      elements(await who.call('GET', '/Accounts'), 'Accounts').map((one) =>
        String(one['AccountID']),
      );
    const theirs = await ids(south);
    expect((await ids(north)).filter((id) => theirs.includes(id))).toEqual([]);
  });

  test('has a ledger of its own', async () => {
    const before = await south.control('GET', '/_sandbox/ledger');
    const contactId = await newContact(north);
    expect((await north.call('PUT', '/Invoices', bill(contactId))).status).toBe(200);
    expect((await south.control('GET', '/_sandbox/ledger')).body).toEqual(before.body);
    const { body } = await north.control('GET', '/_sandbox/ledger');
    expect(body).not.toEqual(before.body);
  });

  test('has an access log of its own', async () => {
    const before = (await list(south, '/_sandbox/access-log')).length;
    const ours = (await list(north, '/_sandbox/access-log')).length;
    await read(north);
    await read(north);
    await read(south);
    expect((await list(south, '/_sandbox/access-log')).length).toBe(before + 1);
    expect((await list(north, '/_sandbox/access-log')).length).toBe(ours + 2);
  });

  test('has a clock, faults, bends and open rules of its own', async () => {
    const path = '/api.xro/2.0/Organisation/Actions';
    await south.control('POST', '/_sandbox/faults', { method: 'GET', path, kind: 'refuse' });
    expect((await read(north)).status).toBe(200);
    expect((await read(south)).status).toBe(503);
    await south.control('PUT', '/_sandbox/clock', { now: '2030-01-01T00:00:00Z' });
    const { body } = await north.control('GET', '/_sandbox/clock');
    expect(String(body['now']) < '2030').toBe(true);
    await south.control('PUT', '/_sandbox/settings', { emoji: 'drop' });
    expect((await north.control('GET', '/_sandbox/settings')).body['emoji']).toBe('keep');
    const code = { path: '/api.xro/2.0/TaxRates', id: 'INPUT2', set: { Name: 'Bent' } };
    await south.control('PUT', '/_sandbox/bend', code);
    const names = async (who: Client): Promise<unknown[]> =>
      elements(await who.call('GET', '/TaxRates'), 'TaxRates').map((one) => one['Name']);
    expect(await names(north)).not.toContain('Bent');
    expect(await names(south)).toContain('Bent');
  });

  test('is seeded alone', async () => {
    const contacts = async (who: Client): Promise<number> =>
      elements(await who.call('GET', '/Contacts'), 'Contacts').length;
    const before = await contacts(north);
    await south.control('POST', '/_sandbox/seed', { company: 'twenty', seed: 'south' });
    expect(await contacts(north)).toBe(before);
    expect((await north.control('GET', '/_sandbox/seed')).body['company']).toBeNull();
    expect((await south.control('GET', '/_sandbox/seed')).body['company']).toBe('twenty');
  });
});

describe('the limits', () => {
  test('of one organisation say nothing about another; the minute of the app counts all', async () => {
    const fresh = await startXeroSandbox({ latencyMs: 0, organisations: [SOUTH] });
    const first = await clientOf(fresh.url, NORTH);
    const second = await clientOf(fresh.url, SOUTH);
    for (let asked = 0; asked < 60; asked += 1) await read(first);
    const refused = await read(first);
    expect([refused.status, header(refused, 'x-rate-limit-problem')]).toEqual([429, 'minute']);
    const other = await read(second);
    expect(other.status).toBe(200);
    expect(header(other, 'x-minlimit-remaining')).toBe('59');
    expect(header(other, 'x-daylimit-remaining')).toBe('4999');
    expect(header(other, 'x-appminlimit-remaining')).toBe('9939');
    const limit = { appminute: { count: 61, windowMs: 60_000 } };
    await second.control('PUT', '/_sandbox/limits', limit);
    expect((await first.control('GET', '/_sandbox/limits')).body).toMatchObject(limit);
    const over = await read(second);
    expect([over.status, header(over, 'x-rate-limit-problem')]).toEqual([429, 'appminute']);
    await fresh.close();
  });

  test('let five calls at once into each', async () => {
    const path = '/api.xro/2.0/Organisation/Actions';
    const slow = { method: 'GET', path, kind: 'delay', times: 5, ms: 800 };
    await north.control('POST', '/_sandbox/faults', slow);
    const [busy, free] = await Promise.all([
      Promise.all([1, 2, 3, 4, 5, 6].map(() => read(north))),
      Promise.all([1, 2, 3, 4, 5].map(() => read(south))),
    ]);
    expect(busy.filter(({ status }) => status === 429)).toHaveLength(1);
    expect(free.filter(({ status }) => status === 429)).toEqual([]);
  });
});

describe('a call', () => {
  test.each([
    ['without a tenant', ''],
    ['with a tenant the app is not connected to', NOBODY],
  ])('%s is refused as Xero refuses it', async (_title, tenant) => {
    const reply = await north.call('GET', '/Organisation', undefined, { 'xero-tenant-id': tenant });
    expect([reply.status, reply.body['Title'], reply.body['Detail']]).toEqual([
      403,
      'Forbidden',
      'AuthenticationUnsuccessful',
    ]);
  });

  test('with a token of the app’s credentials reaches every organisation', async () => {
    const form = 'grant_type=client_credentials';
    const basic = Buffer.from('tieout-sandbox:tieout-sandbox-secret').toString('base64');
    const given = await send(`${sandbox.url}/connect/token`, 'POST', form, {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basic}`,
    });
    const authorization = `Bearer ${String(given.body['access_token'])}`;
    for (const who of [north, south]) {
      expect((await who.call('GET', '/Organisation', undefined, { authorization })).status).toBe(
        200,
      );
    }
    const connections = await send(`${sandbox.url}/connections`, 'GET', undefined, {
      authorization,
    });
    const shown = connections.body as unknown as Json[];
    expect(shown.map(({ tenantId }) => tenantId)).toEqual([NORTH, SOUTH]);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
    expect(new Set(shown.map(({ authEventId }) => authEventId)).size).toBe(2);
  });
});

test('the control plane knows no other tenant', async () => {
  const reply = await control(sandbox.url, 'GET', `/_sandbox/clock?tenant=${NOBODY}`);
  expect([reply.status, reply.body['error']]).toEqual([
    404,
    `There is no tenant ${NOBODY} here; there are: ${NORTH}, ${SOUTH}`,
  ]);
});

test('the app has one webhook, which hears of both and says of whom', async () => {
  const heard: string[] = [];
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { events } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { events: Json[] };
      heard.push(...events.map(({ tenantId }) => String(tenantId)));
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await south.control('PUT', '/_sandbox/webhook', { url: `http://127.0.0.1:${port}/` });
  await newContact(north);
  await newContact(south);
  await expect.poll(() => heard.toSorted()).toEqual([NORTH, SOUTH]);
  await north.control('PUT', '/_sandbox/webhook', { url: null });
  listener.close();
});

test('a record’s page is found in whichever organisation has it, a list by the tenant', async () => {
  const contactId = await newContact(south, 'Southern Steel Ltd');
  const body = bill(contactId, { InvoiceNumber: 'SOUTH-1' });
  const { InvoiceID } = only(await south.call('PUT', '/Invoices', body), 'Invoices');
  const look = async (path: string): Promise<string> =>
    await (await fetch(`${sandbox.url}${path}`)).text();
  const address = `/AccountsPayable/View.aspx?InvoiceID=${String(InvoiceID)}`;
  expect(await look(address)).toContain('SOUTH-1');
  expect(await look(`/Contacts/View/${contactId}`)).toContain('Southern Steel Ltd');
  expect(await look('/')).not.toContain('SOUTH-1');
  expect(await look('/')).toContain(`href="/?tenant=${SOUTH}"`);
  const theirs = await look(`/?tenant=${SOUTH}`);
  expect(theirs).toContain('SOUTH-1');
  expect(theirs).toContain(`href="/sales?tenant=${SOUTH}"`);
});

describe('the environment', () => {
  test('lists further tenants, and a wrong one is named with its fix', () => {
    const given = { XERO_TENANT_ID: NORTH, SANDBOX_XERO_TENANTS: ` ${SOUTH}, ` };
    expect(xeroOptionsFrom(given).organisations).toEqual([SOUTH]);
    expect(xeroOptionsFrom({ SANDBOX_XERO_TENANTS: '' }).organisations).toBeUndefined();
    for (const wrong of ['../books', NORTH, `${SOUTH},${SOUTH}`]) {
      const named = (): unknown => xeroOptionsFrom({ ...given, SANDBOX_XERO_TENANTS: wrong });
      expect(named).toThrow('SANDBOX_XERO_TENANTS');
    }
  });
});

describe('killed and started again', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'xero-organisations-'));
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/xero/main.ts'], {
      cwd: join(import.meta.dirname, '../../..'),
      env: {
        ...process.env,
        SANDBOX_PORT: '0',
        SANDBOX_DATA: dataDir,
        SANDBOX_XERO_TENANTS: SOUTH,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    started.push(child);
    for await (const text of createInterface({ input: child.stdout })) {
      return { child, url: (JSON.parse(text) as { url: string }).url };
    }
    throw new Error('The sandbox ended before it was ready');
  }

  test('both come back, with the token, the webhook and what the app used up', async () => {
    const first = await start();
    const before = await clientOf(first.url, SOUTH);
    const issued = await before.control('POST', '/_sandbox/token', { role: 'tieout' });
    await before.control('PUT', '/_sandbox/webhook', { url: 'http://127.0.0.1:9/' });
    await newContact(await clientOf(first.url, NORTH), 'Northern Steel Ltd');
    await newContact(before, 'Southern Steel Ltd');
    const gone = new Promise((resolve) => first.child.once('exit', resolve));
    first.child.kill('SIGKILL');
    await gone;
    expect(existsSync(join(dataDir, 'journal.jsonl'))).toBe(true);
    expect(existsSync(join(dataDir, SOUTH, 'journal.jsonl'))).toBe(true);

    const second = await start();
    const authorization = `Bearer ${String(issued.body['access_token'])}`;
    for (const [tenant, own, other] of [
      [NORTH, 'Northern Steel Ltd', 'Southern Steel Ltd'],
      [SOUTH, 'Southern Steel Ltd', 'Northern Steel Ltd'],
    ] as const) {
      const again = await clientOf(second.url, tenant);
      const reply = await again.call('GET', '/Contacts', undefined, { authorization });
      const names = elements(reply, 'Contacts').map(({ Name }) => Name);
      expect(names).toContain(own);
      expect(names).not.toContain(other);
      const minutes = ['x-minlimit-remaining', 'x-appminlimit-remaining'];
      expect(minutes.map((name) => header(reply, name))).toEqual([
        '58',
        tenant === NORTH ? '9997' : '9996',
      ]);
      const log = await list(again, '/_sandbox/access-log');
      expect(log.map(({ method }) => method)).toEqual(['PUT', 'GET']);
    }
    const { body } = await control(second.url, 'GET', '/_sandbox/webhook');
    expect(body['url']).toBe('http://127.0.0.1:9/');
  }, 60_000);
});
