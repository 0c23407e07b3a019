// Proves on a real database that a budget and the labour of its project wake each other, hand a task over, and never have one twice, also where both were making it at once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endPass } from '../../activities/end-pass.ts';
import { observeDocument } from '../../activities/observe-document.ts';
import { settleMembers } from '../../activities/settle.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { documentsConcerned } from '../../db/queries/concerned.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { noteFullRead } from '../../db/queries/sweeps.ts';
import { addWakeRows, wakeChanged } from '../../db/queries/wake.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { restingState, step } from '../../domain/lifecycle/lifecycle.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { projectsFeed } from '../../domain/records/xero/project.ts';
import {
  budgetId,
  budgetOf,
  concrete,
  labourId,
  line,
  piles,
  tasksOn,
} from '../support/budget-tasks.ts';
import { fullChart, organisation, project } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const settings = {
  ...{ connection, publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
  mapping: { ...tasksOn, labour: { ...tasksOn.labour, workers: { '91': 'site@harbour.example' } } },
};
const budgetDocument = { type: 'projectBudget', connection, sourceId: project.id } as const;
const labourDocument = { type: 'projectLabour', connection, sourceId: project.id } as const;
const linkBase = { connection, base: null, how: 'written' } as const;

describe('a budget that makes tasks', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    await startProjects(database.db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
    await noteFullRead(database.db, connection, projectsFeed, new Date());
    await read(organisation, fullChart, project, kept('xeroProjectsUser'), budgetOf(line()));
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = (...records: KeptRecord[]) =>
    storeRecords(database.db, connection, records, new Date());
  const linkProject = async (): Promise<void> => {
    await read(kept('xeroProject'), kept('xeroProjectTime'));
    const role = 'project';
    const place = { workflowId: labourId, role, kind: 'xeroProject', targetId: 'project-1' };
    await putLink(database.db, { ...linkBase, ...place });
  };
  /** Labour's, of cost code 301, unless said. */
  const linkTask = (role = 'task/301', targetId = 'task-1'): Promise<void> =>
    putLink(database.db, {
      ...{ ...linkBase, workflowId: labourId, role, kind: 'xeroProjectTask', targetId },
    });
  /** One look and its end, as the workflow would. */
  async function passOf(id: DocumentId): Promise<void> {
    await addWakeRows(database.db, [wakeChanged(workflowIdOf(id), 'test')]);
    const observed = await observeDocument(database.db, settings, id);
    const [, command] = step(restingState, { event: 'observed', observed });
    if (command.do !== 'endPass') return;
    await endPass(database.db, { workflowId: workflowIdOf(id), ending: command.ending });
  }
  const wokenBy = async (): Promise<string[]> => {
    const rows = await database.sql<{ workflow_id: string }[]>`
      select distinct workflow_id from wake where done_at is null and workflow_id like 'project%' order by 1`;
    await database.sql`update wake set done_at = now() where done_at is null`;
    return rows.map(({ workflow_id: workflowId }) => workflowId);
  };
  const intents = async (): Promise<(IntentRow & { state: string })[]> => {
    const rows = await database.sql<Record<string, unknown>[]>`
      select key, connection, workflow_id as "workflowId", endpoint, operation, role, marker, body,
        body_hash as "bodyHash", target_id as "targetId", target_version as "targetVersion",
        plan_hash as "planHash", observation_hash as "observationHash", agreed,
        decision_id as "decisionId", state from intent order by workflow_id`;
    return rows as unknown as (IntentRow & { state: string })[];
  };
  const links = async (): Promise<string[]> => {
    const rows = await database.sql<{ workflow_id: string; role: string; target_id: string }[]>`
      select workflow_id, role, target_id from link
      where ended_at is null and role like 'task/%' order by 1, 2`;
    return rows.map((row) => `${row.workflow_id} ${row.role} ${row.target_id}`);
  };
  const settleAll = async (record: KeptRecord, only: readonly IntentRow[]): Promise<void> => {
    await database.db.transaction((tx) =>
      settleMembers(
        tx,
        only.map((intent) => ({ intent, ended: 'done' as const, record, warnings: [] })),
      ),
    );
  };

  it('wakes the labour of its project, of which nobody heard before, to make the project', async () => {
    await passOf(budgetDocument);
    expect(await wokenBy()).toEqual([labourId]);
    await passOf(labourDocument);
    const [asked] = await database.sql<{ kind: string; workflow_id: string }[]>`
      select kind, workflow_id from exception where state = 'open'`;
    // Nobody named an owner: labour alone asks.
    expect(asked).toMatchObject({ kind: 'xeroProjectUnclear', workflow_id: labourId });
  });

  it('gets from labour the task that it had, which is then agreed on', async () => {
    await linkProject();
    await linkTask();
    await read(concrete({}, { estimateMinutes: null }));
    await passOf(budgetDocument);
    expect(await wokenBy()).toContain(labourId);
    await passOf(labourDocument);
    expect(await links()).toEqual([]);
    expect(await wokenBy()).toContain(budgetId);
    await passOf(budgetDocument);
    expect(await links()).toEqual([`${budgetId} task/301 task-1`]);
    expect(await intents()).toEqual([]);
    await passOf(budgetDocument);
    expect(await intents()).toMatchObject([{ operation: 'update', role: 'task/301' }]);
  });

  it('waits for a task that labour is just making', async () => {
    await linkProject();
    await passOf(budgetDocument);
    const [own] = await intents();
    if (!own) throw new Error('it makes no task');
    await database.sql`update intent set workflow_id = ${labourId}`;
    await passOf(budgetDocument);
    expect(await intents()).toHaveLength(1);
    const waits =
      await database.sql`select waits_for from dependency where workflow_id = ${budgetId}`;
    expect(waits).toEqual([{ waits_for: labourId }]);
  });

  it('that made a task at the same time as labour has it not, and plans anew', async () => {
    await linkProject();
    await passOf(budgetDocument);
    await linkTask('task/399');
    await settleAll(concrete(), await intents());
    expect(await links()).toEqual([`${labourId} task/399 task-1`]);
    expect(await intents()).toMatchObject([{ state: 'failed' }]);
    await passOf(budgetDocument);
    expect(await wokenBy()).toContain(labourId);
    await passOf(labourDocument);
    await passOf(budgetDocument);
    expect(await links()).toEqual([`${budgetId} task/301 task-1`]);
  });

  it('is woken by news of its tasks, and wakes labour by news of its own', async () => {
    await linkProject();
    await passOf(budgetDocument);
    await settleAll(concrete(), await intents());
    await passOf(labourDocument);
    await wokenBy();
    const concerned = (record: KeptRecord) => documentsConcerned(database.db, connection, [record]);
    expect(await concerned(concrete({}, { estimateMinutes: 7 }))).toEqual([budgetId, labourId]);
    expect(await concerned(budgetOf(line(), piles))).toEqual([budgetId, labourId]);
  });
});
