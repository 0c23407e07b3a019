// Proves invariant 1 for credit notes, their allocations, releases, sales invoices and receipts: answers lost, refusals and kills leave each once and whole.
import { afterEach, describe, expect, it } from 'vitest';
import type { BothSides } from '../support/both-sides.ts';
import { bothSides } from '../support/both-sides.ts';
import {
  addFaults,
  contractPaymentsPath,
  faultsFired,
  requestsOf,
  xeroPaths,
} from '../support/once-each.ts';
import type { OwnProcesses } from '../support/own-process.ts';
import { ownProcesses } from '../support/own-process.ts';
import { sentBatch } from '../support/sent-batch.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { testTemporalAddress } from '../support/test-servers.ts';

const settleWithinMs = 120_000;
const notes = '/api.xro/2.0/CreditNotes';
/** Each note's allocations are a list of their own. */
const allocations = `${notes}/*`;

let stack: Stack;
let processes: OwnProcesses | null = null;
afterEach(async () => {
  await processes?.close();
  processes = null;
  await stack.close();
}, 60_000);

/** A settled stack on which the first claim is posted and the second is still to come. */
async function opened(own: boolean): Promise<BothSides> {
  stack = await startStack({ company: 'twenty', running: !own });
  if (own) {
    processes = ownProcesses(stack.env, await testTemporalAddress());
    await Promise.all([processes.start('worker'), processes.start('relay')]);
  }
  await stack.settle(settleWithinMs);
  const sides = await bothSides(stack);
  await stack.settle(settleWithinMs);
  return sides;
}

describe('a lost, wrong or refused answer', { timeout: 4 * settleWithinMs }, () => {
  it('after a committed write leads to one credit note, one allocation, one release and one sales invoice', async () => {
    const sides = await opened(false);
    const paths = [notes, allocations, xeroPaths.invoices];
    await addFaults(stack.xero, [
      ...paths.map((path) => ({ method: 'PUT', path, kind: 'dropAfter' as const })),
      { method: 'PUT', path: xeroPaths.invoices, kind: 'dropAfter', from: 2 },
    ]);
    await sides.claimBoth();
    await stack.settle(settleWithinMs);
    await sides.expectOnce();
    expect(await faultsFired(stack.xero)).toEqual([1, 1, 1, 1]);

    await control(stack.procore, 'DELETE', 'faults');
    await addFaults(stack.procore, [
      { method: 'POST', path: contractPaymentsPath, kind: 'dropAfter', times: 2 },
    ]);
    await sides.receive();
    await stack.settle(settleWithinMs);
    expect(await faultsFired(stack.procore)).toEqual([2]);
    await sides.expectReceivedOnce();
    const posts = await requestsOf(stack.procore, { path: contractPaymentsPath, method: 'POST' });
    expect(posts).toHaveLength(2);
  });

  it('that limits, refuses, or says 500 after the write leads to the same end', async () => {
    const sides = await opened(false);
    const paths = [notes, allocations, xeroPaths.invoices];
    await addFaults(
      stack.xero,
      paths.flatMap((path) => [
        { method: 'PUT', path, kind: '429', ms: 500 },
        { method: 'PUT', path, kind: 'refuse', status: 503, from: 2 },
        { method: 'PUT', path, kind: 'errorAfter', status: 500, from: 3 },
      ]),
    );
    await sides.claimBoth();
    await stack.settle(settleWithinMs);
    await sides.expectOnce();
    expect(await faultsFired(stack.xero)).toEqual(paths.flatMap(() => [1, 1, 1]));
  });
});

describe('a worker killed', { timeout: 5 * settleWithinMs }, () => {
  it('while a credit note is posted, while it is set off, and its answer lost after that, leaves nothing doubled, half set off or lost', async () => {
    const sides = await opened(true);
    await addFaults(stack.xero, [
      // Held back long enough to be killed in flight; Xero does the work after the kill.
      { method: 'PUT', path: notes, kind: 'delay', ms: 1_500 },
      { method: 'PUT', path: allocations, kind: 'delay', ms: 1_500 },
      { method: 'PUT', path: allocations, kind: 'dropAfter', from: 2 },
    ]);
    await processes?.killAll();
    await Promise.all([processes?.start('worker'), processes?.start('relay')]);
    await sides.claimBoth();
    await sentBatch(stack, 'xero/creditnotes');
    await processes?.killAll();
    await Promise.all([processes?.start('worker'), processes?.start('relay')]);
    await sentBatch(stack, 'xero/allocations');
    await processes?.killAll();
    await Promise.all([processes?.start('worker'), processes?.start('relay')]);
    await stack.settle(settleWithinMs);
    await sides.expectOnce();
    expect((await faultsFired(stack.xero)).slice(0, 2)).toEqual([1, 1]);
  });
});
