// Proves the rules of sending on a real database: whatever was interrupted, lost, late or refused, each member is written at most once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendContext } from '../../activities/send-batch.ts';
import { sendBatch } from '../../activities/send-batch.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { VendorFailureKind } from '../../connectors/http/vendor-error.ts';
import { NotSendableError } from '../../connectors/xero/not-sendable-error.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import type { EndpointPort } from '../../activities/vendor-port.ts';
import type { Call, Script } from './write-path-fixture.ts';
import {
  billOfIntent,
  claimed,
  connection,
  payAppId,
  readyIntent,
  scriptedPort,
  standingOf,
  took,
} from './write-path-fixture.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';

const failed = (kind: VendorFailureKind, over: { retryAfterMs?: number; says?: string[] } = {}) =>
  new VendorError({
    vendor: 'xero',
    kind,
    status: kind === 'noAnswer' ? null : 500,
    retryAfterMs: over.retryAfterMs ?? null,
    messages: over.says ?? [],
    mayHaveHappened: kind === 'noAnswer',
  });
const documentOf = (requisitionId: string): string => workflowIdOf(payAppId(requisitionId));

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

  /** One attempt against a vendor that follows the script; answers what it was asked, and the failure if any. */
  const attempt = async (
    batchId: string,
    script: Script = {},
  ): Promise<{ calls: Call[]; failure: unknown }> => {
    const { port, calls } = scriptedPort(database, script);
    const ports: SendContext['ports'] = {
      'xero/contacts': port,
      'xero/purchaseorders': port,
      'xero/invoices': port,
      'procore/contract_payments': port,
    };
    const failure = await sendBatch({ db: database.db, connection, ports }, batchId).then(
      () => null,
      (error: unknown) => error,
    );
    return { calls, failure };
  };
  const lostAnswer: Script = {
    send: () => {
      throw failed('noAnswer');
    },
  };
  const ageKeyBy = (batchId: string, minutes: number) =>
    database.sql`update batch set key_first_sent_at = key_first_sent_at - ${minutes} * interval '1 minute'
      where id = ${batchId}`;

  const endQuiet = (batchId: string) =>
    database.sql`update batch set quiet_until = clock_timestamp() where id = ${batchId}`;

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
        { ok: false, marker: null, messages: ['something is wrong'] },
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
    const [row] = await database.sql<{ refusal: { messages: string[] } }[]>`
      select refusal from document where workflow_id = ${documentOf('33')}`;
    expect(row?.refusal.messages).toEqual(['Account code 999 is not valid']);
  });

  it.each(['refused', 'notFound'] as const)(
    'answered %s as a whole although it was done is settled as done, and nothing is sent again (invariant 1)',
    async (kind) => {
      const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
      const batchId = await claimed(database);
      const script: Script = {
        send: () => {
          throw failed(kind, { says: ['Not so.'] });
        },
        lookUp: (members) => members.map((member) => billOfIntent(member)),
      };
      const asked: string[] = [];
      for (let tries = 0; tries < 3; tries += 1) {
        asked.push(...(await attempt(batchId, script)).calls.map((call) => call.asked));
      }
      expect(asked).toEqual(['send', 'lookUp']);
      expect(await standingOf(database, batchId)).toMatchObject({
        batch: { state: 'settled' },
        intents: Object.fromEntries(keys.map((key) => [key, 'done'])),
        links: 2,
      });
    },
  );

  it('answered 404 is tried again, and taken for a refusal only when it stays so', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const script: Script = {
      send: () => {
        throw failed('notFound');
      },
    };
    let sends = 0;
    for (let tries = 0; tries < 20; tries += 1) {
      const { calls } = await attempt(batchId, script);
      sends += calls.filter(({ asked }) => asked === 'send').length;
      await endQuiet(batchId);
    }
    expect(sends).toBe(5);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'failed' });
    const [row] = await database.sql<{ refusal: { messages: string[] } }[]>`
      select refusal from document where workflow_id = ${documentOf('33')}`;
    expect(row?.refusal.messages).toEqual([expect.stringContaining('404')]);
  });

  it('is not sent again while the request before may still be at work, and is found when it comes to be late', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const slow: Script = { keyMemoryMs: 0, quietMs: 60_000 };
    await attempt(batchId, { ...slow, ...lostAnswer });
    for (let looks = 0; looks < 3; looks += 1) {
      const { calls, failure } = await attempt(batchId, slow);
      expect(calls.map(({ asked }) => asked)).toEqual(['lookUp']);
      expect(failure).toMatchObject({ nonRetryable: false });
    }
    await attempt(batchId, { ...slow, lookUp: (members) => members.map((m) => billOfIntent(m)) });
    expect(await standingOf(database, batchId)).toMatchObject({
      batch: { state: 'settled', attempts: 1 },
      intents: { [key]: 'done' },
    });
  });

  it('sent again after the quiet keeps its key where the endpoint does', async () => {
    await readyIntent(database, '33');
    const batchId = await claimed(database);
    const tokens: Script = { keyMemoryMs: 0, quietMs: 60_000, keepsKey: true };
    const lost = await attempt(batchId, { ...tokens, ...lostAnswer });
    await endQuiet(batchId);
    const { calls } = await attempt(batchId, tokens);
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp', 'send']);
    expect(sentKey(calls)).toBe(sentKey(lost.calls));
  });

  it('of an update without an answer looks whether it was done, and whether somebody wrote meanwhile (invariant 3)', async () => {
    const target = { targetId: 'bill-1', targetVersion: '2026-06-02T00:00:00.000Z' };
    const key = await readyIntent(database, '33', target);
    const batchId = await claimed(database);
    await attempt(batchId, lostAnswer);
    const { calls } = await attempt(batchId, {
      findStale: (members) => ({ stale: members.map((member) => member.key), seen: [] }),
    });
    expect(calls.map(({ asked }) => asked)).toEqual(['lookUp', 'findStale']);
    expect((await standingOf(database, batchId)).intents).toEqual({ [key]: 'failed' });
  });

  it('of two attempts at once one goes on: the other neither sends nor settles (invariant 1)', async () => {
    const key = await readyIntent(database, '33');
    const batchId = await claimed(database);
    const { port, calls } = scriptedPort(database, {});
    let release = (): void => undefined;
    const frozen = new Promise<void>((resolve) => (release = resolve));
    const zombie: EndpointPort = {
      ...port,
      async send(members, idempotencyKey, assertHeld) {
        await frozen;
        await assertHeld();
        return port.send(members, idempotencyKey, assertHeld);
      },
    };
    const portsOf = (one: EndpointPort): SendContext['ports'] => ({
      'xero/contacts': one,
      'xero/purchaseorders': one,
      'xero/invoices': one,
      'procore/contract_payments': one,
    });
    const sleeping = sendBatch({ db: database.db, connection, ports: portsOf(zombie) }, batchId);
    await expect.poll(async () => (await standingOf(database, batchId)).batch.state).toBe('sent');
    await sendBatch({ db: database.db, connection, ports: portsOf(port) }, batchId);
    release();
    await expect(sleeping).rejects.toMatchObject({ nonRetryable: false });
    expect(calls.filter(({ asked }) => asked === 'send')).toHaveLength(1);
    expect(await standingOf(database, batchId)).toMatchObject({
      intents: { [key]: 'done' },
      links: 1,
      audits: ['written'],
    });
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

/** The key of the last request. */
function sentKey(calls: readonly Call[]): string | undefined {
  return calls.flatMap((call) => (call.asked === 'send' ? [call.key] : [])).at(-1);
}
