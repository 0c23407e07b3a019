// Proves invariant 1 against a database that went back: what was written since the copy is found again by its marker, and nothing twice (W3).
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { damageIn } from '../support/doubled-or-lost.ts';
import { expectOnceEach, expectPaymentsOnceEach } from '../support/once-each.ts';
import { allAsked, patienceMs } from '../support/people.ts';
import { backupOf } from '../support/restored.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

describe('a database restored to a copy', { timeout: 5 * patienceMs }, () => {
  let stack: Stack | null = null;
  afterEach(async () => {
    await stack?.close();
    stack = null;
  }, 60_000);

  /** Waits until something of this kind has been written. */
  const written = async (it: Stack, endpoint: string): Promise<void> => {
    for (;;) {
      const [row] = await it.database.sql<{ count: number }[]>`
        select count(*)::int as count from intent where endpoint = ${endpoint} and state = 'done'`;
      if ((row?.count ?? 0) > 0) return;
      await sleep(100);
    }
  };

  it.each([
    ['of before anything was read', null],
    ['of when the contacts were written', 'xero/contacts'],
    ['of when some bills were written', 'xero/invoices'],
  ])(
    '%s doubles no bill, no order, no contact and no contract payment',
    async (_when, endpoint) => {
      const it = (stack = await startStack({
        company: 'twenty',
        running: false,
        readsOften: true,
      }));
      if (endpoint !== null) {
        await it.startWorker();
        await written(it, endpoint);
        await it.stopWorker();
      }
      const backup = await backupOf(it.database);
      await it.startWorker();
      await it.settle(patienceMs);
      await control(it.xero, 'POST', 'bookkeeper/payFourPeriods', {});
      await it.settle(patienceMs);
      await it.settle(patienceMs);
      await it.stopWorker();

      await backup.restore();
      await it.startWorker();
      await it.settle(patienceMs);
      await it.settle(patienceMs);
      await expectOnceEach(it);
      await expectPaymentsOnceEach(it);
      expect(await damageIn(it)).toMatchObject({ doubled: [], lost: [] });
      expect(await allAsked(it)).toEqual([]);
    },
  );
});
