// Proves that an attempt which was frozen, is slow or was superseded sends nothing, at every point where that can happen (W1, W2, W10).
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clocks } from '../../activities/attempt-watch.ts';
import type { SendContext } from '../../activities/send-batch.ts';
import { sendBatch } from '../../activities/send-batch.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import type { Call, Script } from './write-path-fixture.ts';
import {
  attemptBatch,
  billOfIntent,
  claimed,
  connection,
  endQuietOf,
  lostAnswer,
  organisations,
  portsOf,
  readyIntent,
  scriptedPort,
  standingOf,
} from './write-path-fixture.ts';

/** Holds an attempt where it stands until it is let go. */
function freezePoint() {
  let thaw = (): void => undefined;
  let arrive = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  const pass = (): Promise<void> => {
    arrive();
    return thawed;
  };
  return { reached, thaw: () => thaw(), pass };
}

/** A clock that a test moves on: as it looks to a process that was stopped for so long. */
function movableClocks(): Clocks & { jump(ms: number): void } {
  let ahead = 0;
  return {
    jump: (ms) => (ahead += ms),
    monotonicMs: () => performance.now() + ahead,
    wallMs: () => Date.now() + ahead,
  };
}

describe('an attempt that was frozen', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const sends = (calls: readonly Call[]) => calls.filter(({ asked }) => asked === 'send');
  /** An attempt that goes on in the background; its end is a failure or null. */
  const begin = (batchId: string, script: Script, over: Partial<SendContext> = {}) => {
    const { port, calls } = scriptedPort(database, script);
    const context = { db: database.db, connection, organisations, ports: portsOf(port), ...over };
    const ended = sendBatch(context, batchId).then(
      () => null,
      (error: unknown) => error,
    );
    return { calls, ended };
  };
  const attempt = (batchId: string, script: Script = {}) => attemptBatch(database, batchId, script);

  const update = { targetId: 'bill-1', targetVersion: '2026-06-02T00:00:00.000Z' };

  it('in its look-up, while another looks, finds nothing and sends: sends nothing itself (W1)', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    await attempt(batchId, { ...lostAnswer, keyMemoryMs: 0 });
    await endQuietOf(database, batchId);
    const point = freezePoint();
    const frozen = begin(batchId, { keyMemoryMs: 0, beforeLookUp: point.pass });
    await point.reached;
    await attempt(batchId, { keyMemoryMs: 0 });
    point.thaw();
    expect(await frozen.ended).toMatchObject({ nonRetryable: false });
    expect(sends(frozen.calls)).toEqual([]);
    expect(await standingOf(database, batchId)).toMatchObject({
      intents: { [key]: 'done' },
      links: 1,
      audits: ['written'],
    });
  });

  it('waiting for its lease, while another took the batch over: sends nothing (W1, W2)', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const point = freezePoint();
    const frozen = begin(batchId, { beforeProof: point.pass });
    await point.reached;
    await attempt(batchId);
    point.thaw();
    expect(await frozen.ended).toMatchObject({ nonRetryable: false });
    expect(sends(frozen.calls)).toEqual([]);
  });

  it('waiting for its lease, for longer than Xero remembers the key, though nobody took over: looks again first (W2)', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    await attempt(batchId, lostAnswer);
    const clocks = movableClocks();
    const point = freezePoint();
    const frozen = begin(batchId, { beforeProof: point.pass }, { clocks });
    await point.reached;
    clocks.jump(403_000);
    await database.sql`
      update batch set key_first_sent_at = key_first_sent_at - interval '403 seconds',
        quiet_until = quiet_until - interval '403 seconds' where id = ${batchId}`;
    point.thaw();
    expect(await frozen.ended).toMatchObject({ nonRetryable: false });
    expect(sends(frozen.calls)).toEqual([]);
    const { calls } = await attempt(batchId, {
      lookUp: (members) => members.map((member) => billOfIntent(member)),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
  });

  it('between the last question and the first byte: sends nothing, and is tried again as if it had never been (W2)', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const clocks = movableClocks();
    const frozen = begin(
      batchId,
      {
        frozen: () => {
          clocks.jump(90_000);
          return Promise.resolve();
        },
      },
      { clocks },
    );
    expect(await frozen.ended).toMatchObject({ nonRetryable: false });
    expect(sends(frozen.calls)).toEqual([]);
    expect((await standingOf(database, batchId)).batch).toMatchObject({
      state: 'claimed',
      attempts: 0,
    });
    expect(sends((await attempt(batchId)).calls)).toHaveLength(1);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'done' });
  });

  it('16 s between reading the target and writing over it: reads it again and finds the person’s edit (W2, invariant 3)', async () => {
    const key = await readyIntent(database, '33', update);
    const batchId = await claimed(database);
    const clocks = movableClocks();
    const frozen = begin(
      batchId,
      {
        findStale: () => {
          clocks.jump(16_000);
          return { stale: [], seen: [] };
        },
      },
      { clocks },
    );
    expect(await frozen.ended).toMatchObject({ nonRetryable: false });
    expect(sends(frozen.calls)).toEqual([]);
    const { calls } = await attempt(batchId, {
      findStale: (members) => ({ stale: members.map((member) => member.key), seen: [] }),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['findStale']);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'failed' });
  });

  it('reads the target of a change behind the gate, after the wait for a lease (W2)', async () => {
    await readyIntent(database, '33', update);
    const batchId = await claimed(database);
    const order: string[] = [];
    await attempt(batchId, {
      beforeProof: () => {
        order.push('leased');
        return Promise.resolve();
      },
      findStale: () => {
        order.push('read');
        return { stale: [], seen: [] };
      },
    });
    expect(order).toEqual(['leased', 'read']);
  });

  it('lets the time in which its request may be at work begin when it leaves, not when the attempt began (W1)', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const script: Script = { keyMemoryMs: 0, quietMs: 60_000 };
    await attempt(batchId, {
      ...script,
      ...lostAnswer,
      beforeProof: async () => {
        await database.sql`update batch set quiet_until = clock_timestamp() where id = ${batchId}`;
      },
    });
    const { calls } = await attempt(batchId, script);
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
    expect((await standingOf(database, batchId)).batch).toMatchObject({ state: 'unknown' });
  });
});

describe('a record that bears our marker', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  it('and is in the mirror before the first request is taken for what would be written: nothing is sent (W3)', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const [row] = await database.sql<{ body: never; workflow_id: string; marker: string }[]>`
      select body, workflow_id, marker from intent`;
    if (!row) throw new Error('there is an intent');
    const bill = billOfIntent({ body: row.body, workflowId: row.workflow_id } as never);
    await storeRecords(database.db, connection, [bill], new Date());
    const { calls } = await attemptBatch(database, batchId, {});
    expect(calls).toEqual([]);
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled', attempts: 0 },
      intents: { [key]: 'done' },
      links: 1,
    });
  });

  it('and was voided by a person while its outcome was unknown is not created again (W10)', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    await attemptBatch(database, batchId, { ...lostAnswer, keyMemoryMs: 0 });
    const { calls } = await attemptBatch(database, batchId, {
      keyMemoryMs: 0,
      lookUp: (members) => members.map((member) => billOfIntent(member, { status: 'VOIDED' })),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'done' });
  });

  it('and was voided before this write was decided is no trace of it: what is missing is written', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    await attemptBatch(database, batchId, { ...lostAnswer, keyMemoryMs: 0 });
    await database.sql`
      insert into link (workflow_id, role, connection, kind, target_id, how)
      select workflow_id, 'former bill', connection, 'xeroBill', 'bill-before', 'written' from intent`;
    const { calls } = await attemptBatch(database, batchId, {
      keyMemoryMs: 0,
      lookUp: (members) =>
        members.map((member) => billOfIntent(member, { id: 'bill-before', status: 'VOIDED' })),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp', 'send']);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'done' });
  });

  it('is looked for at the vendor too before a first request, where that is cheap (W3)', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const { calls } = await attemptBatch(database, batchId, {
      looksFirst: true,
      lookUp: (members) => members.map((member) => billOfIntent(member)),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
    expect((await standingOf(database, batchId)).links).toBe(1);
  });
});
