// Proves on a real database that a look sees one moment, and that what moved on between the look and its keeping is looked at again.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { observeDocument } from '../../activities/observe-document.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { putLink } from '../../db/queries/links.ts';
import { lockDocument } from '../../db/queries/locks.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { addWakeRows, markWakesDone, wakeChanged } from '../../db/queries/wake.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observed } from '../../domain/lifecycle/lifecycle.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  contact,
  contractPayment,
  mapping,
  payAppObservation,
  payment,
  project,
} from '../support/domain-builders.ts';
import { postedPayApp } from '../support/posted-documents.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { passGround } from './pass-ground.ts';
import { connection, payAppId } from './write-path-fixture.ts';

const { mappingVersion, publicUrl } = payAppObservation();
const settings = { connection, publicUrl, mapping, mappingVersion };
const payApp = payAppId('33');
const workflowId = workflowIdOf(payApp);
/** Reconciled, so that a look asks the mirror's history between the payments in Procore and the list they came with. */
const paid = payment('p1', '1000.00', { isReconciled: true });
const list: KeptRecord = {
  kind: 'procoreContractPayments',
  ...{ projectId: '5', contractId: '9', contractKind: 'wo', ids: ['71'] },
};

describe('a look at a document', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  /** The other reader of the same vendors, on a connection of its own. */
  let other: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    other = openDatabase(testDatabase.url, 2);
    const { target, base } = postedPayApp();
    if (!target) throw new Error('a posted pay app has its bill');
    const records = [...passGround, contact(), target, paid];
    await storeRecords(database.db, connection, records, new Date());
    await startProjects(database.db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
    const contactId = { type: 'contact', connection, sourceId: '17' } as const;
    const linked = { connection, how: 'adopted' } as const;
    await putLink(database.db, {
      ...{ workflowId: workflowIdOf(contactId), role: 'contact', kind: 'xeroContact' },
      ...{ targetId: 'contact-1', base: null, ...linked },
    });
    await putLink(database.db, {
      ...{ workflowId, role: 'bill', kind: 'xeroBill', targetId: target.id, base, ...linked },
    });
    await wake();
  });
  afterEach(async () => {
    await Promise.all([database.close(), other.close()]);
    await testDatabase.drop();
  });

  const wake = () => addWakeRows(database.db, [wakeChanged(workflowId, 'test')]);
  const look = (): Promise<Observed> => observeDocument(database.db, settings, payApp);
  const typed = contractPayment({ amount: paid.amount, date: paid.date });
  const storeListBy = (db: Parameters<typeof storeRecords>[0]) =>
    storeRecords(db, connection, [typed, list], new Date());
  /** Until the look waits for a lock of the other's. */
  const untilItWaits = async (): Promise<void> => {
    for (;;) {
      const [row] = await database.sql<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_locks where not granted`;
      if (row && row.waiting > 0) return;
      await sleep(20);
    }
  };
  const outcomesIn = (observed: Observed) => {
    if (observed.saw !== 'document') return observed.saw;
    const { verdicts } = planObservation(observed.observation);
    return verdicts.filter(({ role }) => role === 'payment/p1').map(({ outcome }) => outcome);
  };

  it('does not take a list for read whose payments it has not seen: none is written beside the one typed', async () => {
    let looking: Promise<Observed> = Promise.resolve({ saw: 'nothing' });
    await other.db.transaction(async (tx) => {
      await tx.execute('lock table mirror_history in access exclusive mode');
      looking = look();
      await untilItWaits();
      await storeListBy(tx);
    });
    expect(await looking).toMatchObject({
      saw: 'readsNeeded',
      reads: [{ kind: 'procoreContractPayments' }],
    });
    expect(outcomesIn(await look())).toEqual(['adopt']);
  });

  it('is taken again where a write was settled, or another attempt ended the pass, before it was kept', async () => {
    await storeListBy(database.db);
    let looking: Promise<Observed> = Promise.resolve({ saw: 'nothing' });
    await other.db.transaction(async (tx) => {
      await lockDocument(tx, workflowId);
      looking = look();
      await untilItWaits();
      await addWakeRows(tx, [{ workflowId, signal: 'settled', payload: { intentKey: 'k' } }]);
    });
    const observed = await looking;
    const ids = await undone();
    expect(observed).toMatchObject({ saw: 'document', wakeIds: ids });
    expect(ids).toHaveLength(2);

    await other.db.transaction(async (tx) => {
      await lockDocument(tx, workflowId);
      looking = look();
      await untilItWaits();
      await markWakesDone(tx, ids);
    });
    expect(await looking).toEqual({ saw: 'nothing' });
  });

  const undone = async () => {
    const rows = await database.sql<{ id: string }[]>`
      select id from wake where done_at is null order by id`;
    return rows.map(({ id }) => Number(id));
  };
});
