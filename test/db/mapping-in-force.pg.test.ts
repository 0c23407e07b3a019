// Proves on a real database what a mapping sets going when it is put in force: what waited is looked at again, and what is left to people now is not sent.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { putDocument } from '../../db/queries/documents.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeSnapshot } from '../../db/queries/mirror.ts';
import { intent } from '../../db/schema/delivery-tables.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import type { DocumentState } from '../../domain/plan/verdict.ts';
import { readyIntent } from '../activities/write-path-fixture.ts';
import { mapping, payAppObservation } from '../support/domain-builders.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const { connection } = mapping;
const anotherCode: Mapping = { ...mapping, taxTypes: { ...mapping.taxTypes, GST9: 'INPUT2' } };
const off = (type: keyof Mapping['directions']): Mapping => ({
  ...mapping,
  directions: { ...mapping.directions, [type]: 'off' },
});

const labour = (
  projectLabour: Mapping['directions']['projectLabour'],
  to: Mapping['budgets']['to'] = 'options',
): Partial<Mapping> => ({
  directions: { ...mapping.directions, projectLabour, projectBudget: 'procoreToXero' },
  budgets: { to },
});

describe('a mapping that is put in force', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    await storeMappingVersion(database.db, mapping);
    const states: DocumentState[] = ['notPosted', 'waiting', 'posted', 'paid'];
    for (const state of states) await plannedUnder(mapping, state);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  /** A pay app named after where it stands. */
  const plannedUnder = async (under: Mapping, state: DocumentState): Promise<void> => {
    const observationHash = await storeSnapshot(database.db, 'observation', payAppObservation());
    await putDocument(
      database.db,
      { type: 'payApp', connection, sourceId: state },
      {
        ...{ state, planHash: 'p', observationHash, mappingVersion: mappingVersionOf(under) },
        ...{ projectId: '5', counterpartyId: '17', amount: null, currency: null },
      },
    );
  };
  const woken = async () => {
    const rows = await database.sql<{ workflow_id: string; signal: string }[]>`
      select workflow_id, signal from wake order by id`;
    return rows.map(({ workflow_id: id, signal }) => `${signal} ${id.split('/').at(-1) ?? ''}`);
  };

  it('wakes nothing where it is the one in force', async () => {
    await storeMappingVersion(database.db, mapping);
    expect(await woken()).toEqual([]);
  });

  it('wakes what waits and what is not posted, so that a code that was added frees it', async () => {
    await storeMappingVersion(database.db, anotherCode);
    expect(await woken()).toEqual(['changed notPosted', 'changed waiting']);
  });

  it('wakes what it was taken back to as well', async () => {
    await plannedUnder(anotherCode, 'waiting');
    await storeMappingVersion(database.db, mapping);
    expect(await woken()).toEqual(['changed waiting']);
  });

  it('wakes everything where a direction is another', async () => {
    await storeMappingVersion(database.db, off('commitment'));
    expect(await woken()).toEqual([
      ...['changed notPosted', 'changed paid', 'changed posted', 'changed waiting'],
    ]);
  });

  it.each<[keyof Mapping['directions'], boolean]>([
    ['payApp', true],
    ['commitment', false],
  ])('with %s off sends nothing of it that was ready: %s', async (type, isTakenBack) => {
    await readyIntent(database, '33');
    await storeMappingVersion(database.db, off(type));
    const [row] = await database.sql<{ state: string }[]>`select state from intent`;
    expect(row?.state).toBe(isTakenBack ? 'failed' : 'ready');
    expect((await woken()).includes('settled 33')).toBe(isTakenBack);
    const audits = await database.sql`
      select 1 from audit where action = 'notSentBecauseItIsLeftToPeople'`;
    expect(audits).toHaveLength(isTakenBack ? 1 : 0);
  });

  it.each<[string, string, Partial<Mapping>, boolean]>([
    ['time', 'projectLabour/demo/5', labour('both'), false],
    ['time', 'projectLabour/demo/5', labour('xeroToProcore'), true],
    ['projecttasks', 'projectLabour/demo/5', labour('xeroToProcore'), true],
    ['projecttasks', 'projectBudget/demo/5', labour('xeroToProcore', 'tasks'), false],
    ['projecttasks', 'projectBudget/demo/5', labour('both', 'options'), true],
  ])('what waits for spare calls, %s of %s, with %j: taken back %s', async (what, id, over, is) => {
    await database.db.insert(intent).values({
      ...{ key: 'k', connection, workflowId: id, endpoint: `xero/${what}`, operation: 'create' },
      ...{ role: 'time/1', marker: 'm', body: {}, bodyHash: 'h', planHash: 'h' },
      observationHash: 'h',
    });
    await storeMappingVersion(database.db, { ...mapping, ...over });
    const [row] = await database.sql<{ state: string }[]>`select state from intent`;
    expect(row?.state).toBe(is ? 'failed' : 'ready');
  });
});
