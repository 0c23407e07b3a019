// Proves invariant 1 against vendors that do the work and lose the answer, answer an error, or refuse: nothing twice, nothing lost.
import { afterEach, describe, expect, it } from 'vitest';
import {
  addFaults,
  batchesOf,
  contractPaymentsPath,
  elementsOf,
  expectOnceEach,
  expectPaymentsOnceEach,
  faultsFired,
  paymentsInXero,
  requestsOf,
  xeroPaths,
} from '../support/once-each.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

const settleWithinMs = 100_000;

describe('a lost, wrong or refused answer', { timeout: 2 * settleWithinMs }, () => {
  let stack: Stack | null = null;
  const start = async (): Promise<Stack> => {
    stack = await startStack({ company: 'twenty', running: false });
    return stack;
  };
  afterEach(async () => {
    await stack?.close();
    stack = null;
  }, 60_000);

  it('after a committed write leads to one contact, one order, one bill and one contract payment each (invariant 1)', async () => {
    const it = await start();
    await addFaults(
      it.xero,
      [xeroPaths.contacts, xeroPaths.orders, xeroPaths.invoices].map((path) => ({
        method: 'PUT',
        path,
        kind: 'dropAfter',
      })),
    );
    await it.startWorker();
    await it.settle(settleWithinMs);
    await expectOnceEach(it);
    expect(await faultsFired(it.xero)).toEqual([1, 1, 1]);

    // The identical request went again under its key: Xero was sent more bills than it holds.
    for (const [path, endpoint, held] of [
      [xeroPaths.contacts, 'xero/contacts', 4],
      [xeroPaths.orders, 'xero/purchaseorders', 4],
      [xeroPaths.invoices, 'xero/invoices', 20],
    ] as const) {
      const puts = await requestsOf(it.xero, { path, method: 'PUT' });
      expect(elementsOf(puts), path).toBeGreaterThan(held);
      const resent = (await batchesOf(it, endpoint)).filter(({ attempts }) => attempts > 1);
      expect(resent.map(({ attempts }) => attempts)).toEqual([2]);
      expect(elementsOf(puts) - held).toBe(puts[0]?.elements);
      expect(puts.map(({ status }) => status)).toEqual(puts.map(() => 200));
    }

    await addFaults(it.procore, [
      { method: 'POST', path: contractPaymentsPath, kind: 'dropAfter', from: 2, times: 2 },
    ]);
    await control(it.xero, 'POST', 'bookkeeper/payFourPeriods', {});
    await it.settle(settleWithinMs);
    expect(await faultsFired(it.procore)).toEqual([2]);
    await expectPaymentsOnceEach(it);
    await expectOnceEach(it);
    // Procore promises nothing for a repeated token, so what was lost is looked up and never sent again.
    const posts = await requestsOf(it.procore, { path: contractPaymentsPath, method: 'POST' });
    expect(posts).toHaveLength((await paymentsInXero(it)).length);
  });

  it('that limits, refuses, or says 500 after the write leads to the same end, and what is found is not sent again (invariant 1)', async () => {
    const it = await start();
    const errorAfter = { method: 'PUT', kind: 'errorAfter', status: 500 } as const;
    await addFaults(it.xero, [
      { method: 'PUT', path: xeroPaths.contacts, kind: '429', ms: 500 },
      { ...errorAfter, path: xeroPaths.contacts, from: 2 },
      { method: 'PUT', path: xeroPaths.orders, kind: 'refuse', status: 503 },
      { ...errorAfter, path: xeroPaths.orders, from: 2 },
      { method: 'PUT', path: xeroPaths.invoices, kind: '429', ms: 500 },
      { method: 'PUT', path: xeroPaths.invoices, kind: 'refuse', status: 503, from: 2 },
      { ...errorAfter, path: xeroPaths.invoices, from: 3 },
    ]);
    await it.startWorker();
    await it.settle(settleWithinMs);
    await expectOnceEach(it);
    expect(await faultsFired(it.xero)).toEqual([1, 1, 1, 1, 1, 1, 1]);

    // What had been written under an error was found by its marker: not one element was sent a second time.
    for (const [path, held] of [
      [xeroPaths.contacts, 4],
      [xeroPaths.orders, 4],
      [xeroPaths.invoices, 20],
    ] as const) {
      const puts = await requestsOf(it.xero, { path, method: 'PUT' });
      const worked = puts.filter(({ status }) => status === 200 || status === 500);
      expect(elementsOf(worked), path).toBe(held);
      expect(puts.filter(({ status }) => status === 500)).toHaveLength(1);
    }
    const all = await requestsOf(it.xero, { path: xeroPaths.invoices });
    const failed = all.findIndex(({ method, status }) => method === 'PUT' && status === 500);
    expect(all.slice(failed + 1).find(({ method }) => method === 'GET')?.status).toBe(200);
  });
});
