// Proves on a real database that files and notes leave only with calls to spare: after everything else, and never from the reserve.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { SpareAsk } from '../../db/queries/spare-work.ts';
import { spareTurn } from '../../db/queries/spare-work.ts';
import { forgetOldReads } from '../../db/queries/vendor-calls.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { spareCallsOf, spareEndpoints } from '../../domain/identity/endpoints.ts';
import { connection, readyIntent } from './write-path-fixture.ts';

describe('the turn of what is spare', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const ask: SpareAsk = {
    connection,
    day: { calls: 1_000, reserve: 200 },
    minute: { calls: 60, windowMs: 60_000 },
    callsEach: 3,
  };
  const turn = (over: Partial<SpareAsk> = {}) => spareTurn(database.db, { ...ask, ...over });

  /** So many calls so long ago. */
  async function called(count: number, agoMs: number, of: { vendor?: string; to?: string } = {}) {
    const { vendor = 'xero', to = connection } = of;
    await database.sql`
      insert into vendor_call (connection, organisation, vendor, purpose, started_at, leased_until, finished_at)
      select ${to}, ${`${vendor}/of ${to}`}, ${vendor}, 'read', moment, moment, moment from generate_series(1, ${count}),
        lateral (select clock_timestamp() - ${agoMs} * interval '1 millisecond' as moment) as then_`;
  }
  const hour = 3_600_000;

  it('comes where nothing else is to be done', async () => {
    expect(await turn()).toEqual({ turn: 'go' });
  });

  it('does not come into the reserve of the day, whenever within the last 24 hours its calls were', async () => {
    await called(797, 23 * hour);
    expect(await turn()).toEqual({ turn: 'go' });
    await called(1, 5 * hour);
    expect(await turn()).toEqual({ turn: 'none' });
    expect(await turn({ day: { calls: 5_000, reserve: 200 } })).toEqual({ turn: 'go' });
  });

  it('counts the calls of this organisation to Xero alone, and those of the last day', async () => {
    await called(5_000, 25 * hour);
    await called(5_000, hour, { vendor: 'procore' });
    await called(5_000, hour, { to: 'another' });
    expect(await turn()).toEqual({ turn: 'go' });
  });

  it('does not come in the second half of the minute', async () => {
    await called(27, 1_000);
    expect(await turn()).toEqual({ turn: 'go' });
    await called(1, 1_000);
    expect(await turn()).toMatchObject({ turn: 'later' });
  });

  it('does not come while a bill is to be sent, is on its way or is in doubt', async () => {
    const key = await readyIntent(database, '1');
    for (const state of ['ready', 'claimed', 'sent', 'unknown']) {
      await database.sql`update intent set state = ${state} where key = ${key}`;
      expect([state, (await turn()).turn]).toEqual([state, 'later']);
    }
    await database.sql`update intent set state = 'done' where key = ${key}`;
    expect(await turn()).toEqual({ turn: 'go' });
  });

  it('is waited for without asking again and again where what goes first is stuck', async () => {
    await readyIntent(database, '1');
    await database.sql`update intent set created_at = created_at - interval '1 hour'`;
    expect(await turn()).toEqual({ turn: 'none' });
  });

  it('comes to one at a time, whichever of them it is; what is only ready holds up none', async () => {
    const key = await readyIntent(database, '1');
    for (const endpoint of spareEndpoints) {
      await database.sql`update intent set endpoint = ${endpoint}, state = 'ready' where key = ${key}`;
      expect([endpoint, await turn()]).toEqual([endpoint, { turn: 'go' }]);
      await database.sql`update intent set state = 'sent' where key = ${key}`;
      expect(await turn()).toMatchObject({ turn: 'later' });
    }
  });

  it('comes to a few time entries where there are calls for all of them', async () => {
    expect(spareEndpoints.map((endpoint) => [endpoint, spareCallsOf(endpoint)])).toEqual([
      ['xero/attachments', 3],
      ['xero/history', 3],
      ['xero/projecttasks', 7],
      ['xero/time', 7],
    ]);
    await called(794, 23 * hour);
    expect(await turn()).toEqual({ turn: 'go' });
    expect(await turn({ callsEach: spareCallsOf('xero/time') })).toEqual({ turn: 'none' });
  });

  it('rests on a day of reads that is not forgotten meanwhile', async () => {
    await called(3, 23 * hour);
    await called(2, 23 * hour, { vendor: 'procore' });
    await forgetOldReads(database.db, 'procore', 2 * hour);
    await forgetOldReads(database.db, 'xero', 25 * hour);
    const rows = await database.sql`select vendor from vendor_call`;
    expect(rows.map(({ vendor }) => vendor as string)).toEqual(['xero', 'xero', 'xero']);
  });
});
