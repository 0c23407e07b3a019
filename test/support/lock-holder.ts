// A process that takes a lock in a transaction and then waits in the middle of it, for a test to stop it there.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../db/database.ts';

const [url = '', lock = '0', idleInTransactionMs = '1000'] = process.argv.slice(2);
const { db } = openDatabase(url, 1, { idleInTransactionMs: Number(idleInTransactionMs) });

// As workers/process.ts: postgres.js throws past every caller when a connection ends inside a transaction.
process.on('uncaughtException', () => process.exit(1));

await db.transaction(async (tx) => {
  await tx.execute(sql`select pg_advisory_xact_lock(${Number(lock)})`);
  process.stdout.write('locked\n');
  await sleep(60_000);
});
