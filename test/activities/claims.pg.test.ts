// Proves what may leave and when: nothing before a sweep where the database cannot be trusted, one operation a batch, in their order, and nothing forgotten.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWriterActivities } from '../../activities/writer-activities.ts';
import { sendBatch } from '../../activities/send-batch.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { claimBatch, wakeWritersOfUnsettled } from '../../db/queries/claims.ts';
import { insertIntent } from '../../db/queries/documents.ts';
import { joinFleet, markReachedEnd } from '../../db/queries/epoch.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { beginSweep } from '../../db/queries/sweeps.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import {
  attemptBatch,
  connection,
  failed,
  organisations,
  portsOf,
  readyIntent,
  scriptedPort,
  took,
} from './write-path-fixture.ts';

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

/** The writer's activities on a database; no vendor is called by a claim. */
const writerOf = ({ db }: OpenDatabase) =>
  createWriterActivities({
    db,
    connection,
    procore: {} as never,
    xero: {} as never,
    organisations,
    fillWaitMs: 0,
    spare: { day: { calls: 1_000, reserve: 0 }, minute: { calls: 60, windowMs: 60_000 } },
  });
const ask = { endpoint: 'xero/invoices', inHand: [] } as const;
const claim = (beat?: number, from = database) =>
  writerOf(from).dbClaimBatch({ ...ask, inHand: [], ...(beat === undefined ? {} : { beat }) });

const sweepOf = async (from: OpenDatabase, id: string): Promise<void> => {
  await beginSweep(from.db, id, connection);
  await markReachedEnd(from.db, id);
};

const fleetIsGone = (from: OpenDatabase) =>
  from.sql`update epoch set alive_at = alive_at - interval '1 hour'`;

describe('before a sweep', () => {
  it('that began after the fleet started nothing leaves; then it does (W3)', async () => {
    await sweepOf(database, 'sweep/before');
    await joinFleet(database.db, connection);
    await readyIntent(database, '33');
    expect(await claim()).toMatchObject({ claimed: 'later' });
    await beginSweep(database.db, 'sweep/after', connection);
    expect(await claim()).toMatchObject({ claimed: 'later' });
    await markReachedEnd(database.db, 'sweep/after');
    expect(await claim()).toMatchObject({ claimed: 'batch' });
  });

  it('a batch that was claimed before the fleet started waits too (W3)', async () => {
    const key = await readyIntent(database, '33');
    const claimed = await claim();
    if (claimed.claimed !== 'batch') throw new Error(claimed.claimed);
    await joinFleet(database.db, connection);
    expect(await attemptBatch(database, claimed.batchId)).toMatchObject({
      calls: [],
      failure: { nonRetryable: false },
    });
    await sweepOf(database, 'sweep/after');
    const { calls } = await attemptBatch(database, claimed.batchId);
    expect(calls).toMatchObject([{ asked: 'send', members: [key] }]);
  });

  it('is owed when the fleet was gone, and not when one more worker joins a fleet at work', async () => {
    await joinFleet(database.db, connection);
    await sweepOf(database, 'sweep/1');
    expect(await joinFleet(database.db, connection)).toMatchObject({ count: 1, isConfirmed: true });
    await fleetIsGone(database);
    expect(await joinFleet(database.db, connection)).toMatchObject({
      count: 2,
      isConfirmed: false,
    });
  });

  it('of part of what there is nothing is held up: access that was lost is a question of its own', async () => {
    await joinFleet(database.db, connection);
    await readyIntent(database, '33');
    await beginSweep(database.db, 'sweep/part', connection);
    await markReachedEnd(database.db, 'sweep/part');
    const [row] = await database.sql<{ complete: boolean }[]>`select complete from sweep`;
    expect(row?.complete).toBe(false);
    expect(await claim()).toMatchObject({ claimed: 'batch' });
  });
});

describe('a database restored to an older copy', () => {
  /** As pg_dump and restore, or a replica that was behind, would leave it. */
  async function copyOf(source: TestDatabase): Promise<TestDatabase> {
    await database.close();
    const name = `restored_${randomBytes(6).toString('hex')}`;
    const url = new URL(source.url);
    url.pathname = '/postgres';
    const admin = postgres(url.toString(), { max: 1, onnotice: () => undefined });
    await admin`create database ${admin(name)} template ${admin(source.name)}`;
    database = openDatabase(source.url, 4);
    const copyUrl = new URL(source.url);
    copyUrl.pathname = `/${name}`;
    return {
      url: copyUrl.toString(),
      name,
      drop: async () => {
        await admin`drop database ${admin(name)} with (force)`;
        await admin.end();
      },
    };
  }

  it('is known by the beat its writer remembers; nothing leaves until a sweep, and then what was written is adopted (W3)', async () => {
    await joinFleet(database.db, connection);
    await sweepOf(database, 'sweep/1');
    const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const copy = await copyOf(testDatabase);
    const first = await claim();
    if (first.claimed !== 'batch') throw new Error(first.claimed);
    const written: XeroBill[] = [];
    const { port } = scriptedPort(database, {
      send: (members) =>
        members.map((member) => {
          const result = took(member);
          if (result.ok && result.record?.kind === 'xeroBill') written.push(result.record);
          return result;
        }),
    });
    await sendBatch(
      { db: database.db, connection, organisations, ports: portsOf(port) },
      first.batchId,
    );
    expect(written).toHaveLength(2);
    const { beat } = await claim(first.beat);

    const restored = openDatabase(copy.url, 4);
    try {
      const after = await claim(beat, restored);
      expect(after).toMatchObject({ claimed: 'later' });
      // One that it agrees with changes nothing: it is still owed.
      expect(await claim(after.beat, restored)).toMatchObject({ claimed: 'later' });
      await storeRecords(restored.db, connection, written, new Date());
      await sweepOf(restored, 'sweep/2');
      const again = await claim(after.beat, restored);
      if (again.claimed !== 'batch') throw new Error(again.claimed);
      const { calls } = await attemptBatch(restored, again.batchId);
      expect(calls).toEqual([]);
      const states = await restored.sql<{ state: string }[]>`
        select state from intent where key in ${restored.sql(keys)}`;
      expect(states.map(({ state }) => state)).toEqual(['done', 'done']);
    } finally {
      await restored.close();
      await copy.drop();
    }
  });

  it('is known by the claim that an attempt told Temporal of (W3)', async () => {
    await joinFleet(database.db, connection);
    await sweepOf(database, 'sweep/1');
    await readyIntent(database, '33');
    const claimed = await claim();
    if (claimed.claimed !== 'batch') throw new Error(claimed.claimed);
    const { port, calls } = scriptedPort(database, {});
    const context = {
      db: database.db,
      connection,
      organisations,
      ports: portsOf(port),
      claimSeen: 1,
    };
    await expect(sendBatch(context, claimed.batchId)).rejects.toMatchObject({
      nonRetryable: false,
    });
    expect(calls).toEqual([]);
    expect(await claim()).toMatchObject({ claimed: 'later' });
  });
});

describe('what is ready', () => {
  const claimOf = async (
    over: { batchSizeMaximum?: number; changesMaximum?: number; fillWaitMs?: number } = {},
  ) => {
    const claimed = await claimBatch(database.db, {
      connection,
      endpoint: 'xero/invoices',
      inHand: (await database.sql<{ id: string }[]>`select id from batch`).map(({ id }) => id),
      batchSizeMaximum: 50,
      fillWaitMs: 0,
      ...over,
    });
    if (claimed.claimed !== 'batch') return null;
    const [row] = await database.sql<{ members: string[]; operation: string }[]>`
      select members, operation from batch where id = ${claimed.batchId}`;
    return row ?? null;
  };
  /** One more intent like one that is there. */
  async function another(
    of: string,
    over: Partial<Parameters<typeof insertIntent>[1]> & { key: string },
  ): Promise<string> {
    const [row] = await database.sql<Record<string, string>[]>`
      select workflow_id, marker, body, plan_hash, observation_hash from intent where key = ${of}`;
    await insertIntent(database.db, {
      connection,
      workflowId: row?.['workflow_id'] ?? '',
      endpoint: 'xero/invoices',
      operation: 'create',
      role: `role of ${over.key}`,
      marker: `${row?.['marker'] ?? ''}/${over.key}`,
      body: row?.['body'],
      bodyHash: 'hash',
      planHash: row?.['plan_hash'] ?? '',
      observationHash: row?.['observation_hash'] ?? '',
      ...over,
    });
    return over.key;
  }

  it('goes by one operation and one kind of body a batch', async () => {
    const bill = await readyIntent(database, '33');
    const voiding = await another(bill, {
      key: 'void',
      operation: 'void',
      targetId: 'bill-1',
      body: { kind: 'xeroBillVoid', billId: 'bill-1', status: 'VOIDED' },
    });
    const update = await another(bill, { key: 'update', operation: 'update', targetId: 'bill-2' });
    expect(await claimOf()).toEqual({ operation: 'create', members: [bill] });
    expect(await claimOf()).toEqual({ operation: 'void', members: [voiding] });
    expect(await claimOf()).toEqual({ operation: 'update', members: [update] });
  });

  it('waits for company only while a document of the connection is still to be looked at', async () => {
    const waiting = { fillWaitMs: 60_000 };
    const bill = await readyIntent(database, '33');
    await addWakeRows(database.db, [wakeChanged(`payApp/${connection}/34`, 'somebody')]);
    expect(await claimOf(waiting)).toBeNull();
    expect(await claimOf({ ...waiting, batchSizeMaximum: 1 })).toMatchObject({ members: [bill] });
    const next = await another(bill, { key: 'next' });
    expect(await claimOf(waiting)).toBeNull();
    await database.sql`update wake set done_at = clock_timestamp() where workflow_id not like 'writer/%'`;
    await addWakeRows(database.db, [wakeChanged('payApp/elsewhere/34', 'somebody')]);
    expect(await claimOf(waiting)).toMatchObject({ members: [next] });
  });

  it('and would be more bytes than a request may have goes in several (S16)', async () => {
    const first = await readyIntent(database, '33');
    const large = { kind: 'xeroBill', text: 'x'.repeat(1_500_000) };
    for (const key of ['a', 'b', 'c']) await another(first, { key, body: large });
    await database.sql`delete from intent where key = ${first}`;
    expect((await claimOf())?.members).toEqual(['a']);
    expect((await claimOf())?.members).toEqual(['b']);
  });

  it('that changes what must be read one by one first goes in few', async () => {
    const first = await readyIntent(database, '33');
    for (const key of ['a', 'b', 'c']) {
      await another(first, { key, operation: 'update', targetId: key });
    }
    await database.sql`delete from intent where key = ${first}`;
    expect((await claimOf({ changesMaximum: 2 }))?.members).toEqual(['a', 'b']);
  });

  it('leaves after what must be done first, and its writer is told when it may', async () => {
    const bill = await readyIntent(database, '33');
    const note = await another(bill, { key: 'note', after: [bill] });
    const first = await claim();
    if (first.claimed !== 'batch') throw new Error(first.claimed);
    expect(await claimOf()).toBeNull();
    await database.sql`delete from wake`;
    await attemptBatch(database, first.batchId);
    const wakes = await database.sql<{ workflow_id: string }[]>`
      select workflow_id from wake where workflow_id like 'writer/%'`;
    expect(wakes.map((row) => row.workflow_id)).toEqual([`writer/${connection}/xero/invoices`]);
    expect(await claimOf()).toMatchObject({ members: [note] });
  });

  it('fails when what must be done first failed, and its document looks again', async () => {
    const bill = await readyIntent(database, '33');
    const note = await another(bill, { key: 'note', after: [bill] });
    const last = await another(bill, { key: 'last', after: [note] });
    const first = await claim();
    if (first.claimed !== 'batch') throw new Error(first.claimed);
    await attemptBatch(database, first.batchId, {
      send: () => {
        throw failed('refused', { says: ['no'] });
      },
    });
    await claim();
    await claim();
    const rows = await database.sql<{ key: string; state: string; outcome: unknown }[]>`
      select key, state, outcome from intent where key in ${database.sql([note, last])} order by key`;
    expect([...rows]).toEqual([
      { key: 'last', state: 'failed', outcome: { why: 'predecessorFailed' } },
      { key: 'note', state: 'failed', outcome: { why: 'predecessorFailed' } },
    ]);
    const told = await database.sql<{ key: string }[]>`
      select payload ->> 'intentKey' as key from wake where signal = 'settled'`;
    expect(told.map(({ key }) => key)).toEqual(expect.arrayContaining([note, last]));
  });

  it('or on its way has its writer woken by the end of every sweep (W7)', async () => {
    await readyIntent(database, '33');
    await claim();
    await database.sql`delete from wake`;
    await wakeWritersOfUnsettled(database.db, connection);
    const wakes = await database.sql<{ workflow_id: string }[]>`select workflow_id from wake`;
    expect(wakes.map((row) => row.workflow_id)).toEqual([`writer/${connection}/xero/invoices`]);
  });

  it('remembers the vendor’s newest time, by which a look-up is bounded instead of by our clock (W4)', async () => {
    await database.sql`
      insert into cursor (connection, feed, value)
      values (${connection}, 'xero/invoices', '2026-06-02T00:00:00.000Z')`;
    await readyIntent(database, '33');
    await claim();
    const [row] = await database.sql<{ since: string }[]>`select since from batch`;
    expect(row?.since).toBe('2026-06-02T00:00:00.000Z');
  });
});
