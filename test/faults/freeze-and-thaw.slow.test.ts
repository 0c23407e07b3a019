// Proves invariant 1 for minutes on end: two workers frozen and thawed at random while documents post and are paid.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageIn } from '../support/doubled-or-lost.ts';
import { startCrew } from '../support/freezing.ts';
import type { OwnProcesses } from '../support/own-process.ts';
import { ownProcesses } from '../support/own-process.ts';
import { randomOf } from '../support/random.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { testTemporalAddress } from '../support/test-servers.ts';

/** Set TIEOUT_FAULT_MINUTES for a longer or shorter run, TIEOUT_FAULT_COMPANY for `twenty`, TIEOUT_FAULT_SEED to repeat one. */
const minutes = Number(process.env['TIEOUT_FAULT_MINUTES'] ?? 10);
const company = process.env['TIEOUT_FAULT_COMPANY'] === 'twenty' ? 'twenty' : 'demo';
const seed = Number(process.env['TIEOUT_FAULT_SEED'] ?? Math.floor(Math.random() * 1e6));
const settleWithinMs = 10 * 60_000;
/** What is paid and received while workers freeze. */
const cash = { twenty: ['payFourPeriods'], demo: ['payFourPeriods', 'receiveFourPeriods'] };
/** Around each limit there is: the proof, the heartbeat, the quiet time, a lease, a look, and more than all of them. */
const freezesMs = [500, 3_000, 11_000, 16_000, 31_000, 50_000, 90_000];

describe(`${minutes} minutes of freezing, seed ${seed}`, () => {
  let stack: Stack;
  let processes: OwnProcesses;
  beforeEach(async () => {
    stack = await startStack({ company, limits: 'fast', running: false });
    processes = ownProcesses(stack.env, await testTemporalAddress());
  }, 120_000);
  afterEach(async () => {
    await processes.close();
    await stack.close();
  }, 120_000);

  it(
    'leave nothing doubled and nothing lost (invariant 1)',
    async () => {
      const random = randomOf(seed);
      const until = Date.now() + minutes * 60_000;
      const crew = await startCrew(processes);
      const scenes = new Set(cash[company]);
      while (Date.now() < until) {
        await sleep(500 + random() * 6_000);
        await crew.freezeOne(freezesMs[Math.floor(random() * freezesMs.length)] ?? 1_000);
        expect((await damageIn(stack)).doubled).toEqual([]);
        if (Date.now() > until - minutes * 40_000) await play(stack, scenes);
      }
      await sleep(2_000);
      await crew.revive();
      await stack.settle(settleWithinMs);
      if (scenes.size > 0) {
        await play(stack, scenes);
        expect([...scenes]).toEqual([]);
        await stack.settle(settleWithinMs);
      }
      const damage = await damageIn(stack);
      expect(damage).toMatchObject({ doubled: [], lost: [] });
      expect(damage.counted.bills).toBeGreaterThan(0);
      expect(damage.counted.payments).toBeGreaterThan(0);
      if (company === 'demo') {
        expect(damage.counted.salesInvoices).toBeGreaterThan(0);
        expect(damage.counted.creditNotes).toBeGreaterThan(0);
      }
    },
    minutes * 60_000 + settleWithinMs + 120_000,
  );
});

/** Plays each scene that still is to come; one for which nothing is posted yet stays: the freezing may outrun the posting. */
async function play(stack: Stack, scenes: Set<string>): Promise<void> {
  for (const scene of scenes) {
    try {
      await control(stack.xero, 'POST', `bookkeeper/${scene}`, {});
      scenes.delete(scene);
    } catch (error) {
      const isEarly = error instanceof Error && error.message.includes('There is nothing yet');
      if (!isEarly) throw error;
    }
  }
}
