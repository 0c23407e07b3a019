// Proves that what a whole list lacks is noted as not shown, and that nothing is concluded from a list that is not whole.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contractPaymentLists } from '../../activities/contract-feeds.ts';
import { readRecord } from '../../activities/readers.ts';
import type { SweepContext } from '../../activities/sweep-feeds.ts';
import { sweepProject } from '../../activities/sweep-project.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import { readEach, UnreadableFieldError } from '../../connectors/http/parsed-records.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { keepRecords } from '../../db/queries/keep-records.ts';
import { forgetNeverShown, markUnseen } from '../../db/queries/mirror-gone.ts';
import { keptVersions, standingOf, storeRecords } from '../../db/queries/mirror.ts';
import type { ProcoreClient } from '../../connectors/procore/procore-api.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const projectId = '5';
const read = {
  system: 'procore',
  kind: 'procoreContractPayments',
  projectId,
  contractId: '9',
  contractKind: 'wo',
} as const;

let testDatabase: TestDatabase;
let database: OpenDatabase;
/** What Procore shows. */
let payments: ProcoreContractPayment[];
let payApps: ProcoreRequisition[];
let asked: string[];
let failing: VendorError | null;
let unreadable: string | null;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.sql`truncate mirror, mirror_history, full_read, cursor, wake, document, link cascade`;
  payments = [payment('7'), payment('8')];
  payApps = [kept('procoreRequisition'), kept('procoreRequisition', { id: '34', number: 2 })];
  asked = [];
  failing = null;
  unreadable = null;
});

const payment = (id: string, over: Partial<ProcoreContractPayment> = {}): ProcoreContractPayment =>
  kept('procoreContractPayment', { id, ...over });

const procore = {
  readBudget: () => Promise.resolve(kept('procoreBudget')),
  listContractPayments: async ({ contractId }: { contractId: string }) => {
    asked.push(contractId);
    if (failing) throw failing;
    const ofContract = payments.filter((one) => one.contractId === contractId);
    return readEach({
      elements: ofContract,
      read: (element) => {
        const one = element as ProcoreContractPayment;
        if (one.id === unreadable) throw new UnreadableFieldError('amount', 'no digits');
        return one;
      },
      idOf: (element) => (element as ProcoreContractPayment).id,
      context: { vendor: 'procore', resource: 'contract payment' },
    });
  },
  listRequisitions: async () => payApps,
  listCommitments: async () => [],
  listBillingPeriods: async () => [],
  listChangeOrders: async () => [],
  listPrimeContracts: async () => [],
  listPaymentApplications: async () => [],
} as unknown as ProcoreClient;

const context = (over: Partial<SweepContext> = {}): SweepContext => ({
  db: database.db,
  connection,
  procore,
  xero: {} as SweepContext['xero'],
  overlapMs: 0,
  contractListAgeMs: 0,
  fullReadEveryMs: 0,
  ...over,
});

const look = async (): Promise<string[]> => {
  const began = new Date();
  const { records } = await readRecord(context(), read);
  return keepRecords(database.db, connection, records, began);
};
const shown = async (kind: string): Promise<string[]> =>
  (
    await database.sql<{ record_id: string }[]>`
      select record_id from mirror where kind = ${kind} and not unseen order by 1`
  ).map((row) => row.record_id);
const listed = () => standingOf(database.db, connection, 'procoreContractPayments', 'wo-9');

describe('the list of a contract’s payments', () => {
  it('is kept with every payment, and when it was last read', async () => {
    expect(await look()).toEqual(['payApp/demo/33']);
    expect(await shown('procoreContractPayment')).toEqual(['7', '8']);
    expect(await listed()).toMatchObject({ record: { ids: ['7', '8'] }, unseen: false });
    const { seenAt } = await listed();
    await look();
    expect((await listed()).seenAt?.getTime()).toBeGreaterThan(seenAt?.getTime() ?? 0);
  });

  it('that lacks a payment takes it for not shown and concerns its pay app; shown again, it is news again', async () => {
    await look();
    payments = [payment('7')];
    expect(await look()).toEqual(['payApp/demo/33']);
    expect(await standingOf(database.db, connection, 'procoreContractPayment', '8')).toMatchObject({
      unseen: true,
      record: null,
    });
    expect(await look()).toEqual([]);
    payments = [payment('7'), payment('8')];
    expect(await look()).toEqual(['payApp/demo/33']);
  });

  it('takes one that a person changed for news', async () => {
    await look();
    payments = [payment('7'), payment('8', { amount: '1.00', updatedAt: '2026-06-02T00:00:00Z' })];
    expect(await look()).toEqual(['payApp/demo/33']);
  });

  it('takes the only payment for not shown when it is empty, and several only when it is empty twice', async () => {
    payments = [payment('7')];
    await look();
    payments = [];
    expect(await look()).toEqual(['payApp/demo/33']);
    payments = [payment('7'), payment('8')];
    await look();
    payments = [];
    expect(await look()).toEqual([]);
    expect(await shown('procoreContractPayment')).toEqual(['7', '8']);
    expect(await look()).toEqual(['payApp/demo/33']);
    expect(await shown('procoreContractPayment')).toEqual([]);
  });

  it('says nothing of another contract’s payments, nor of one written after it was asked for', async () => {
    await look();
    const began = new Date();
    await storeRecords(database.db, connection, [payment('9')], new Date(began.getTime() + 1_000));
    await storeRecords(database.db, connection, [payment('10', { contractId: '4' })], new Date(0));
    const { records } = await readRecord(context(), read);
    await keepRecords(database.db, connection, records, began);
    expect(await shown('procoreContractPayment')).toEqual(['10', '7', '8', '9']);
  });

  it('with a payment that cannot be read is not the list: the rest is kept and nothing concluded', async () => {
    await look();
    const before = (await listed()).seenAt;
    unreadable = '8';
    await look();
    expect(await shown('procoreContractPayment')).toEqual(['7', '8']);
    expect((await listed()).seenAt).toEqual(before);
  });

  it('that is refused leaves everything as it was', async () => {
    await look();
    failing = new VendorError({
      vendor: 'procore',
      kind: 'forbidden',
      status: 403,
      mayHaveHappened: false,
    });
    await expect(look()).rejects.toThrow('403');
    expect(await shown('procoreContractPayment')).toEqual(['7', '8']);
  });
});

describe('a sweep of a project', () => {
  const ask = { sweepId: 'sweep/demo/1', projectId };
  const documentOf = async (id: string, contract: string): Promise<void> => {
    await storeRecords(
      database.db,
      connection,
      [kept('procoreRequisition', { id, commitmentId: contract })],
      new Date(),
    );
    await database.sql`insert into document (workflow_id, connection, type, source_id, project_id)
      values (${`payApp/demo/${id}`}, ${connection}, 'payApp', ${id}, ${projectId})`;
  };
  const link = (id: string, kind: string, targetId: string) =>
    database.sql`insert into link (workflow_id, role, connection, kind, target_id, how)
      values (${`payApp/demo/${id}`}, ${kind}, ${connection}, ${kind}, ${targetId}, 'written')`;
  const woken = async (): Promise<string[]> => {
    const rows = await database.sql<{ workflow_id: string }[]>`
      select distinct workflow_id from wake order by 1`;
    await database.sql`truncate wake`;
    return rows.map((row) => row.workflow_id);
  };

  it('reads the lists of contracts with a payment of ours or a paid bill, so many at a time, the oldest first', async () => {
    for (const [id, contract] of [
      ['1', '11'],
      ['2', '12'],
      ['3', '13'],
      ['4', '14'],
    ] as const) {
      await documentOf(id, contract);
    }
    await link('1', 'procoreContractPayment', '7');
    await link('2', 'xeroBill', 'bill-2');
    await link('3', 'xeroBill', 'bill-3');
    await storeRecords(
      database.db,
      connection,
      [kept('xeroPayment', { invoiceId: 'bill-2' })],
      new Date(),
    );
    expect(await contractPaymentLists(context({ contractListsPerSweep: 1 }), ask)).toEqual([]);
    expect(asked).toEqual(['11']);
    await contractPaymentLists(context({ contractListsPerSweep: 1 }), ask);
    expect(asked).toEqual(['11', '12']);
    await contractPaymentLists(context(), ask);
    expect(asked).toEqual(['11', '12', '11', '12']);
  });

  it('notices that a person deleted a payment, and wakes its pay app', async () => {
    await documentOf('33', '9');
    await link('33', 'procoreContractPayment', '7');
    await sweepProject(context(), ask);
    await woken();
    payments = [payment('8')];
    await sweepProject(context(), ask);
    expect(await woken()).toEqual(['payApp/demo/33']);
    expect(await shown('procoreContractPayment')).toEqual(['8']);
  });

  it('names a contract whose payments it may not see, and a payment it cannot read, and goes on', async () => {
    await documentOf('33', '9');
    await documentOf('35', '10');
    for (const id of ['33', '35']) await link(id, 'procoreContractPayment', id);
    payments = [payment('7'), payment('8', { contractId: '10' })];
    unreadable = '8';
    expect(await contractPaymentLists(context(), ask)).toEqual([]);
    const asked = await database.sql<{ kind: string; sentence: string }[]>`
      select kind, sentence from exception where state = 'open'`;
    expect(asked.map(({ kind }) => kind)).toEqual(['unreadable']);
    expect(asked[0]?.sentence).toContain('contract payment 8: amount');
    failing = new VendorError({
      vendor: 'procore',
      kind: 'notFound',
      status: 404,
      mayHaveHappened: false,
    });
    expect(await contractPaymentLists(context(), ask)).toMatchObject([
      expect.stringMatching(/^the payments of work order contract 10 of project 5: .*404/),
      expect.stringMatching(/^the payments of work order contract 9 of project 5: .*404/),
    ]);
  });

  it('takes a pay app that two whole lists lack for not shown, and wakes it', async () => {
    await sweepProject(context(), ask);
    await woken();
    payApps = [kept('procoreRequisition')];
    await sweepProject(context(), ask);
    expect(await woken()).toEqual([]);
    await sweepProject(context(), ask);
    expect(await woken()).toEqual(['payApp/demo/34']);
    expect(await shown('procoreRequisition')).toEqual(['33']);
  });

  it('concludes nothing from an empty list, nor from lists that only show changes', async () => {
    await sweepProject(context(), ask);
    payApps = [];
    for (let times = 0; times < 3; times += 1) await sweepProject(context(), ask);
    expect(await shown('procoreRequisition')).toEqual(['33', '34']);
    payApps = [kept('procoreRequisition')];
    const often = context({ fullReadEveryMs: 3_600_000 });
    for (let times = 0; times < 3; times += 1) await sweepProject(often, ask);
    expect(await shown('procoreRequisition')).toEqual(['33', '34']);
  });
});

describe('the mirror', () => {
  const one: KeptRecord = kept('procoreCommitment');
  const history = async () => [
    ...(await database.sql`select version, snapshot_hash is null as gone from mirror_history order by id`),
  ];

  it('tells every version a record had, and from when it was not shown', async () => {
    const store = (record: KeptRecord) =>
      storeRecords(database.db, connection, [record], new Date());
    await store(one);
    await store(one);
    await store(kept('procoreCommitment', { title: 'Other', updatedAt: '2026-06-02T00:00:00Z' }));
    const soon = new Date(Date.now() + 5);
    await markUnseen(database.db, { connection, kind: 'procoreCommitment', seenAt: soon }, 'wo-9');
    expect(await history()).toEqual([
      { version: '2026-06-01T00:00:00.000Z', gone: false },
      { version: '2026-06-02T00:00:00Z', gone: false },
      { version: '2026-06-02T00:00:00Z', gone: true },
    ]);
  });

  it('counts what an older reader read as unread, and lets a reading of today replace it', async () => {
    const versions = () => keptVersions(database.db, connection, 'procoreCommitment', ['wo-9']);
    await storeRecords(database.db, connection, [one], new Date());
    expect((await versions()).size).toBe(1);
    await database.sql`update mirror set reader_version = reader_version - 1,
      version = '2027-01-01T00:00:00Z'`;
    expect((await versions()).size).toBe(0);
    await storeRecords(database.db, connection, [one], new Date());
    expect([...(await versions()).values()]).toEqual(['2026-06-01T00:00:00.000Z']);
  });

  it('tells what was never shown from what is no longer shown, and forgets the former', async () => {
    const standing = (id: string) => standingOf(database.db, connection, 'procoreCommitment', id);
    await storeRecords(database.db, connection, [one], new Date(0));
    for (const id of ['wo-9', 'wo-404']) {
      const of = { connection, kind: 'procoreCommitment', seenAt: new Date(1) } as const;
      await markUnseen(database.db, of, id);
    }
    expect(await standing('wo-404')).toMatchObject({ unseen: true, hash: null });
    await forgetNeverShown(database.db, 1_000);
    expect(await standing('wo-404')).toMatchObject({ unseen: false, seenAt: null });
    expect(await standing('wo-9')).toMatchObject({
      unseen: true,
      hash: expect.any(String) as string,
    });
  });
});
