// Proves that Temporal and Postgres may die and come back while bills are being posted: nothing is lost, nothing is doubled.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../launcher/ports.ts';
import { removePostgres } from '../../launcher/postgres-place.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { addFaults, expectOnceEach, xeroPaths } from '../support/once-each.ts';
import type { OwnProcess, OwnProcesses } from '../support/own-process.ts';
import { ownProcesses } from '../support/own-process.ts';
import { sentBatch } from '../support/sent-batch.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';
import type { WrapperName, WrapperProcess } from '../support/wrapper-process.ts';
import { startWrapper } from '../support/wrapper-process.ts';

const settleWithinMs = 150_000;
const root = mkdtempSync(join(tmpdir(), 'tieout-restarts-'));

/** One server on one port and one folder, as often as it is started. */
async function serverOf(name: WrapperName) {
  const options = { dir: join(root, name), port: await freePort() };
  let running: WrapperProcess = await startWrapper(name, options);
  return {
    url: running.url,
    async restart(): Promise<void> {
      process.kill(running.pid, 'SIGKILL');
      // The wrapper ends with its server.
      await running.stop();
      running = await startWrapper(name, options);
    },
    stop: () => running.stop(),
  };
}

describe('while twenty pay apps are being posted', { timeout: 2 * settleWithinMs }, () => {
  let postgres: Awaited<ReturnType<typeof serverOf>>;
  let temporal: Awaited<ReturnType<typeof serverOf>>;
  let stack: Stack;
  let processes: OwnProcesses;
  let running: { name: 'worker' | 'relay'; process: OwnProcess }[];

  const started = async (name: 'worker' | 'relay') => ({
    name,
    process: await processes.start(name),
  });
  /** As whoever runs them does: what has ended is started again. */
  const revive = async (): Promise<void> => {
    for (const one of running) {
      if (!one.process.isRunning()) one.process = await processes.start(one.name);
    }
  };

  beforeAll(async () => {
    [postgres, temporal] = await Promise.all([serverOf('postgres'), serverOf('temporal')]);
    await migrateDatabase(postgres.url);
    const servers = { databaseUrl: postgres.url, temporalAddress: temporal.url };
    stack = await startStack({ company: 'twenty', running: false, servers });
    processes = ownProcesses(stack.env, temporal.url);
    await addFaults(
      stack.xero,
      [xeroPaths.contacts, xeroPaths.invoices].map((path) => ({
        method: 'PUT',
        path,
        kind: 'delay',
        ms: 1_500,
      })),
    );
    running = await Promise.all((['worker', 'relay'] as const).map(started));
  }, 120_000);
  afterAll(async () => {
    await processes.close();
    await stack.close();
    await Promise.all([temporal.stop(), postgres.stop()]);
    removePostgres(join(root, 'postgres'));
    rmSync(root, { recursive: true, force: true });
  }, 90_000);

  it('Temporal and then Postgres are killed and come back: every record exists once and nothing waits (invariant 1)', async () => {
    await sentBatch(stack, 'xero/contacts');
    await temporal.restart();
    // Temporal's absence is waited out: the same worker and relay go on.
    expect(running.filter((one) => !one.process.isRunning())).toEqual([]);
    await sentBatch(stack, 'xero/invoices');
    await postgres.restart();
    await firstAnswer(stack);
    // postgres.js 3.4.9 ends a process whose transaction was cut off: it writes "rollback" to a socket that is gone.
    await sleep(1_000);
    await revive();
    await stack.settle(settleWithinMs);
    await expectOnceEach(stack);
  });

  it('the relay hears of new wake rows once Postgres is back, sooner than its poll', async () => {
    const [row] = await stack.database.sql<{ workflow_id: string }[]>`
      select workflow_id from document where type = 'contact' limit 1`;
    const workflowId = row?.workflow_id ?? '';
    await relayed(stack, workflowId, 'first');
    // The poll is counted from the round before: without a notice this row would wait five seconds.
    const began = Date.now();
    await relayed(stack, workflowId, 'second');
    expect(Date.now() - began).toBeLessThan(4_000);
    await stack.settle(settleWithinMs);
    await expectOnceEach(stack);
  });
});

/** The first query after a restart meets a closed connection; the pool then makes a new one. */
async function firstAnswer(stack: Stack): Promise<void> {
  for (let left = 40; ; left -= 1) {
    try {
      await stack.database.sql`select 1`;
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(250);
    }
  }
}

async function relayed(stack: Stack, workflowId: string, hintId: string): Promise<void> {
  await addWakeRows(stack.database.db, [wakeChanged(workflowId, hintId)]);
  for (const until = Date.now() + 15_000; Date.now() < until; await sleep(50)) {
    const [row] = await stack.database.sql<{ sent_at: Date | null }[]>`
      select sent_at from wake where payload ->> 'hintId' = ${hintId}`;
    if (row?.sent_at) return;
  }
  throw new Error(`the wake row "${hintId}" was not relayed`);
}
