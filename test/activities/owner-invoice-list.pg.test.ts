// Proves that a change of an owner invoice which its list does not show is found all the same, and that most sweeps read nothing twice.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownerInvoices } from '../../activities/contract-feeds.ts';
import type { SweepContext } from '../../activities/sweep-feeds.ts';
import type { ProcoreClient } from '../../connectors/procore/procore-api.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { standingOf } from '../../db/queries/mirror.ts';
import type { ProcorePaymentApplication } from '../../domain/records/procore/payment-application.ts';
import { ownerItem, paymentApplication } from '../support/claims.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

let testDatabase: TestDatabase;
let database: OpenDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** Sums alone, as the list tells them: the version is the same whatever the lines say. */
const version = 'c0ffee';
let shown: ProcorePaymentApplication[] = [
  paymentApplication({ updatedAt: version }),
  paymentApplication({ id: '78', number: 2, updatedAt: version }),
  paymentApplication({ id: '79', contractId: '4', updatedAt: version }),
];
let readAlone: string[] = [];
const procore = {
  listPaymentApplications: async () =>
    shown.map(({ id, number, contractId, updatedAt }) => ({ id, number, contractId, updatedAt })),
  readPaymentApplication: async ({ id }: { id: string }) => {
    readAlone.push(id);
    return shown.find((one) => one.id === id);
  },
} as unknown as ProcoreClient;

async function sweep(fullReadEveryMs: number): Promise<string[]> {
  readAlone = [];
  const context: SweepContext = {
    ...{ db: database.db, connection: 'demo', procore, xero: {} as SweepContext['xero'] },
    ...{ overlapMs: 0, fullReadEveryMs },
  };
  expect(await ownerInvoices.sweep(context, { sweepId: 'sweep/demo-1', projectId: '5' })).toEqual(
    [],
  );
  return readAlone.sort();
}

it('the latest of each contract is read by itself from time to time, and a change of its lines is kept', async () => {
  expect(await sweep(600_000)).toEqual(['77', '78', '79']);
  expect(await sweep(600_000)).toEqual([]);
  const items = [
    ownerItem('1', { work: '19000.00', held: '950.00' }),
    ownerItem('2', { work: '3000.00', held: '150.00' }),
  ];
  shown = shown.map((one) => (one.id === '78' ? { ...one, items } : one));
  expect(await sweep(600_000)).toEqual([]);
  expect(await sweep(0)).toEqual(['78', '79']);
  const { record } = await standingOf(database.db, 'demo', 'procorePaymentApplication', '78');
  expect(record?.items.map(({ workCompletedThisPeriod: work }) => work)).toEqual([
    ...['19000.00', '3000.00'],
  ]);
  const woken = await database.sql<{ workflow_id: string }[]>`
    select distinct workflow_id from wake where workflow_id like 'ownerInvoice/%/78'`;
  expect(woken).toHaveLength(1);
});
