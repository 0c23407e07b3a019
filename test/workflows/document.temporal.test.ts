// Proves the shell around a document's pure lifecycle on a real Temporal server: signals are coalesced and none is lost, a moved
// plan is looked at again, a final document ends and comes back, and a document at rest holds nothing but its start.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, planMoved } from '../../activities/failures.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { Observed } from '../../domain/lifecycle/lifecycle.ts';
import { courseOf } from '../../domain/lifecycle/lifecycle.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import { payAppObservation, requisition } from '../support/domain-builders.ts';
import { postedPayApp } from '../support/posted-documents.ts';
import type { Activities, World } from './workflow-world.ts';
import { gate, isResting, openWorld, until } from './workflow-world.ts';

const nothing: Observed = { saw: 'nothing' };
const seen = (observation: Observation): Observed => ({
  saw: 'document',
  observation,
  observationId: 'snapshot',
  wakeIds: [1],
  course: courseOf(observation, planObservation(observation)),
});

describe('a document', { timeout: 40_000 }, () => {
  let world: World;
  let workflowId: string;
  let stop: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    await stop();
    stop = async () => undefined;
  });
  afterAll(() => world.close());

  /** Answers the looks in turn, then sees nothing more; counts what is called. */
  async function begin(looks: Observed[], more: Activities = {}): Promise<string[]> {
    workflowId = `payApp/demo/${randomBytes(5).toString('hex')}`;
    const calls: string[] = [];
    const counted = Object.entries(more).map(([name, work]): [string, Activities[string]] => [
      name,
      (ask) => {
        calls.push(name);
        return work(ask);
      },
    ]);
    stop = await world.work({
      dbObserve: async () => {
        calls.push('dbObserve');
        return looks.shift() ?? nothing;
      },
      ...Object.fromEntries(counted),
    });
    return calls;
  }
  const signal = (name: 'changed' | 'decide' | 'settled') =>
    world.signal('payApp', workflowId, name);

  it('looks once for many signals, and rests in a new run', async () => {
    workflowId = `payApp/demo/${randomBytes(5).toString('hex')}`;
    // Nobody works yet, so all of them wait together.
    for (const name of ['changed', 'changed', 'settled', 'decide', 'changed'] as const) {
      await signal(name);
    }
    let looks = 0;
    stop = await world.work({
      dbObserve: async () => {
        looks += 1;
        return nothing;
      },
    });
    await until('it rests', () => isResting(world, workflowId));
    expect(looks).toBe(1);
  });

  it.each(['decide', 'settled', 'changed'] as const)(
    'that hears "%s" during a pass makes another one, in the run that follows',
    async (name) => {
      const reading = gate();
      const read = { system: 'procore', kind: 'procoreVendor', id: '17' } as const;
      const calls = await begin([{ saw: 'readsNeeded', reads: [read] }], {
        procoreReadRecord: () => reading.pass(),
      });
      await signal('changed');
      await reading.reached;
      await signal(name);
      reading.open();
      await until('it rests', () => isResting(world, workflowId));
      // Before the read, after it, and once more for what was heard meanwhile.
      expect(calls).toEqual(['dbObserve', 'procoreReadRecord', 'dbObserve', 'dbObserve']);
    },
  );

  it('whose plan moved between the look and the write looks again', async () => {
    const observation = payAppObservation();
    let writes = 0;
    const calls = await begin([seen(observation), seen(observation)], {
      dbEndPass: async () => {
        writes += 1;
        if (writes === 1) throw planMoved(workflowId);
      },
    });
    await signal('changed');
    await until('it rests', () => isResting(world, workflowId));
    expect(calls).toEqual(['dbObserve', 'dbEndPass', 'dbObserve', 'dbEndPass']);
  });

  it('whose vendor cannot be read looks at what is kept, and does not end', async () => {
    const read = { system: 'xero', kind: 'xeroBill', id: 'b1' } as const;
    const calls = await begin([{ saw: 'readsNeeded', reads: [read] }], {
      xeroReadRecord: async () => {
        throw failureOf(
          new VendorError({
            vendor: 'xero',
            kind: 'forbidden',
            status: 403,
            retryAfterMs: null,
            limit: null,
            messages: ['no'],
            mayHaveHappened: false,
          }),
        );
      },
    });
    await signal('changed');
    await until('it rests', () => isResting(world, workflowId));
    expect(calls).toEqual(['dbObserve', 'xeroReadRecord', 'dbObserve']);
  });

  it('that is final ends, and comes back when it is woken', async () => {
    const requisitionBack = requisition({ status: 'draft' });
    const final = postedPayApp({ claim: requisitionBack }, { status: 'VOIDED' });
    expect(planObservation(final)).toMatchObject({ standing: { final: true } });
    const calls = await begin([seen(final)]);
    await signal('changed');
    const handle = world.client.workflow.getHandle(workflowId);
    await until('it ended', async () => (await handle.describe()).status.name === 'COMPLETED');
    expect(calls).toEqual(['dbObserve']);
    await signal('changed');
    await until('it rests', () => isResting(world, workflowId));
    expect(calls).toEqual(['dbObserve', 'dbObserve']);
  });

  it('at rest holds its start and nothing that was derived', async () => {
    await begin([seen(payAppObservation())], { dbEndPass: async () => undefined });
    await signal('changed');
    await until('it rests', () => isResting(world, workflowId));
    const { events } = await world.client.workflow.getHandle(workflowId).fetchHistory();
    expect(events?.length).toBeLessThanOrEqual(5);
    const results = events?.filter(
      (event) => event.activityTaskScheduledEventAttributes ?? event.markerRecordedEventAttributes,
    );
    expect(results).toEqual([]);
  });
});
