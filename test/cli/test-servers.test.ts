// The servers tests share: a migrated database for each file, and a Temporal server that knows Tieout's attributes.
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { temporalServes } from '../../launcher/temporal.ts';
import { createTestDatabase, testTemporalAddress } from '../support/test-servers.ts';

test('every test database is a copy of the migrated one, and its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one.url).not.toBe(other.url);
  const sql = postgres(one.url, { max: 1 });
  const tables =
    await sql`select table_name from information_schema.tables where table_schema = 'public'`;
  expect(tables.length).toBeGreaterThan(0);
  await sql.end();
  await Promise.all([one.drop(), other.drop()]);
});

test('the Temporal server serves the default namespace', async () => {
  expect(await temporalServes(await testTemporalAddress(), 'default')).toBe(true);
  expect(await temporalServes(await testTemporalAddress(), 'elsewhere')).toBe(false);
});
