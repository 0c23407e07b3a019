// Proves Procore's two windows: counts, the headers of the nearest one, 429 with Retry-After, and a budget per app.
import { afterEach, expect, test } from 'vitest';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import { callerOf, COMPANY, startSeeded } from './procore-caller.ts';

const PATH = `/rest/v1.0/tax_codes?company_id=${COMPANY}`;
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function start(limits: 'vendor' | 'fast') {
  const sandbox = await startProcoreSandbox({ limits, latencyMs: 0 });
  close = () => sandbox.close();
  const caller = callerOf(sandbox.url);
  await caller.control('POST', '/seed', { company: 'empty' });
  return caller;
}

test('the vendor numbers are 3,600 an hour and 25 in 10 seconds; fast windows are ten times shorter', async () => {
  const vendor = await start('vendor');
  expect((await vendor.control('GET', '/limits')).body).toEqual({
    hour: { count: 3600, windowMs: 3_600_000 },
    spike: { count: 25, windowMs: 10_000 },
  });
  await close?.();
  const fast = await start('fast');
  expect((await fast.control('GET', '/limits')).body).toEqual({
    hour: { count: 3600, windowMs: 360_000 },
    spike: { count: 25, windowMs: 1_000 },
  });
});

test('the 26th call within 10 seconds is 429 with Retry-After, and other apps go on', async () => {
  const caller = await start('vendor');
  const call = await caller.as('tieout');
  const replies = await Promise.all(Array.from({ length: 26 }, () => call('GET', PATH)));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  const retryAfter = Number(refused[0]?.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThanOrEqual(1);
  expect(retryAfter).toBeLessThanOrEqual(10);
  expect(refused[0]?.headers.get('x-rate-limit-remaining')).toBe('0');
  expect((await (await caller.as('pm'))('GET', PATH)).status).toBe(200);
  await caller.control('PUT', '/clock', { advanceMs: 10_001 });
  expect((await call('GET', PATH)).status).toBe(200);
});

test('the headers describe the nearest limit', async () => {
  const caller = await start('vendor');
  const call = await caller.as('tieout');
  const near = await call('GET', PATH);
  expect(near.headers.get('x-rate-limit-limit')).toBe('25');
  expect(near.headers.get('x-rate-limit-remaining')).toBe('24');
  const resetsIn = Number(near.headers.get('x-rate-limit-reset')) - Date.now() / 1000;
  expect(resetsIn).toBeGreaterThan(5);
  expect(resetsIn).toBeLessThan(12);
  await caller.control('PUT', '/limits', { hour: { count: 10, windowMs: 3_600_000 } });
  const hourly = await call('GET', PATH);
  expect(hourly.headers.get('x-rate-limit-limit')).toBe('10');
  expect(hourly.headers.get('x-rate-limit-remaining')).toBe('8');
});

test('the hourly limit refuses when it is used up, whatever the spike allows', async () => {
  const sandbox = await startSeeded('empty');
  close = () => sandbox.close();
  await sandbox.control('PUT', '/limits', { hour: { count: 3, windowMs: 3_600_000 } });
  const call = await sandbox.as('tieout');
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await call('GET', PATH)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect(Number((await call('GET', PATH)).headers.get('retry-after'))).toBeGreaterThan(3_000);
});

test('a fault answers as the vendor would and is logged with what it asked for', async () => {
  const sandbox = await startSeeded('empty');
  close = () => sandbox.close();
  const fault = { method: 'GET', path: '/rest/v1.0/tax_codes', kind: '429', ms: 7_000 };
  await sandbox.control('POST', '/faults', fault);
  const call = await sandbox.as('tieout');
  const refused = await call('GET', PATH);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('7');
  expect((await call('GET', PATH)).status).toBe(200);
  const log = await sandbox.control('GET', '/access-log?since=0');
  expect(log.body).toMatchObject([
    { app: 'tieout', method: 'GET', path: '/rest/v1.0/tax_codes', status: 429, elements: 0 },
    { status: 200 },
  ]);
});
