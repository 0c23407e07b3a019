// Proves on a database that a demo of the first version left, worker standing still, that everything people said and everything
// half sent is brought over: what was open stays open, what was left stays left, and nothing is asked or sent twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { loadOldMain } from './load-old-main.ts';

describe('the database of the first version', { timeout: 60_000 }, () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeAll(async () => {
    testDatabase = await createTestDatabase({ migrated: false });
    await loadOldMain(testDatabase.url);
    await migrateDatabase(testDatabase.url);
    database = openDatabase(testDatabase.url, 2);
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  it('keeps every question that was not answered, each about its subject', async () => {
    const rows = await database.sql<Record<string, string>[]>`
      select left(id, 8) as id, split_part(subject, '/', 1) as subject, kind, state
      from exception where state <> 'closed' order by 1`;
    expect(rows.map(({ id, subject, kind, state }) => [id, subject, kind, state])).toEqual([
      ['0ea25e43', 'contact', 'contactSuggested', 'open'],
      ['14ab67c5', 'bill', 'editedAfterPosting', 'open'],
      ['2672c1ba', 'bill', 'editedInXero', 'open'],
      ['2e9d2051', 'bill', 'editedInXero', 'decided'],
      ['3aed5e7b', 'bill', 'vendorRefused', 'open'],
      ['7133f0a1', 'bill', 'editedInXero', 'decided'],
      ['7973c393', 'payment', 'paymentRemoved', 'open'],
      ['8b38f665', 'bill', 'vendorRefused', 'open'],
      ['c25ed214', 'contact', 'contactArchived', 'open'],
      ['c570c649', 'bill', 'partsNotWhole', 'open'],
    ]);
    const unseen = await database.sql`
      select id from exception where state <> 'closed' and seen is null`;
    expect([...unseen]).toEqual([]);
  });

  it('keeps what was decided and not carried out, bound to the question of today', async () => {
    const rows = await database.sql`
      select d.verdict, d.plan_hash = e.plan_hash as bound from decision d
      join exception e on e.id = d.exception_id where d.outcome is null order by 1`;
    expect([...rows]).toEqual([
      { verdict: 'approve', bound: true },
      { verdict: 'reject', bound: true },
    ]);
  });

  it('keeps every standing rejection in the register, with who and why', async () => {
    const rows = await database.sql<Record<string, string>[]>`
      select split_part(subject, '/', 1) as subject, kind, person is not null as by
      from accepted_difference where ended_at is null order by kind`;
    expect(rows.map(({ subject, kind, by }) => [subject, kind, by])).toEqual([
      ['bill', 'editedInXero', true],
      ['bill', 'lockedPeriod', true],
      ['bill', 'lookAlike', true],
      ['payment', 'paymentRemoved', true],
    ]);
  });

  it('keeps refusals by role, so that the reason is not lost', async () => {
    const rows = await database.sql<{ role: string }[]>`select role from refusal order by 1`;
    expect(rows.map(({ role }) => role)).toEqual(['bill', 'bill']);
  });

  it('knows what is half sent, and every link, under the roles of today', async () => {
    const unsettled = await database.sql<{ family: string; count: number }[]>`
      select split_part(role, '/', 1) as family, count(*)::int from intent
      where state in ('ready', 'claimed', 'sent', 'unknown') group by 1 order by 1`;
    expect([...unsettled]).toEqual([
      { family: 'bill', count: 2 },
      { family: 'payment', count: 3 },
    ]);
    const links = await database.sql<{ family: string; count: number }[]>`
      select split_part(role, '/', 1) as family, count(*)::int from link
      where ended_at is null group by 1 order by 1`;
    expect([...links]).toEqual([
      { family: 'bill', count: 13 },
      { family: 'contact', count: 15 },
      { family: 'order', count: 15 },
      { family: 'payment', count: 5 },
    ]);
  });
});
