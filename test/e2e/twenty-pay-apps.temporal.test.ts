// Proves the main job end to end: twenty pay apps become twenty bills, each once, and a second look writes nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSummary } from '../../db/queries/summary.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

type AccessRow = {
  seq: number;
  app: string;
  method: string;
  path: string;
  status: number;
  elements: number;
};

describe('twenty clean pay apps', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty' });
  });
  afterAll(async () => {
    await stack.close();
  });

  it('are posted once each, and nothing waits', async () => {
    await stack.settle();
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
  }, 120_000);

  it('are written in batches, and a further sweep writes nothing', async () => {
    const log = await control<AccessRow[]>(stack.xero, 'GET', 'access-log?since=0');
    const writes = log.filter((row) => row.app === 'tieout' && row.method !== 'GET');
    expect(writes.reduce((sum, row) => sum + row.elements, 0)).toBe(28);
    expect(writes.every((row) => row.status === 200)).toBe(true);
  });
});
