// Proves on a real database what keeps a project from being over, whose budget is woken once it is, and that a new option is in the chart before it is read again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { chartOf } from '../../db/queries/chart.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { keepOptionLinks } from '../../db/queries/option-links.ts';
import { unsettledIn, wakeBudgetsOfOverProjects } from '../../db/queries/project-over.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { document, exception } from '../../db/schema/document-tables.ts';
import { retentionEvent } from '../../db/schema/retention-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import { fullChart, project } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const budgetId = `projectBudget/demo/${project.id}`;
const optionId = 'o-project';

const chartWithOption = (status: string): XeroChart => ({
  ...fullChart,
  trackingCategories: [
    {
      ...{ id: 'c1', name: 'Project', status: 'ACTIVE' },
      options: [{ id: optionId, name: '26-001 Ferry Terminal', status }],
    },
  ],
});

describe('a project that is over', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url, 4);
    await read({ ...project, isActive: false }, chartWithOption('ACTIVE'));
    await startProjects(database.db, [
      { connection, projectId: project.id, postFrom: '2026-01-01', person: 'test', shown: {} },
    ]);
    await known(budgetId, 'projectBudget', 'linked');
    const link = { source: `project/${project.id}`, categoryId: 'c1', optionId };
    await keepOptionLinks(database.db, connection, [link]);
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const read = (...records: KeptRecord[]) =>
    storeRecords(database.db, connection, records, new Date());
  const known = async (workflowId: string, type: string, state: string): Promise<void> => {
    const sourceId = workflowId.split('/').at(-1) ?? '';
    const row = { workflowId, connection, type, sourceId, projectId: project.id, state };
    await database.db.insert(document).values(row);
  };
  const ask = async (workflowId: string): Promise<void> => {
    await database.db.insert(exception).values({
      ...{ id: `e-${workflowId}`, connection, kind: 'lockedPeriod', workflowId },
      ...{ planHash: 'h', documentName: 'a claim', sentence: 'It waits.' },
    });
  };
  const unsettled = () => unsettledIn(database.db, connection, project.id);
  const woken = async (): Promise<string[]> => {
    await wakeBudgetsOfOverProjects(database.db, connection, 'sweep/demo/1');
    const rows = await database.sql<{ workflow_id: string }[]>`
      delete from wake returning workflow_id`;
    return rows.map(({ workflow_id: workflowId }) => workflowId);
  };
  const heldOf = (amount: string, kind: 'held' | 'released', sequence: number) => ({
    ...{ connection, basis: 'procore' as const, documentKind: 'procoreRequisition', kind },
    ...{ documentId: '33', sequence, side: 'payable' as const, contractId: 'wo-9' },
    ...{ date: '2026-05-31', currency: 'NZD', amount, name: 'pay app 33' },
  });

  it('has nothing unpaid, held or waiting', async () => {
    await known('payApp/demo/33', 'payApp', 'paid');
    await known('payApp/demo/34', 'payApp', 'voided');
    await known('retainageRelease/demo/payApp-33', 'retainageRelease', 'notPosted');
    await known('commitment/demo/wo-9', 'commitment', 'posted');
    expect(await unsettled()).toEqual([]);
    expect(await woken()).toEqual([budgetId]);
  });

  it.each([
    ['payApp/demo/33', 'payApp', 'partPaid', '1 claim not paid'],
    ['ownerInvoice/demo/33', 'ownerInvoice', 'notPosted', '1 claim not paid'],
    ['retainageRelease/demo/payApp-33', 'retainageRelease', 'posted', '1 claim not paid'],
    ['commitment/demo/wo-9', 'commitment', 'waiting', '1 document that waits'],
  ])('is not over with %s', async (workflowId, type, state, words) => {
    await known(workflowId, type, state);
    expect(await unsettled()).toEqual([words]);
    expect(await woken()).toEqual([]);
  });

  it('is not over while a question is open, or retainage held', async () => {
    await known('payApp/demo/33', 'payApp', 'paid');
    await ask('payApp/demo/33');
    expect(await unsettled()).toEqual(['1 document that waits']);
    const contract = kept('procoreCommitment', { projectId: project.id });
    await read(contract);
    await database.db.insert(retentionEvent).values(heldOf('1000.00', 'held', 0));
    expect(await unsettled()).toContain('1 contract with retainage held');
    await database.db.insert(retentionEvent).values(heldOf('1000.00', 'released', 1));
    expect(await unsettled()).toEqual(['1 document that waits']);
  });

  it('is asked about once, and not where its option is archived already', async () => {
    await ask(budgetId);
    expect(await woken()).toEqual([]);
    await database.sql`delete from exception`;
    expect(await woken()).toEqual([budgetId]);
    await read(chartWithOption('ARCHIVED'));
    expect(await woken()).toEqual([]);
  });

  it('is not over while it is active in Procore', async () => {
    await read({ ...project, updatedAt: '2027-01-01T00:00:00Z' });
    expect(await woken()).toEqual([]);
  });

  it('a new option is in the chart at once, and stays until a later reading lacks it', async () => {
    const names = async () =>
      (await chartOf(database.db, connection))?.trackingCategories.flatMap(({ options }) =>
        options.map(({ name }) => name),
      );
    const at = Date.now();
    const store = (record: KeptRecord, ms: number) =>
      storeRecords(database.db, connection, [record], new Date(at + ms));
    const option = kept('xeroTrackingOption', { categoryId: 'c1' });
    const both = ['26-001 Ferry Terminal', '03-300 Concrete'];
    await store(option, 1_000);
    expect(await names()).toEqual(both);
    // A reading that began before the request left, and one that began while it was on its way.
    await store(chartWithOption('ACTIVE'), 500);
    expect(await names()).toEqual(both);
    await store(chartWithOption('ACTIVE'), 30_000);
    expect(await names()).toEqual(both);
    await store(chartWithOption('ACTIVE'), 200_000);
    expect(await names()).toEqual(['26-001 Ferry Terminal']);
  });
});
