// Old sweeps and hints are forgotten, and never one on which it rests that all is settled, that writes may leave, or that a document is still to look at.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { mayWrite } from '../../db/queries/epoch.ts';
import { readReadiness } from '../../db/queries/settled.ts';
import { forgetOldSweeps } from '../../db/queries/sweeps.ts';
import { forgetOldHints } from '../../db/queries/webhook-intake.ts';
import { epoch, hint, sweep, wake } from '../../db/schema/delivery-tables.ts';
import { createTestDatabase } from '../support/test-servers.ts';

let database: OpenDatabase;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  database = openDatabase(made.url, 2);
  drop = async () => {
    await database.close();
    await made.drop();
  };
});
afterAll(() => drop());

const day = 86_400_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * day);

function run(id: string, days: number, how: { complete?: true; reachedEnd?: true; open?: true }) {
  const { open, ...rest } = how;
  const finishedAt = open ? null : daysAgo(days - 0.1);
  const connection = id.split('/')[1] ?? '';
  return { id, connection, startedAt: daysAgo(days), finishedAt, ...rest };
}

test('keeps the week, what is running, and the newest of each kind that something rests on', async () => {
  const { db } = database;
  await db
    .insert(sweep)
    .values([
      run('sweep/demo/old-whole', 30, { complete: true, reachedEnd: true }),
      run('sweep/demo/whole', 20, { complete: true, reachedEnd: true }),
      run('sweep/demo/old-partial', 19, { reachedEnd: true }),
      run('sweep/demo/partial', 18, { reachedEnd: true }),
      run('sweep/demo/failed', 12, {}),
      run('sweep/demo/last', 9, {}),
      run('sweep/demo/running', 8, { open: true }),
      run('sweep/other/alone', 40, { complete: true, reachedEnd: true }),
    ]);
  await db
    .insert(epoch)
    .values({ connection: 'demo', id: 'e', because: 'test', beganAt: daysAgo(25) });
  const before = [await mayWrite(db, 'demo'), await readReadiness(db, 'demo')];
  await forgetOldSweeps(db, 'demo', 7 * day);
  const left = (await db.select({ id: sweep.id }).from(sweep)).map(({ id }) => id.slice(6)).sort();
  expect(left).toEqual(['demo/last', 'demo/partial', 'demo/running', 'demo/whole', 'other/alone']);
  expect([await mayWrite(db, 'demo'), await readReadiness(db, 'demo')]).toEqual(before);
  expect(before[0]).toBe(true);
  await db.insert(sweep).values(run('sweep/demo/young', 1, { complete: true, reachedEnd: true }));
  await forgetOldSweeps(db, 'demo', 7 * day);
  const rest = (await db.select({ id: sweep.id }).from(sweep)).map(({ id }) => id.slice(6)).sort();
  expect(rest).toEqual(['demo/running', 'demo/young', 'other/alone']);
});

test('forgets what webhooks said long ago, unless a document has not looked at it yet', async () => {
  const { db } = database;
  const said = (id: string, days: number) => ({
    ...{ id, eventKey: id, connection: 'demo', vendor: 'xero' as const },
    ...{ resource: 'xeroBill', recordId: 'b-1', receivedAt: daysAgo(days) },
  });
  await db.insert(hint).values([said('old', 20), said('awaited', 20), said('young', 3)]);
  const payload = { hintId: 'awaited' };
  await db.insert(wake).values({ workflowId: 'payApp/demo/1', signal: 'changed', payload });
  await forgetOldHints(db, 14 * day);
  const left = (await db.select({ id: hint.id }).from(hint)).map(({ id }) => id).sort();
  expect(left).toEqual(['awaited', 'young']);
});
