// Proves on a real database that a contact's CIS settings are read before a bill is made for it, again when they may have changed and each day, and nowhere but in the United Kingdom.
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentActivities } from '../../activities/document-activities.ts';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import type { XeroClient } from '../../connectors/xero/xero-api.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { decideException } from '../../db/queries/decide.ts';
import { wakeForOldCisSettings } from '../../db/queries/cis-settings.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Observed } from '../../domain/lifecycle/lifecycle.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { KeptRecord, RecordOf } from '../../domain/records/records.ts';
import {
  contact,
  mapping,
  organisation,
  payAppObservation,
  project,
  requisition,
} from '../support/domain-builders.ts';
import { strangersBill } from '../support/posted-documents.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';
import { passGround } from './pass-ground.ts';
import { connection, payAppId } from './write-path-fixture.ts';

const { mappingVersion, publicUrl } = payAppObservation();
const settings = { connection, publicUrl, mapping, mappingVersion };
const workflowId = workflowIdOf(payAppId('33'));
const cisRead = { system: 'xero', kind: 'xeroCisSettings', id: 'contact-1' } as const;
const dayMs = 24 * 3_600_000;

type Cis = RecordOf<'xeroCisSettings'>;
const cis = (standing: Cis['standing'], rate: string | null = null): Cis => ({
  ...{ kind: 'xeroCisSettings', id: 'contact-1', standing, rate },
});

describe('CIS settings of a contact', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    await read([...passGround, contact()]);
    await inCountry('UK');
    await startProjects(database.db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
    await putLink(database.db, {
      workflowId: workflowIdOf({ type: 'contact', connection, sourceId: '17' }),
      ...{ role: 'contact', connection, kind: 'xeroContact', targetId: 'contact-1' },
      ...{ base: null, how: 'adopted' },
    });
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = (records: KeptRecord[], seenAt = new Date()) =>
    storeRecords(database.db, connection, records, seenAt);
  const inCountry = (edition: string | null, baseCurrency = 'NZD') =>
    read([{ ...organisation, edition, baseCurrency }]);
  const look = async (id = '33'): Promise<Observed> => {
    await addWakeRows(database.db, [wakeChanged(workflowIdOf(payAppId(id)), 'test')]);
    return observeDocument(database.db, settings, payAppId(id));
  };
  const endAfter = async (observed: Observed): Promise<void> => {
    const [, command] = step(restingState, { event: 'observed', observed });
    if (command.do !== 'endPass') throw new Error(`${command.do} ends no pass`);
    await endPass(database.db, { workflowId, ending: command.ending });
  };
  const openKinds = async () => {
    const rows = await database.sql<{ kind: string; sentence: string }[]>`
      select kind, sentence from exception where state = 'open'`;
    return rows.map(({ kind, sentence }) => `${kind}: ${sentence.match(/at \S+ %/)?.[0] ?? ''}`);
  };
  const intents = async () => (await database.sql`select role from intent`).length;
  /** As the workflow reads: the activity itself, against a Xero that answers this. */
  const readFromXero = async (answer: Cis): Promise<number> => {
    let calls = 0;
    const readCisSettings: XeroClient['readCisSettings'] = () => {
      calls += 1;
      return Promise.resolve(answer);
    };
    const activities = createDocumentActivities({
      ...{ db: database.db, settings, procore: {} as never },
      xero: { readCisSettings } as XeroClient,
    });
    const ask = { workflowId, read: cisRead };
    await new MockActivityEnvironment().run(() => activities.xeroReadRecord(ask));
    return calls;
  };

  it('are read first, and a contact that never had any is posted as usual without another call', async () => {
    expect(await look()).toEqual({ saw: 'readsNeeded', reads: [cisRead] });
    expect(await readFromXero(cis('never'))).toBe(1);
    await endAfter(await look());
    expect([await intents(), await openKinds()]).toEqual([1, []]);
    expect(await look()).toMatchObject({ saw: 'document' });
  });

  it.each([
    ['NZ', 'NZD'],
    ['AU', 'NZD'],
    [null, 'NZD'],
  ])('are not asked of an organisation of %s in %s', async (edition, currency) => {
    await inCountry(edition, currency);
    await endAfter(await look());
    expect(await intents()).toBe(1);
  });

  it('are asked where Xero does not say the country and the books are in pounds', async () => {
    await inCountry(null, 'GBP');
    const inPounds = requisition({ currency: 'GBP', updatedAt: '2026-06-09T00:00:00Z' });
    await read([inPounds]);
    expect(await look()).toEqual({ saw: 'readsNeeded', reads: [cisRead] });
  });

  it('that cannot be read hold the bill, and the next sweep wakes it', async () => {
    expect(await look()).toMatchObject({ saw: 'readsNeeded' });
    const asItIs = await observeDocument(database.db, settings, payAppId('33'), true);
    await endAfter(asItIs);
    expect([await intents(), await openKinds()]).toEqual([0, ['cisDeduction: ']]);
    await wakeForOldCisSettings(database.db, connection, 's');
    expect(await observeDocument(database.db, settings, payAppId('33'))).toMatchObject({
      saw: 'readsNeeded',
    });
  });

  it('are read again once the contact changed, not when it was merely read again', async () => {
    await read([cis('on', '20')]);
    await endAfter(await look());
    await read([contact()]);
    expect(await look()).toMatchObject({ saw: 'document' });
    await read([contact({ updatedAt: '2026-07-01T00:00:00.000Z' })]);
    expect(await look()).toEqual({ saw: 'readsNeeded', reads: [cisRead] });
  });

  it('are read again each day, and another rate is another question', async () => {
    await read([contact()], new Date(Date.now() - 3 * dayMs));
    await database.sql`update mirror_history set seen_at = seen_at - interval '3 days'`;
    await read([cis('on', '20')], new Date(Date.now() - dayMs + 60_000));
    await endAfter(await look());
    expect(await openKinds()).toEqual(['cisDeduction: at 20 %']);
    await wakeForOldCisSettings(database.db, connection, 's');
    expect(await observeDocument(database.db, settings, payAppId('33'))).toEqual({
      saw: 'nothing',
    });

    await database.sql`update mirror set seen_at = seen_at - interval '1 hour'
      where kind = 'xeroCisSettings'`;
    await wakeForOldCisSettings(database.db, connection, 's');
    expect(await observeDocument(database.db, settings, payAppId('33'))).toEqual({
      ...{ saw: 'readsNeeded', reads: [cisRead] },
    });
    await readFromXero(cis('on', '30'));
    await endAfter(await observeDocument(database.db, settings, payAppId('33')));
    expect(await openKinds()).toEqual(['cisDeduction: at 30 %']);
  });

  it('that changed wake every other document of the contact that waits', async () => {
    await read([cis('on', '20')]);
    await endAfter(await look());
    const other = workflowIdOf(payAppId('34'));
    const activities = createDocumentActivities({
      ...{ db: database.db, settings, procore: {} as never },
      xero: { readCisSettings: () => Promise.resolve(cis('off')) } as unknown as XeroClient,
    });
    await new MockActivityEnvironment().run(() =>
      activities.xeroReadRecord({ workflowId: other, read: cisRead }),
    );
    await endAfter(await observeDocument(database.db, settings, payAppId('33')));
    expect([await intents(), await openKinds()]).toEqual([1, []]);
  });

  it('a bill that a person entered is linked by a decision, is quiet after it, and is nobody else’s', async () => {
    await read([cis('on', '20'), strangersBill({ deducted: '1800.00' })]);
    await endAfter(await look());
    const [row] = await database.sql<{ id: string; plan_hash: string }[]>`
      select id, plan_hash from exception where state = 'open'`;
    const decision = { verdict: 'approve', reason: null, person: 'local:controller' } as const;
    await decideException(database.db, {
      ...{ connection, exceptionId: row?.id ?? '', planHash: row?.plan_hash ?? '' },
      ...decision,
    });
    const reads = await observeDocument(database.db, settings, payAppId('33'));
    expect(reads).toMatchObject({
      reads: [{ kind: 'procoreRequisition' }, { kind: 'xeroBill', id: 'theirs' }, cisRead],
    });
    await read([requisition(), cis('on', '20'), strangersBill({ deducted: '1800.00' })]);
    await endAfter(await observeDocument(database.db, settings, payAppId('33')));
    const links = await database.sql`select target_id, how, base->>'source' as source from link
      where workflow_id = ${workflowId}`;
    expect([...links]).toMatchObject([
      { target_id: 'theirs', how: 'adopted', source: expect.stringMatching(/./) as string },
    ]);
    expect([await intents(), await openKinds()]).toEqual([0, []]);
    const after = await look();
    expect(after).toMatchObject({ saw: 'document', observation: { linkedTargetId: 'theirs' } });
    expect(step(restingState, { event: 'observed', observed: after })[1]).toEqual({ do: 'rest' });

    await read([requisition({ id: '34', updatedAt: '2026-06-09T00:00:00Z' })]);
    expect(await look('34')).toMatchObject({ saw: 'document', observation: { lookAlikes: [] } });
  });
});
