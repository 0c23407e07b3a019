// Proves the rules of sending on a real database: whatever was interrupted, lost, late or refused, each member is written at most once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotSendableError } from '../../connectors/xero/not-sendable-error.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import type { Call, Script } from './write-path-fixture.ts';
import {
  attemptBatch,
  billOfIntent,
  claimed,
  connection,
  documentOf,
  endQuietOf,
  failed,
  lostAnswer,
  readyIntent,
  sentKey,
  standingOf,
  took,
} from './write-path-fixture.ts';

describe('sending a batch', () => {
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

  const attempt = (batchId: string, script: Script = {}) => attemptBatch(database, batchId, script);
  const ageKeyBy = (batchId: string, minutes: number) =>
    database.sql`update batch set key_first_sent_at = key_first_sent_at - ${minutes} * interval '1 minute'
      where id = ${batchId}`;

  const endQuiet = (batchId: string) => endQuietOf(database, batchId);

  it('stores that it left, and its key, before it leaves; then settles link, audit and wake row together', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const { calls, failure } = await attempt(batchId);
    expect(failure).toBeNull();
    const sentUnder = calls.flatMap((call) => (call.asked === 'send' ? [call] : []));
    expect(sentUnder).toEqual([
      {
        asked: 'send',
        members: [key],
        key: expect.any(String) as string,
        storedKey: sentUnder[0]?.key,
        storedState: 'sent',
      },
    ]);
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled', attempts: 1 },
      intents: { [key]: 'done' },
      links: 1,
      audits: ['written'],
      wakes: [{ workflow_id: documentOf('33'), signal: 'settled' }],
    });
    // A late repetition of the activity finds nothing to do.
    expect(await attempt(batchId)).toEqual({ calls: [], failure: null });
  });

  it('without an answer repeats the identical request under the same key while Xero remembers it', async () => {
    const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    const first = await attempt(batchId, lostAnswer);
    expect(first.failure).toMatchObject({ nonRetryable: false });
    expect((await standingOf(database, batchId)).intents).toEqual(
      Object.fromEntries(keys.map((key) => [key, 'unknown'])),
    );
    await ageKeyBy(batchId, 4);
    const second = await attempt(batchId);
    expect(second.calls.map(({ asked }) => asked)).toEqual(['send']);
    expect(second.calls[0]).toMatchObject({ members: (first.calls[0] as Call).members });
    expect(sentKey(second.calls)).toBe(sentKey(first.calls));
    expect(await standingOf(database, batchId)).toMatchObject({ links: 2 });
  });

  it('killed between sending and settling goes on the same way: the same key, no new one', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const killed = await attempt(batchId, {
      send: () => {
        throw new Error('the process is gone');
      },
    });
    expect((await standingOf(database, batchId)).batch.state).toBe('sent');
    const next = await attempt(batchId);
    expect(next.calls.map(({ asked }) => asked)).toEqual(['send']);
    expect(sentKey(next.calls)).toBe(sentKey(killed.calls));
  });

  it('whose key is too old is looked up first, and what is missing goes under a new key stored before it is sent', async () => {
    const [first, second] = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    const lost = await attempt(batchId, lostAnswer);
    await ageKeyBy(batchId, 6);
    const { calls, failure } = await attempt(batchId, {
      lookUp: (members) => members.filter(({ key }) => key === first).map((m) => billOfIntent(m)),
    });
    expect(failure).toBeNull();
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp', 'send']);
    expect(calls[1]).toMatchObject({ members: [second], storedState: 'sent' });
    expect(sentKey(calls)).not.toBe(sentKey(lost.calls));
    expect(sentKey(calls)).toBe((calls[1] as Extract<Call, { asked: 'send' }>).storedKey);
    expect(await standingOf(database, batchId)).toMatchObject({
      intents: { [first]: 'done', [second]: 'done' },
      links: 2,
    });
  });

  it.each(['unavailable', 'malformedAnswer', 'conflict'] as const)(
    'answered %s is looked up twice, some seconds apart, before anything is sent again, however young the key',
    async (kind) => {
      await readyIntent(database, '33');
      const batchId = await claimed(database);
      const erred = await attempt(batchId, {
        send: () => {
          throw failed(kind);
        },
      });
      expect(erred.failure).toMatchObject({ nonRetryable: false });
      // One empty list is no proof of absence (invariant 7).
      const first = await attempt(batchId);
      expect(first.calls.map(({ asked }) => asked)).toEqual(['lookUp']);
      expect(first.failure).toMatchObject({ nonRetryable: false });
      await endQuiet(batchId);
      const { calls } = await attempt(batchId);
      expect(calls.map(({ asked }) => asked)).toEqual(['lookUp', 'send']);
      expect(sentKey(calls)).not.toBe(sentKey(erred.calls));
    },
  );

  it('whose records are all found is settled without sending anything', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    await attempt(batchId, {
      send: () => {
        throw failed('unavailable');
      },
    });
    const { calls } = await attempt(batchId, {
      lookUp: (members) => members.map((m) => billOfIntent(m)),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled' },
      intents: { [key]: 'done' },
      links: 1,
      wakes: [{ signal: 'settled' }],
    });
  });

  it('told to wait keeps its key and pauses everybody who calls that vendor', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const limited = await attempt(batchId, {
      send: () => {
        throw failed('rateLimited', { retryAfterMs: 7_000 });
      },
    });
    expect(limited.failure).toMatchObject({ nextRetryDelay: 7_000 });
    const [pause] = await database.sql<{ ms: number }[]>`
      select extract(epoch from until - clock_timestamp())::float * 1000 as ms from vendor_pause`;
    expect(pause?.ms).toBeGreaterThan(4_000);
    const { calls } = await attempt(batchId);
    expect(calls.map(({ asked }) => asked)).toEqual(['send']);
    expect(sentKey(calls)).toBe(sentKey(limited.calls));
  });

  it('of an update whose target is shown no more notes that, so that the same is not planned in a ring', async () => {
    const target = { targetId: 'bill-1', targetVersion: '2026-06-02T00:00:00.000Z' };
    await readyIntent(database, '33', target);
    const batchId = await claimed(database);
    const isShown = async () => {
      const rows = await database.sql<{ unseen: boolean }[]>`
        select unseen from mirror where kind = 'xeroBill' and record_id = 'bill-1'`;
      return rows.map(({ unseen }) => !unseen);
    };
    const before = new Date(Date.now() - 60_000);
    await storeRecords(database.db, connection, [kept('xeroBill', { id: 'bill-1' })], before);
    expect(await isShown()).toEqual([true]);
    await attempt(batchId, {
      findStale: (members) => ({
        stale: members.map(({ key }) => key),
        seen: [],
        gone: ['bill-1'],
      }),
    });
    expect(await isShown()).toEqual([false]);
  });

  it('of an update whose target moved sends nothing and wakes the document (invariant 3)', async () => {
    const target = { targetId: 'bill-1', targetVersion: '2026-06-02T00:00:00.000Z' };
    const key = await readyIntent(database, '33', target);
    const batchId = await claimed(database);
    const { calls, failure } = await attempt(batchId, {
      findStale: (members) => ({
        stale: members.map((member) => member.key),
        seen: members.map((m) => billOfIntent(m, { id: 'bill-1', number: 'edited' })),
      }),
    });
    expect(failure).toBeNull();
    expect(calls.map(({ asked }) => asked)).toEqual(['findStale']);
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled', attempts: 0 },
      intents: { [key]: 'failed' },
      links: 0,
      audits: ['notSentBecauseItMoved'],
      wakes: [{ workflow_id: documentOf('33'), signal: 'settled' }],
    });
    // What was seen instead is kept for the next plan.
    const [seen] = await database.sql<{ count: number }[]>`
      select count(*)::int as count from mirror where kind = 'xeroBill' and record_id = 'bill-1'`;
    expect(seen?.count).toBe(1);
  });

  it('of updates sends only those whose target stands still', async () => {
    const target = { targetVersion: '2026-06-02T00:00:00.000Z' };
    const moved = await readyIntent(database, '33', { ...target, targetId: 'bill-1' });
    const still = await readyIntent(database, '34', { ...target, targetId: 'bill-2' });
    const batchId = await claimed(database);
    const { calls } = await attempt(batchId, {
      findStale: (members) => ({
        stale: members.map(({ key }) => key).filter((key) => key === moved),
        seen: [],
      }),
    });
    expect(calls.filter(({ asked }) => asked === 'send').map(({ members }) => members)).toEqual([
      [still],
    ]);
    expect((await standingOf(database, batchId)).intents).toEqual({
      [moved]: 'failed',
      [still]: 'done',
    });
  });

  it('never takes a result for the member at its place: what carries no marker is looked up before it is sent again', async () => {
    const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    const silent = await attempt(batchId, {
      send: (members) => [
        { ok: false, marker: null, targetId: null, messages: ['something is wrong'] },
        ...members.slice(1).map((member) => took(member)),
      ],
    });
    expect(silent.failure).toMatchObject({ nonRetryable: false });
    const members = (silent.calls[0] as Call).members;
    expect([...members].sort()).toEqual([...keys].sort());
    const [untold, told] = members;
    expect((await standingOf(database, batchId)).intents).toEqual({
      [untold ?? '']: 'unknown',
      [told ?? '']: 'done',
    });
    await endQuiet(batchId);
    const { calls } = await attempt(batchId);
    expect(calls).toMatchObject([
      { asked: 'lookUp', members: [untold] },
      { asked: 'send', members: [untold] },
    ]);
    expect(sentKey(calls)).not.toBe(sentKey(silent.calls));
  });

  it('results in another order than they were sent in settle by their markers', async () => {
    await readyIntent(database, '33');
    await readyIntent(database, '34');
    const batchId = await claimed(database);
    await attempt(batchId, { send: (members) => [...members].reverse().map((m) => took(m)) });
    const links = await database.sql<{ workflow_id: string; target_id: string }[]>`
      select workflow_id, target_id from link`;
    for (const link of links) expect(link.target_id).toBe(`bill-${link.workflow_id}`);
    expect(links).toHaveLength(2);
  });

  it('refused as a whole is taken apart, each member is sent by itself, and only the bad one fails', async () => {
    const [bad, good] = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    const refusing: Script = {
      send: (members) => {
        if (members.some(({ key }) => key === bad)) {
          throw failed('refused', { says: ['Account code 999 is not valid'] });
        }
        return members.map((member) => took(member));
      },
    };
    expect((await attempt(batchId, refusing)).failure).toBeNull();
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled' },
      intents: { [bad]: 'ready', [good]: 'ready' },
      links: 0,
    });
    for (const left of [2, 1]) {
      expect((await attempt(await claimed(database), refusing)).failure, `${left} left`).toBeNull();
    }
    const after = await standingOf(database, batchId);
    expect(after.intents).toEqual({ [bad]: 'failed', [good]: 'done' });
    expect([...after.audits].sort()).toEqual(['refused', 'written']);
    const [row] = await database.sql<{ messages: string[] }[]>`
      select messages from refusal where workflow_id = ${documentOf('33')}`;
    expect(row?.messages).toEqual(['Account code 999 is not valid']);
  });

  it('with a body that cannot leave exactly as decided fails that one alone; the rest follows', async () => {
    await readyIntent(database, '33');
    await readyIntent(database, '34');
    const batchId = await claimed(database);
    const first = await attempt(batchId, {
      send: () => {
        throw new NotSendableError({ index: 1, field: 'unitAmount', why: 'needs five decimals' });
      },
    });
    expect(first.failure).toMatchObject({ nonRetryable: false });
    const [good = '', bad = ''] = (first.calls[0] as Call).members;
    expect((await standingOf(database, batchId)).intents).toMatchObject({ [bad]: 'failed' });
    const { calls } = await attempt(batchId);
    expect(calls).toMatchObject([{ asked: 'send', members: [good] }]);
    expect((await standingOf(database, batchId)).intents).toEqual({
      [bad]: 'failed',
      [good]: 'done',
    });
  });

  it('settles in one transaction: when one member cannot be settled, none is, and the next attempt settles all', async () => {
    const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    // Another document already holds the bill that the second result names: the table refuses the second link.
    await database.sql`
      insert into link (workflow_id, role, connection, kind, target_id, how)
      values ('payApp/demo/99', 'bill', ${connection}, 'xeroBill', ${`bill-${documentOf('34')}`}, 'written')`;
    const half = await attempt(batchId);
    expect(half.failure).toBeInstanceOf(Error);
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'sent' },
      intents: Object.fromEntries(keys.map((key) => [key, 'sent'])),
      links: 1,
      audits: [],
      wakes: [],
    });
    const [kept] = await database.sql<
      { count: number }[]
    >`select count(*)::int as count from mirror`;
    expect(kept?.count).toBe(0);

    await database.sql`delete from link where workflow_id = 'payApp/demo/99'`;
    const { calls, failure } = await attempt(batchId);
    expect(failure).toBeNull();
    expect(sentKey(calls)).toBe(sentKey(half.calls));
    expect(await standingOf(database, batchId)).toMatchObject({
      links: 2,
      audits: ['written', 'written'],
    });
  });
});
