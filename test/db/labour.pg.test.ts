// Proves on a real database that a look at a project's labour gathers only what is not as it was settled, however many timecards it has, and in which order it is gathered.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { observe } from '../../db/observe/observe.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { markUnseen } from '../../db/queries/mirror-gone.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { noteFullRead } from '../../db/queries/sweeps.ts';
import { timeKept } from '../../db/queries/labour-feed.ts';
import { intent } from '../../db/schema/delivery-tables.ts';
import { exception, link } from '../../db/schema/document-tables.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import { ownPartOf } from '../../domain/objects/project-labour/wanted-time.ts';
import { projectsFeed } from '../../domain/records/xero/project.ts';
import type { ProcoreTimecard } from '../../domain/records/procore/timecard.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { XeroTimeEntry } from '../../domain/records/xero/time-entry.ts';
import { fullChart, mapping as usual, organisation, project } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const workflowId = `projectLabour/demo/${project.id}`;
const mapping: Mapping = {
  ...usual,
  directions: { ...usual.directions, projectLabour: 'procoreToXero' },
  labour: { ...usual.labour, workers: { '91': 'site@harbour.example' } },
};
const settings = {
  ...{ connection, publicUrl: 'http://127.0.0.1:4400', mapping, mappingVersion: 'v1' },
};
const costCode = { id: '301', code: '03-300', name: 'Concrete' };

const card = (id: string, over: Partial<ProcoreTimecard> = {}): ProcoreTimecard =>
  kept('procoreTimecard', { id, projectId: project.id, costCode, ...over });
const entryOf = (id: string, over: Partial<XeroTimeEntry> = {}): XeroTimeEntry =>
  kept('xeroTimeEntry', {
    ...{ id: `entry-${id}`, description: `Boxing tieout:demo/projectLabour/5/time-${id}` },
    ...over,
  });

describe('a look at the labour of a project', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  const seenAt = new Date('2026-06-10T00:00:00Z');

  async function begin(): Promise<void> {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    const start = { connection, projectId: project.id, postFrom: '2026-01-01' };
    await startProjects(database.db, [{ ...start, person: 'test', shown: {} }]);
    await noteFullRead(database.db, connection, projectsFeed, seenAt);
    await read(
      { ...organisation, timeZone: 'Pacific/Auckland' },
      fullChart,
      project,
      kept('xeroProject'),
      kept('xeroProjectTask'),
    );
    await read(kept('xeroProjectsUser'), kept('xeroProjectTime'));
    await linked('project', 'xeroProject', 'project-1', null);
    await linked('task/301', 'xeroProjectTask', 'task-1', null);
  }
  async function end(): Promise<void> {
    await database.close();
    await testDatabase.drop();
  }
  const read = (...records: KeptRecord[]) => storeRecords(database.db, connection, records, seenAt);
  const linked = async (role: string, kind: string, targetId: string, base: unknown) => {
    const made = { workflowId, role, connection, kind, targetId, base, how: 'written' as const };
    await database.db.insert(link).values(made);
  };
  /** As it was posted: both sides, and what was agreed on. */
  async function posted(timecard: ProcoreTimecard, entry: XeroTimeEntry): Promise<void> {
    await read(timecard, entry);
    const { userId, taskId, minutes, description } = entry;
    const own = { userId, taskId, date: timecard.date, minutes, description };
    const base = { timecard: ownPartOf(timecard), entry: own };
    await linked(`time/${timecard.id}`, 'xeroTimeEntry', entry.id, base);
  }
  const look = () =>
    observe(database.db, settings, { type: 'projectLabour', connection, sourceId: project.id });
  const gathered = async () => (await look()).time.map(({ timecardId }) => timecardId);
  const onItsWay = async (role: string): Promise<void> => {
    await database.db.insert(intent).values({
      ...{ key: `key-${role}`, connection, workflowId, endpoint: 'xero/time', operation: 'create' },
      ...{ role, marker: 'm', body: {}, bodyHash: 'h', planHash: 'h', observationHash: 'h' },
    });
  };
  const asked = async (subject: string): Promise<void> => {
    await database.db.insert(exception).values({
      ...{ id: `e-${subject}`, connection, kind: 'editedInXero', workflowId, subject },
      ...{ planHash: 'h', documentName: 'labour', sentence: 'It waits.' },
    });
  };

  describe('with a few', () => {
    beforeEach(begin);
    afterEach(end);

    it('leaves out what is as it was posted, whatever moved beside it', async () => {
      await posted(card('1'), entryOf('1'));
      expect(await gathered()).toEqual([]);
      await read(card('1', { updatedAt: '2026-06-05T00:00:00.000Z', approval: 'completed' }));
      await read(entryOf('1', { status: 'INVOICED' }));
      expect(await gathered()).toEqual([]);
    });

    it('gathers what differs in anything that is ours, on either side, and nothing else', async () => {
      const differing: [Partial<ProcoreTimecard>, Partial<XeroTimeEntry>][] = [
        [{ hours: '8.00' }, {}],
        [{ date: '2026-06-03' }, {}],
        [{ worker: { id: '92', name: 'Tama' } }, {}],
        [{ costCode: { ...costCode, id: '302' } }, {}],
        [{ costCode: null }, {}],
        [{ description: 'Pour' }, {}],
        [{ approval: 'pending' }, {}],
        [{ isDeleted: true }, {}],
        [{}, { minutes: 400 }],
        [{}, { userId: 'user-2' }],
        [{}, { taskId: 'task-2' }],
        [{}, { at: '2026-06-05T00:00:00.000Z' }],
        [{}, { description: null }],
      ];
      const ids = differing.map((_, index) => String(20 + index));
      await posted(card('1'), entryOf('1'));
      for (const id of ids) await posted(card(id), entryOf(id));
      const later = { updatedAt: '2026-06-05T00:00:00.000Z' };
      for (const [index, [ofCard, ofEntry]] of differing.entries()) {
        const id = ids[index] ?? '';
        await read(card(id, { ...later, ...ofCard }), entryOf(id, ofEntry));
      }
      expect(await gathered()).toEqual(ids);
    });

    it('takes another moment of the same day there for what it was', async () => {
      await posted(card('1'), entryOf('1'));
      // Half past eleven in the evening of 1 June in UTC is 2 June in Auckland, where the organisation is.
      await read(entryOf('1', { at: '2026-06-01T23:30:00.000Z' }));
      expect(await gathered()).toEqual([]);
    });

    it.each(['procoreTimecard', 'xeroTimeEntry'] as const)(
      'gathers one whose %s is shown no more',
      async (kind) => {
        await posted(card('1'), entryOf('1'));
        const recordId = kind === 'procoreTimecard' ? '1' : 'entry-1';
        await markUnseen(database.db, { connection, kind, seenAt: new Date() }, recordId);
        const [time] = (await look()).time;
        expect([time?.timecard === null, time?.entry === null]).toEqual(
          kind === 'procoreTimecard' ? [true, false] : [false, true],
        );
      },
    );

    it('gathers new ones, the oldest first, and only those that can be logged', async () => {
      await read(
        card('3', { date: '2026-06-03' }),
        card('2'),
        card('4', { approval: 'pending' }),
        card('5', { worker: { id: '92', name: 'Tama' } }),
        card('6', { costCode: { id: '302', code: '03-350', name: 'Piles' } }),
        card('7', { date: '2025-12-31' }),
        card('8', { hours: '0.00' }),
      );
      const seen = await look();
      expect(seen.time.map(({ timecardId }) => timecardId)).toEqual(['2', '3']);
      expect(seen.waiting.map(({ worker, costCode: code }) => [worker?.id, code?.code])).toEqual([
        ['91', '03-300'],
        ['91', '03-350'],
        ['92', '03-300'],
      ]);
    });

    it('leaves alone what is on its way, and keeps its question', async () => {
      await read(card('1'));
      await onItsWay('time/1');
      expect(await look()).toMatchObject({ time: [], waiting: [], isWriting: true, onItsWay: [] });
      await asked('time/1');
      const seen = await look();
      expect(seen).toMatchObject({ time: [], onItsWay: ['time/1'] });
      expect(planObservation(seen).gated.inFlight).toEqual(['time/1']);
    });

    it('finds what a person typed that says the same, and nothing that differs in anything', async () => {
      await read(card('1'), entryOf('9', { description: 'typed' }));
      expect((await look()).time[0]?.alike?.id).toBe('entry-9');
      for (const other of [{ minutes: 449 }, { userId: 'u' }]) {
        await read(entryOf('9', { description: 'typed', ...other }));
        expect((await look()).time[0]?.alike).toBeNull();
      }
      await read(entryOf('9', { description: 'typed', at: '2026-06-03T00:00:00.000Z' }));
      expect((await look()).time[0]?.alike).toBeNull();
    });

    it('takes a slip of the task for the same hour, and what is on its own task before that', async () => {
      await read(card('1'), entryOf('8', { description: 'typed', taskId: 'other' }));
      expect((await look()).time[0]?.alike?.id).toBe('entry-8');
      await read(entryOf('9', { description: 'typed' }));
      expect((await look()).time[0]?.alike?.id).toBe('entry-9');
    });

    it('finds a second entry of one timecard', async () => {
      await posted(card('1'), entryOf('1'));
      await read(entryOf('1', { id: 'entry-second' }));
      expect((await look()).doubles).toMatchObject([{ id: 'entry-second', timecardId: '1' }]);
    });

    it('gathers nothing of a project that is not turned on', async () => {
      await posted(card('1'), entryOf('1', { minutes: 400 }));
      await read(card('1', { hours: '9.00', updatedAt: '2026-06-05T00:00:00.000Z' }), card('2'));
      await database.sql`delete from project_start`;
      expect(await look()).toMatchObject({ time: [], waiting: [] });
    });

    it('tells whether what is kept adds up to what Xero says was logged', async () => {
      await read(entryOf('1'));
      expect(await timeKept(database.db, connection)).toMatchObject([
        { projectId: 'project-1', minutesLogged: 450, minutesKept: 450 },
      ]);
      // What was written after the list of projects was read is not in its figure.
      await storeRecords(database.db, connection, [entryOf('2')], new Date('2026-06-11T00:00:00Z'));
      expect(await timeKept(database.db, connection)).toMatchObject([{ minutesKept: 450 }]);
    });
  });

  describe('with 20,000', { timeout: 120_000 }, () => {
    const many = 20_000;
    const ids = Array.from({ length: many }, (_, index) => String(10_000 + index));
    beforeAll(async () => {
      await begin();
      await readMany(card('ID'), (record) => ({ recordId: record.id, belongsTo: project.id }));
    }, 120_000);
    afterAll(end);

    /** As `read`, of one record for each id, in Postgres itself: what is stored one by one takes minutes. */
    async function readMany<R extends KeptRecord>(
      record: R,
      filed: (record: R) => { recordId: string; belongsTo: string },
    ): Promise<void> {
      const { recordId, belongsTo } = filed(record);
      const body = JSON.stringify(record);
      await database.sql`
        with one as (select id, replace(${body}::text, 'ID', id) as body from unnest(${ids}::text[]) as id),
        stored as (insert into snapshot (hash, kind, body)
          select md5(body), ${record.kind}, body::jsonb from one returning hash)
        insert into mirror (connection, kind, record_id, snapshot_hash, seen_at, belongs_to, marker)
        select ${connection}, ${record.kind}, replace(${recordId}::text, 'ID', id), md5(body), ${seenAt.toISOString()}::timestamptz,
          ${belongsTo}, substring(body from 'tieout:[^ "]+')
        from one, (select count(*) from stored) as done`;
    }

    it('takes a hundred and fifty of what is new, and no more while they are on their way', async () => {
      const first = await gathered();
      expect(first).toEqual(ids.slice(0, 150));
      await database.sql`
        insert into intent (key, connection, workflow_id, endpoint, operation, role, marker, body,
          body_hash, plan_hash, observation_hash)
        select 'k' || id, ${connection}, ${workflowId}, 'xero/time', 'create', 'time/' || id, 'm', '{}', 'h', 'h', 'h'
        from unnest(${first}::text[]) as id`;
      expect(await gathered()).toEqual([]);
      await database.sql`update intent set state = 'done' where role <= 'time/10070'`;
      // More than half of them still are: a look that follows each of them finds nothing new to keep.
      const [one, other] = [await look(), await look()];
      expect(one.time).toEqual([]);
      expect(other).toEqual(one);
      await database.sql`delete from intent`;
    });

    it('that are posted gathers nothing, as small and as quickly as if there were none', async () => {
      await readMany(entryOf('ID'), (record) => ({ recordId: record.id, belongsTo: 'project-1' }));
      const { date } = card('1');
      await database.sql`
        insert into link (workflow_id, role, connection, kind, target_id, base, how)
        select ${workflowId}, 'time/' || id, ${connection}, 'xeroTimeEntry', 'entry-' || id,
          jsonb_build_object('timecard', ${JSON.stringify(ownPartOf(card('1')))}::text::jsonb,
            'entry', jsonb_build_object('userId', 'user-1', 'taskId', 'task-1', 'date', ${date}::text,
              'minutes', 450, 'description', 'Boxing tieout:demo/projectLabour/5/time-' || id)), 'written'
        from unnest(${ids}::text[]) as id`;
      await database.sql`analyze`;
      const began = Date.now();
      const seen = await look();
      expect(seen.time).toEqual([]);
      expect(Date.now() - began).toBeLessThan(5_000);
      expect(JSON.stringify(seen).length).toBeLessThan(8_000);
      const moved = ids.slice(0, 300).map((id) => entryOf(id, { minutes: 400 }));
      await read(...moved);
      expect((await look()).time).toHaveLength(100);
    });
  });
});
