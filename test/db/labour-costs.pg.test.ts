// Proves on a real database what of Xero Projects a month costs: people's own time of its days, none that is Procore's, and which months are begun and looked at again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { observe } from '../../db/observe/observe.ts';
import { documentsConcerned } from '../../db/queries/concerned.ts';
import { wakeLabourCosts } from '../../db/queries/find-labour-costs.ts';
import { projectsPosting, timecardsFeedOf } from '../../db/queries/labour-feed.ts';
import { endLink } from '../../db/queries/links.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { markUnseen } from '../../db/queries/mirror-gone.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { noteFullRead } from '../../db/queries/sweeps.ts';
import {
  acceptedDifference,
  decision,
  document,
  exception,
  link,
} from '../../db/schema/document-tables.ts';
import { unreadableRecord } from '../../db/schema/record-tables.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { XeroTimeEntry } from '../../domain/records/xero/time-entry.ts';
import { fullChart, mapping as usual, organisation, project } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const labourId = `projectLabour/demo/${project.id}`;
const mapped = (projectLabour: Mapping['directions']['projectLabour']): Mapping => ({
  ...usual,
  directions: { ...usual.directions, projectLabour },
  labour: {
    ...usual.labour,
    ...{ workers: { '91': 'site@harbour.example' }, costRate: '60' },
    expenses: { costCode: '03-300', costType: 'O' },
  },
});
const june = 'time-project-1-2026-06';

describe('what Xero Projects cost', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  let seenAt: Date;
  beforeEach(async () => {
    seenAt = new Date('2026-06-10T00:00:00Z');
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    const start = { connection, projectId: project.id, postFrom: '2026-06-02' };
    await startProjects(database.db, [{ ...start, person: 'test', shown: {} }]);
    await read(
      ...[{ ...organisation, timeZone: 'Pacific/Auckland' }, fullChart, project],
      ...[kept('xeroProject', { name: `${project.number} ${project.name}` })],
      ...[kept('xeroProjectTask'), kept('xeroProjectsUser'), kept('xeroProjectTime')],
    );
    await linked(labourId, 'project', 'xeroProject', 'project-1');
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = (...records: KeptRecord[]) => storeRecords(database.db, connection, records, seenAt);
  const linked = (workflowId: string, role: string, kind: string, targetId: string) =>
    database.db.insert(link).values({
      ...{ workflowId, role, connection, kind, targetId },
      ...{ base: null, how: 'adopted' as const },
    });
  const entry = (id: string, over: Partial<XeroTimeEntry> = {}): XeroTimeEntry =>
    kept('xeroTimeEntry', {
      id,
      minutes: 60,
      at: '2026-06-04T00:00:00.000Z',
      description: null,
      ...over,
    });
  async function month(mapping = mapped('xeroToProcore'), sourceId = june) {
    const settings = {
      connection,
      publicUrl: 'http://127.0.0.1:4400',
      mapping,
      mappingVersion: 'v',
    };
    return observe(database.db, settings, { type: 'directCost', connection, sourceId });
  }
  const costOf = async (mapping?: Mapping, sourceId?: string) =>
    (await month(mapping, sourceId)).shares.flatMap(({ lines }) =>
      lines.map(({ amount }) => amount),
    );
  const found = async (mapping = mapped('xeroToProcore')): Promise<string[]> => {
    const rows = await database.db.transaction(async (tx) => {
      await tx.execute('delete from wake');
      await wakeLabourCosts(tx, { connection, mapping, sweepId: 's' });
      return tx.execute<{ workflow_id: string }>('select workflow_id from wake order by 1');
    });
    return rows.map(({ workflow_id }) => workflow_id.replace(`/${connection}/`, ' '));
  };
  const planned = (workflowId: string, type: string, plannedAt: Date) =>
    database.db.insert(document).values({
      ...{ workflowId, connection, type, sourceId: workflowId.split('/')[2] ?? '', plannedAt },
    });

  /** As a person answered the labour's question: left as it is. */
  async function left(subject: string): Promise<void> {
    const about = { connection, workflowId: labourId, subject, kind: 'timeTypedInXero' };
    const said = { documentName: 'labour', sentence: 'It may be there.' };
    await database.db
      .insert(exception)
      .values({ ...about, ...said, id: 'e', planHash: 'h', state: 'closed' });
    const decided = { exceptionId: 'e', person: 'test' };
    await database.db.insert(decision).values({
      ...{ ...decided, id: 'd', workflowId: labourId, planHash: 'h', verdict: 'reject' },
    });
    await database.db.insert(acceptedDifference).values({
      ...{ ...about, ...said, ...decided, id: 'a', decisionId: 'd', seen: {}, seenHash: 'h' },
    });
  }

  it('is people’s own time of the month’s days where the organisation is, from the first day on', async () => {
    await read(
      entry('mine'),
      // 11 pm UTC on the 30th is July in Auckland, and noon of the 31st of May is June.
      entry('july', { at: '2026-06-30T13:00:00.000Z', minutes: 1 }),
      entry('early', { at: '2026-06-01T00:00:00.000Z', minutes: 2 }),
      entry('ours', { description: 'x tieout:other/projectLabour/9/time-1', minutes: 4 }),
      entry('taken', { minutes: 8 }),
      entry('gone', { minutes: 16 }),
      entry('elsewhere', { projectId: 'project-2', minutes: 32 }),
      entry('last', { at: '2026-06-30T11:00:00.000Z', minutes: 30 }),
    );
    await linked(labourId, 'time/700', 'xeroTimeEntry', 'taken');
    const later = { connection, kind: 'xeroTimeEntry' as const, seenAt: new Date('2026-06-11') };
    await markUnseen(database.db, later, 'gone');
    expect(await costOf()).toEqual(['90.00']);
    const seen = await month();
    expect(seen.document).toMatchObject({ kind: 'xeroProjectTime', date: '2026-06-30' });
    expect(seen.shares[0]).toMatchObject({ projectId: project.id, budgetIsDue: true });
    // What a timecard stands for no more is Xero's own again.
    await endLink(database.db, labourId, 'time/700', 'removed');
    expect(await costOf()).toEqual(['98.00']);
  });

  it('is nothing that is known while its time was not read, the project is off, or an entry is odd', async () => {
    await read(entry('mine'));
    await database.db.insert(unreadableRecord).values({
      ...{ connection, kind: 'xeroTimeEntry', recordId: 'odd', words: 'time entry odd: no task' },
      feed: 'xero/time/project-1',
    });
    expect(await month()).toMatchObject({ unreadable: ['time entry odd: no task'] });
    expect(planObservation(await month()).gated.going).toEqual([]);
    await database.db.execute('delete from unreadable_record');
    await database.db.execute('delete from project_start');
    expect((await month()).document).toBeNull();
    const start = { connection, projectId: project.id, postFrom: '2026-06-02' };
    await startProjects(database.db, [{ ...start, person: 'test', shown: {} }]);
    await database.db.execute(`delete from mirror where kind = 'xeroProjectTime'`);
    expect((await month()).document).toBeNull();
  });

  it('may be a timecard’s, of that person, day and length, until the card is posted or left', async () => {
    await read(entry('mine'));
    const card = (over = {}) =>
      kept('procoreTimecard', {
        projectId: project.id,
        date: '2026-06-04',
        hours: '1.00',
        ...over,
      });
    const claimed = async (way: 'both' | 'xeroToProcore' = 'both') =>
      (await month(mapped(way))).claimedBy;
    await read(card());
    expect([await claimed(), await claimed('xeroToProcore')]).toEqual([labourId, null]);
    for (const [version, over] of [
      { hours: '1.02' },
      { date: '2026-06-05' },
      { approval: 'pending' },
      { worker: { id: '92', name: 'Tama' } },
    ].entries()) {
      await read(card({ ...over, updatedAt: `2026-07-0${version + 1}T00:00:00.000Z` }));
      expect([over, await claimed()]).toEqual([over, null]);
    }
    await read(card({ updatedAt: '2026-07-09T00:00:00.000Z' }));
    await left('time/700');
    expect(await claimed()).toBeNull();
  });

  it('is counted at the rate of whoever left since, and waits while what its project took before still stands', async () => {
    await read(entry('mine'));
    const named = { 'site@harbour.example': '90' };
    const mapping = mapped('xeroToProcore');
    const rated = { ...mapping, labour: { ...mapping.labour, costRates: named } };
    const later = { connection, kind: 'xeroProjectsUser' as const, seenAt: new Date('2026-06-11') };
    await markUnseen(database.db, later, 'user-1');
    expect(await costOf(rated)).toEqual(['90.00']);
    const supersedes = async () => (await month()).shares[0]?.supersedes;
    await linked('directCost/demo/bill-b1', 'directCost/9', 'procoreDirectCost', 'd-elsewhere');
    expect(await supersedes()).toBeNull();
    const role = `directCost/${project.id}`;
    await linked('directCost/demo/time-project-2-2026-05', role, 'procoreDirectCost', 'd-may');
    expect(await supersedes()).toBeNull();
    await linked('directCost/demo/bill-b2', role, 'procoreDirectCost', 'd-bill');
    expect(await supersedes()).toBe('directCost/demo/bill-b2');
  });

  it('is begun once a month, and only where labour is what its project takes', async () => {
    await read(entry('mine'), entry('july', { at: '2026-07-03T00:00:00.000Z' }));
    const months = ['directCost time-project-1-2026-06', 'directCost time-project-1-2026-07'];
    const asked = ['projectLabour 5', ...months].map((id) => id.replace('5', project.id));
    expect(await found()).toEqual([...months, asked[0]]);
    await planned(labourId, 'projectLabour', seenAt);
    await database.db.execute(`update document set state = 'linked'`);
    await planned(`directCost/demo/${june}`, 'directCost', new Date());
    expect(await found()).toEqual([months[1]]);
    const directCosts = { from: 'labour', byProject: { [project.number]: 'actuals' } } as const;
    const other = { ...mapped('xeroToProcore'), directCosts };
    expect([await found(other), await costOf(other)]).toEqual([[], []]);
  });

  it('is not begun with both ways on before the timecards were read', async () => {
    await read(entry('mine'));
    await planned(labourId, 'projectLabour', seenAt);
    await database.db.execute(`update document set state = 'linked'`);
    expect(await found(mapped('both'))).toEqual([]);
    const feed = timecardsFeedOf(await projectsPosting(database.db, connection));
    await noteFullRead(database.db, connection, feed, seenAt);
    expect(await found(mapped('both'))).toEqual(['directCost time-project-1-2026-06']);
  });

  it('is looked at again after time of it was taken for a timecard, and when any of it changes', async () => {
    await read(entry('mine'));
    await planned(labourId, 'projectLabour', seenAt);
    await planned(`directCost/demo/${june}`, 'directCost', new Date(Date.now() + 60_000));
    await database.db.execute(`update document set state = 'linked'`);
    await linked(labourId, 'time/700', 'xeroTimeEntry', 'mine');
    expect(await found()).toEqual([]);
    await database.db.execute(`update document set planned_at = now() - interval '1 minute'`);
    expect(await found()).toEqual(['directCost time-project-1-2026-06']);
    expect(await documentsConcerned(database.db, connection, [entry('new')])).toEqual([
      `directCost/demo/${june}`,
      labourId,
    ]);
  });

  it('holds what expenses rose by since they were first read, by the month in which that was seen', async () => {
    const total = async (expenseTotal: string, at: string): Promise<void> => {
      seenAt = new Date(at);
      await read(kept('xeroProject', { expenseTotal, name: `${project.number} ${project.name}` }));
    };
    await total('80.00', '2026-06-11T00:00:00Z');
    await total('100.00', '2026-06-30T11:00:00Z');
    await total('145.67', '2026-06-30T13:00:00Z');
    const first = kept('xeroProject').expenseTotal ?? '0.00';
    expect(await costOf(undefined, 'expenses-project-1-2026-06')).toEqual([
      (100 - Number(first)).toFixed(2),
    ]);
    expect(await costOf(undefined, 'expenses-project-1-2026-07')).toEqual(['45.67']);
    expect(await found()).toEqual([
      'directCost expenses-project-1-2026-06',
      'directCost expenses-project-1-2026-07',
      `projectLabour ${project.id}`,
    ]);
  });
});
