// Proves that whatever a vendor's answer asks for, everybody stays away from it so long, whatever the status (W8).
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBudgetedGate } from '../../activities/budgeted-gate.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { VendorFailureKind } from '../../connectors/http/vendor-error.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { connection } from './write-path-fixture.ts';

describe('the gate', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 2);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const gateOf = () =>
    createBudgetedGate({
      db: database.db,
      connection,
      organisation: 'xero/one',
      vendor: 'xero',
      limits: { slots: { read: 5, write: 5 }, windows: [], leaseMs: 40_000 },
      waitMsMaximum: 100,
    });
  const answer = (kind: VendorFailureKind, status: number, retryAfterMs: number | null) => () =>
    Promise.reject(
      new VendorError({ vendor: 'xero', kind, status, retryAfterMs, mayHaveHappened: true }),
    );
  /** For how long the next caller is kept away. */
  async function keptAwayMs(): Promise<number> {
    let asked = false;
    const next = await gateOf()({ purpose: 'read' }, () => {
      asked = true;
      return Promise.resolve(null);
    }).catch((error: unknown) => error);
    if (asked) return 0;
    return (next as VendorError).retryAfterMs ?? 0;
  }

  it.each([
    ['rateLimited', 429, 60_000],
    ['unavailable', 503, 60_000],
    ['unavailable', 502, 60_000],
    ['unavailable', 500, 60_000],
    ['refused', 400, 60_000],
    ['forbidden', 403, 60_000],
  ] as const)('lets nobody call for as long as a %s (%i) asks', async (kind, status, ms) => {
    await expect(gateOf()({ purpose: 'write' }, answer(kind, status, ms))).rejects.toThrow();
    expect(await keptAwayMs()).toBeGreaterThan(ms - 10_000);
  });

  it('leaves a vendor that cannot serve alone for a moment, though it does not say for how long', async () => {
    await expect(
      gateOf()({ purpose: 'write' }, answer('unavailable', 503, null)),
    ).rejects.toThrow();
    const ms = await keptAwayMs();
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(2_000);
  });

  it('asks nobody to stay away after an ordinary refusal', async () => {
    await expect(gateOf()({ purpose: 'write' }, answer('refused', 400, null))).rejects.toThrow();
    expect(await keptAwayMs()).toBe(0);
  });
});
