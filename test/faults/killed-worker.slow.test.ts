// Proves invariant 1 against a worker killed in the middle of a write: another one finishes it, and every bill exists once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addFaults,
  elementsOf,
  expectOnceEach,
  faultsFired,
  requestsOf,
  xeroPaths,
} from '../support/once-each.ts';
import type { OwnProcesses } from '../support/own-process.ts';
import { ownProcesses } from '../support/own-process.ts';
import { sentBatch } from '../support/sent-batch.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';
import { testTemporalAddress } from '../support/test-servers.ts';

const settleWithinMs = 120_000;

describe('a worker killed while bills are being posted', { timeout: 2 * settleWithinMs }, () => {
  let stack: Stack;
  let processes: OwnProcesses;
  beforeEach(async () => {
    stack = await startStack({ company: 'twenty', running: false });
    processes = ownProcesses(stack.env, await testTemporalAddress());
  });
  afterEach(async () => {
    await processes.close();
    await stack.close();
  }, 60_000);

  const keyOf = async (id: string) => {
    const [row] = await stack.database.sql<{ idempotency_key: string; attempts: number }[]>`
      select idempotency_key, attempts from batch where id = ${id}`;
    return row;
  };

  it('twice, once with its relay, and its answer lost after that: nothing is lost and nothing is doubled (invariant 1)', async () => {
    await addFaults(stack.xero, [
      // Held back long enough to be killed in flight; Xero does the work after the kill.
      { method: 'PUT', path: xeroPaths.contacts, kind: 'delay', ms: 1_500 },
      { method: 'PUT', path: xeroPaths.invoices, kind: 'delay', ms: 1_500 },
      // The next worker's answer is lost as well.
      { method: 'PUT', path: xeroPaths.invoices, kind: 'dropAfter', from: 2 },
    ]);
    const [first, relay] = await Promise.all([processes.start('worker'), processes.start('relay')]);
    await sentBatch(stack, 'xero/contacts');
    await Promise.all([first.kill(), relay.kill()]);
    const [second] = await Promise.all([processes.start('worker'), processes.start('relay')]);
    const batchId = await sentBatch(stack, 'xero/invoices');
    const before = await keyOf(batchId);
    await second.kill();
    expect(await keyOf(batchId)).toEqual(before);
    await processes.start('worker');
    await stack.settle(settleWithinMs);

    await expectOnceEach(stack);
    expect(await faultsFired(stack.xero)).toEqual([1, 1, 1]);
    // More was sent than Xero holds: only the key kept the bills single.
    const puts = await requestsOf(stack.xero, { path: xeroPaths.invoices, method: 'PUT' });
    expect(elementsOf(puts)).toBeGreaterThan(20);
    const after = await keyOf(batchId);
    expect(after?.attempts).toBeGreaterThan(before?.attempts ?? 0);
  });
});
