// Proves that Tieout lives within Xero's own limits: sixty calls in any minute, five at once. It is made to sweep so often
// that it wants more than it may have, and its own budget must hold it back before Xero does.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSummary } from '../../db/queries/summary.ts';
import { billsInXero } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { createVendors } from '../../workers/create-vendors.ts';
import { oneConnection } from '../support/one-connection.ts';
import { startStack } from '../support/stack.ts';
import type { CountingDoor } from './counted-calls.ts';
import { callsOfTieout, mostCallsWithin, openCountingDoor } from './counted-calls.ts';

/** How long after its place was free, in ms, some call left: near zero only when calls waited for the budget. */
async function closestToTheBudget({ database }: Stack): Promise<number> {
  const rows = await database.db.execute<{ late: string }>(sql`
    select extract(epoch from later.started_at - first.ended) * 1000 - 60000 as late
      from (select row_number() over (order by finished_at) as place, finished_at as ended
              from vendor_call where vendor = 'xero' and finished_at is not null) first
      join (select row_number() over (order by started_at) as place, started_at
              from vendor_call where vendor = 'xero') later on later.place = first.place + 60`);
  return Math.min(...rows.map(({ late }) => Number(late)));
}

describe("twenty pay apps under Xero's real limits", { timeout: 150_000 }, () => {
  let stack: Stack;
  let door: CountingDoor;
  beforeAll(async () => {
    door = await openCountingDoor(150);
    stack = await startStack({
      company: 'twenty',
      limits: 'vendor',
      env: { XERO_API_URL: door.url, TIEOUT_SWEEP_EVERY_MS: '1000' },
      running: false,
    });
    door.target = stack.xero.url;
    await stack.startWorker();
  });
  afterAll(async () => {
    await stack.close();
    await door.close();
  });

  it('are all posted', async () => {
    await stack.settle(120_000);
    const { documents, exceptions } = await readSummary(
      stack.database.db,
      stack.connection,
      new Date(0),
    );
    expect(exceptions).toEqual([]);
    expect(documents.payApp).toEqual({ posted: 20, waiting: 0, unchanged: 0 });
    const ours = (await billsInXero(stack.xero)).filter((bill) => bill.Url?.includes('#tieout:'));
    expect(ours).toHaveLength(20);
  });

  it('never take more than sixty calls in any minute, nor meet a 429, though more were wanted', async () => {
    // Until the budget has been used up once and calls go on again after it. More is wanted all the while, also on a
    // machine that is too slow to want it by itself.
    const until = Date.now() + 100_000;
    const { xero } = createVendors(
      stack.env,
      stack.database.db,
      oneConnection(stack.env, { ...demoMapping, connection: stack.connection }),
    );
    let isWanting = true;
    const wanting = (async () => {
      // A wait that is too long is given back; then it asks again.
      while (isWanting) await xero.readOrganisation().catch(() => sleep(100));
    })();
    while ((await callsOfTieout(stack.xero)).length <= 64 && Date.now() < until) await sleep(500);
    isWanting = false;
    await wanting;
    const calls = await callsOfTieout(stack.xero);
    expect(calls.length).toBeGreaterThan(64);
    expect(mostCallsWithin(calls, 60_000)).toBeLessThanOrEqual(60);
    expect(calls.filter(({ status }) => status === 429)).toEqual([]);
    const closest = await closestToTheBudget(stack);
    expect(closest).toBeGreaterThanOrEqual(0);
    expect(closest).toBeLessThan(3_000);
  });

  it('never have more than five calls open at once', () => {
    expect(door.mostInFlight).toBeGreaterThan(0);
    expect(door.mostInFlight).toBeLessThanOrEqual(5);
  });
});
