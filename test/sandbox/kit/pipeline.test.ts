// Proves the pipeline every sandbox request takes, with a small vendor that only counts.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningSandbox, SandboxKit, SandboxSpec } from '../../../sandbox/kit/sandbox-spec.ts';
import { Refusal } from '../../../sandbox/kit/refusal.ts';
import { startSandbox } from '../../../sandbox/kit/sandbox-server.ts';

const LIMITS = { concurrent: null, windows: { hour: { count: 5, windowMs: 60_000 } } };

let sandbox: RunningSandbox;
let token: string;

beforeEach(async () => {
  sandbox = await startSandbox({ latencyMs: 0 }, LIMITS, counter);
  const reply = await ask('POST', '/_sandbox/token', { role: 'app' });
  token = String(reply.body['access_token']);
});
afterEach(() => sandbox.close());

/** GET says the count, PUT adds one, POST adds one and then fails in the way its path says. */
function counter(kit: SandboxKit): SandboxSpec {
  const counts = kit.store.collection<number>('counts');
  const count = (): number => counts.get('n') ?? 0;
  const add = (): void => counts.set('n', count() + 1);
  const ok = (): { status: number; body: unknown } => ({ status: 200, body: { n: count() } });
  return {
    routes: [
      { method: 'GET', path: '/count', handle: ok },
      {
        method: 'PUT',
        path: '/count/{name}',
        handle: ({ params, app }) => (add(), { status: 200, body: { ...params, app } }),
      },
      {
        method: 'POST',
        path: '/refused',
        handle: () => {
          add();
          throw new Refusal({ status: 422, body: { error: 'no' } });
        },
      },
      {
        method: 'POST',
        path: '/broken',
        handle: () => {
          add();
          throw new TypeError('a bug');
        },
      },
      { method: 'GET', path: '/open', open: true, handle: ok },
    ],
    roles: ['app', 'person'],
    tokenTtlSeconds: 600,
    bodyBytesMax: 100,
    unauthorised: ({ outcome }) => ({ status: 401, body: { outcome } }),
    tooManyRequests: (problem, retryAfterMs) => ({ status: 429, body: { problem, retryAfterMs } }),
    limitHeaders: ({ hour }) => ({ 'x-left': String(hour?.remaining) }),
    notFound: (_request, allowed) => ({ status: allowed.length === 0 ? 404 : 405, body: {} }),
    bodyTooLarge: () => ({ status: 413, body: {} }),
    failed: () => ({ status: 500, body: { error: 'failed' } }),
    faultAnswer: (status) => ({ status, body: { error: 'fault' } }),
    elementsOf: ({ method }) => (method === 'GET' ? 0 : 1),
    seed: (_company, seed) => (counts.set('n', 100), { seed: seed ?? 'default', counts: 1 }),
    scenes: [{ name: 'addOne', run: () => (add(), count()) }],
    ledger: () => ({ n: count() }),
  };
}

type Reply = { status: number; body: Record<string, unknown>; left: string | null };

async function ask(
  method: string,
  path: string,
  body?: unknown,
  authorization?: string,
): Promise<Reply> {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: authorization ?? `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const parsed = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: parsed, left: response.headers.get('x-left') };
}
const count = async (): Promise<unknown> => (await ask('GET', '/open')).body['n'];

describe('a request', () => {
  test('is routed with its decoded parameters and its app', async () => {
    expect((await ask('PUT', '/count/a%2Fb%20c')).body).toEqual({ name: 'a/b c', app: 'app' });
    expect((await ask('GET', '/nowhere')).status).toBe(404);
    expect((await ask('DELETE', '/count')).status).toBe(405);
  });

  test('that is refused or breaks leaves nothing behind', async () => {
    expect(await ask('POST', '/refused')).toMatchObject({ status: 422, body: { error: 'no' } });
    const reported = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await ask('POST', '/broken')).toMatchObject({ status: 500, body: { error: 'failed' } });
    expect(String(reported.mock.calls[0]?.[0])).toContain('TypeError: a bug');
    reported.mockRestore();
    expect(await count()).toBe(0);
  });

  test('needs a token unless its route is open, and one that still holds', async () => {
    expect((await ask('GET', '/count', undefined, 'none')).body).toEqual({ outcome: 'missing' });
    expect((await ask('GET', '/count', undefined, 'Bearer x')).body).toEqual({
      outcome: 'unknown',
    });
    await ask('PUT', '/_sandbox/clock', { advanceMs: 601_000 });
    expect((await ask('GET', '/count')).body).toEqual({ outcome: 'expired' });
    expect((await ask('GET', '/open', undefined, 'none')).status).toBe(200);
  });

  test('counts against its app and window, and a refused one does not', async () => {
    const left = [];
    for (let call = 0; call < 6; call += 1) left.push((await ask('GET', '/count')).left);
    expect(left).toEqual(['4', '3', '2', '1', '0', '0']);
    const refused = await ask('GET', '/count');
    expect(refused).toMatchObject({ status: 429, body: { problem: 'hour' } });
    await ask('PUT', '/_sandbox/clock', { advanceMs: Number(refused.body['retryAfterMs']) });
    expect((await ask('GET', '/count')).left).toBe('4');
  });

  test('with a body too large is refused', async () => {
    expect((await ask('PUT', '/count/a', 'x'.repeat(200))).status).toBe(413);
  });
});

describe('the control plane', () => {
  test('refuses what it does not understand, saying what is wrong', async () => {
    const cases: [string, string, unknown, number][] = [
      ['POST', '/_sandbox/token', { role: 'king' }, 400],
      ['POST', '/_sandbox/seed', {}, 400],
      ['PUT', '/_sandbox/clock', { now: 'soon' }, 400],
      ['PUT', '/_sandbox/limits', { week: { count: 1, windowMs: 1 } }, 400],
      ['PUT', '/_sandbox/limits', { hour: { count: -1, windowMs: 1 } }, 400],
      ['GET', '/_sandbox/access-log?since=x', undefined, 400],
      ['GET', '/_sandbox/nothing', undefined, 404],
    ];
    for (const [method, path, body, status] of cases) {
      const reply = await ask(method, path, body);
      expect([path, reply.status, typeof reply.body['error']]).toEqual([path, status, 'string']);
    }
  });

  test('seeds, and keeps tokens and the log', async () => {
    await ask('GET', '/count');
    expect((await ask('POST', '/_sandbox/seed', { company: 'demo', seed: 's' })).body).toEqual({
      company: 'demo',
      seed: 's',
      counts: 1,
    });
    expect((await ask('GET', '/count')).body).toEqual({ n: 100 });
    expect((await ask('GET', '/_sandbox/seed')).body).toEqual({ company: 'demo', seed: 's' });
    const log = (await ask('GET', '/_sandbox/access-log')).body as unknown as {
      seq: number;
      app: string | null;
    }[];
    expect(log.map(({ seq, app }) => [seq, app])).toEqual([
      [1, 'app'],
      [2, 'app'],
    ]);
    expect((await ask('GET', '/_sandbox/access-log?since=1')).body).toHaveLength(1);
  });

  test('sets the clock and the limits', async () => {
    await ask('PUT', '/_sandbox/clock', { now: '2026-12-24T00:00:00Z' });
    expect(String((await ask('GET', '/_sandbox/clock')).body['now'])).toMatch(
      /^2026-12-24T00:00:0/,
    );
    await ask('PUT', '/_sandbox/limits', { hour: { count: 1, windowMs: 1_000 } });
    expect((await ask('GET', '/_sandbox/limits')).body).toEqual({
      hour: { count: 1, windowMs: 1_000 },
    });
  });

  test('runs a scene once', async () => {
    expect((await ask('POST', '/_sandbox/bookkeeper/addOne')).body).toMatchObject({
      name: 'addOne',
      result: 1,
    });
    expect((await ask('POST', '/_sandbox/bookkeeper/addOne')).status).toBe(409);
    expect(await count()).toBe(1);
    expect((await ask('GET', '/_sandbox/ledger')).body).toEqual({ n: 1 });
  });
});
