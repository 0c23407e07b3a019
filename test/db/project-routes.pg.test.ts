// Proves on a real database that a project is of exactly one connection, that only a person moves it, and that what it bills is
// one connection's by its day, whichever looks first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { postFromOfClaim, postFromWhileHere } from '../../db/observe/post-from.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { moveProject, wouldMove } from '../../db/queries/move-project.ts';
import { startListOf } from '../../db/queries/project-start-list.ts';
import {
  connectionOf,
  connectionsReading,
  projectsToRead,
  whyNotHere,
} from '../../db/queries/project-routes.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { listProjects, startProject } from '../../db/queries/projects.ts';
import { document, link } from '../../db/schema/document-tables.ts';
import type { Routed } from '../../domain/mapping/routing.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  commitment,
  mapping,
  organisation,
  project,
  requisition,
} from '../support/domain-builders.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const projectId = project.id;
const routing: Routed[] = [
  { connection: 'north', projects: 'rest' },
  { connection: 'south', projects: ['900'] },
];
const day = '2026-07-01';
const before = { projectId, billingDate: '2026-06-30' };
const after = { projectId, billingDate: '2026-07-31' };
const claim = (connection: string) => ({ type: 'payApp', connection, sourceId: '34' }) as const;

describe('a project of a company with two organisations', () => {
  let database: OpenDatabase;
  let drop: () => Promise<void>;
  const ground = {
    connection: 'north',
    postedStatuses: mapping.postedStatuses,
    from: day,
    routing,
  };
  const ask = { ...ground, projectId, to: 'south', connections: ['north', 'south'] };
  const move = async (over: Partial<typeof ask> = {}) => {
    const asked = { ...ask, ...over };
    const shown = startListOf(await wouldMove(database.db, asked));
    return moveProject(database.db, { ...asked, shown, person: 'local:ann' });
  };
  const posted = async (connection: string, sourceId: string): Promise<void> => {
    const workflowId = `payApp/${connection}/${sourceId}`;
    await database.db
      .insert(document)
      .values({ workflowId, connection, type: 'payApp', sourceId, projectId });
    await database.db.insert(link).values({
      ...{ workflowId, connection, role: 'bill', kind: 'xeroBill', targetId: `b-${sourceId}` },
      how: 'written',
    });
  };

  beforeEach(async () => {
    const made = await createTestDatabase();
    database = openDatabase(made.url, 4);
    drop = async () => {
      await database.close();
      await made.drop();
    };
    const later = requisition({ id: '34', number: 2, billingDate: '2026-07-31' });
    const records: KeptRecord[] = [organisation, project, commitment(), requisition(), later];
    await storeRecords(database.db, 'north', records, new Date());
    await projectsToRead(database.db, { connection: 'north', routing }, [projectId]);
    const start = { postFrom: '2026-01-01', person: 'local:ann', shown: {} };
    await startProjects(database.db, [{ connection: 'north', projectId, ...start }]);
  });
  afterEach(() => drop());

  it('is read by the connection that the mapping gives it to, and by no other', async () => {
    const { db } = database;
    const listed = [projectId, '900'];
    expect([...(await projectsToRead(db, { connection: 'north', routing }, listed))]).toEqual([
      projectId,
    ]);
    expect([...(await projectsToRead(db, { connection: 'south', routing }, listed))]).toEqual([
      '900',
    ]);
    expect(await connectionOf(db, '900')).toBe('south');
  });

  it('stays where it is when the mapping gives it to another, and the list says so', async () => {
    const { db } = database;
    const turned: Routed[] = [
      { connection: 'north', projects: 'rest' },
      { connection: 'south', projects: [projectId] },
    ];
    const read = (connection: string) =>
      projectsToRead(db, { connection, routing: turned }, [projectId]);
    expect([...(await read('north'))]).toEqual([projectId]);
    expect([...(await read('south'))]).toEqual([]);
    const [listed] = await listProjects(db, { ...ground, routing: turned });
    expect(listed).toMatchObject({ givenTo: 'south', movedTo: null });
  });

  it('is moved from a day on: before it one bills, from it the other, each once it is turned on', async () => {
    const { db } = database;
    expect(await move()).toMatchObject({ answer: 'moved' });
    expect(await connectionOf(db, projectId)).toBe('south');
    expect(await connectionsReading(db, projectId)).toEqual(['north', 'south']);
    expect(await postFromOfClaim(db, claim('north'), before)).toBe('2026-01-01');
    expect(await postFromOfClaim(db, claim('north'), after)).toBeNull();
    expect(await postFromOfClaim(db, claim('north'), { ...after, billingDate: null })).toBeNull();
    expect(await postFromOfClaim(db, claim('south'), after)).toBeNull();
    expect(await postFromWhileHere(db, 'north', projectId)).toBeNull();
    const start = { postFrom: day, person: 'local:ann', shown: {} };
    await startProjects(db, [{ connection: 'south', projectId, ...start }]);
    expect(await postFromOfClaim(db, claim('south'), after)).toBe(day);
  });

  it('never bills in one organisation what stands in the other', async () => {
    const { db } = database;
    await move();
    const start = { postFrom: day, person: 'local:ann', shown: {} };
    await startProjects(db, [{ connection: 'south', projectId, ...start }]);
    await posted('north', '34');
    expect(await postFromOfClaim(db, claim('south'), after)).toBeNull();
  });

  it('is not moved from a day on which it has been billed already', async () => {
    await posted('north', '34');
    const refused = await move();
    expect(refused.answer === 'refused' && refused.why).toMatch(
      /has 1 claim billed on or after 2026-07-01 in Xero already/,
    );
    expect(await move({ from: '2026-08-01' })).toMatchObject({ answer: 'moved' });
  });

  it('is moved only against the list that was shown, and once', async () => {
    const { db } = database;
    const shown = { count: 7, totals: {} };
    expect(await moveProject(db, { ...ask, shown, person: 'local:ann' })).toMatchObject({
      answer: 'listMoved',
    });
    expect(await connectionOf(db, projectId)).toBe('north');
    expect(await move()).toMatchObject({ answer: 'moved' });
    expect(await move()).toMatchObject({ answer: 'movedBefore' });
    expect(await move({ to: 'east' })).toMatchObject({ answer: 'refused' });
  });

  it('is not turned on in the other for days that were the first one’s', async () => {
    const { db } = database;
    await move();
    await storeRecords(db, 'south', [organisation, project], new Date());
    const there = { connection: 'south', projectId, name: 'It' };
    expect(await whyNotHere(db, { ...there, from: '2026-06-01' })).toMatch(
      /was with the connection "north" for all that is billed before 2026-07-01/,
    );
    const answer = await startProject(db, {
      ...{ ...ground, connection: 'south', from: '2026-06-01', projectId },
      ...{ shown: { count: 0, totals: {} }, person: 'local:ann' },
    });
    expect(answer).toMatchObject({ answer: 'notHere' });
    expect(await whyNotHere(db, { ...there, from: day })).toBeNull();
    expect(await whyNotHere(db, { ...there, connection: 'north', from: day })).toMatch(
      /is of the connection "south"; move it here first/,
    );
  });
});
