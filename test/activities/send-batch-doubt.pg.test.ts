// Proves what happens when it is in doubt whether a write was done: late, refused after the work, frozen, written over.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendBatch } from '../../activities/send-batch.ts';
import type { EndpointPort } from '../../activities/vendor-port.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import type { Script } from './write-path-fixture.ts';
import {
  attemptBatch,
  billOfIntent,
  claimed,
  connection,
  documentOf,
  endQuietOf,
  failed,
  lostAnswer,
  organisations,
  portsOf,
  readyIntent,
  scriptedPort,
  sentKey,
  standingOf,
} from './write-path-fixture.ts';

describe('a batch in doubt', () => {
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
  const endQuiet = (batchId: string) => endQuietOf(database, batchId);

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
    const [row] = await database.sql<{ messages: string[] }[]>`
      select messages from refusal where workflow_id = ${documentOf('33')}`;
    expect(row?.messages).toEqual([expect.stringContaining('404')]);
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

  it('keeps only what is in doubt: what never left is ready for another batch at once', async () => {
    const keys = [await readyIntent(database, '33'), await readyIntent(database, '34')];
    const batchId = await claimed(database);
    let untried = '';
    await attempt(batchId, {
      quietMs: 60_000,
      send: () => [],
      stops: (members) => {
        untried = members[1]?.key ?? '';
        return { stoppedBy: failed('noAnswer'), untried: members.slice(1) };
      },
    });
    const doubtful = keys.find((key) => key !== untried) ?? '';
    expect((await standingOf(database, batchId)).intents).toEqual({
      [doubtful]: 'unknown',
      [untried]: 'ready',
    });
    const { calls } = await attempt(await claimed(database, [batchId]));
    expect(calls).toMatchObject([{ asked: 'send', members: [untried] }]);
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
      async send(members, idempotencyKey, proof) {
        await frozen;
        return port.send(members, idempotencyKey, proof);
      },
    };
    const sleeping = sendBatch(
      { db: database.db, connection, organisations, ports: portsOf(zombie) },
      batchId,
    );
    await expect.poll(async () => (await standingOf(database, batchId)).batch.state).toBe('sent');
    await sendBatch({ db: database.db, connection, organisations, ports: portsOf(port) }, batchId);
    release();
    await expect(sleeping).rejects.toMatchObject({ nonRetryable: false });
    expect(calls.filter(({ asked }) => asked === 'send')).toHaveLength(1);
    expect(await standingOf(database, batchId)).toMatchObject({
      intents: { [key]: 'done' },
      links: 1,
      audits: ['written'],
    });
  });
});
