// Proves that nothing is retried in silence: what fails five times is shown, and a document that no retry can help is asked about and parked.
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { orPark, watched } from '../../activities/watched.ts';
import { retriesNow } from '../../db/queries/retries.ts';
import { addWakeRows, undoneWakes, wakeChanged } from '../../db/queries/wake.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const workflowId = 'payApp/demo/33';
let database: OpenDatabase;
beforeEach(async () => {
  const created = await createTestDatabase();
  database = openDatabase(created.url, 4);
  return async () => {
    await database.close();
    await created.drop();
  };
}, 60_000);

/** One attempt of a step, as Temporal makes it. */
async function attempt(
  number: number,
  step: () => Promise<unknown>,
  of = workflowId,
): Promise<unknown> {
  const environment = new MockActivityEnvironment({
    attempt: number,
    activityId: '7',
    activityType: 'dbObserve',
    workflowExecution: { workflowId: of, runId: 'run' },
  });
  const watch = { db: database.db, connection, onTrouble: () => undefined };
  const { dbObserve } = watched({ dbObserve: () => step() }, watch);
  return environment.run(() => dbObserve());
}
const fails = (error: Error) => () => Promise.reject(error);
const questions = (of = workflowId) => database.sql<
  { kind: string; state: string; sentence: string }[]
>`
  select kind, state, sentence from exception where workflow_id = ${of}`;

describe('an attempt that fails', () => {
  const away = new Error('connect ECONNREFUSED');

  test('is noted from the fifth on, with how often, and forgotten once one works', async () => {
    await expect(attempt(4, fails(away))).rejects.toThrow();
    expect(await retriesNow(database.db, connection)).toEqual([]);
    for (const number of [5, 6]) await expect(attempt(number, fails(away))).rejects.toThrow();
    expect(await retriesNow(database.db, connection)).toMatchObject([
      { workflowId, activity: 'dbObserve', attempt: 6, why: 'Error: connect ECONNREFUSED' },
    ]);
    await attempt(7, () => Promise.resolve());
    expect(await retriesNow(database.db, connection)).toEqual([]);
    expect(await questions()).toEqual([]);
  });

  test.each([
    ['a stored row that is not understood', z.string().safeParse(1).error ?? new Error()],
    ['a fault of our own', new TypeError('x is not a function')],
    ['data that Postgres refuses', Object.assign(new Error('no'), { code: '22P05' })],
  ])('over %s is a question too, one however often it is tried', async (_what, error) => {
    const writer = 'writer/demo/xero/invoices';
    for (const number of [5, 6, 7]) {
      await expect(attempt(number, fails(error), writer)).rejects.toThrow();
    }
    expect(await questions(writer)).toMatchObject([{ kind: 'stuck', state: 'open' }]);
    await attempt(8, () => Promise.resolve(), writer);
    expect(await questions(writer)).toMatchObject([{ kind: 'stuck', state: 'closed' }]);
  });
});

describe('a document that no retry can help', () => {
  const step = (error: Error) => () =>
    orPark({ db: database.db, connection }, workflowId, { work: fails(error), parked: 'parked' });

  test('is parked at the fifth attempt: what woke it is done, and the question says why', async () => {
    await addWakeRows(database.db, [wakeChanged(workflowId, 'sweep')]);
    const refused = Object.assign(new Error('no'), { code: '22P05' });
    await expect(attempt(4, step(refused))).rejects.toThrow();
    expect(await undoneWakes(database.db, workflowId)).toHaveLength(1);
    expect(await attempt(5, step(refused))).toBe('parked');
    expect(await undoneWakes(database.db, workflowId)).toEqual([]);
    const asked = await questions();
    expect(asked.map(({ kind }) => kind)).toEqual(['stuck']);
    expect(asked[0]?.sentence).toContain('Postgres refuses it (22P05)');
  });

  test('keeps its question when it is parked after attempts that failed for another reason', async () => {
    await addWakeRows(database.db, [wakeChanged(workflowId, 'sweep')]);
    const away = Object.assign(new Error('no'), { code: '57P01' });
    await expect(attempt(5, step(away))).rejects.toThrow();
    expect(await attempt(6, step(new TypeError('x is not a function')))).toBe('parked');
    expect(await questions()).toMatchObject([{ kind: 'stuck', state: 'open' }]);
    expect(await retriesNow(database.db, connection)).toEqual([]);
  });

  test('is not parked while Postgres is only away', async () => {
    const away = Object.assign(new Error('no'), { code: '57P01' });
    await expect(attempt(9, step(away))).rejects.toThrow();
    expect(await questions()).toEqual([]);
  });
});
