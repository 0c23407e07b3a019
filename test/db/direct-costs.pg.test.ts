// Proves on a real database which documents of Xero get the workflow of a direct cost, and what its look gathers: never beside a commitment, never before a list was read.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { observe } from '../../db/observe/observe.ts';
import { readActuals } from '../../db/queries/actuals-facts.ts';
import { documentsConcerned } from '../../db/queries/concerned.ts';
import { putDocument } from '../../db/queries/documents.ts';
import { wakeCosts } from '../../db/queries/find-costs.ts';
import { putLink } from '../../db/queries/links.ts';
import { storeMappingVersion } from '../../db/queries/mapping-versions.ts';
import { storeRecords, storeSnapshot } from '../../db/queries/mirror.ts';
import { startProjects } from '../../db/queries/project-starts.ts';
import { mappingVersionOf } from '../../domain/mapping/mapping.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { bill, chart, creditNote, journal, line, spent } from '../support/actuals.ts';
import { costMapping } from '../support/direct-costs.ts';
import { organisation, project as quay, vendor } from '../support/domain-builders.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const mapping = costMapping;
const project = { ...quay, number: '26-001', name: 'Quay' };
const settings = { connection, mapping, mappingVersion: 'v1', publicUrl: 'http://127.0.0.1:4400' };
let testDatabase: TestDatabase;
let database: OpenDatabase;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 4);
  await storeMappingVersion(database.db, mapping);
  await read(project, organisation, chart);
});
afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

const read = (...records: KeptRecord[]) =>
  storeRecords(database.db, connection, records, new Date());
const turnOn = (postFrom = '2026-01-01') =>
  startProjects(database.db, [
    { ...{ connection, projectId: project.id, postFrom, person: 'me' }, shown: {} },
  ]);
const wakesOf = async (): Promise<string[]> => {
  const rows = await database.sql<{ workflow_id: string }[]>`
    select distinct workflow_id from wake where done_at is null order by 1`;
  return rows.map((row) => row.workflow_id);
};
async function found(since: Date | null = null): Promise<string[]> {
  await wakeCosts(database.db, { connection, mapping, since, sweepId: 's' });
  const all = await wakesOf();
  return all.filter((id) => id.startsWith('directCost/'));
}
const known = async (sourceId: string): Promise<void> =>
  putDocument(
    database.db,
    { type: 'directCost', connection, sourceId },
    {
      ...{ state: 'posted', planHash: 'h', mappingVersion: mappingVersionOf(mapping) },
      observationHash: await storeSnapshot(database.db, 'observation', {}),
      ...{ projectId: project.id, counterpartyId: null, amount: null, currency: null },
    },
  );
const lookAt = async (sourceId: string) => {
  const seen = await observe(database.db, settings, { type: 'directCost', connection, sourceId });
  return seen;
};
const claimed = (workflowId: string, targetId: string) =>
  putLink(database.db, {
    ...{ workflowId, connection, kind: 'xeroBill', targetId, role: 'bill', base: null },
    how: 'adopted',
  });

describe('the search', () => {
  it('begins the workflow of what bears a cost of a project that is on, and of nothing else', async () => {
    await read(
      bill('b', [line('10.00')]),
      bill('none', [line('10.00', { on: ['concrete'] })]),
      bill('office', [line('10.00', { on: ['office'] })]),
      bill('held', [line('10.00', { accountCode: '825', on: ['quay', 'held'] })]),
      bill('draft', [line('10.00')], { status: 'DRAFT' }),
      creditNote('c', [line('1.00')], 'payable'),
      spent('s', 'SPEND', [line('2.00')]),
      journal('j', [line('3.00')]),
    );
    expect(await found()).toEqual([]);
    await turnOn();
    expect(await found()).toEqual([
      'directCost/demo/bill-b',
      'directCost/demo/creditNote-c',
      'directCost/demo/journal-j',
      'directCost/demo/spend-s',
    ]);
  });

  it('leaves out what is dated before the project’s first day, and what is older than was asked for', async () => {
    await read(bill('b', [line('10.00')], { date: '2026-03-31' }));
    await turnOn('2026-04-01');
    expect(await found()).toEqual([]);
    await read(bill('d', [line('10.00')], { date: '2026-04-01' }));
    expect(await found(new Date(Date.now() + 60_000))).toEqual([]);
    expect(await found()).toEqual(['directCost/demo/bill-d']);
  });

  it('leaves out what a pay app was posted as, what bears its marker and what was copied from our order', async () => {
    const url = 'http://127.0.0.1:4400/documents/payApp/demo/33#tieout:demo/payApp/33/bill';
    const reference = 'Billed through Procore tieout:demo/commitment/wo-9/order';
    await read(
      bill('linked', [line('10.00')]),
      bill('marked', [line('10.00')], { url }),
      bill('26-001-SC-003', [line('10.00')]),
      kept('xeroPurchaseOrder', { number: '26-001-SC-003', reference }),
    );
    await claimed('payApp/demo/33', 'linked');
    await turnOn();
    expect(await found()).toEqual([]);
  });

  it('wakes no document that is known, but one that a pay app has taken over since', async () => {
    await read(bill('b', [line('10.00')]));
    await turnOn();
    await known('bill-b');
    expect(await found()).toEqual([]);
    await putLink(database.db, {
      ...{ workflowId: 'directCost/demo/bill-b', connection, kind: 'procoreDirectCost' },
      ...{ targetId: 'd1', role: `directCost/${project.id}`, base: null, how: 'written' },
    });
    expect(await found()).toEqual([]);
    await claimed('payApp/demo/33', 'b');
    expect(await found()).toEqual(['directCost/demo/bill-b']);
  });
});

describe('news of a document', () => {
  it('concerns its direct cost where that is known, and begins none', async () => {
    const news = [
      bill('b', [line('10.00')]),
      spent('s', 'SPEND', [line('1.00')]),
      journal('j', [line('1.00')]),
    ];
    const concerned = async () =>
      (await documentsConcerned(database.db, connection, news)).filter((id) =>
        id.startsWith('directCost/'),
      );
    expect(await concerned()).toEqual([]);
    for (const sourceId of ['bill-b', 'spend-s', 'journal-j']) await known(sourceId);
    expect(await concerned()).toEqual([
      'directCost/demo/bill-b',
      'directCost/demo/journal-j',
      'directCost/demo/spend-s',
    ]);
  });
});

describe('a look', () => {
  const codes = kept('procoreBudgetCodes', {
    projectId: project.id,
    codes: [
      {
        ...{ wbsCodeId: 'w1', costType: 'S', subJob: null },
        costCode: { code: '03-100', name: 'Concrete' },
      },
    ],
  });
  const list = kept('procoreDirectCosts', { projectId: project.id });
  beforeEach(async () => {
    await read(bill('b', [line('10.00')]));
    await turnOn();
  });

  it('asks for the budget and the list first, each until it was read', async () => {
    const [share] = (await lookAt('bill-b')).shares;
    expect(share).toMatchObject({ projectId: project.id, budgetIsDue: true, listIsDue: true });
    await read(codes, list);
    const [again] = (await lookAt('bill-b')).shares;
    expect(again).toMatchObject({
      ...{ budgetIsDue: false, listIsDue: false },
      lines: [{ amount: '10.00', account: { code: '310' } }],
      budget: { currency: 'NZD', codes: [{ wbsCodeId: 'w1', optionId: 'o-concrete' }] },
    });
  });

  it('asks for the list again for a document that came into sight after it was read', async () => {
    await read(codes, list);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await read(bill('later', [line('5.00')]));
    expect((await lookAt('bill-later')).shares).toMatchObject([{ listIsDue: true }]);
  });

  it('offers a person’s own of the same day and amount, or vendor and number, and no other', async () => {
    const own = (id: string, over: object) =>
      kept('procoreDirectCost', {
        ...{ id, projectId: project.id, vendorId: null, invoiceNumber: null, date: '2026-06-01' },
        lines: [{ id: 'l', wbsCodeId: 'w1', amount: '10.00', description: null }],
        ...over,
      });
    const noted = { description: 'tieout:demo/projectLabour/5/document' };
    await read(codes, list, own('same', {}), own('ours', noted));
    await read(own('otherDay', { date: '2026-06-02' }), own('elsewhere', { projectId: '77' }));
    const otherSum = [{ id: 'l', wbsCodeId: 'w1', amount: '9.00', description: null }];
    await read(own('otherSum', { lines: otherSum }));
    const seen = await lookAt('bill-b');
    expect(seen.document?.date).toBe('2026-06-01');
    expect(seen.shares[0]?.alike.map(({ id }) => id)).toEqual(['same']);
    expect(planObservation(seen).gated.questions.map(({ kind }) => kind)).toEqual([
      'directCostTyped',
    ]);
  });

  it('waits for a vendor of the contact’s name that is still to be linked, and knows it then', async () => {
    const contactId = (await lookAt('bill-b')).document?.contactId ?? '';
    await read(codes, list, vendor({ id: '17', name: 'Skips Ltd' }));
    await read(kept('xeroContact', { id: contactId, name: 'SKIPS LTD' }));
    expect(await lookAt('bill-b')).toMatchObject({ vendorId: null, linking: 'contact/demo/17' });
    await putLink(database.db, {
      ...{ workflowId: 'contact/demo/17', connection, kind: 'xeroContact', targetId: contactId },
      ...{ role: 'contact', base: null, how: 'adopted' },
    });
    expect(await lookAt('bill-b')).toMatchObject({ vendorId: '17', linking: null });
  });

  it('at a document that a pay app took over finds nothing to bear, and what stands is asked about', async () => {
    await read(codes, list);
    const first = planObservation(await lookAt('bill-b')).gated.going[0]?.verdict;
    const write = first && 'write' in first ? first.write : null;
    await putLink(database.db, {
      ...{ workflowId: 'directCost/demo/bill-b', connection, kind: 'procoreDirectCost' },
      ...{ targetId: 'd1', role: `directCost/${project.id}`, base: write?.agreed, how: 'written' },
    });
    await read(kept('procoreDirectCost', { id: 'd1', projectId: project.id }));
    await claimed('payApp/demo/33', 'b');
    const seen = await lookAt('bill-b');
    expect(seen.document?.isOnCommitment).toBe(true);
    expect(planObservation(seen).gated.questions.map(({ kind }) => kind)).toEqual([
      'directCostRemoved',
    ]);
  });
});

it('the report names what is in Procore and what waits, and nothing where costs do not go there', async () => {
  await read(bill('b', [line('10.00')]), bill('d', [line('5.00')]));
  await putLink(database.db, {
    ...{ workflowId: 'directCost/demo/bill-b', connection, kind: 'procoreDirectCost' },
    ...{ targetId: 'd1', role: `directCost/${project.id}`, base: null, how: 'written' },
  });
  const ask = { connection, projectId: project.id, asOf: null };
  const on = await readActuals(database.db, { ...ask, mapping });
  expect(on?.directCosts).toMatchObject([
    { document: { id: 'b' }, amount: '10.00', directCostId: 'd1', asked: null },
    { document: { id: 'd' }, amount: '5.00', directCostId: null, asked: null },
  ]);
  const actuals = { ...mapping.actuals, direction: 'report' } as const;
  const off = await readActuals(database.db, { ...ask, mapping: { ...mapping, actuals } });
  expect(off?.directCosts).toBeNull();
});
