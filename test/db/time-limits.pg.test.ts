// Proves that a process which stands still between two statements of a transaction, or waits for a lock, holds nobody up for long (W6).
import { spawn } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

let testDatabase: TestDatabase;
let healthy: OpenDatabase;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  healthy = openDatabase(testDatabase.url, 2);
});
afterEach(async () => {
  await healthy.close();
  await testDatabase.drop();
});

const settings = async (database: OpenDatabase): Promise<Record<string, string>> => {
  const rows = await database.db.execute<{ name: string; setting: string }>(sql`
    select name, setting from pg_settings
    where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`);
  return Object.fromEntries([...rows].map(({ name, setting }) => [name, setting]));
};

it('every connection of a pool bounds its locks, its statements and its idle transactions', async () => {
  expect(await settings(healthy)).toEqual({
    lock_timeout: '15000',
    statement_timeout: '25000',
    idle_in_transaction_session_timeout: '10000',
  });
});

it('a lock that a frozen process holds is free within seconds, and whoever waits for it gets it', async () => {
  const holder = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/lock-holder.ts', testDatabase.url, '42'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve) => holder.once('exit', resolve));
  try {
    await new Promise<void>((resolve) => holder.stdout.once('data', () => resolve()));
    holder.kill('SIGSTOP');
    const began = Date.now();
    await healthy.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(42)`);
    });
    expect(Date.now() - began).toBeLessThan(8_000);
    // Thawed, it finds its connection gone and ends, to be started again.
    holder.kill('SIGCONT');
    expect(await ended).toBe(1);
  } finally {
    holder.kill('SIGKILL');
  }
});

it('a step that cannot have its lock in time fails like any other, and can be tried again', async () => {
  const holder = openDatabase(testDatabase.url, 1, { idleInTransactionMs: 60_000 });
  const held = await holder.sql.reserve();
  await held`begin`;
  await held`select pg_advisory_xact_lock(43)`;
  const lock = () =>
    healthy.db.transaction(async (tx) => {
      await tx.execute(sql`set local lock_timeout = 300`);
      await tx.execute(sql`select pg_advisory_xact_lock(43)`);
    });
  await expect(lock()).rejects.toThrow();
  await held`rollback`;
  held.release();
  await lock();
  await holder.close();
});
