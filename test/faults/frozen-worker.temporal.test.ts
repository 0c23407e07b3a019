// Proves invariant 1 against a worker that is frozen with a write in hand while another goes on, and then thaws (W1, W2).
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageIn } from '../support/doubled-or-lost.ts';
import { startCrew } from '../support/freezing.ts';
import { addFaults, expectOnceEach, xeroPaths } from '../support/once-each.ts';
import type { OwnProcesses } from '../support/own-process.ts';
import { ownProcesses } from '../support/own-process.ts';
import { sentBatch } from '../support/sent-batch.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';
import { testTemporalAddress } from '../support/test-servers.ts';

const settleWithinMs = 120_000;
/** Longer than a heart may stop beating, so that the other worker takes the batch over meanwhile. */
const frozenMs = 17_000;

describe('of two workers', { timeout: 3 * settleWithinMs }, () => {
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

  it('each is frozen while bills are on their way: nothing is lost and nothing is doubled (W1, W2, invariant 1)', async () => {
    await addFaults(stack.xero, [
      { method: 'PUT', path: xeroPaths.invoices, kind: 'delay', ms: 1_500, times: 2 },
    ]);
    const crew = await startCrew(processes);
    await sentBatch(stack, 'xero/invoices');
    await crew.freezeOne(frozenMs);
    await crew.freezeOne(2_000);
    await sleep(1_000);
    await crew.revive();
    await stack.settle(settleWithinMs);
    await expectOnceEach(stack);
    expect(await damageIn(stack)).toMatchObject({ doubled: [], lost: [] });
  });
});
