// Proves that a worker that remembers no workflow, and so replays every history at every task, reaches the same end state;
// and that every run it leaves behind, continued and closed ones included, replays alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../cli/replay.ts';
import { readSummary } from '../../db/queries/summary.ts';
import { billsInXero } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';

const settleWithinMs = 150_000;

describe('a worker without a cache', { timeout: settleWithinMs + 30_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', maxCachedWorkflows: 0 });
  });
  afterAll(async () => {
    await stack.close();
  });

  it('posts twenty pay apps once each, and nothing waits', async () => {
    await stack.settle(settleWithinMs);
    const summary = await readSummary(stack.database.db, stack.connection, new Date(0));
    expect(summary.exceptions).toEqual([]);
    expect(summary.documents).toEqual({
      contact: { posted: 4, waiting: 0, unchanged: 0 },
      commitment: { posted: 4, waiting: 0, unchanged: 0 },
      payApp: { posted: 20, waiting: 0, unchanged: 0 },
      ownerInvoice: { posted: 0, waiting: 0, unchanged: 0 },
      retainageRelease: { posted: 0, waiting: 0, unchanged: 0 },
      projectBudget: { posted: 0, waiting: 0, unchanged: 0 },
      projectLabour: { posted: 0, waiting: 0, unchanged: 0 },
      directCost: { posted: 0, waiting: 0, unchanged: 0 },
    });
    expect(summary.writes.xero.documents).toBe(28);
    const ours = (await billsInXero(stack.xero)).flatMap((bill) => bill.Url?.split('#')[1] ?? []);
    expect(ours).toHaveLength(20);
    expect(new Set(ours).size).toBe(20);
  });

  it('leaves runs of every workflow behind, and each replays through the codec', async () => {
    await stack.stopWorker();
    const env = { ...process.env, TIEOUT_CODEC_KEY: stack.env.TIEOUT_CODEC_KEY };
    const closed = await closedRunsByType(stack);
    const report = await replay(env, { connection: stack.connection });
    expect(report.failed).toEqual([]);
    expect(report.passed).toBe(report.runs);
    // Each of the 28 documents was begun, looked, wrote and was told: no fewer than three runs each.
    expect(report.runs).toBeGreaterThan(28 * 3);
    for (const type of ['contact', 'commitment', 'payApp', 'writer', 'sweep']) {
      expect(closed.get(type) ?? 0, type).toBeGreaterThan(0);
    }
  });
});

async function closedRunsByType({ client, connection }: Stack): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { workflowId, type } of client.workflow.list({
    query: "ExecutionStatus IN ('ContinuedAsNew', 'Completed')",
  })) {
    if (workflowId.split('/')[1]?.startsWith(connection) === true)
      counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
