// Proves that a writer has at most three batches in hand, takes up what was left over, and loses nothing it was told on the way.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import type { Claim } from '../../db/queries/claims.ts';
import type { World } from './workflow-world.ts';
import { gate, isResting, openWorld, until } from './workflow-world.ts';

type Ask = { endpoint: string; inHand: string[] };

describe('a writer', { timeout: 40_000 }, () => {
  let world: World;
  let stop: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    await stop();
    stop = async () => undefined;
  });
  afterAll(() => world.close());

  /** Batches wait until they are sent; the one that is claimed is the first that nobody has in hand. */
  async function begin(waiting: Set<string>, send: (batchId: string) => Promise<void>) {
    const workflowId = `writer/${randomBytes(4).toString('hex')}/xero/invoices`;
    const claims: Ask[] = [];
    stop = await world.work({
      dbClaimBatch: async (ask: Ask): Promise<Claim> => {
        claims.push(ask);
        const batchId = [...waiting].find((id) => !ask.inHand.includes(id));
        return batchId === undefined ? { claimed: 'none' } : { claimed: 'batch', batchId };
      },
      xeroSendBatch: async ({ batchId }: { batchId: string }) => {
        await send(batchId);
        waiting.delete(batchId);
      },
    });
    return { workflowId, claims };
  }

  it('sends three batches at once and no more, and every one of them', async () => {
    const batches = ['a', 'b', 'c', 'd', 'e'];
    const gates = new Map(batches.map((id) => [id, gate()]));
    const sent: string[] = [];
    let inFlight = 0;
    let most = 0;
    const { workflowId } = await begin(new Set(batches), async (batchId) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await gates.get(batchId)?.pass();
      inFlight -= 1;
      sent.push(batchId);
    });
    await world.signal('writer', workflowId, 'changed');
    for (const id of ['a', 'b', 'c']) await gates.get(id)?.reached;
    expect(await world.client.workflow.getHandle(workflowId).query('state')).toMatchObject({
      at: 'writing',
    });
    for (const one of gates.values()) one.open();
    await until('it rests', () => isResting(world, workflowId));
    expect(sent.sort()).toEqual(batches);
    expect(most).toBe(3);
  });

  it('asks again after every batch, so that what was left over of one is taken up', async () => {
    const waiting = new Set(['first']);
    const sent: string[] = [];
    const { workflowId } = await begin(waiting, async (batchId) => {
      sent.push(batchId);
      // Nobody says so with a signal: it is found by asking.
      if (batchId === 'first') waiting.add('left over');
    });
    await world.signal('writer', workflowId, 'changed');
    await until('it rests', () => isResting(world, workflowId));
    expect(sent).toEqual(['first', 'left over']);
  });

  it('told of more while it sends, and again once it rests in a new run, sends all of it', async () => {
    const waiting = new Set(['a']);
    const sending = gate();
    const sent: string[] = [];
    const { workflowId } = await begin(waiting, async (batchId) => {
      if (batchId === 'a') await sending.pass();
      sent.push(batchId);
    });
    await world.signal('writer', workflowId, 'changed');
    await sending.reached;
    waiting.add('b');
    await world.signal('writer', workflowId, 'changed');
    await until('"b" does not wait for "a"', () => sent.includes('b'));
    sending.open();
    await until('it rests', () => isResting(world, workflowId));
    waiting.add('c');
    await world.signal('writer', workflowId, 'changed');
    await until('"c" was sent', () => sent.includes('c'));
    await until('it rests', () => isResting(world, workflowId));
    expect(sent).toEqual(['b', 'a', 'c']);
  });
});
