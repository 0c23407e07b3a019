// Servers the environment names: how each address is read and shown, and that one nobody answers for is refused by name.
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { checkServers } from '../../cli/start/check-servers.ts';
import { freePort } from '../../launcher/ports.ts';
import type { ExternalName } from '../../cli/start/plan-services.ts';
import { serverAddress } from '../../cli/start/server-address.ts';
import { StartProblem } from '../../launcher/start-problem.ts';

const times = { connectMs: 500, totalMs: 300, betweenMs: 50 };
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listenOn(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

async function problemOf(
  external: Partial<Record<ExternalName, string>>,
  within = times,
): Promise<StartProblem | null> {
  try {
    expect(await checkServers(external, new AbortController().signal, within)).toEqual([]);
    return null;
  } catch (error) {
    if (error instanceof StartProblem) return error;
    throw error;
  }
}

describe('an address is shown without its secrets and tried at its hosts', () => {
  test.each<[ExternalName, string, string, string[]]>([
    ['postgres', 'postgres://me:s3cr:et@h:6432/d?sslkey=k', 'postgres://me@h:6432/d', ['h:6432']],
    ['postgres', 'postgresql://h/d', 'postgresql://h/d', ['h:5432']],
    ['postgres', 'postgres://me@a:1,b/d', 'postgres://me@a:1,b/d', ['a:1', 'b:5432']],
    ['postgres', 'postgres://me@[::1]:5433/d', 'postgres://me@[::1]:5433/d', ['::1:5433']],
    ['postgres', 'postgres:///d', 'postgres:///d', []],
    ['postgres', 'postgres://a,%2Frun/d', 'postgres://a,%2Frun/d', []],
    ['postgres', 'postgres://me@%2Frun%2Fpg/d', 'postgres://me@%2Frun%2Fpg/d', []],
    [
      'temporal',
      'ns.acct.tmprl.cloud:7233',
      'ns.acct.tmprl.cloud:7233',
      ['ns.acct.tmprl.cloud:7233'],
    ],
    ['temporal', 'localhost', 'localhost:7233', ['localhost:7233']],
    ['procore', 'https://api.procore.com', 'https://api.procore.com/', ['api.procore.com:443']],
    ['xero', 'http://me:secret@h:80/x?token=t', 'http://h/x', ['h:80']],
  ])('%s %s', (name, value, shown, endpoints) => {
    const address = serverAddress(name, value);
    if ('problem' in address) throw new Error(address.problem);
    expect(address.shown).toBe(shown);
    expect(address.endpoints.map(({ host, port }) => `${host}:${port}`)).toEqual(endpoints);
  });
});

describe('what cannot be read is refused without being shown', () => {
  test.each<[ExternalName, string, string]>([
    ['postgres', 'hunter2', 'DATABASE_URL: '],
    ['postgres', 'mysql://me:hunter2@h/d', 'DATABASE_URL: '],
    ['temporal', 'hunter2:port', 'TEMPORAL_ADDRESS: '],
    ['temporal', 'hunter2 7233', 'TEMPORAL_ADDRESS: '],
    ['temporal', 'http://hunter2:7233', 'TEMPORAL_ADDRESS: '],
    ['procore', 'hunter2', 'PROCORE_API_URL: '],
    ['xero', 'ftp://hunter2', 'XERO_API_URL: '],
  ])('%s %s', async (name, value, start) => {
    const problem = await problemOf({ [name]: value });
    expect(problem?.exitCode).toBe(2);
    expect(problem?.message).toMatch(
      new RegExp(`^${start}cannot be read.*; set it to .*, such as `),
    );
    expect(problem?.message).not.toContain('hunter2');
  });
});

describe('a server that is named', () => {
  test('is taken once it listens, also a moment later', async () => {
    const port = await freePort();
    const starting = problemOf({ temporal: `127.0.0.1:${port}` }, { ...times, totalMs: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await listenOn(port);
    expect(await starting).toBeNull();
  });

  test('is refused with the variable, what was tried and the fix, all of them at once', async () => {
    const port = await freePort();
    const problem = await problemOf({
      postgres: `postgres://me:hunter2@127.0.0.1:${port}/d`,
      temporal: `127.0.0.1:${port}`,
    });
    expect(problem?.exitCode).toBe(2);
    const [database, temporal] = problem?.message.split('\n') ?? [];
    expect(database).toBe(
      `DATABASE_URL: nobody answers at postgres://me@127.0.0.1:${port}/d (connecting was tried for 0.3 s: 127.0.0.1:${port} refused the connection). Start that server or correct the address; or unset DATABASE_URL, and npm start runs a server of its own.`,
    );
    expect(temporal).toMatch(/^TEMPORAL_ADDRESS: nobody answers at /);
  });

  test('may be away when it is a vendor: that is said, and waited for', async () => {
    const port = await freePort();
    const away = await checkServers(
      { xero: `http://127.0.0.1:${port}` },
      new AbortController().signal,
      times,
    );
    expect(away).toEqual([
      expect.stringMatching(/^XERO_API_URL: nobody answers at .* Tieout waits for it\.$/),
    ]);
  });

  test('needs one of its hosts only', async () => {
    const [free, taken] = [await freePort(), await freePort()];
    await listenOn(taken);
    expect(
      await problemOf({ postgres: `postgres://127.0.0.1:${free},127.0.0.1:${taken}/d` }),
    ).toBeNull();
  });
});
