// Proves the shared budget of calls on a real database: slots, windows counted from a call's end, and pauses.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { Lease, VendorLimits } from '../../db/queries/vendor-calls.ts';
import { finishCall, leaseCall, pauseVendor } from '../../db/queries/vendor-calls.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { connection } from './write-path-fixture.ts';

describe('the budget of calls', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const roomy: VendorLimits = { slots: { read: 9, write: 9 }, windows: [], leaseMs: 10_000 };
  const lease = (limits: VendorLimits, purpose: 'read' | 'write' = 'write'): Promise<Lease> =>
    leaseCall(database.db, limits, {
      ...{ connection, organisation: 'xero/one', vendor: 'xero', purpose, batchId: null },
    });
  const granted = async (limits: VendorLimits, purpose?: 'read' | 'write'): Promise<number> => {
    const given = await lease(limits, purpose);
    if (!given.granted) throw new Error(`the lease must wait ${given.waitMs} ms`);
    return given.id;
  };

  it('keeps the slots of writes and reads apart', async () => {
    const limits = { ...roomy, slots: { read: 1, write: 1 } };
    const first = await granted(limits, 'write');
    expect(await lease(limits, 'write')).toMatchObject({ granted: false });
    await granted(limits, 'read');
    await finishCall(database.db, first);
    await granted(limits, 'write');
  });

  it('frees the slot of a caller that died once its lease is over', async () => {
    const limits = { ...roomy, slots: { read: 0, write: 1 }, leaseMs: 200 };
    await granted(limits);
    expect(await lease(limits)).toMatchObject({ granted: false });
    await sleep(250);
    await granted(limits);
  });

  it('keeps a place in the window until a whole window after the call ended', async () => {
    const limits = { ...roomy, windows: [{ calls: 2, windowMs: 1_000 }] };
    const [slow, fast] = [await granted(limits), await granted(limits)];
    await finishCall(database.db, fast);
    await sleep(700);
    await finishCall(database.db, slow);
    // The fast one leaves the window first; the slow one, which the vendor may have counted late, long after.
    expect(await lease(limits)).toMatchObject({ granted: false });
    await sleep(400);
    await granted(limits);
    expect(await lease(limits)).toMatchObject({ granted: false });
  });

  it('counts a call without an answer as one that is still arriving', async () => {
    const limits = { ...roomy, windows: [{ calls: 1, windowMs: 300 }] };
    await granted(limits);
    await sleep(400);
    const wait = await lease(limits);
    expect(wait.granted ? 0 : wait.waitMs).toBeGreaterThan(250);
  });

  it('lets nobody call while the vendor asked to stay away', async () => {
    await pauseVendor(database.db, 'xero/one', 5_000);
    await pauseVendor(database.db, 'xero/one', 10);
    const wait = await lease(roomy);
    expect(wait.granted ? 0 : wait.waitMs).toBeGreaterThan(3_000);
  });
});
